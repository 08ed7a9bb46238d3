import type { AssignmentStatus, IncidentState, UnitState, Verdict } from '@shouwang/shared/api';
import type { TextKey } from '../text/catalogue.ts';
import type { Action } from '../lib/keys.ts';

// Words for the server's codes: one table each, so that a missing word is a compile error.
export const unitStates: Record<UnitState, TextKey> = {
  available: 'unit.available', assigned: 'unit.assigned', en_route: 'unit.en_route', on_scene: 'unit.on_scene',
  returning: 'unit.returning', off_shift: 'unit.off_shift',
};
export const unitKinds: Record<string, TextKey> = { car: 'kind.car', motorcycle: 'kind.motorcycle', foot: 'kind.foot' };
export const incidentStates: Record<IncidentState, TextKey> = {
  new: 'incident.new', dispatched: 'incident.dispatched', on_scene: 'incident.on_scene', cleared: 'incident.cleared',
  closed: 'incident.closed', cancelled: 'incident.cancelled', merged: 'incident.merged',
};
export const assignmentStates: Record<AssignmentStatus, TextKey> = {
  assigned: 'assignment.assigned', accepted: 'assignment.accepted', en_route: 'assignment.en_route',
  on_scene: 'assignment.on_scene', cleared: 'assignment.cleared', released: 'assignment.released',
};
export const verdicts: Record<Verdict, TextKey> = {
  chosen: 'verdict.chosen', backup: 'verdict.backup', slower: 'verdict.slower', busy: 'verdict.busy', off_shift: 'verdict.off_shift',
  lacks_capability: 'verdict.lacks_capability', unreachable: 'verdict.unreachable', position_stale: 'verdict.position_stale',
  position_unknown: 'verdict.position_unknown', not_responsible: 'verdict.not_responsible',
};
export const ringKinds: Record<string, TextKey> = { grid: 'rings.kind_grid', zone: 'rings.kind_zone', place: 'rings.kind_place', corridor: 'rings.corridor' };
export const priorities: Record<number, TextKey> = { 1: 'priority.1', 2: 'priority.2', 3: 'priority.3', 4: 'priority.4' };
// The codes are the 110 data set's own (JQLYFS).
export const sourceWords: Record<string, TextKey> = {
  '0101': 'source.phone', '0201': 'source.person', '0401': 'source.alarm', '0500': 'source.sms', '0603': 'source.network',
  '0900': 'source.department', '9900': 'source.other',
};

// The steps of an assignment in order, with the key of each.
export const steps: { status: AssignmentStatus; at: 'accepted_at' | 'en_route_at' | 'on_scene_at' | 'cleared_at' | 'released_at'; action: Action }[] = [
  { status: 'accepted', at: 'accepted_at', action: 'status_1' },
  { status: 'en_route', at: 'en_route_at', action: 'status_2' },
  { status: 'on_scene', at: 'on_scene_at', action: 'status_3' },
  { status: 'cleared', at: 'cleared_at', action: 'status_4' },
  { status: 'released', at: 'released_at', action: 'status_5' },
];
const order: AssignmentStatus[] = ['assigned', 'accepted', 'en_route', 'on_scene', 'cleared', 'released'];
// A step may be skipped forward, never taken back.
export const canStep = (now: AssignmentStatus, to: AssignmentStatus): boolean => order.indexOf(to) > order.indexOf(now);
