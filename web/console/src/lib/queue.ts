import type { Incident } from '@shouwang/shared/api';

// How long an incident of a priority may wait for its first unit before the queue raises its voice, in seconds.
export const waitLimit_s: Record<number, number> = { 1: 60, 2: 180, 3: 600, 4: 1800 };

const openStates = new Set(['new', 'dispatched', 'on_scene', 'cleared']);
export const isOpen = (incident: Incident): boolean => openStates.has(incident.state);
export const isWaiting = (incident: Incident): boolean => incident.state === 'new';

export function waited_s(incident: Incident, now_ms: number): number {
  return Math.max(0, (now_ms - Date.parse(incident.reported_at)) / 1000);
}
export function isOverdue(incident: Incident, now_ms: number): boolean {
  return isWaiting(incident) && waited_s(incident, now_ms) > (waitLimit_s[incident.priority] ?? 1800);
}

// The most urgent first, then who has waited longest; the number breaks ties so that rows never swap for nothing.
export function byUrgency(a: Incident, b: Incident): number {
  return a.priority - b.priority || Date.parse(a.reported_at) - Date.parse(b.reported_at) || a.number.localeCompare(b.number);
}

export interface Queue { waiting: Incident[]; underway: Incident[] }

// Two groups: those still without a unit, then those being handled. `words` narrows both; every word must occur.
export function queueOf(incidents: Iterable<Incident>, words = ''): Queue {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const queue: Queue = { waiting: [], underway: [] };
  for (const incident of incidents) {
    if (!isOpen(incident) || !wanted.every((word) => textOf(incident).includes(word))) continue;
    (isWaiting(incident) ? queue.waiting : queue.underway).push(incident);
  }
  queue.waiting.sort(byUrgency);
  queue.underway.sort(byUrgency);
  return queue;
}

function textOf(incident: Incident): string {
  const units = (incident.assignments ?? []).map((assignment) => assignment.unit_name).join(' ');
  return [incident.number, incident.type_name.zh, incident.type_name.en, incident.address, incident.area_name, units]
    .filter(Boolean).join(' ').toLowerCase();
}

// The neighbour of the selected row, for the arrow keys; the ends hold.
export function step(order: string[], selected: string | undefined, by: 1 | -1): string | undefined {
  if (order.length === 0) return undefined;
  const at = selected === undefined ? -1 : order.indexOf(selected);
  if (at < 0) return by === 1 ? order[0] : order[order.length - 1];
  return order[Math.min(order.length - 1, Math.max(0, at + by))];
}
