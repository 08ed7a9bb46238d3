import type { Roster, Shift } from '@shouwang/shared/living';

// One day's roster as lines of bars: who or what is on duty down the side, the hours across.
const day_ms = 24 * 3_600_000;
export type BarState = 'planned' | 'running' | 'over' | 'missed' | 'late';
export interface RosterBar { shift: Shift; left: number; width: number; state: BarState; present: number; short: number }
export interface RosterHole { left: number; width: number; needed: number; there: number; from: string; to: string }
export interface RosterLine { id: string; name: string; bars: RosterBar[]; holes: RosterHole[] }

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

// The day as the server cut it: a day with a change of the clocks has 23 or 25 hours.
export interface Day { from_ms: number; to_ms: number }
export const dayOf = (roster: Roster): Day => ({ from_ms: Date.parse(roster.from), to_ms: Date.parse(roster.to) });
export const shareOf = (ms: number, day: Day): number => (ms - day.from_ms) / (day.to_ms - day.from_ms);
const share = (ms: number, day: Day): number => Math.min(1, Math.max(0, shareOf(ms, day)));

// The stretch a shift takes up: what really happened where it happened, the plan for the rest.
export function stretchOf(shift: Shift, now_ms: number): [from_ms: number, to_ms: number] {
  const from = Date.parse(shift.began_at ?? shift.starts_at ?? '');
  const planned = Date.parse(shift.ends_at ?? '');
  const to = shift.ended_at ? Date.parse(shift.ended_at) : shift.began_at ? Math.max(now_ms, planned || now_ms) : planned;
  return [from, Number.isFinite(to) ? to : Math.max(from, now_ms)];
}

function barOf(shift: Shift, day: Day, now_ms: number): RosterBar {
  const [from, to] = stretchOf(shift, now_ms), left = share(from, day), state = stateOf(shift, now_ms), present = presentOf(shift);
  const counted = state === 'running' ? present : shift.members.length;
  return { shift, left, width: share(to, day) - left, state, present, short: state === 'over' ? 0 : Math.max(0, shift.minimum_strength - counted) };
}

const ownerOf = (one: { unit_id?: string | null; post_id?: string | null; force_id?: string | null }): string => one.unit_id ?? one.post_id ?? one.force_id ?? '';

export function linesOf(roster: Roster, now_ms: number): RosterLine[] {
  const day = dayOf(roster), lines = new Map<string, RosterLine>(), shifts = new Map(roster.shifts.map((one) => [one.id, one]));
  const line = (id: string, name: string): RosterLine => {
    const found = lines.get(id) ?? { id, name, bars: [], holes: [] };
    lines.set(id, found);
    return found;
  };
  for (const shift of roster.shifts) {
    const bar = barOf(shift, day, now_ms);
    if (bar.width > 0) line(ownerOf(shift), shift.name).bars.push(bar);
  }
  for (const gap of roster.gaps) {
    const left = share(Date.parse(gap.from), day), width = share(Date.parse(gap.to), day) - left;
    const shift = gap.shift_id ? shifts.get(gap.shift_id) : undefined;
    const owner = gap.post_id ?? (shift ? ownerOf(shift) : gap.name);
    if (width > 0) line(owner, gap.name).holes.push({ left, width, needed: gap.needed, there: gap.there, from: gap.from, to: gap.to });
  }
  const names = new Intl.Collator('zh', { numeric: true });
  // Those with a gap first: they are why somebody opens this page.
  return [...lines.values()].sort((a, b) => Number(b.holes.length > 0) - Number(a.holes.length > 0) || names.compare(a.name, b.name));
}
