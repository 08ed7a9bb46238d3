import { staleAfter_s } from '../live/merge.ts';
import { offShift, type UnitField } from '../live/unit_field.ts';

export type View = [west: number, south: number, east: number, north: number];

// How much of each unit the map shows: cells when the server sent cells, signs with names while they can be told apart.
export type Detail = 'cells' | 'dots' | 'signs';
export const mostSigns = 300;

const inside = (view: View, lon: number, lat: number): boolean => lon >= view[0] && lon <= view[2] && lat >= view[1] && lat <= view[3];

export function countIn(field: UnitField, view: View, limit = Infinity): number {
  let found = 0;
  for (let at = 0; at < field.count; at++) {
    if (field.shown[at] && field.state[at] !== offShift && inside(view, field.lon[at]!, field.lat[at]!) && ++found > limit) break;
  }
  return found;
}

// A map that swings around 300 units must not flicker: once dots, it takes clearly fewer to become signs again.
export function detailOf(field: UnitField, view: View, before: Detail): Detail {
  if (field.cells.length > 0) return 'cells';
  const most = before === 'dots' ? mostSigns * 0.9 : mostSigns;
  return countIn(field, view, mostSigns) > most ? 'dots' : 'signs';
}

export function numbersIn(field: UnitField, view: View): number[] {
  const found: number[] = [];
  for (let at = 0; at < field.count; at++) {
    if (field.shown[at] && inside(view, field.lon[at]!, field.lat[at]!)) found.push(field.numbers[at]!);
  }
  return found;
}

// The unit nearest to a click, within so many degrees of latitude; lons shrink with the latitude.
export function nearest(field: UnitField, lon: number, lat: number, reach_deg: number): number | undefined {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  let best: number | undefined, least = reach_deg * reach_deg;
  for (let at = 0; at < field.count; at++) {
    if (!field.shown[at]) continue;
    const x = (field.lon[at]! - lon) * squeeze, y = field.lat[at]! - lat, far = x * x + y * y;
    if (far <= least) { least = far; best = field.numbers[at]; }
  }
  return best;
}

// How much of a dot is left of it by the age of its fix: whole while fresh, then fading, never quite gone: a unit that
// is silent is unknown, not absent.
export function strength(age_s: number): number {
  if (age_s <= staleAfter_s) return 1;
  return Math.max(0.35, 0.75 - (0.4 * (age_s - staleAfter_s)) / 540);
}

export function staleIn(field: UnitField, now_ms: number): number {
  let stale = 0;
  for (let at = 0; at < field.count; at++) if (field.shown[at] && field.state[at] !== offShift && now_ms - field.at_ms[at]! > staleAfter_s * 1000) stale++;
  return stale;
}

// The view to ask the stream for: a quarter more on each side, so that a small move of the map needs no new line.
export function askedView(seen: View): View {
  const x = (seen[2] - seen[0]) / 4, y = (seen[3] - seen[1]) / 4;
  return [Math.max(-180, seen[0] - x), Math.max(-90, seen[1] - y), Math.min(180, seen[2] + x), Math.min(90, seen[3] + y)];
}
export function mustAskAgain(asked: View | undefined, asked_zoom: number, seen: View, zoom: number): boolean {
  if (!asked || Math.round(asked_zoom) !== Math.round(zoom)) return true;
  return seen[0] < asked[0] || seen[1] < asked[1] || seen[2] > asked[2] || seen[3] > asked[3];
}
