import type { InboxCounts } from '@shouwang/shared/matter';
import { get } from '../lib/api.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';
import { Gathered } from '../live/gathered.svelte.ts';

// How many matters wait.
class Heard extends Gathered {
  counts = $state.raw<InboxCounts>();

  constructor() { super({ gather_ms: 500, rest_ms: 3_000, recount_ms: 60_000 }); }

  start(): void {
    board.onMatter = (id) => this.hear(id);
    this.begin();
  }
  stop(): void {
    this.end();
    this.counts = undefined;
    board.onMatter = () => {};
  }

  // What waits with urgency: late, or for a signature.
  get urgent(): number { return (this.counts?.overdue ?? 0) + (this.counts?.sign ?? 0); }

  async look(): Promise<void> {
    if (!session.may('matters')) return;
    const counts = await get<InboxCounts>('/api/matter-inbox/counts').catch(() => undefined);
    if (counts) this.counts = counts;
  }
}

export const heard = new Heard();
