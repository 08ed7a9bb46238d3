import { describe, expect, it } from 'vitest';
import { EventParser } from '../src/live/sse.ts';

const stream = 'id: 7\nevent: incident\ndata: {"a":1}\n\n: beat\n\nevent: status\ndata: 1\ndata: 2\n\nid: 8\r\ndata: x\r\n\r\n';
const wanted = [
  { id: '7', event: 'incident', data: '{"a":1}' }, { id: '7', event: 'status', data: '1\n2' }, { id: '8', event: 'message', data: 'x' },
];

describe('the event stream', () => {
  it('reads the same events wherever the network cuts', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const parser = new EventParser();
      expect([...parser.feed(stream.slice(0, cut)), ...parser.feed(stream.slice(cut))], `cut at ${cut}`).toEqual(wanted);
      expect(parser.lastId).toBe('8');
    }
  });
  it('reads letter by letter', () => {
    const parser = new EventParser();
    expect([...stream].flatMap((letter) => parser.feed(letter))).toEqual(wanted);
  });
  it('gives nothing for comments and for an event that has not ended', () => {
    expect(new EventParser().feed(': beat\n\nevent: incident\ndata: half')).toEqual([]);
  });
  it('keeps colons and leading spaces of the data', () => {
    expect(new EventParser().feed('data:  a: b\n\n')[0]!.data).toBe(' a: b');
  });
  it('refuses an event without end', () => {
    const parser = new EventParser();
    expect(() => parser.feed('data: ' + 'x'.repeat(EventParser.limit))).toThrow();
  });
});
