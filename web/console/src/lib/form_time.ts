// How long somebody worked on a form: from one touch to the next, a pause counted as two minutes at most, so that a form
// left open over lunch does not look like work. Sent with the form and counted by kind and desk, never by person.
const longest_pause_ms = 120_000, most_s = 86_400;

export class FormTime {
  private sum_ms = 0;
  constructor(private last_ms: number) {}

  touch(now_ms: number): void {
    this.sum_ms += Math.min(longest_pause_ms, Math.max(0, now_ms - this.last_ms));
    this.last_ms = now_ms;
  }
  seconds(now_ms: number): number {
    this.touch(now_ms);
    return Math.min(most_s, Math.round(this.sum_ms / 1000));
  }
}
