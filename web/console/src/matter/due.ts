import type { TextKey } from '../text/catalogue.ts';

// How a deadline is told: in words and, for the colour and the sign beside them, as one of five states. Pure.
export type DueState = 'none' | 'far' | 'near' | 'today' | 'over';
export interface Due { state: DueState; text: TextKey; values: Record<string, number> }

const hour_ms = 3_600_000, day_ms = 24 * hour_ms;
export const near_ms = 3 * day_ms;

const localDay = (ms: number, offset_min: number): number => Math.floor((ms + offset_min * 60_000) / day_ms);

// `due_at` is the first moment that is too late: one at midnight belongs to the day that ends there.
export function dueOf(due_at: string | null | undefined, now_ms: number, offset_min: number): Due {
  const at = Date.parse(due_at ?? '');
  if (!Number.isFinite(at)) return { state: 'none', text: 'due.none', values: {} };
  const left = at - now_ms;
  if (left <= 0) return { state: 'over', ...span(-left, { days: 'due.over_days', hours: 'due.over_hours', minutes: 'due.over_minutes' }) };
  const today = localDay(at - 1, offset_min) === localDay(now_ms, offset_min);
  const state: DueState = today ? 'today' : left < near_ms ? 'near' : 'far';
  return { state, ...span(left, { days: 'due.left_days', hours: 'due.left_hours', minutes: 'due.left_minutes' }) };
}

// Whole units, cut: nobody is told of more time than there is.
function span(ms: number, texts: { days: TextKey; hours: TextKey; minutes: TextKey }): { text: TextKey; values: Record<string, number> } {
  if (ms >= day_ms) return { text: texts.days, values: { count: Math.floor(ms / day_ms) } };
  if (ms >= hour_ms) return { text: texts.hours, values: { count: Math.floor(ms / hour_ms) } };
  return { text: texts.minutes, values: { count: Math.max(1, Math.floor(ms / 60_000)) } };
}

// The last day or minute that is in time, as a person writes it: "2026-03-02", or with the time when it is not midnight.
export function lastMoment(due_at: string, offset_min: number): string {
  const at = Date.parse(due_at) + offset_min * 60_000;
  if (!Number.isFinite(at)) return '';
  if (at % day_ms === 0) return new Date(at - 1).toISOString().slice(0, 10);
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

// Beside the words, never colour alone.
export const dueSigns: Record<DueState, string> = { none: '–', far: '○', near: '◔', today: '◑', over: '!' };
