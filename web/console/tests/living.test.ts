import { describe, expect, it } from 'vitest';
import type { Unit } from '@shouwang/shared/api';
import type { KitItem, Moment, Roster, Shift, Trail } from '@shouwang/shared/living';
import { isDue, itemsOf, outgoingLines, storeLines, sumOf, unexplained, type Target } from '../src/duty/change_lines.ts';
import { osmAndAddress, ownTracksLink } from '../src/duty/phone_links.ts';
import { dateAt, dayAfter, linesOf, stateOf, stretchOf } from '../src/duty/roster_lines.ts';
import { isGap, trailFeatures, trailParts } from '../src/map/trail.ts';
import { incidentsOf, sceneOf, withPlaces } from '../src/moment/scene.ts';

const t0 = Date.parse('2026-11-22T00:00:00Z');
const at = (minutes: number): string => new Date(t0 + minutes * 60_000).toISOString();

describe('a trail', () => {
  const trail = (gaps: Trail['gaps']): Trail => ({ unit_id: 'u', gaps, points: [0, 10, 20, 30, 40].map((m) => ({ at: at(m), position: { lon: m / 100, lat: 0 } })) });
  it('is cut where its colour changes, and pieces meet', () => {
    const parts = trailParts(trail([]), 2);
    expect(parts.map((part) => part.kind)).toEqual(['way', 'way']);
    expect(parts[0]!.points.at(-1)).toBe(parts[1]!.points[0]);
  });
  it('claims no way where nothing is known', () => {
    const parts = trailParts(trail([{ from: at(12), to: at(18) }]), 1);
    expect(parts.map((part) => part.kind)).toEqual(['way', 'gap', 'way']);
    expect(parts[1]!.points.map((point) => point.at)).toEqual([at(10), at(20)]);
    const words = { unknown: '?', time: (when: string) => when };
    expect(trailFeatures(trail([{ from: at(12), to: at(18) }]), 'dark', words).features.filter((f) => f.properties?.kind === 'gap')).toHaveLength(1);
  });
  it('puts points in order and bears one or none', () => {
    const mixed = trail([]);
    mixed.points.reverse();
    expect(trailParts(mixed, 1)[0]!.points[0]!.at).toBe(at(0));
    expect(trailParts({ unit_id: 'u', points: [mixed.points[0]!], gaps: [] }, 6)).toEqual([]);
    expect(trailFeatures({ unit_id: 'u', points: [], gaps: [] }, 'dark', { unknown: '', time: () => '' }).features).toEqual([]);
  });
  it('takes a gap that touches a point as no gap', () => {
    const [a, b] = trail([]).points as [Trail['points'][0], Trail['points'][0]];
    expect(isGap(a, b, [{ from: at(10), to: at(15) }])).toBe(false);
    expect(isGap(a, b, [{ from: at(9), to: at(15) }])).toBe(true);
  });
});

describe('the roster', () => {
  const shift = (more: Partial<Shift>): Shift => ({ id: 's', name: '岗', post_id: 'p', minimum_strength: 2, members: [], ...more });
  it('counts days by the place’s own clock', () => {
    expect(dateAt(t0 + 17 * 3_600_000, 480)).toBe('2026-11-23');
    expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
  });
  it('tells planned, late, running, over and missed apart', () => {
    const plan = { starts_at: at(60), ends_at: at(120) };
    expect(stateOf(shift(plan), t0)).toBe('planned');
    expect(stateOf(shift(plan), t0 + 61 * 60_000)).toBe('late');
    expect(stateOf(shift(plan), t0 + 120 * 60_000)).toBe('missed');
    expect(stateOf(shift({ ...plan, began_at: at(58) }), t0 + 61 * 60_000)).toBe('running');
    expect(stateOf(shift({ ...plan, began_at: at(58), ended_at: at(100) }), t0 + 101 * 60_000)).toBe('over');
  });
  it('draws what happened over what was planned, and overtime as it runs', () => {
    expect(stretchOf(shift({ starts_at: at(60), ends_at: at(120), began_at: at(50) }), t0 + 130 * 60_000)).toEqual([t0 + 50 * 60_000, t0 + 130 * 60_000]);
    expect(stretchOf(shift({ began_at: at(0) }), t0 + 60_000)).toEqual([t0, t0 + 60_000]);
  });
  it('puts those with a gap first and cuts bars at the day’s ends', () => {
    const roster: Roster = {
      date: '2026-11-22', from: at(0), to: at(1440), now: at(0), on_now: [], short_now: 1,
      gaps: [{ post_id: 'z', name: '卡口', from: at(0), to: at(360), needed: 2, there: 0 }, { shift_id: 's', name: '岗', from: at(60), to: at(120), needed: 2, there: 1 }],
      shifts: [shift({ starts_at: at(-120), ends_at: at(120) }), shift({ id: 'y', post_id: 'other', name: '甲', starts_at: at(2000), ends_at: at(2100) })],
    };
    const lines = linesOf(roster, t0);
    expect(lines.map((line) => line.name).sort()).toEqual(['卡口', '岗'].sort());
    const [gate, post] = ['卡口', '岗'].map((name) => lines.find((line) => line.name === name)!);
    expect(gate!.holes[0]).toMatchObject({ left: 0, width: 0.25, needed: 2 });
    expect(post!.bars[0]).toMatchObject({ left: 0, short: 2 });
    expect(post!.bars[0]!.width).toBeCloseTo(120 / 1440, 6);
    expect(post!.holes, 'a gap of a shift lies on the line of its post').toHaveLength(1);
  });
});

describe('a shift change', () => {
  const item = (id: string, more: Partial<KitItem> = {}): KitItem => ({ id, code: id, kind: 'radio', state: 'good', ...more });
  const targets: Target[] = [{ id: 'm', of: 'member', name: 'M' }, { id: 'p', of: 'post', name: 'P' }];
  it('passes a carried thing to the next member, leaves the post’s at the post, and only offers what the store has', () => {
    const lines = [
      ...outgoingLines([item('a', { member_id: 'old' }), item('b', { post_id: 'p', state: 'damaged' })], targets),
      ...storeLines([item('c'), item('d', { state: 'missing' }), item('e', { waiting: true })], targets)];
    expect(lines.map((line) => [line.item.id, line.fate, line.to, line.condition])).toEqual([['a', 'pass', 'm', 'good'], ['b', 'pass', 'p', 'damaged'], ['c', 'stays', 'm', 'good']]);
    expect(unexplained(lines).map((line) => line.item.id)).toEqual(['b']);
    lines[1]!.note = ' cracked ';
    lines[2]!.fate = 'issue';
    expect(itemsOf(lines, targets)).toEqual([
      { item_id: 'a', to_member_id: 'm', condition: 'good' }, { item_id: 'b', to_post_id: 'p', condition: 'damaged', note: 'cracked' }, { item_id: 'c', to_member_id: 'm', condition: 'good' }]);
    expect(sumOf(lines)).toEqual({ pass: 2, return: 0, issue: 1, trouble: 1 });
  });
  it('gives a thing back to the store by naming nobody, and when there is nobody it can only go back', () => {
    const [line] = outgoingLines([item('a', { member_id: 'old' })], []);
    expect(line!.fate).toBe('return');
    expect(itemsOf([line!], targets)).toEqual([{ item_id: 'a', condition: 'good' }]);
  });
  it('begins the next shift only from an hour before its time', () => {
    expect(isDue(at(60), t0)).toBe(true);
    expect(isDue(at(61), t0)).toBe(false);
    expect(isDue(null, t0)).toBe(false);
  });
});

describe('a moment', () => {
  const unit = (id: string): Unit => ({ id, name: id, kind: 'car', capabilities: [], on_shift: true, state: 'available', position: { lon: 9, lat: 9 }, position_at: at(99) });
  const moment = { at: at(0), known: 'then', units: [unit('a'), unit('b')], incidents: [], assignments: [], posts: [], late: ['i'] } as Moment;
  it('takes places from the trails: without one a unit has none, and a late one says so', () => {
    const placed = withPlaces({ ...moment, positions: [{ unit_id: 'a', position: { lon: 1, lat: 2 }, at: at(-1), late: true }] });
    expect(placed.units[0]).toMatchObject({ position: { lon: 1, lat: 2 }, position_at: at(-1) });
    expect(placed.units[1]!.position).toBeNull();
    expect(placed.late.sort()).toEqual(['a', 'i']);
    expect(withPlaces(moment)).toBe(moment);
    const scene = sceneOf(placed);
    expect([scene.field.count, scene.unitOf(0)!.id, scene.numberOf('b'), scene.now_ms]).toEqual([1, 'a', 1, t0]);
  });
  it('lists its incidents as the queue does, with the units that were out for each', () => {
    const incident = (id: string, priority: number) => ({ id, priority, reported_at: at(0) });
    const list = incidentsOf({ ...moment, incidents: [incident('x', 3), incident('y', 1)], assignments: [{ id: '1', incident_id: 'x' }] } as unknown as Moment);
    expect(list.map((one) => [one.id, one.assignments.length])).toEqual([['y', 0], ['x', 1]]);
  });
});

describe('what a phone scans', () => {
  const device = { id: 'd1', name: 'patrol-12', key: 'k+y/1' };
  it('sets up OwnTracks completely', () => {
    const link = ownTracksLink('https://town.example', device), inline = decodeURIComponent(link.split('inline=')[1]!);
    const settings = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(inline), (c) => c.charCodeAt(0)))) as Record<string, unknown>;
    expect(settings).toMatchObject({ _type: 'configuration', mode: 3, url: 'https://town.example/api/phones/owntracks', username: 'patrol-12', password: 'k+y/1', tid: '12' });
  });
  it('gives OsmAnd an address that carries the key whole', () => {
    expect(new URL(osmAndAddress('https://town.example', device)).searchParams.get('id')).toBe('k+y/1');
  });
});
