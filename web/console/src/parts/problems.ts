import { ApiError } from '../lib/api.ts';
import { language, t } from '../text/text.svelte.ts';
import type { TextKey } from '../text/catalogue.ts';

// The server refuses in English. What can meet anybody has words of the console's own, in the reader's language; what has
// none is said by its status, with the server's words quoted as such.
const words: Record<string, TextKey> = {
  not_found: 'problem.not_found', no_such_address: 'problem.not_found', bad_input: 'problem.bad_input', changed_meanwhile: 'problem.changed_meanwhile',
  busy: 'problem.busy', sign_in_busy: 'problem.busy', store_busy: 'problem.busy', store_overloaded: 'problem.busy', took_too_long: 'problem.busy',
  store_unwritable: 'problem.not_saved', store_unavailable: 'problem.not_saved', disk: 'problem.not_saved', outcome_unknown: 'problem.outcome_unknown',
  stopping: 'problem.stopping', store_stopping: 'problem.stopping', too_large: 'problem.too_large',
  kind_unreadable: 'problem.unreadable', plan_unreadable: 'problem.unreadable', parties_unreadable: 'problem.unreadable', content_lost: 'problem.unreadable',
  wrong_file_type: 'evidence.wrong_kind', broken_file: 'evidence.broken', infected_file: 'problem.infected', scanner_unreachable: 'problem.no_scanner', swollen_archive: 'problem.too_large',
};

function ownWords({ status, problem, unanswered }: ApiError): string | undefined {
  if (unanswered) return t('problem.unanswered');
  if (status === 403) return t('problem.forbidden');
  if (status === 412) return t('problem.changed_meanwhile');
  if (status === 429) return t('problem.too_many');
  const key = words[problem.code ?? ''];
  // Which field is wrong only the server's words say: they are quoted where the reader can read them.
  return key && !problem.errors?.length ? t(key) : undefined;
}

function serverWords({ problem, status }: ApiError): string {
  const wrong = problem.errors?.map((error) => `${error.pointer}: ${error.detail}`).join('; ');
  const base = problem.detail || problem.title || t('problem.status', { status });
  return wrong && wrong !== base ? `${base} (${wrong})` : base;
}

export function sentenceOf(failure: unknown): string {
  if (!(failure instanceof ApiError)) return String(failure);
  const own = ownWords(failure);
  if (own) return own;
  if (language.now === 'en') return serverWords(failure);
  const { status, problem } = failure;
  const said = status === 404 ? t('problem.not_found') : problem.errors?.length ? t('problem.bad_input') : status >= 500 ? t('problem.server', { status }) : t('problem.status', { status });
  return t('problem.words', { said, words: serverWords(failure) });
}

// What the server advises, where its own words are shown.
export function remedyOf(failure: unknown): string | undefined {
  return failure instanceof ApiError && !ownWords(failure) ? failure.problem.remedy : undefined;
}
export const toldOf = (failure: unknown): string => [sentenceOf(failure), remedyOf(failure)].filter(Boolean).join(' ');
