import type { PlanLevel, ResourceState, TaskState } from '@shouwang/shared/plan';
import { ApiError } from '../lib/api.ts';
import { notices } from '../parts/notices.svelte.ts';
import { toldOf } from '../parts/problems.ts';
import { t } from '../text/text.svelte.ts';
import type { TextKey } from '../text/catalogue.ts';

// The codes of the server and what the plans' pages say for them.
export const levelNames: Record<PlanLevel, TextKey> = { red: 'plan.red', orange: 'plan.orange', yellow: 'plan.yellow', blue: 'plan.blue' };
// Beside the colour, never colour alone.
export const levelSigns: Record<PlanLevel, string> = { red: 'Ⅰ', orange: 'Ⅱ', yellow: 'Ⅲ', blue: 'Ⅳ' };
export const taskStates: Record<TaskState, TextKey> = {
  waiting: 'task.waiting', open: 'task.open', started: 'task.started', reported: 'task.reported', done: 'task.done', refused: 'task.refused', dropped: 'task.dropped',
};
export const taskSigns: Record<TaskState, string> = { waiting: '…', open: '○', started: '▸', reported: '?', done: '✓', refused: '✕', dropped: '–' };
export const resourceWords: Record<ResourceState, TextKey> = {
  needed: 'resource.needed', asked: 'resource.asked', on_the_way: 'resource.on_the_way', ready: 'resource.ready', in_use: 'resource.in_use', withdrawn: 'resource.withdrawn',
};
export const resourceSigns: Record<ResourceState, string> = { needed: '○', asked: '◔', on_the_way: '▸', ready: '✓', in_use: '●', withdrawn: '–' };
export const lineSigns: Record<string, string> = { activated: '▲', level: '⇅', role: '◉', task: '▸', resource: '＋', overdue: '!', note: '…', stood_down: '■', opened: '∞' };

// Refusals (src/jobs/plan/*_rules.cc). Each says what can be done instead.
const whyNot: Record<string, TextKey> = {
  not_your_step: 'planwhy.not_your_step', needs_other_signer: 'planwhy.needs_other_signer', role_held: 'planwhy.role_held', same_level: 'planwhy.same_level',
  stood_down: 'planwhy.stood_down', task_done: 'planwhy.task_done', task_started: 'planwhy.task_started', task_waits: 'planwhy.task_waits',
  nothing_to_confirm: 'planwhy.nothing_to_confirm', no_such_role: 'planwhy.no_such_role', no_such_task: 'planwhy.no_such_task', plan_active: 'planwhy.plan_active',
  drill_ended: 'planwhy.drill_ended', drill_runs: 'planwhy.drill_runs', too_many_drills: 'planwhy.too_many_drills', too_many: 'planwhy.too_many',
};
export function whyOf(failure: unknown): string | undefined {
  if (!(failure instanceof ApiError)) return undefined;
  if (failure.problem.errors?.some((one) => one.pointer === '/unit_id')) return t('planwhy.unit');
  const known = whyNot[failure.problem.code ?? ''];
  return known ? t(known) : undefined;
}
export function tellFailure(failure: unknown): void {
  const why = whyOf(failure);
  if (why) notices.say('error', why);
  else notices.fail(failure);
}
export const saidOf = (failure: unknown): string =>
  whyOf(failure) ?? toldOf(failure);
