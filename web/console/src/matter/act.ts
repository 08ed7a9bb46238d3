import type { MatterView } from '@shouwang/shared/matter';
import { ApiError, newKey, post } from '../lib/api.ts';
import { askedAgain, asking, type Question } from '../parts/ask.svelte.ts';
import { notices } from '../parts/notices.svelte.ts';
import { toldOf } from '../parts/problems.ts';
import { t } from '../text/text.svelte.ts';
import { whyNot } from './words.ts';

// A refusal in the page's own words where it has them, else in the server's.
export function whyOf(failure: unknown): string | undefined {
  if (!(failure instanceof ApiError)) return undefined;
  const known = whyNot[failure.problem.code ?? ''];
  return known ? t(known) : undefined;
}
export function tellFailure(failure: unknown): void {
  const why = whyOf(failure);
  if (why) notices.say('error', why);
  else notices.fail(failure);
}

export const whyNotDone = (failure: unknown): string => whyOf(failure) ?? toldOf(failure);

const doIt = (view: MatterView, path: string, body: Record<string, unknown>): Promise<MatterView> =>
  post<MatterView>(`/api/matters/${view.matter.id}/${path}`, body, { key: newKey() });

// An act beside the steps: on what is there now, whoever changed it last. Answers the matter as it then is.
export async function actOn(view: MatterView, path: string, body: Record<string, unknown> = {}): Promise<MatterView | undefined> {
  try {
    return await doIt(view, path, body);
  } catch (failure) {
    tellFailure(failure);
    return undefined;
  }
}

// An act that asks first. Refused, it says why and asks again: what was typed is not lost.
export async function askAndAct(view: MatterView, path: string, question: Question): Promise<MatterView | undefined> {
  for (let next = question; ;) {
    const answer = await asking.ask(next);
    if (!answer) return next.trouble ? undefined : view;
    try {
      return await doIt(view, path, Object.fromEntries(Object.entries(answer).filter(([, text]) => text.trim() !== '')));
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 401) return undefined; // the log-in dialog says it
      next = askedAgain(question, answer, whyNotDone(failure));
    }
  }
}
