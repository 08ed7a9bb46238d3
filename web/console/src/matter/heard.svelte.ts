import type { InboxCounts } from '@shouwang/shared/matter';
import { get } from '../lib/api.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';

// What the line of events says of matters, gathered: a hundred changes in a moment are one new look. `turn` grows with
// each; `all` says that anything may be different.
const gather_ms = 500, rest_ms = 3_000, recount_ms = 60_000;

class Heard {
  turn = $state(0);
  counts = $state.raw<InboxCounts>();
  private ids = new Set<string>();
  private all = false;
  private told_ms = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;
  private last = { ids: new Set<string>(), all: true };

  start(): void {
    this.stop();
    board.onMatter = (id) => this.hear(id);
    void this.count();
    // Time alone makes things late.
    this.clock = setInterval(() => void this.count(), recount_ms);
  }
  stop(): void {
    clearInterval(this.clock);
    clearTimeout(this.timer);
    this.timer = undefined;
    this.counts = undefined;
    board.onMatter = () => {};
  }

  // Whether the last turn was about this matter.
  concerns(id: string): boolean { return this.last.all || this.last.ids.has(id); }
  // What waits with urgency: late, or for a signature.
  get urgent(): number { return (this.counts?.overdue ?? 0) + (this.counts?.sign ?? 0); }

  private hear(id: string | undefined): void {
    if (id === undefined) this.all = true; else this.ids.add(id);
    // The first change is shown at once; a storm of them (many done at once somewhere) costs one look every few seconds.
    const wait = Math.max(gather_ms, this.told_ms + rest_ms - performance.now());
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.told_ms = performance.now();
      this.last = { ids: this.ids, all: this.all };
      this.ids = new Set();
      this.all = false;
      this.turn++;
      void this.count();
    }, wait);
  }

  async count(): Promise<void> {
    if (!session.may('matters')) return;
    const counts = await get<InboxCounts>('/api/matter-inbox/counts').catch(() => undefined);
    if (counts) this.counts = counts;
  }
}

export const heard = new Heard();
