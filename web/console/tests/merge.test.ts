import type { Assignment, Incident, Recommendation, Unit } from '@shouwang/shared/api';
import { describe, expect, it } from 'vitest';
import { groupsOf, straightLineLoser, toSend } from '../src/lib/candidates.ts';
import { isStale, mergeAssignment, mergeIncident, mergeUnit, reportsOf, unitOf } from '../src/live/merge.ts';

const incident = (version: number, more: Partial<Incident> = {}): Incident => ({ id: 'i', version, assignments: [], state: 'new', ...more } as Incident);
const unit = (more: Partial<Unit> = {}): Unit => ({ id: 'u', on_shift: true, capabilities: [], version: 1, ...more } as Unit);
const t = (s: number): string => new Date(s * 1000).toISOString();

describe('records that arrive in any order', () => {
  it('keep the higher version', () => {
    const known = incident(5, { state: 'dispatched' });
    expect(mergeIncident(known, incident(4))).toBe(known);
    expect(mergeIncident(known, incident(6, { state: 'closed' })).state).toBe('closed');
    expect(mergeIncident(incident(9), incident(10, { state: 'on_scene' })).state).toBe('on_scene');
  });
  it('keep assignments that a shorter record leaves out', () => {
    const known = incident(1, { assignments: [{ id: 'a' } as Assignment] });
    const { assignments: _, ...short } = incident(2);
    expect(mergeIncident(known, short as Incident).assignments).toHaveLength(1);
  });
  it('put an assignment in once and never back to an older state', () => {
    const first = mergeAssignment(incident(1), { id: 'a', status: 'assigned', version: 1 } as Assignment);
    const second = mergeAssignment(first, { id: 'a', status: 'en_route', version: 3 } as Assignment);
    expect(mergeAssignment(second, { id: 'a', status: 'accepted', version: 2 } as Assignment)).toBe(second);
    expect(second.assignments).toHaveLength(1);
    expect(second.assignments[0]!.status).toBe('en_route');
  });
  it('never move a unit back in time', () => {
    const now = unit({ position: { lon: 1, lat: 1 }, position_at: t(100) });
    const record = mergeUnit(now, unit({ version: 2, position: { lon: 8, lat: 8 }, position_at: t(50), state: 'en_route' }));
    expect(record.position).toEqual({ lon: 1, lat: 1 });
    expect(record.state).toBe('en_route');
  });
  it('show what a unit does from its assignment, but never free one that is out for another incident', () => {
    const sent = { incident_id: 'i', unit_id: 'u', status: 'en_route' } as Assignment;
    expect(unitOf(unit({ state: 'available' }), sent)).toMatchObject({ state: 'en_route', incident_id: 'i' });
    expect(unitOf(unit({ state: 'en_route', incident_id: 'i' }), { ...sent, status: 'released' })).toMatchObject({ state: 'available', incident_id: null });
    expect(unitOf(unit({ state: 'on_scene', incident_id: 'other' }), { ...sent, status: 'released' })).toMatchObject({ state: 'on_scene', incident_id: 'other' });
  });
  it('drop reports without a position', () => {
    expect(reportsOf([{ unit_id: 'u' }, { unit_id: 'u', position: { lon: 'x', lat: 1 } }])).toEqual([]);
    expect(reportsOf({ positions: [{ unit_id: 'u', position: { lon: 1, lat: 2 }, at: t(0) }] })).toHaveLength(1);
  });
  it('call a position stale after a minute, and one never heard of too', () => {
    expect(isStale(unit({ position: { lon: 1, lat: 1 }, position_at: t(0) }), 61_000)).toBe(true);
    expect(isStale(unit({ position: { lon: 1, lat: 1 }, position_at: t(0) }), 59_000)).toBe(false);
    expect(isStale(unit(), 0)).toBe(true);
  });
});

describe('the losers of a recommendation', () => {
  const one = (id: string, verdict: string, eta_s: number | null, line: number | null) =>
    ({ unit_id: id, unit_name: id, verdict, eta_s, straight_line_rank: line, road_rank: 1, reason: { zh: '', en: '' } });
  const advice = (candidates: unknown[]): Recommendation => ({ chosen: ['a'], candidates } as Recommendation);
  it('are grouped, those that could go by time, and unknown never beats known', () => {
    const groups = groupsOf(advice([one('a', 'chosen', 100, 2), one('c', 'slower', 300, 3), one('b', 'backup', 120, 4), one('n', 'backup', null, 1), one('o', 'busy', 50, 5)]));
    expect(groups.reachable.map((c) => c.unit_id)).toEqual(['b', 'c']);
    expect(groups.excluded.flatMap((group) => group.candidates.map((c) => c.unit_id)).sort()).toEqual(['n', 'o']);
  });
  it('never send more than are needed', () => {
    const two = { chosen: ['a', 'b'], needed: 2, candidates: [] } as unknown as Recommendation;
    const with_ = (state: Incident['state'], ...units: string[]): Incident => incident(1, { state, assignments: units.map((unit_id) => ({ unit_id, status: 'assigned' } as Assignment)) });
    expect(toSend(two, with_('new'))).toEqual(['a', 'b']);
    expect(toSend(two, with_('dispatched', 'c'))).toEqual(['a']);
    expect(toSend(two, with_('dispatched', 'a'))).toEqual(['b']);
    expect(toSend(two, with_('dispatched', 'c', 'd'))).toEqual([]);
  });
  it('name the one that a ruler would have sent', () => {
    expect(straightLineLoser(advice([one('a', 'chosen', 100, 2), one('b', 'slower', 400, 1)]))?.unit_id).toBe('b');
    expect(straightLineLoser(advice([one('a', 'chosen', 100, 1), one('b', 'slower', 400, 2)]))).toBeUndefined();
    expect(straightLineLoser(advice([one('a', 'chosen', 100, 2), one('b', 'off_shift', null, 1)]))).toBeUndefined();
  });
});
