import type { Roster, Shift } from '@shouwang/shared/living';

// One day's roster as lines of bars: who or what is on duty down the side, the hours across.
export const day_ms = 24 * 3_600_000;
export type BarState = 'planned' | 'running' | 'over' | 'missed' | 'late';
export interface RosterBar { shift: Shift; left: number; width: number; state: BarState; present: number; short: number }
export interface RosterHole { left: number; width: number; required: number; present: number; from: string; to: string }
export interface RosterLine { id: string; name: string; bars: RosterBar[]; holes: RosterHole[] }

// The first moment of a local day, by the place's own clock.
export const dayStart = (date: string, offset_min: number): number => Date.parse(`${date}T00:00:00Z`) - offset_min * 60_000;
export const dateAt = (ms: number, offset_min: number): string => new Date(ms + offset_min * 60_000).toISOString().slice(0, 10);
export const dayAfter = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + by * day_ms).toISOString().slice(0, 10);

export const presentOf = (shift: Shift): number => shift.members.filter((one) => one.began_at && !one.ended_at).length;

// Running late: planned to have begun minutes ago, and nobody has begun it. Missed: its whole time went by so.
export function stateOf(shift: Shift, now_ms: number): BarState {
  if (shift.ended_at) return 'over';
  if (shift.began_at) return 'running';
  if (shift.ends_at && Date.parse(shift.ends_at) <= now_ms) return 'missed';
  return shift.starts_at && Date.parse(shift.starts_at) < now_ms ? 'late' : 'planned';
}

const share = (ms: number, start_ms: number): number => Math.min(1, Math.max(0, (ms - start_ms) / day_ms));

// The stretch a shift takes up: what really happened where it happened, the plan for the rest.
export function stretchOf(shift: Shift, now_ms: number): [from_ms: number, to_ms: number] {
  const from = Date.parse(shift.began_at ?? shift.starts_at ?? '');
  const planned = Date.parse(shift.ends_at ?? '');
  const to = shift.ended_at ? Date.parse(shift.ended_at) : shift.began_at ? Math.max(now_ms, planned || now_ms) : planned;
  return [from, Number.isFinite(to) ? to : Math.max(from, now_ms)];
}

function barOf(shift: Shift, start_ms: number, now_ms: number): RosterBar {
  const [from, to] = stretchOf(shift, now_ms), left = share(from, start_ms), state = stateOf(shift, now_ms), present = presentOf(shift);
  const counted = state === 'running' ? present : shift.members.length;
  return { shift, left, width: share(to, start_ms) - left, state, present, short: state === 'over' ? 0 : Math.max(0, shift.minimum_strength - counted) };
}

const ownerOf = (one: { unit_id?: string | null; post_id?: string | null; force_id?: string | null; name?: string }): string =>
  one.unit_id ?? one.post_id ?? one.force_id ?? one.name ?? '';

export function linesOf(roster: Roster, offset_min: number, now_ms: number): RosterLine[] {
  const start_ms = dayStart(roster.date, offset_min), lines = new Map<string, RosterLine>();
  const line = (id: string, name: string): RosterLine => {
    const found = lines.get(id) ?? { id, name, bars: [], holes: [] };
    lines.set(id, found);
    return found;
  };
  for (const shift of roster.items) {
    const bar = barOf(shift, start_ms, now_ms);
    if (bar.width > 0) line(ownerOf(shift), shift.name).bars.push(bar);
  }
  for (const gap of roster.gaps) {
    const left = share(Date.parse(gap.from), start_ms), width = share(Date.parse(gap.to), start_ms) - left;
    if (width > 0) line(ownerOf(gap), gap.name ?? '').holes.push({ left, width, required: gap.required, present: gap.present, from: gap.from, to: gap.to });
  }
  const names = new Intl.Collator('zh', { numeric: true });
  // Those with a gap first: they are why somebody opens this page.
  return [...lines.values()].sort((a, b) => Number(b.holes.length > 0) - Number(a.holes.length > 0) || names.compare(a.name, b.name));
}
