export interface Pace {
  gather_ms: number;   // from the first word to the look
  rest_ms: number;     // from one look to the next: a storm of them costs one look every so often
  recount_ms: number;  // time alone makes things late
}

// What the line of events says of some things, gathered: a hundred changes in a moment are one new look. `turn` grows with
// each; a page asks whether its own thing was meant.
export abstract class Gathered {
  turn = $state(0);
  private ids = new Set<string>();
  private all = false;
  private last = { ids: new Set<string>(), all: true };
  private told_ms = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;

  protected constructor(private readonly pace: Pace) {}
  protected abstract look(): Promise<void>;

  protected begin(): void {
    this.end();
    void this.look();
    this.clock = setInterval(() => void this.look(), this.pace.recount_ms);
  }
  protected end(): void {
    clearInterval(this.clock);
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  // Whether the last turn was about this one.
  concerns(id: string): boolean { return this.last.all || this.last.ids.has(id); }

  // A change of this one, or of anything.
  protected hear(id: string | undefined): void {
    if (id === undefined) this.all = true; else this.ids.add(id);
    const wait = Math.max(this.pace.gather_ms, this.told_ms + this.pace.rest_ms - performance.now());
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.told_ms = performance.now();
      this.last = { ids: this.ids, all: this.all };
      this.ids = new Set();
      this.all = false;
      this.turn++;
      void this.look();
    }, wait);
  }
}
