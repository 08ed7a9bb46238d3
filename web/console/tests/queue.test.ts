import type { Incident } from '@shouwang/shared/api';
import { describe, expect, it } from 'vitest';
import { isOverdue, queueOf, step } from '../src/lib/queue.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
function incident(number: string, priority: number, reported_s: number, state: Incident['state'] = 'new'): Incident {
  return {
    id: number, number, type: 't', type_name: { zh: '盗窃', en: 'Theft' }, priority, state, location: { lon: 1, lat: 1 }, address: `${number} Main St`,
    reported_at: at(reported_s), created_at: at(reported_s), updated_at: at(reported_s), reopened_count: 0, has_caller: false, assignments: [], version: 1,
  };
}
const numbers = (list: Incident[]): string[] => list.map((one) => one.number);

describe('the queue', () => {
  it('puts the urgent first and, of equals, the one that waited longest', () => {
    const queue = queueOf([incident('c', 3, 0), incident('a', 1, 50), incident('b', 1, 40), incident('d', 2, 0)]);
    expect(numbers(queue.waiting)).toEqual(['b', 'a', 'd', 'c']);
  });
  it('never swaps equals', () => {
    expect(numbers(queueOf([incident('2', 2, 5), incident('1', 2, 5)]).waiting)).toEqual(['1', '2']);
  });
  it('keeps those in hand apart and leaves out what is over', () => {
    const queue = queueOf([incident('w', 4, 0), incident('h', 1, 0, 'dispatched'), incident('s', 1, 0, 'on_scene'), incident('x', 1, 0, 'closed'), incident('m', 1, 0, 'merged')]);
    expect(numbers(queue.waiting)).toEqual(['w']);
    expect(numbers(queue.underway)).toEqual(['h', 's']);
  });
  it('finds by every word, in either language, by unit too', () => {
    const sent = { ...incident('9', 2, 0, 'dispatched'), assignments: [{ unit_name: '巡-07' } as Incident['assignments'][0]] };
    expect(numbers(queueOf([sent, incident('8', 2, 0)], '巡-07').underway)).toEqual(['9']);
    expect(numbers(queueOf([incident('7', 2, 0)], 'theft main').waiting)).toEqual(['7']);
    expect(numbers(queueOf([incident('7', 2, 0)], 'theft elm').waiting)).toEqual([]);
  });
  it('calls overdue only what still waits, by its priority', () => {
    const now = Date.parse(at(61));
    expect(isOverdue(incident('a', 1, 0), now)).toBe(true);
    expect(isOverdue(incident('a', 1, 2), now)).toBe(false);
    expect(isOverdue(incident('a', 2, 0), now)).toBe(false);
    expect(isOverdue(incident('a', 1, 0, 'dispatched'), now)).toBe(false);
  });
});

describe('moving through the queue', () => {
  it('starts at an end, stops at the ends, and survives that the selected row is gone', () => {
    expect(step(['a', 'b'], undefined, 1)).toBe('a');
    expect(step(['a', 'b'], undefined, -1)).toBe('b');
    expect(step(['a', 'b'], 'b', 1)).toBe('b');
    expect(step(['a', 'b'], 'gone', 1)).toBe('a');
    expect(step([], 'a', 1)).toBeUndefined();
  });
});
