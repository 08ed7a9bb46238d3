import { describe, expect, it } from 'vitest';
import { offShift, UnitField, unknownHeading } from '../src/live/unit_field.ts';
import { askedView, countIn, detailOf, mostSigns, mustAskAgain, nearest, numbersIn, staleIn, strength, type View } from '../src/map/detail.ts';
import { bestState, countText, discsOf } from '../src/map/cell_discs.ts';
import { fromAnchor, mercatorX, mercatorY } from '../src/map/gl_program.ts';
import { fillDots, type Dots } from '../src/map/unit_dots.ts';

const t0 = Date.parse('2026-11-22T08:00:00Z');
const fix = (lon: number, lat: number, at_ms = t0, state = 0) => ({ lon, lat, at_ms, state, heading: unknownHeading });
const many = (count: number): UnitField => {
  const field = new UnitField();
  for (let i = 0; i < count; i++) field.put(i, fix(-122.6 + i * 1e-5, 45.5));
  return field;
};
const town: View = [-123, 45, -122, 46];

describe('a message of the stream of positions', () => {
  it('is read row by row, ages counted back from its own clock', () => {
    const field = new UnitField();
    field.take({ now: '2026-11-22T08:00:00Z', full: true, units: [[7, -12_265_000, 4_552_000, 3, 'en_route', 270], [8, -12_266_000, 4_553_000, 75, 4]] });
    expect(field.fix(7)).toEqual({ lon: -122.65, lat: 45.52, at_ms: t0 - 3_000, state: 2, heading: 270 });
    expect(field.fix(8)).toMatchObject({ at_ms: t0 - 75_000, state: 4, heading: unknownHeading });
    expect(staleIn(field, t0)).toBe(1);
  });
  it('drops what is no row, counts it, and takes the rest', () => {
    const field = new UnitField();
    field.take({ now: t0, units: [[1, 1, 2], null, ['x', 0, 0, 0, 0, 0], [2, 40_000_000, 0, 1, 0, 0], [3, 0, 0, 1, 'flying', 0], [4, 100_000, 200_000, 1, 0, 0]] });
    expect(field.count).toBe(1);
    expect(field.refused).toBe(5);
    field.take({ now: 'no time', units: [[5, 0, 0, 0, 0, 0]] });
    expect(field.count).toBe(1);
  });
  it('keeps a unit whole when the stream calls it by another number', () => {
    const field = new UnitField();
    field.put(1_000_000_000, fix(10, 10));
    field.put(1_000_000_001, fix(11, 11));
    field.renumber(1_000_000_000, 3);
    field.renumber(42, 4);
    expect([field.count, field.fix(3)?.lon, field.fix(1_000_000_000), field.isShown(3), field.isShown(42)]).toEqual([2, 10, undefined, true, false]);
  });
  it('that is full hides who is not in it, but keeps their last place; gone ones too', () => {
    const field = new UnitField();
    field.take({ now: t0, full: true, units: [[1, 1, 1, 0, 0, 0], [2, 2, 2, 0, 0, 0]] });
    field.take({ now: t0 + 1000, full: true, units: [[2, 2, 2, 0, 0, 0], [3, 3, 3, 0, 0, 0]] });
    expect(numbersIn(field, [-1, -1, 1, 1])).toEqual([2, 3]);
    expect(field.fix(1)).toBeDefined();
    field.take({ now: t0 + 2000, gone: [2, 99] });
    expect(numbersIn(field, [-1, -1, 1, 1])).toEqual([3]);
  });
  it('never moves a unit back in time, but a whole second of rounding hides nobody', () => {
    const field = new UnitField();
    field.put(1, fix(10, 10, t0 + 400));
    field.take({ now: t0 + 1_000, full: true, units: [[1, 1_100_000, 1_000_000, 1, 0, 0]] });
    expect(field.fix(1)).toMatchObject({ lon: 11, at_ms: t0 + 400 });
    expect(field.put(1, fix(5, 5, t0 - 60_000))).toBe(false);
    expect(field.fix(1)!.lon).toBe(11);
    field.take({ now: t0 + 1_000, full: true, units: [[1, 0, 0, 500, 0, 0]] });
    expect(field.fix(1)!.lon).toBe(11);
    expect(numbersIn(field, [0, 0, 20, 20])).toEqual([1]);
  });
  it('brings cells with their counts', () => {
    const field = new UnitField();
    field.take({ now: t0, full: true, cells: [[100_000, 200_000, 12, 5, 7], [1, 1], 'x', [0, 0, 0]] });
    expect(field.cells).toEqual([{ lon: 1, lat: 2, count: 12, by_state: [5, 7] }]);
    field.take({ now: t0, full: true, units: [[1, 1, 1, 0, 0, 0]] });
    expect(field.cells).toEqual([]);
  });
});

describe('the field', () => {
  it('grows past its first size and closes the hole of one that leaves', () => {
    const field = many(1_000);
    expect(field.count).toBe(1_000);
    field.drop(0);
    field.drop(0);
    expect(field.count).toBe(999);
    for (let i = 1; i < 1_000; i++) expect(field.fix(i)!.lon).toBeCloseTo(-122.6 + i * 1e-5, 9);
  });
});

describe('the detail of the map', () => {
  it('shows signs up to 300, dots above, cells when cells came', () => {
    expect(detailOf(many(mostSigns), town, 'signs')).toBe('signs');
    expect(detailOf(many(mostSigns + 1), town, 'signs')).toBe('dots');
    expect(detailOf(many(mostSigns - 5), town, 'dots'), 'it does not flicker').toBe('dots');
    expect(detailOf(many(200), town, 'dots')).toBe('signs');
    const field = many(5);
    field.cells = [{ lon: 0, lat: 0, count: 9, by_state: [] }];
    expect(detailOf(field, town, 'signs')).toBe('cells');
  });
  it('counts only what is in view and on shift', () => {
    const field = many(10);
    field.put(50, fix(0, 0));
    field.put(51, fix(-122.6, 45.5, t0, offShift));
    expect(countIn(field, town)).toBe(10);
  });
  it('finds the unit under a click, squeezed as the map is at that latitude', () => {
    const field = new UnitField();
    field.put(1, fix(-122.6, 60));
    expect(nearest(field, -122.6016, 60, 0.001)).toBe(1);
    expect(nearest(field, -122.6, 60.0016, 0.001)).toBeUndefined();
  });
  it('lets a silent unit fade but never vanish', () => {
    expect([0, 60].map(strength)).toEqual([1, 1]);
    expect(strength(61)).toBeLessThan(0.76);
    expect(strength(1e6)).toBe(0.35);
  });
  it('asks the stream anew only when the map leaves what was asked for', () => {
    const asked = askedView([0, 0, 4, 4]);
    expect(asked).toEqual([-1, -1, 5, 5]);
    expect(mustAskAgain(undefined, 12, [0, 0, 4, 4], 12)).toBe(true);
    expect(mustAskAgain(asked, 12, [0.9, 0.9, 4.9, 4.9], 12.3)).toBe(false);
    expect(mustAskAgain(asked, 12, [1.2, 0, 5.2, 4], 12)).toBe(true);
    expect(mustAskAgain(asked, 12, [1, 1, 3, 3], 13)).toBe(true);
  });
});

describe('the dots', () => {
  const dots = (): Dots => ({ data: new ArrayBuffer(0), count: 0, anchor: [0, 0] });
  it('hold one vertex for each unit that is shown, coloured by state, greyed with age', () => {
    const field = new UnitField(), made = dots();
    field.put(1, fix(-122.6, 45.5, t0, 0));
    field.put(2, fix(-122.6, 45.5, t0 - 120_000, 0));
    field.put(3, fix(-122.6, 45.5, t0, offShift));
    field.put(4, fix(-122.6, 45.5), false);
    fillDots(made, field, t0, 'dark');
    expect(made.count).toBe(2);
    const bytes = new Uint8Array(made.data);
    expect([...bytes.slice(8, 12)]).toEqual([0x3d, 0xdc, 0x97, 255]);
    expect([...bytes.slice(20, 23)]).toEqual([0x75, 0x83, 0x8f]);
    expect(bytes[23]).toBeLessThan(192);
  });
  it('keep their place to a centimetre though floats have seven digits', () => {
    const field = new UnitField(), made = dots();
    field.put(1, fix(-122.6, 45.5));
    field.put(2, fix(-122.612345678, 45.512345678));
    fillDots(made, field, t0, 'dark');
    const floats = new Float32Array(made.data);
    expect(Math.abs(floats[3]! + made.anchor[0] - mercatorX(-122.612345678)) * 40_075_016).toBeLessThan(0.01);
    expect(Math.abs(floats[4]! + made.anchor[1] - mercatorY(45.512345678)) * 40_075_016).toBeLessThan(0.01);
  });
  it('are moved from their anchor by the matrix', () => {
    const matrix = [2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 10, 20, 0, 1];
    expect([...fromAnchor(matrix, [0.5, 0.25])].slice(12)).toEqual([11, 20.75, 0, 1]);
  });
});

describe('the discs of cells', () => {
  const cell = (count: number, by_state: number[] = [], lon = 1) => ({ lon, lat: 2, count, by_state });
  it('show a figure a digit a point, the small ones over the big ones', () => {
    const made = discsOf([cell(7, [], 1), cell(1234, [], 3)], 'dark');
    expect(made.count).toBe(1 + 4 + 1 + 1);
    expect([0, 1, 2, 3, 4, 5, 6].map((at) => made.data[at * 6 + 4])).toEqual([-1, 1, 2, 3, 4, -1, 7]);
    expect(made.data[6 + 2]).toBe(-11.25);
    expect(countText(23_456)).toBe('23k');
  });
  it('are rimmed by the best state of those in them', () => {
    expect(bestState([0, 0, 3, 9])).toBe('en_route');
    expect(bestState([1, 0, 3])).toBe('available');
    expect(bestState([])).toBe('off_shift');
  });
});
