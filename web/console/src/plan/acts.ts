import type { CommandBoard } from '@shouwang/shared/plan';
import { call, newKey, post } from '../lib/api.ts';
import { tellFailure } from './words.ts';

// Where a board's questions go: the town, or a drill of its own.
export interface Source { base: string; page: string; drill: boolean }
export const town: Source = { base: '/api', page: '#/plans', drill: false };
export const drillSource = (id: string): Source => ({ base: `/api/drills/${id}`, page: `#/drills/${id}`, drill: true });

// One act on a board. Answers the board as it then is; a refusal is told in words and answers nothing.
export async function actOn(from: Source, id: string, path: string, body: Record<string, unknown> = {}): Promise<CommandBoard | undefined> {
  try {
    return await post<CommandBoard>(`${from.base}/activations/${id}/${path}`, body, { key: newKey() });
  } catch (failure) {
    tellFailure(failure);
    return undefined;
  }
}
export async function change(from: Source, id: string, resource: string, body: Record<string, unknown>): Promise<CommandBoard | undefined> {
  try {
    return await call<CommandBoard>('PATCH', `${from.base}/activations/${id}/resources/${resource}`, { body });
  } catch (failure) {
    tellFailure(failure);
    return undefined;
  }
}
