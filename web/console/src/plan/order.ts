import type { ActivationRole, ActivationTask, CommandBoard, PlanLevel, ResourceState } from '@shouwang/shared/plan';

// What of a command board comes first, and what is late. Pure: the moment is an argument, so that a row turns late while
// somebody looks and not only when the server is asked again.

// `due_at` is the first moment that is too late.
const past = (due_at: string | null | undefined, now_ms: number): boolean => !!due_at && Date.parse(due_at) <= now_ms;

const running: ReadonlySet<string> = new Set(['open', 'started', 'refused']);
export const isRunning = (task: ActivationTask): boolean => running.has(task.state);
export const lateTask = (task: ActivationTask, now_ms: number): boolean => (isRunning(task) ? past(task.due_at, now_ms) : task.overdue);
export const lateRole = (role: ActivationRole, now_ms: number): boolean => (role.state === 'asked' ? past(role.due_at, now_ms) : role.state === 'confirmed' && role.overdue);

// Late and still to be done, then refused, then what waits for a confirmation, then what runs; what is over last.
export function rankOf(task: ActivationTask, now_ms: number): number {
  if (isRunning(task) && past(task.due_at, now_ms)) return 0;
  const ranks: Record<ActivationTask['state'], number> = { refused: 1, reported: 2, started: 3, open: 3, waiting: 4, done: 5, dropped: 6 };
  return ranks[task.state];
}
export function inOrder(tasks: readonly ActivationTask[], now_ms: number): ActivationTask[] {
  const due = (task: ActivationTask): number => (isRunning(task) ? Date.parse(task.due_at ?? '') || Infinity : Infinity);
  return tasks.map((task, index) => ({ task, index, rank: rankOf(task, now_ms), due: due(task) }))
    .sort((a, b) => a.rank - b.rank || (a.due < b.due ? -1 : a.due > b.due ? 1 : 0) || a.index - b.index).map((one) => one.task);
}
// Nobody there and late, nobody there, there; released ones are left out.
export function rolesInOrder(roles: readonly ActivationRole[], now_ms: number): ActivationRole[] {
  const rank = (role: ActivationRole): number => (role.state === 'asked' ? (past(role.due_at, now_ms) ? 0 : 1) : 2);
  return roles.filter((role) => role.state !== 'released').map((role, index) => ({ role, index }))
    .sort((a, b) => rank(a.role) - rank(b.role) || a.index - b.index).map((one) => one.role);
}

// What who commands must look at now.
export interface Pressing { late_roles: ActivationRole[]; late_tasks: ActivationTask[]; refused: ActivationTask[]; to_confirm: ActivationTask[] }
export function pressingOf(board: CommandBoard, now_ms: number): Pressing {
  if (board.activation.stood_down_at) return { late_roles: [], late_tasks: [], refused: [], to_confirm: [] };
  return {
    late_roles: board.roles.filter((role) => role.state === 'asked' && past(role.due_at, now_ms)),
    late_tasks: board.tasks.filter((task) => isRunning(task) && task.state !== 'refused' && past(task.due_at, now_ms)),
    refused: board.tasks.filter((task) => task.state === 'refused'),
    to_confirm: board.tasks.filter((task) => task.state === 'reported' && task.may_confirm),
  };
}

export interface Sums { roles: number; roles_there: number; tasks: number; tasks_done: number; tasks_late: number }
export function sumsOf(board: CommandBoard, now_ms: number): Sums {
  const roles = board.roles.filter((role) => role.state !== 'released'), tasks = board.tasks.filter((task) => task.state !== 'dropped');
  return {
    roles: roles.length, roles_there: roles.filter((role) => role.state === 'confirmed').length, tasks: tasks.length,
    tasks_done: tasks.filter((task) => task.state === 'done').length, tasks_late: tasks.filter((task) => isRunning(task) && past(task.due_at, now_ms)).length,
  };
}

export const gravity: Record<PlanLevel, number> = { red: 1, orange: 2, yellow: 3, blue: 4 };

// Where a resource can go from its state, the next one first: nothing is asked for twice, and withdrawn may come back.
export const resourceStates: readonly ResourceState[] = ['needed', 'asked', 'on_the_way', 'ready', 'in_use', 'withdrawn'];
export const nextState = (state: ResourceState): ResourceState | undefined => {
  const at = resourceStates.indexOf(state);
  return at < 0 || state === 'withdrawn' ? undefined : resourceStates[at + 1];
};
