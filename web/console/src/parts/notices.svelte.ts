import { ApiError } from '../lib/api.ts';
import { remedyOf, sentenceOf } from './problems.ts';

export type NoticeKind = 'ok' | 'info' | 'warn' | 'error';
export interface Notice { id: number; kind: NoticeKind; text: string; remedy?: string | undefined }

// Short messages over the desk, also read out by screen readers (errors at once, the rest when it is quiet).
class Notices {
  shown = $state.raw<Notice[]>([]);
  private next = 1;

  say(kind: NoticeKind, text: string, remedy?: string): void {
    const notice = { id: this.next++, kind, text, remedy };
    this.shown = [...this.shown.slice(-3), notice];
    setTimeout(() => this.drop(notice.id), kind === 'error' || kind === 'warn' ? 14_000 : 5_000);
  }
  drop(id: number): void { this.shown = this.shown.filter((notice) => notice.id !== id); }

  fail(failure: unknown): void {
    if (failure instanceof ApiError && failure.status === 401) return; // the log-in dialog says it
    this.say('error', sentenceOf(failure), remedyOf(failure));
  }
}

export const notices = new Notices();
