import { SvelteMap } from 'svelte/reactivity';
import type { Position, ReverseGeocode } from '@shouwang/shared/api';
import { get, query } from '../lib/api.ts';

// What lies at places that came without an address: asked once per place, forgotten with the page. Never written into the
// incident: it is what the map says, not what the caller said.
const names = new SvelteMap<string, string>();
const keyOf = (at: Position) => `${at.lon.toFixed(5)},${at.lat.toFixed(5)}`;

export function nameNear(at: Position): string {
  return names.get(keyOf(at)) ?? '';
}

export async function askNear(at: Position): Promise<void> {
  const key = keyOf(at);
  if (names.has(key)) return;
  names.set(key, '');
  const near = await get<ReverseGeocode>(query('/api/reverse-geocode', { lon: at.lon, lat: at.lat })).catch(() => undefined);
  const name = near?.crossing || near?.road || near?.place;
  if (name) names.set(key, name);
  else if (!near) names.delete(key);  // the line was broken: ask again when it is shown again
}
