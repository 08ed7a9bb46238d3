import type { Page } from '@shouwang/shared/api';
import type { Activation } from '@shouwang/shared/plan';
import { get, query } from '../lib/api.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';
import { Gathered } from '../live/gathered.svelte.ts';

// The plans in force.
class InForce extends Gathered {
  items = $state.raw<Activation[]>([]);

  constructor() { super({ gather_ms: 300, rest_ms: 1_500, recount_ms: 60_000 }); }

  start(): void {
    board.onActivation = (id) => this.hear(id);
    this.begin();
  }
  stop(): void {
    this.end();
    this.items = [];
    board.onActivation = () => {};
  }

  of(incident_id: string): Activation[] { return this.items.filter((one) => one.incident_id === incident_id); }

  async look(): Promise<void> {
    if (!session.may('plans')) return;
    const page = await get<Page<Activation>>(query('/api/activations', { state: 'active', limit: 100 })).catch(() => undefined);
    if (page) this.items = page.items;
  }
}

export const inForce = new InForce();
