import type { IncidentType } from '@shouwang/shared/api';
import { describe, expect, it } from 'vitest';
import { parseCoordinates } from '../src/lib/coordinates.ts';
import { clock, distance, minutes, wallTime } from '../src/lib/format.ts';
import { searchTypes } from '../src/lib/types_search.ts';

describe('pasted coordinates', () => {
  const near = (text: string, lon: number, lat: number): void => {
    const found = parseCoordinates(text);
    expect(found?.lon, text).toBeCloseTo(lon, 4);
    expect(found?.lat, text).toBeCloseTo(lat, 4);
  };
  it('are read in the forms people use', () => {
    near('45.5231, -122.6765', -122.6765, 45.5231);
    near('-122.6765 45.5231', -122.6765, 45.5231);
    near('31.2304，121.4737', 121.4737, 31.2304);
    near('N45.5231 W122.6765', -122.6765, 45.5231);
    near('45°31\'23.2"N 122°40\'35.4"W', -122.6765, 45.52311);
    near('经度 121.4737 纬度 31.2304', 121.4737, 31.2304);
    near('lat: 45.5231, lng: -122.6765', -122.6765, 45.5231);
    near('(45.5231, -122.6765)', -122.6765, 45.5231);
  });
  it('are refused when they are not plainly a pair', () => {
    for (const text of ['', '12', 'Main Street 45', '0,0', '91, 181', '1 2 3', '45.5 N 44.2 N', '5th & 12th', '和平路 12 号']) expect(parseCoordinates(text), text).toBeUndefined();
  });
});

describe('numbers in words', () => {
  it('read at a glance', () => {
    expect(clock(7)).toBe('0:07');
    expect(clock(3_753)).toBe('1:02:33');
    expect(clock(-5)).toBe('0:00');
    expect(minutes(160, 'zh')).toBe('2 分 40 秒');
    expect(minutes(160, 'en')).toBe('2 min 40 s');
    expect(minutes(null, 'zh')).toBe('—');
    expect(distance(950, 'zh')).toBe('950 米');
    expect(distance(1_540, 'en')).toBe('1.5 km');
  });
  it('show the time of the place, not of the machine', () => {
    expect(wallTime('2026-11-22T00:30:00Z', 480)).toBe('08:30:00');
    expect(wallTime('2026-11-21T10:00:00Z', 480, Date.parse('2026-11-22T00:30:00Z'))).toBe('11-21 18:00:00');
    expect(wallTime('nonsense', 480)).toBe('—');
  });
});

describe('the type picker', () => {
  const type = (code: string, zh: string, en: string, priority: 1 | 2 | 3 | 4, parent: string | null = null): IncidentType => ({ code, parent, name: { zh, en }, priority, needs: [], units: 1 });
  const types = [type('traffic', '交通', 'Traffic', 3), type('traffic_injury', '交通事故（有人受伤）', 'Traffic accident with injury', 1, 'traffic'), type('theft', '盗窃', 'Theft', 3), type('vehicle_theft', '车辆被盗', 'Vehicle theft', 3)];
  it('offers only types that can be used, the urgent first', () => {
    expect(searchTypes(types, '').map((one) => one.code)).toEqual(['traffic_injury', 'theft', 'vehicle_theft']);
  });
  it('finds by either language and puts the beginning of a name first', () => {
    expect(searchTypes(types, 'theft').map((one) => one.code)).toEqual(['theft', 'vehicle_theft']);
    expect(searchTypes(types, '车盗').map((one) => one.code)).toEqual(['vehicle_theft']);
    expect(searchTypes(types, 'accident inj')[0]!.code).toBe('traffic_injury');
    expect(searchTypes(types, 'zzz')).toEqual([]);
  });
});
