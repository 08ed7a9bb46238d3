import { mayPass } from './api.ts';
import { toldOf } from '../parts/problems.ts';

// What a page shows of one question to the server: the last answer, whether a new one is on its way, why there is none.
export class Loaded<T> {
  value = $state.raw<T>();
  loading = $state(false);
  failed = $state<string>();
  passing = $state(false); // the failure may pass by itself
  private turn = 0;
  constructor(private readonly ask: () => Promise<T>) {}
  get nothing(): boolean { return this.value === undefined; }

  // Answers the newest question only: one that is overtaken changes nothing.
  load = async (): Promise<void> => {
    const mine = ++this.turn;
    this.loading = true;
    try {
      const value = await this.ask();
      if (mine === this.turn) { this.value = value; this.failed = undefined; }
    } catch (failure) {
      if (mine !== this.turn) return;
      this.failed = toldOf(failure);
      this.passing = mayPass(failure);
    } finally {
      if (mine === this.turn) this.loading = false;
    }
  };
  again = (): Promise<void> => this.load();
}
