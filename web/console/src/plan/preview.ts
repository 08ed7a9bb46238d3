import type { Plan, PlanBrief, PlanLevel, PlanRole, PlanTask } from '@shouwang/shared/plan';

// What a level of a plan asks for: its roles and its tasks, those whose clocks run at once before those that wait.
export interface Preview { roles: PlanRole[]; tasks: PlanTask[] }
export function atLevel(plan: Plan, level: PlanLevel): Preview {
  const tasks = plan.tasks.filter((task) => task.levels.includes(level));
  return { roles: plan.roles.filter((role) => role.levels.includes(level)), tasks: [...tasks.filter((task) => !task.after), ...tasks.filter((task) => task.after)] };
}
// Plans whose catalogue names the type of an incident, or the type above it.
export const fitting = (plans: readonly PlanBrief[], types: readonly string[]): PlanBrief[] =>
  plans.filter((plan) => types.some((type) => type !== '' && plan.incident_types.includes(type)));
