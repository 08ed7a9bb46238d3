import { ApiError } from '../lib/api.ts';
import { t } from '../text/text.svelte.ts';

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
    this.say('error', sentenceOf(failure), failure instanceof ApiError ? failure.problem.remedy : undefined);
  }
}

export function sentenceOf(failure: unknown): string {
  if (!(failure instanceof ApiError)) return String(failure);
  if (failure.unanswered) return t('problem.unanswered');
  if (failure.status === 403) return t('problem.forbidden');
  if (failure.status === 412) return t('problem.changed_meanwhile');
  if (failure.status === 429) return t('problem.too_many');
  const wrong = failure.problem.errors?.map((error) => `${error.pointer}: ${error.detail}`).join('; ');
  const base = failure.problem.detail || failure.problem.title || t('problem.status', { status: failure.status });
  return wrong ? `${base} (${wrong})` : base;
}

export const notices = new Notices();
