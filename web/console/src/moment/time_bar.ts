// Arithmetic of the time bar: a stretch of time that ends at most now, a moment in it, and ticks to read it by.
export interface Bar { from_ms: number; to_ms: number }
export const hour_ms = 3_600_000;
export const stretches_h = [1, 6, 24, 168] as const;
export const speeds = [1, 10, 60] as const;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

// The bar for a moment: as long as asked, ending now; a moment before that shifts the bar until it lies in the middle.
export function barFor(at_ms: number, now_ms: number, length_ms: number): Bar {
  if (at_ms >= now_ms - length_ms) return { from_ms: now_ms - length_ms, to_ms: now_ms };
  return { from_ms: at_ms - length_ms / 2, to_ms: at_ms + length_ms / 2 };
}
export const shareOf = (bar: Bar, at_ms: number): number => clamp((at_ms - bar.from_ms) / (bar.to_ms - bar.from_ms), 0, 1);
// Whole seconds: two pages that look at one moment name it alike.
export const momentAt = (bar: Bar, share: number): number =>
  Math.round((bar.from_ms + clamp(share, 0, 1) * (bar.to_ms - bar.from_ms)) / 1000) * 1000;

// How far one press goes, by the bar's length: 5 s on an hour, a minute on a day; with Shift or Page keys 12 times that.
export function stepOf(length_ms: number, large: boolean): number {
  const small = length_ms <= hour_ms ? 5_000 : length_ms <= 6 * hour_ms ? 15_000 : length_ms <= 24 * hour_ms ? 60_000 : 600_000;
  return large ? small * 12 : small;
}

export interface Step { by_ms?: number; to?: 'start' | 'now' }
export function stepFor(key: string, shift: boolean, length_ms: number): Step | undefined {
  switch (key) {
    case 'ArrowLeft': case 'ArrowDown': return { by_ms: -stepOf(length_ms, shift) };
    case 'ArrowRight': case 'ArrowUp': return { by_ms: stepOf(length_ms, shift) };
    case 'PageDown': return { by_ms: -stepOf(length_ms, true) };
    case 'PageUp': return { by_ms: stepOf(length_ms, true) };
    case 'Home': return { to: 'start' };
    case 'End': return { to: 'now' };
    default: return undefined;
  }
}

// Where playing has come to; it stops at now, and says so.
export function played(at_ms: number, passed_ms: number, speed: number, now_ms: number): { at_ms: number; over: boolean } {
  const to = at_ms + passed_ms * speed;
  return to >= now_ms ? { at_ms: now_ms, over: true } : { at_ms: to, over: false };
}

// Times worth a mark, at least so far apart that `most` of them fit, on round wall-clock times.
export function ticksOf(bar: Bar, most: number, offset_min: number): number[] {
  const steps = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((minutes) => minutes * 60_000);
  const step = steps.find((one) => (bar.to_ms - bar.from_ms) / one <= most) ?? 7 * 24 * hour_ms;
  const shift = offset_min * 60_000, ticks: number[] = [];
  for (let at = Math.ceil((bar.from_ms + shift) / step) * step - shift; at <= bar.to_ms; at += step) ticks.push(at);
  return ticks;
}

export type Known = 'then' | 'now';
// The link to a moment: #/at/2026-11-22T08:00:00Z, with ?known=now when late data are to count.
export const linkTo = (at_ms: number, known: Known): string =>
  `#/at/${new Date(at_ms).toISOString().slice(0, 19)}Z${known === 'now' ? '?known=now' : ''}`;
export function momentIn(hash: string, now_ms: number): { at_ms: number; known: Known } | undefined {
  const found = /^#\/at\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)(?:\?known=(then|now))?$/.exec(hash);
  const at_ms = Date.parse(found?.[1] ?? '');
  if (!found || !Number.isFinite(at_ms)) return undefined;
  return { at_ms: Math.min(at_ms, now_ms), known: found[2] === 'now' ? 'now' : 'then' };
}
