import type { EvidenceKind, MatterView, SentFile } from '@shouwang/shared/matter';
import { ApiError, newKey, post, sendBytes } from '../lib/api.ts';
import { t } from '../text/text.svelte.ts';
import { whyNotDone } from './act.ts';

// Sends a file and lays it to the matter. Answers the matter, or the sentence that says why not.
export async function addEvidence(matter_id: string, code: string, file: File): Promise<MatterView | string> {
  let sent: SentFile;
  try {
    sent = await sendBytes<SentFile>('/api/files', file);
  } catch (failure) { return whyNotSent(failure); }
  try {
    return await post<MatterView>(`/api/matters/${matter_id}/evidence`, { code, file_id: sent.id }, { key: newKey(), timeout_ms: 20_000 });
  } catch (failure) { return whyNotSent(failure); }
}

export function whyNotSent(failure: unknown): string {
  if (!(failure instanceof ApiError)) return String(failure);
  if (failure.unanswered) return t('evidence.unanswered');
  if (failure.status === 404) return t('evidence.no_files');
  if (failure.status === 413) return t('evidence.too_large');
  if (failure.problem.code === 'busy') return t('evidence.busy'); // other 503s are a full disk, a scanner that is gone
  const wrong = failure.problem.errors?.find((one) => one.pointer === '/file_id');
  if (wrong?.code === 'wrong_type') return t('evidence.wrong_kind');
  if (wrong?.code === 'duplicate') return t('evidence.twice');
  if (wrong?.code === 'used_elsewhere') return t('evidence.elsewhere');
  return whyNotDone(failure);
}

export const fits = (kind: EvidenceKind, file: File): boolean =>
  kind === 'any' || (kind === 'photo') === /^image\/(jpeg|png|webp|pjpeg|jpg)$/.test(file.type) || !file.type;
