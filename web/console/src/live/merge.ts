import type { Assignment, Incident, Unit, UnitPosition } from '@shouwang/shared/api';

// How records that arrive in any order become one picture: the higher version wins, an equal one changes nothing.
export function newer(known: { version?: number | string } | undefined, got: { version?: number | string }): boolean {
  if (!known) return true;
  if (known.version === undefined || got.version === undefined) return true;
  const a = Number(known.version), b = Number(got.version);
  return Number.isFinite(a) && Number.isFinite(b) ? b >= a : got.version !== known.version;
}

export function mergeIncident(known: Incident | undefined, got: Incident): Incident {
  if (known && !newer(known, got)) return known;
  // A record without its assignments (an event may leave them out) keeps those already known.
  return { ...got, assignments: got.assignments ?? known?.assignments ?? [] };
}

export function mergeAssignment(incident: Incident, got: Assignment): Incident {
  const known = incident.assignments.find((assignment) => assignment.id === got.id);
  if (known && !newer(known, got)) return incident;
  const assignments = known
    ? incident.assignments.map((assignment) => (assignment.id === got.id ? got : assignment))
    : [...incident.assignments, got];
  return { ...incident, assignments };
}

export function mergeUnit(known: Unit | undefined, got: Unit): Unit {
  if (!known) return got;
  if (!newer(known, got)) return known;
  // The position keeps its own clock: a unit's record must not move it back in time.
  const older = known.position_at && got.position_at && Date.parse(got.position_at) < Date.parse(known.position_at);
  if (older || (known.position && !got.position && got.on_shift)) {
    const { position, position_at, speed_mps, heading_deg } = known;
    return { ...got, position, position_at, speed_mps, heading_deg };
  }
  return got;
}

// What a unit is doing once its assignment stands so: the unit's own record may come later or not at all.
const doing: Record<Assignment['status'], Unit['state']> = {
  assigned: 'assigned', accepted: 'assigned', en_route: 'en_route', on_scene: 'on_scene', cleared: 'returning', released: 'available',
};
export function unitOf(unit: Unit, assignment: Assignment): Unit {
  const free = assignment.status === 'cleared' || assignment.status === 'released';
  // An older assignment that ends says nothing about a unit that is out for another incident by now.
  if (free && unit.incident_id && unit.incident_id !== assignment.incident_id) return unit;
  return { ...unit, state: unit.on_shift ? doing[assignment.status] : 'off_shift', incident_id: free ? null : assignment.incident_id };
}

// Positions come as a bare list or inside an object; anything else is no report.
export function reportsOf(data: unknown): UnitPosition[] {
  const list = Array.isArray(data) ? data
    : ((data as { positions?: unknown[]; items?: unknown[] })?.positions ?? (data as { items?: unknown[] })?.items ?? [data]);
  return (list as UnitPosition[]).filter((report) =>
    typeof report?.unit_id === 'string' && Number.isFinite(report.position?.lon) && Number.isFinite(report.position?.lat));
}

export const staleAfter_s = 60;
export function positionAge_s(unit: Unit, now_ms: number): number | undefined {
  if (!unit.position || !unit.position_at) return undefined;
  return Math.max(0, (now_ms - Date.parse(unit.position_at)) / 1000);
}
export function isStale(unit: Unit, now_ms: number): boolean {
  const age = positionAge_s(unit, now_ms);
  return age === undefined || age > staleAfter_s;
}
