import { query } from '../lib/api.ts';
import { askedView, mustAskAgain, type View } from '../map/detail.ts';
import { Stream } from './stream.ts';
import type { UnitsMessage } from './unit_field.ts';

export interface FeedHooks { units(message: UnitsMessage): void; signedOut(): void }
// A map in motion asks once it has come to rest.
const settle_ms = 400;
const whole: View = [-180, -90, 180, 90];
// So many units the server tells one by one; of more in a view it only counts cells.
export const most_told = 2_000;

// The line of positions for what the map shows. It is dialled anew when the map leaves the view it was asked for.
export class UnitFeed {
  private stream: Stream | undefined;
  private asked: View | undefined;
  private asked_zoom = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last_word_ms = 0;
  heard = false;          // a message came since the map stands where it stands

  constructor(private readonly hooks: FeedHooks) {}

  // Seconds since the line's last word, undefined while no server has ever spoken on it.
  age_s(now_ms: number): number | undefined { return this.last_word_ms ? Math.max(0, (now_ms - this.last_word_ms) / 1000) : undefined; }

  // Every unit there is, whatever the map shows: a town's lists then know the age of each.
  everywhere(): void {
    if (this.asked === whole) return;
    clearTimeout(this.timer);
    this.dial(whole, 0);
  }
  look(seen: View, zoom: number): void {
    clearTimeout(this.timer);
    if (!mustAskAgain(this.asked, this.asked_zoom, seen, zoom)) return;
    this.timer = setTimeout(() => this.dial(askedView(seen), zoom), this.asked ? settle_ms : 0);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.stream?.stop();
    this.stream = undefined;
    this.asked = undefined;
    this.heard = false;
    this.last_word_ms = 0;
  }

  private dial(view: View, zoom: number): void {
    this.asked = view;
    this.asked_zoom = zoom;
    this.heard = false;
    this.stream?.stop();
    const path = view === whole ? '/api/unit-stream' : query('/api/unit-stream', { view: view.map((one) => one.toFixed(5)).join(','), zoom: zoom.toFixed(1) });
    this.stream = new Stream(path, {
      event: (event) => {
        if (event.event !== 'units') return;
        let message: unknown;
        try { message = JSON.parse(event.data); } catch { return; }
        if (typeof message !== 'object' || message === null) return;
        this.heard = true;
        this.hooks.units(message as UnitsMessage);
      },
      word: () => { this.last_word_ms = Date.now(); },
      lost: () => {},
      signedOut: () => this.hooks.signedOut(),
    });
  }
}
