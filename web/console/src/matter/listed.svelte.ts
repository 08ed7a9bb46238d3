import type { Page } from '@shouwang/shared/api';
import type { Matter } from '@shouwang/shared/matter';
import { mayPass } from '../lib/api.ts';
import { toldOf } from '../parts/problems.ts';

// A list read page by page. A refresh reads again as much as is shown, so that nothing jumps under a reader's hand.
export class Listed {
  items = $state.raw<Matter[]>([]);
  next = $state<string>();
  loading = $state(false);
  failed = $state<string>();
  passing = $state(false);        // the failure may pass by itself
  at_ms = $state<number>();       // when what is shown was read
  private turn = 0;
  constructor(private readonly ask: (after: string | undefined) => Promise<Page<Matter>>) {}

  async load(): Promise<void> { this.items = []; this.next = undefined; this.at_ms = undefined; await this.read(0); }
  async refresh(): Promise<void> { await this.read(this.items.length); }
  again = (): Promise<void> => this.refresh();
  get nothing(): boolean { return this.at_ms === undefined; }
  private fail(failure: unknown): void { this.failed = toldOf(failure); this.passing = mayPass(failure); }

  private async read(least: number): Promise<void> {
    const mine = ++this.turn;
    this.loading = true;
    try {
      const items: Matter[] = [];
      let next: string | undefined;
      do {
        const page = await this.ask(next);
        items.push(...page.items);
        next = page.next ?? undefined;
      } while (next && items.length < least);
      if (mine !== this.turn) return;
      this.items = items;
      this.next = next;
      this.at_ms = Date.now();
      this.failed = undefined;
    } catch (failure) {
      if (mine === this.turn) this.fail(failure);
    } finally {
      if (mine === this.turn) this.loading = false;
    }
  }

  async more(): Promise<void> {
    if (!this.next || this.loading) return;
    const mine = ++this.turn;
    this.loading = true;
    try {
      const page = await this.ask(this.next);
      if (mine !== this.turn) return;
      const known = new Set(this.items.map((one) => one.id));
      this.items = [...this.items, ...page.items.filter((one) => !known.has(one.id))];
      this.next = page.next ?? undefined;
    } catch (failure) {
      if (mine === this.turn) this.fail(failure);
    } finally {
      if (mine === this.turn) this.loading = false;
    }
  }
}
