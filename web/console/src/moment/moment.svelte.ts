import type { Moment } from '@shouwang/shared/living';
import { get, query } from '../lib/api.ts';
import { board } from '../live/board.svelte.ts';
import { toldOf } from '../parts/problems.ts';
import { Keep } from './keep.ts';
import { withPlaces } from './scene.ts';
import { barFor, hour_ms, linkTo, momentIn, played, type Bar, type Known } from './time_bar.ts';

// A hand on the slider asks once it rests this long; playing asks as often as answers come.
const rest_ms = 150;
// A moment this near to now may still change by data on their way, so its answer is not kept.
const settled_ms = 60_000;

// The moment the desk looks at, if it is not now. While it stands, nothing on the desk can be changed.
class Looking {
  at_ms = $state<number>();
  known = $state<Known>('then');
  length_ms = $state<number>(6 * hour_ms);
  state = $state.raw<Moment>();       // the newest answer; it may still be that of the moment before
  loading = $state(false);
  failed = $state<string>();
  speed = $state(0);                  // 0: standing still
  private bar_ = $state.raw<Bar>();
  private readonly kept = new Keep<Moment>(240);
  private cut: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private player: ReturnType<typeof setInterval> | undefined;
  private written = '';

  get on(): boolean { return this.at_ms !== undefined; }
  get bar(): Bar { return this.bar_ ?? barFor(board.now_ms, board.now_ms, this.length_ms); }
  // Whether what is shown is the moment that is asked for.
  get fresh(): boolean { return this.state !== undefined && this.at_ms !== undefined && Date.parse(this.state.at) === this.askedAt() && this.state.known === this.known; }
  isLate(unit_id: string): boolean { return this.state?.late.includes(unit_id) ?? false; }

  open(): void { this.go(board.serverNow() - 5 * 60_000); }
  go(at_ms: number): void {
    const now_ms = board.serverNow();
    const at = Math.min(at_ms, now_ms);
    if (!this.on || at < this.bar.from_ms || at > this.bar.to_ms) this.bar_ = barFor(at, now_ms, this.length_ms);
    this.at_ms = at;
    this.ask();
    this.write();
  }
  stretch(length_ms: number): void {
    this.length_ms = length_ms;
    if (this.at_ms !== undefined) this.bar_ = barFor(this.at_ms, board.serverNow(), length_ms);
  }
  // The bar's window moves by its own length; the moment stays where it is until the hand takes it.
  page(by: -1 | 1): void {
    const { from_ms, to_ms } = this.bar, length = to_ms - from_ms, to = Math.min(board.serverNow(), to_ms + by * length);
    this.bar_ = { from_ms: to - length, to_ms: to };
    this.go(Math.min(to, Math.max(to - length, (this.at_ms ?? to) + by * length)));
  }
  setKnown(known: Known): void { this.known = known; this.ask(); this.write(); }

  play(speed: number): void {
    clearInterval(this.player);
    this.speed = speed;
    if (!speed) return;
    let last = performance.now();
    this.player = setInterval(() => {
      const now = performance.now(), passed = now - last;
      last = now;
      if (this.at_ms === undefined) { this.play(0); return; }
      const next = played(this.at_ms, passed, speed, board.serverNow());
      if (next.over) { this.back(); return; }
      this.go(next.at_ms);
    }, 250);
  }

  // Back to now, whatever was going on.
  back(): void {
    this.play(0);
    clearTimeout(this.timer);
    this.cut?.abort();
    this.at_ms = this.state = this.bar_ = this.failed = undefined;
    this.loading = false;
    this.write();
  }
  forget(): void { this.back(); this.kept.clear(); }

  // Follows the address: a link opens its moment, an emptied one goes back to now.
  follow(hash: string): void {
    if (hash === this.written) return;
    const wanted = momentIn(hash, board.serverNow());
    if (wanted) { this.known = wanted.known; this.go(wanted.at_ms); }
    else if (this.on) this.back();
  }
  private write(): void {
    const hash = this.at_ms === undefined ? '#/' : linkTo(this.at_ms, this.known);
    if (hash === this.written || (this.at_ms === undefined && !location.hash.startsWith('#/at/'))) return;
    this.written = hash;
    history.replaceState(null, '', hash);
  }

  private askedAt(): number { return Math.floor((this.at_ms ?? 0) / 1000) * 1000; }
  private ask(): void {
    const name = `${this.askedAt()} ${this.known}`, held = this.kept.get(name);
    clearTimeout(this.timer);
    if (held) { this.cut?.abort(); this.state = held; this.loading = false; this.failed = undefined; return; }
    this.loading = true;
    // While one answer is on its way a playing slider lets it come: asking anew each time would never show anything.
    if (this.speed && this.cut) return;
    this.timer = setTimeout(() => void this.load(name), this.speed ? 0 : rest_ms);
  }
  private async load(name: string): Promise<void> {
    this.cut?.abort();
    const cut = this.cut = new AbortController(), at_ms = this.askedAt(), known = this.known;
    try {
      const state = await get<Moment>(query('/api/moments', { at: new Date(at_ms).toISOString(), known }), { signal: cut.signal });
      if (cut.signal.aborted || !this.on) return;
      // The slider compares by whole seconds, however the server writes the time.
      this.state = withPlaces({ ...state, at: new Date(at_ms).toISOString(), known });
      this.failed = undefined;
      if (board.serverNow() - at_ms > settled_ms) this.kept.set(name, this.state);
    } catch (failure) {
      if (cut.signal.aborted || !this.on) return;
      this.failed = toldOf(failure);
      this.state = undefined;
    } finally {
      if (this.cut === cut) {
        this.cut = undefined;
        this.loading = this.on && !this.fresh && !this.failed;
        if (this.loading) this.ask();
      }
    }
  }
}

export const looking = new Looking();
