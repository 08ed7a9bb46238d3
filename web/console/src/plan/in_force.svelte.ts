import type { Page } from '@shouwang/shared/api';
import type { Activation } from '@shouwang/shared/plan';
import { get, query } from '../lib/api.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';

// The plans in force, and what the line of events says of them, gathered: a storm of acts is one new look. `turn` grows
// with each; a board asks whether it was meant.
const gather_ms = 300, rest_ms = 1_500, recount_ms = 60_000;

class InForce {
  items = $state.raw<Activation[]>([]);
  turn = $state(0);
  private ids = new Set<string>();
  private all = false;
  private last = { ids: new Set<string>(), all: true };
  private told_ms = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;

  start(): void {
    this.stop();
    board.onActivation = (id) => this.hear(id);
    void this.read();
    // Time alone makes things late.
    this.clock = setInterval(() => void this.read(), recount_ms);
  }
  stop(): void {
    clearInterval(this.clock);
    clearTimeout(this.timer);
    this.timer = undefined;
    this.items = [];
    board.onActivation = () => {};
  }

  // Whether the last turn was about this activation.
  concerns(id: string): boolean { return this.last.all || this.last.ids.has(id); }
  of(incident_id: string): Activation[] { return this.items.filter((one) => one.incident_id === incident_id); }

  private hear(id: string | undefined): void {
    if (id === undefined) this.all = true; else this.ids.add(id);
    const wait = Math.max(gather_ms, this.told_ms + rest_ms - performance.now());
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.told_ms = performance.now();
      this.last = { ids: this.ids, all: this.all };
      this.ids = new Set();
      this.all = false;
      this.turn++;
      void this.read();
    }, wait);
  }

  async read(): Promise<void> {
    if (!session.may('plans')) return;
    const page = await get<Page<Activation>>(query('/api/activations', { state: 'active', limit: 100 })).catch(() => undefined);
    if (page) this.items = page.items;
  }
}

export const inForce = new InForce();
