import type { Position } from '@shouwang/shared/api';

// Reads a pasted pair of WGS-84 coordinates: "45.5231, -122.6765", "N45.52 W122.67", "45°31'23\"N 122°40'35\"W",
// "经度 121.47 纬度 31.23". The order is latitude first unless a letter, a word or the range says otherwise.
// Answers nothing when the text is not plainly a pair: a wrong place is worse than none.
export function parseCoordinates(text: string): Position | undefined {
  const cleaned = text.trim().replace(/,/g, ', ').replace(/[，；;]/g, ' , ').replace(/[()（）\[\]]/g, ' ');
  if (cleaned.length > 120) return undefined;
  const lonFirstWord = /(经度|lon(gitude)?|lng)\s*[:：=]?\s*-?\d/i.exec(cleaned);
  const latFirstWord = /(纬度|lat(itude)?)\s*[:：=]?\s*-?\d/i.exec(cleaned);
  const bare = cleaned.replace(/经度|纬度|longitude|latitude|lon|lng|lat|[:：=]/gi, ' ');
  const angle = String.raw`(-?\d{1,3}(?:\.\d+)?)\s*(?:°|度)?\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′分]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:"|″|''|秒))?)?`;
  // The letter stands either before both numbers or behind both; "N45.5 W122.6" must not give the W to the 45.5.
  const letters = '[NSEW东西南北]', leads = new RegExp(`^[\\s,]*${letters}`, 'i').test(bare);
  const number = new RegExp(leads ? `(${letters})?\\s*${angle}` : `()${angle}\\s*(${letters})?`, 'gi');
  const found: { value: number; axis: 'lat' | 'lon' | undefined }[] = [];
  let rest = bare;
  for (const match of bare.matchAll(number)) {
    const letter = (match[1] || match[5] || '').toUpperCase();
    const size = Math.abs(Number(match[2])) + Number(match[3] ?? 0) / 60 + Number(match[4] ?? 0) / 3600;
    const negative = match[2]!.startsWith('-') || 'SW南西'.includes(letter || '?');
    found.push({ value: negative ? -size : size, axis: letter === '' ? undefined : 'NS南北'.includes(letter) ? 'lat' : 'lon' });
    rest = rest.replace(match[0], ' ');
  }
  if (found.length !== 2 || /[^\s,]/.test(rest)) return undefined;
  const [a, b] = found as [(typeof found)[0], (typeof found)[0]];
  let lonFirst = a.axis === 'lon' || b.axis === 'lat';
  if (a.axis && a.axis === b.axis) return undefined;
  if (lonFirstWord && (!latFirstWord || lonFirstWord.index < latFirstWord.index)) lonFirst = true;
  if (!a.axis && !b.axis && !latFirstWord && Math.abs(a.value) > 90) lonFirst = true;
  const position = lonFirst ? { lon: a.value, lat: b.value } : { lon: b.value, lat: a.value };
  const valid = Math.abs(position.lat) <= 90 && Math.abs(position.lon) <= 180 && !(position.lat === 0 && position.lon === 0);
  return valid ? position : undefined;
}

// Metres on the sphere; enough for "how far is this from that" on a desk.
export function metresBetween(a: Position, b: Position): number {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.hypot(x, y) * 6_371_008.8;
}
