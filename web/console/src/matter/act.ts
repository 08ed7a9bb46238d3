import type { MatterView } from '@shouwang/shared/matter';
import { ApiError, newKey, post } from '../lib/api.ts';
import { notices } from '../parts/notices.svelte.ts';
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

// An act beside the steps: on what is there now, whoever changed it last. Answers the matter as it then is.
export async function actOn(view: MatterView, path: string, body: Record<string, unknown> = {}): Promise<MatterView | undefined> {
  try {
    return await post<MatterView>(`/api/matters/${view.matter.id}/${path}`, body, { key: newKey() });
  } catch (failure) {
    tellFailure(failure);
    return undefined;
  }
}
