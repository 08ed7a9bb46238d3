import type { Incident, Unit } from '@shouwang/shared/api';
import type { Moment } from '@shouwang/shared/living';
import { stateOrder, UnitField, unknownHeading } from '../live/unit_field.ts';

// What the map draws units from: the present, or a moment.
export interface Scene {
  field: UnitField; now_ms: number;
  unitOf(number: number): Unit | undefined;   // with its place in it
  numberOf(id: string): number | undefined;
}

// The server gives records and places apart; a unit without a place at that moment has none, whatever its record says.
// Whose place was received only later counts as late too.
export function withPlaces(moment: Moment): Moment {
  if (!moment.positions) return moment;
  const places = new Map(moment.positions.map((one) => [one.unit_id, one]));
  const units = moment.units.map((unit): Unit => {
    const place = places.get(unit.id);
    return { ...unit, position: place?.position ?? null, position_at: place?.at ?? null };
  });
  const late = new Set([...moment.late, ...moment.positions.filter((one) => one.late).map((one) => one.unit_id)]);
  return { ...moment, units, late: [...late] };
}

export function sceneOf(moment: Moment): Scene {
  const field = new UnitField(), numbers = new Map<string, number>();
  moment.units.forEach((unit, number) => {
    numbers.set(unit.id, number);
    if (!unit.position || !unit.position_at) return;
    field.put(number, { ...unit.position, at_ms: Date.parse(unit.position_at), state: Math.max(0, stateOrder.indexOf(unit.state)), heading: unit.heading_deg ?? unknownHeading });
  });
  return { field, now_ms: Date.parse(moment.at), unitOf: (number) => moment.units[number], numberOf: (id) => numbers.get(id) };
}

// Assignments come beside the incidents; the desk's rows read them off the incident.
export function incidentsOf(moment: Moment): Incident[] {
  const by = new Map<string, Incident['assignments']>();
  for (const one of moment.assignments) by.set(one.incident_id, [...(by.get(one.incident_id) ?? []), one]);
  return moment.incidents.map((incident) => ({ ...incident, assignments: by.get(incident.id) ?? incident.assignments ?? [] }))
    .sort((a, b) => a.priority - b.priority || a.reported_at.localeCompare(b.reported_at));
}
