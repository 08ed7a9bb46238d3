import { describe, expect, it } from 'vitest';
import { Keep } from '../src/moment/keep.ts';
import { barFor, hour_ms, linkTo, momentAt, momentIn, played, shareOf, stepFor, stepOf, ticksOf } from '../src/moment/time_bar.ts';

const now = Date.parse('2026-11-22T08:00:00Z');

describe('the time bar', () => {
  it('ends now as long as the moment lies in it, else lies around the moment', () => {
    expect(barFor(now - hour_ms, now, 6 * hour_ms)).toEqual({ from_ms: now - 6 * hour_ms, to_ms: now });
    expect(barFor(now - 48 * hour_ms, now, 6 * hour_ms)).toEqual({ from_ms: now - 51 * hour_ms, to_ms: now - 45 * hour_ms });
  });
  it('takes a share to a whole second and back, and never leaves its ends', () => {
    const bar = barFor(now, now, hour_ms);
    expect(momentAt(bar, 0.5)).toBe(now - hour_ms / 2);
    expect(momentAt(bar, 1 / 3) % 1000).toBe(0);
    expect(momentAt(bar, 7)).toBe(now);
    expect(shareOf(bar, momentAt(bar, 0.25))).toBeCloseTo(0.25, 3);
    expect(shareOf(bar, now + hour_ms)).toBe(1);
  });
  it('steps by its length; Shift and Page keys go twelve times as far', () => {
    expect(stepFor('ArrowLeft', false, hour_ms)).toEqual({ by_ms: -5_000 });
    expect(stepFor('ArrowRight', true, 24 * hour_ms)).toEqual({ by_ms: 720_000 });
    expect(stepFor('PageDown', false, hour_ms)).toEqual({ by_ms: -60_000 });
    expect(stepFor('Home', false, hour_ms)).toEqual({ to: 'start' });
    expect(stepFor('End', false, hour_ms)).toEqual({ to: 'now' });
    expect(stepFor('a', false, hour_ms)).toBeUndefined();
    expect(stepOf(168 * hour_ms, false)).toBe(600_000);
  });
  it('plays no further than now', () => {
    expect(played(now - 10_000, 250, 10, now)).toEqual({ at_ms: now - 7_500, over: false });
    expect(played(now - 10_000, 250, 60, now)).toEqual({ at_ms: now, over: true });
  });
  it('marks round times of the wall clock, never more than fit', () => {
    const bar = { from_ms: now - 6 * hour_ms, to_ms: now };
    expect(ticksOf(bar, 6, 480).map((at) => new Date(at + 480 * 60_000).toISOString().slice(11, 16))).toEqual(['10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00']);
    expect(ticksOf({ from_ms: now - 168 * hour_ms, to_ms: now }, 7, 480).every((at) => (at + 480 * 60_000) % (24 * hour_ms) === 0)).toBe(true);
    expect(ticksOf(bar, 6, 345)[0]! + 345 * 60_000).toSatisfy((local: number) => local % hour_ms === 0);
  });
});

describe('the link to a moment', () => {
  it('is read as it was written', () => {
    expect(linkTo(now + 400, 'then')).toBe('#/at/2026-11-22T08:00:00Z');
    expect(momentIn(linkTo(now - 5_000, 'now'), now)).toEqual({ at_ms: now - 5_000, known: 'now' });
  });
  it('never lies in the future, and nonsense is no moment', () => {
    expect(momentIn('#/at/2030-01-01T00:00:00Z', now)).toEqual({ at_ms: now, known: 'then' });
    for (const hash of ['', '#/', '#/at/', '#/at/yesterday', '#/at/2026-99-99T00:00:00Z', '#/at/2026-11-22T08:00:00Z?known=maybe']) expect(momentIn(hash, now), hash).toBeUndefined();
  });
});

describe('the kept answers', () => {
  it('throw away what was not used for longest', () => {
    const keep = new Keep<number>(2);
    keep.set('a', 1); keep.set('b', 2);
    expect(keep.get('a')).toBe(1);
    keep.set('c', 3);
    expect([keep.get('a'), keep.get('b'), keep.get('c')]).toEqual([1, undefined, 3]);
  });
});
