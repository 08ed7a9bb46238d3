import { describe, expect, it } from 'vitest';
import { heard, lost, newLink, pause_ms, told, viewOf } from '../src/live/link.ts';
import { hint, newClock, serverNow, setTo } from '../src/live/clock.ts';

describe('the link badge', () => {
  it('is live only while the server speaks', () => {
    const link = heard(newLink(0), 1_000);
    expect(viewOf(link, 6_000).kind).toBe('live');
    expect(viewOf(link, 9_000)).toMatchObject({ kind: 'reconnecting', silent_s: 8 });
    expect(viewOf(link, 16_000)).toMatchObject({ kind: 'stale', silent_s: 15 });
  });
  it('does not believe an open socket that stays mute', () => {
    expect(viewOf(heard(newLink(0), 0), 15_000).kind).toBe('stale');
  });
  it('says reconnecting as soon as the line is lost, and live with the first word after', () => {
    const down = lost(heard(newLink(0), 1_000));
    expect(viewOf(down, 1_500).kind).toBe('reconnecting');
    expect(viewOf(heard(down, 30_000), 30_100).kind).toBe('live');
  });
  it('is never live before the first word', () => {
    expect(viewOf(newLink(0), 100).kind).toBe('reconnecting');
  });
  it('names the parts of the server that are not well', () => {
    const link = told(heard(newLink(0), 0), 'degraded', ['road']);
    expect(viewOf(link, 100)).toMatchObject({ kind: 'degraded', troubled: ['road'] });
    expect(viewOf(told(link, 'ok', []), 100).kind).toBe('live');
    expect(viewOf(link, 20_000).kind).toBe('stale');
  });
  it('survives a clock set back', () => {
    expect(viewOf(heard(newLink(10_000), 10_000), 5_000)).toMatchObject({ kind: 'live', silent_s: 0 });
  });
  it('dials again quickly at first and at least every 10 s', () => {
    expect(pause_ms(0, 0.5)).toBe(400);
    for (const attempt of [0, 3, 30]) for (const luck of [0, 1]) expect(pause_ms(attempt, luck)).toBeLessThanOrEqual(10_000);
  });
});

describe('the clock of the server', () => {
  it('corrects a desk whose clock is minutes off, and does not jitter within the second', () => {
    const clock = newClock(1_000_000);
    const corrected = hint(clock, 1_300_000, 1_000_000, 1_000_100);
    expect(serverNow(corrected, 1_000_050)).toBe(1_300_500);
    expect(hint(corrected, 1_301_000, 1_000_900, 1_001_000)).toBe(corrected);
  });
  it('runs as fast as a replay, or stands still', () => {
    expect(serverNow(setTo(5_000, 0, 60), 1_000)).toBe(65_000);
    expect(serverNow(setTo(5_000, 0, 0), 9_999)).toBe(5_000);
  });
});
