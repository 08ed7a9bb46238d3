import { EventParser, type ServerEvent } from './sse.ts';
import { pause_ms, redial_after_ms } from './link.ts';

export interface StreamHooks {
  event(event: ServerEvent): void;
  word(): void;       // any byte at all, comments too
  lost(): void;       // the line is down; it is being dialled again
  signedOut(): void;
}

// One line of news from the server. Dials again for ever, resuming after the last event it has taken in, and hangs up
// on a line that stays mute. fetch() instead of EventSource: only so can the page see the beats and the answer's status.
export class Stream {
  private stopped = false;
  private lastId = '';
  private cut: AbortController | undefined;
  private lastWord_ms = 0;
  private readonly watch: ReturnType<typeof setInterval>;
  private wake: (() => void) | undefined;

  constructor(private readonly path: string, private readonly hooks: StreamHooks) {
    this.watch = setInterval(() => {
      if (this.cut && Date.now() - this.lastWord_ms > redial_after_ms) this.cut.abort();
    }, 1_000);
    addEventListener('online', this.dialNow);
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.watch);
    removeEventListener('online', this.dialNow);
    this.cut?.abort();
    this.wake?.();
  }

  // Forget where we were: the next line starts from now (the page reloads everything itself).
  forget(): void { this.lastId = ''; }

  private dialNow = (): void => this.wake?.();

  private async run(): Promise<void> {
    for (let attempt = 0; !this.stopped; attempt++) {
      const spoke = await this.listen();
      if (this.stopped) return;
      this.hooks.lost();
      if (spoke) attempt = 0;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause_ms(attempt, Math.random()));
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
    }
  }

  private async listen(): Promise<boolean> {
    let spoke = false;
    this.cut = new AbortController();
    this.lastWord_ms = Date.now();
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' };
      if (this.lastId) headers['Last-Event-ID'] = this.lastId;
      const answer = await fetch(this.path, { headers, signal: this.cut.signal, credentials: 'same-origin', cache: 'no-store' });
      if (answer.status === 401) this.hooks.signedOut();
      if (!answer.ok || !answer.body) return false;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser();
      parser.lastId = this.lastId;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return spoke;
        spoke = true;
        this.lastWord_ms = Date.now();
        this.hooks.word();
        for (const event of parser.feed(value)) {
          this.hooks.event(event);
          this.lastId = event.id;
        }
      }
    } catch {
      return spoke;
    } finally {
      this.cut.abort();
      this.cut = undefined;
    }
  }
}
