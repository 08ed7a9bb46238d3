// What a phone is set up with by scanning. OwnTracks opens owntracks:///config?inline=… with its settings in base64;
// The device's name is its user name on every protocol.
// OsmAnd's way (Traccar Client too) is an address that carries the key.
const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

export interface DeviceKey { id: string; name: string; key: string }
export function ownTracksLink(origin: string, device: DeviceKey): string {
  const settings = {
    _type: 'configuration', mode: 3, url: `${origin}/api/phones/owntracks`, auth: true, username: device.name, password: device.key,
    deviceId: device.name, tid: device.name.replace(/[^A-Za-z0-9]/g, '').slice(-2) || 'sw', monitoring: 2,
  };
  return `owntracks:///config?inline=${encodeURIComponent(base64(JSON.stringify(settings)))}`;
}
export const osmAndAddress = (origin: string, device: DeviceKey): string => `${origin}/api/phones/osmand?id=${encodeURIComponent(device.key)}`;
