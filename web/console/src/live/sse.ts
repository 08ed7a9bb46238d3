export interface ServerEvent { id: string; event: string; data: string }

// Reads a text/event-stream piece by piece, wherever the network cut it. The last event's id is kept for resuming.
// Comments (": beat") give no event; the caller counts every piece as a word from the server.
export class EventParser {
  private rest = '';
  private data: string[] = [];
  private event = '';
  private started = false;
  lastId = '';
  // An event longer than this is not ours; the reader gives up rather than fill the memory.
  static readonly limit = 8_000_000;

  feed(piece: string): ServerEvent[] {
    let text = this.rest + piece;
    if (!this.started) {
      if (text === '') return [];
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      this.started = true;
    }
    const events: ServerEvent[] = [];
    // What was searched in vain last time is not searched again: a long event comes in many pieces.
    let from = 0, search = Math.max(0, this.rest.length - 1);
    for (;;) {
      const end = lineEnd(text, Math.max(from, search));
      if (end === undefined) break;
      this.line(text.slice(from, end.at), events);
      from = end.next;
    }
    this.rest = text.slice(from);
    if (this.rest.length > EventParser.limit) throw new Error('event too long');
    return events;
  }

  private line(line: string, events: ServerEvent[]): void {
    if (line === '') {
      if (this.data.length) events.push({ id: this.lastId, event: this.event || 'message', data: this.data.join('\n') });
      this.data = [];
      this.event = '';
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
    else if (name === 'id' && !value.includes('\0')) this.lastId = value;
  }
}

// A line ends with \n, \r\n or \r; a \r at the very end may be half of \r\n, so it waits for the next piece.
function lineEnd(text: string, from: number): { at: number; next: number } | undefined {
  const feed = text.indexOf('\n', from);
  const back = text.slice(from, feed < 0 ? text.length : feed).indexOf('\r') + from;
  if (back < from) return feed < 0 ? undefined : { at: feed, next: feed + 1 };
  if (back + 1 === text.length) return undefined;
  return { at: back, next: text.charCodeAt(back + 1) === 10 ? back + 2 : back + 1 };
}
