import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActivationRole, ActivationTask, CommandBoard, Drill, Plan, PlanBrief } from '@shouwang/shared/plan';
import { faultsOf } from '../src/admin/faults.ts';
import { en, zh } from '../src/text/catalogue.ts';
import { byKind, desksInOrder, hoursOf, inOrder as kindsInOrder, oneDigit, perDay, type KindBurden } from '../src/matter/burden.ts';
import { drillNow, speeds } from '../src/plan/drill_time.ts';
import { inOrder, lateRole, lateTask, nextState, pressingOf, resourceStates, rolesInOrder, sumsOf } from '../src/plan/order.ts';
import { addressOf, isPlans } from '../src/plan/paths.ts';
import { atLevel, fitting } from '../src/plan/preview.ts';
import { levelNames, taskStates } from '../src/plan/words.ts';

const root = join(import.meta.dirname, '../../..');
const now = Date.parse('2026-03-02T02:00:00Z');
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const task = (name: string, state: ActivationTask['state'], due?: number, more: Partial<ActivationTask> = {}): ActivationTask =>
  ({ task: name, state, due_at: due === undefined ? null : at(due), overdue: false, may_act: false, may_confirm: false, ...more }) as ActivationTask;
const role = (name: string, state: ActivationRole['state'], due: number, more: Partial<ActivationRole> = {}): ActivationRole =>
  ({ role: name, state, due_at: at(due), overdue: false, ...more }) as ActivationRole;
const board = (tasks: ActivationTask[], roles: ActivationRole[] = [], more: Record<string, unknown> = {}): CommandBoard =>
  ({ activation: { stood_down_at: null, ...more }, tasks, roles }) as unknown as CommandBoard;

describe('a command board', () => {
  it('shows what is late first, then what was refused, what waits for a confirmation, what runs, and what is over last', () => {
    const all = [task('done', 'done', -20), task('later', 'open', 30), task('soon', 'started', 5), task('waits', 'waiting'), task('no', 'refused', 9),
      task('said', 'reported', -3), task('late', 'open', -1), task('later_late', 'refused', -9), task('gone', 'dropped')];
    expect(inOrder(all, now).map((one) => one.task)).toEqual(['later_late', 'late', 'no', 'said', 'soon', 'later', 'waits', 'done', 'gone']);
  });
  it('turns a task late at the very moment it is due, not before', () => {
    const one = task('a', 'open', 0);
    expect(lateTask(one, now - 1)).toBe(false);
    expect(lateTask(one, now)).toBe(true);
  });
  it('keeps calling late what was done late, and not what was reported in time and waits since', () => {
    expect(lateTask(task('a', 'done', -5, { overdue: true }), now)).toBe(true);
    expect(lateTask(task('a', 'reported', -5), now)).toBe(false);
    expect(lateRole(role('a', 'confirmed', -5, { overdue: true }), now)).toBe(true);
    expect(lateRole(role('a', 'released', -5, { overdue: true }), now)).toBe(false);
  });
  it('names what must be dealt with now, and nothing of one that was stood down', () => {
    const tasks = [task('late', 'open', -1), task('no', 'refused', -5), task('mine', 'reported', 5, { may_confirm: true }), task('other', 'reported', 5)];
    const roles = [role('chief', 'asked', -1), role('scene', 'asked', 4), role('care', 'confirmed', -9, { overdue: true })];
    const pressing = pressingOf(board(tasks, roles), now);
    expect(pressing.late_tasks.map((one) => one.task)).toEqual(['late']);
    expect(pressing.refused.map((one) => one.task)).toEqual(['no']);
    expect(pressing.to_confirm.map((one) => one.task)).toEqual(['mine']);
    expect(pressing.late_roles.map((one) => one.role)).toEqual(['chief']);
    expect(Object.values(pressingOf(board(tasks, roles, { stood_down_at: at(0) }), now)).flat()).toEqual([]);
  });
  it('puts roles nobody has first, the late ones before them, and leaves released ones out', () => {
    const roles = [role('a', 'confirmed', -5), role('b', 'asked', 5), role('c', 'asked', -5), role('d', 'released', 5)];
    expect(rolesInOrder(roles, now).map((one) => one.role)).toEqual(['c', 'b', 'a']);
  });
  it('counts what is there of what is asked', () => {
    const sums = sumsOf(board([task('a', 'done', -9), task('b', 'open', -1), task('c', 'dropped'), task('d', 'waiting')], [role('x', 'confirmed', 1), role('y', 'asked', 1), role('z', 'released', 1)]), now);
    expect(sums).toEqual({ roles: 2, roles_there: 1, tasks: 3, tasks_done: 1, tasks_late: 1 });
  });
  it('knows the next state of a resource', () => {
    expect(resourceStates.map(nextState)).toEqual(['asked', 'on_the_way', 'ready', 'in_use', 'withdrawn', undefined]);
  });
});

describe('a drill’s clock', () => {
  const drill = { mark_real: at(0), mark_virtual: '2026-06-01T00:00:00Z', speed: 60, ended_virtual: null } as unknown as Drill;
  it('runs as many times as fast from its mark on', () => {
    expect(drillNow(drill, now)).toBe(Date.parse('2026-06-01T00:00:00Z'));
    expect(drillNow(drill, now + 10_000)).toBe(Date.parse('2026-06-01T00:10:00Z'));
    expect(drillNow(drill, now - 10_000), 'never backwards').toBe(Date.parse('2026-06-01T00:00:00Z'));
  });
  it('stands still when it has ended', () => {
    expect(drillNow({ ...drill, ended_virtual: '2026-06-01T01:00:00Z' }, now + 99_000)).toBe(Date.parse('2026-06-01T01:00:00Z'));
  });
  it('is offered no speed the server refuses', () => {
    const limits = JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8')).components.schemas.DrillSpeedInput.properties.speed;
    for (const speed of speeds) expect(speed >= limits.minimum && speed <= limits.maximum, String(speed)).toBe(true);
  });
});

describe('activating', () => {
  const plan = {
    roles: [{ code: 'chief', levels: ['red', 'blue'] }, { code: 'care', levels: ['red'] }],
    tasks: [{ code: 'then', levels: ['red', 'blue'], after: 'first' }, { code: 'first', levels: ['red', 'blue'], after: '' }, { code: 'more', levels: ['red'], after: '' }],
  } as unknown as Plan;
  it('shows what a level asks for, what begins at once before what waits', () => {
    const will = atLevel(plan, 'blue');
    expect(will.roles.map((one) => one.code)).toEqual(['chief']);
    expect(will.tasks.map((one) => one.code)).toEqual(['first', 'then']);
    expect(atLevel(plan, 'red').tasks).toHaveLength(3);
  });
  it('offers plans that name the incident’s type or the type above it', () => {
    const plans = [{ plan: 'flood', incident_types: ['flood'] }, { plan: 'fire', incident_types: ['fire', 'building_fire'] }] as unknown as PlanBrief[];
    expect(fitting(plans, ['building_fire', 'fire']).map((one) => one.plan)).toEqual(['fire']);
    expect(fitting(plans, ['', ''])).toEqual([]);
  });
});

describe('addresses of plans', () => {
  const id = '01a20480-ccbe-7344-9ade-aadfde2ffa8f', other = '01a20480-d152-715d-ae0d-703f8c2a386b';
  const route = (hash: string) => addressOf(hash).route;
  it('lead where they say', () => {
    expect(route('#/plans')).toEqual({ page: 'now' });
    expect(route(`#/plans/${id}`)).toEqual({ page: 'board', id });
    expect(route('#/plans/types/flood')).toEqual({ page: 'type', plan: 'flood' });
    expect(addressOf(`#/plans/activate/flood?incident=${id}`).query.get('incident')).toBe(id);
    expect(route('#/drills/begin?plan=flood')).toEqual({ page: 'begin_drill' });
    expect(route(`#/drills/${id}`)).toEqual({ page: 'drill', drill: id });
    expect(route(`#/drills/${id}/${other}`)).toEqual({ page: 'drill_board', drill: id, id: other });
    expect(route(`#/drills/${id}/report`)).toEqual({ page: 'drill_report', drill: id });
  });
  it('never lead from a drill to the town’s board', () => {
    for (const path of ['', '/report', '/activate', `/${other}`]) expect(route(`#/drills/${id}${path}`).page).toMatch(/^drill/);
  });
  it('are theirs only', () => {
    expect(isPlans('#/plans?x=1') && isPlans('#/drills/begin')).toBe(true);
    expect(isPlans('#/planstand') || isPlans('#/matters')).toBe(false);
    expect(route('#/plans/%E0%A4%A').page).toBe('now');
  });
});

describe('the burden of forms', () => {
  const kind = (name: string, forms: number, seconds: number | null, fields: number): KindBurden =>
    ({ kind: name, forms, seconds, fields, taps: fields * 2 }) as unknown as KindBurden;
  const kinds = [kind('a', 2, null, 9), kind('b', 5, 60, 3), kind('c', 0, 600, 5)];
  it('is ordered by what is asked, the unknown last', () => {
    expect(kindsInOrder(kinds, 'forms').map((one) => one.kind)).toEqual(['b', 'a', 'c']);
    expect(kindsInOrder(kinds, 'seconds').map((one) => one.kind)).toEqual(['c', 'b', 'a']);
    expect(kindsInOrder(kinds, 'fields').map((one) => one.kind)).toEqual(['a', 'c', 'b']);
  });
  it('does not call unknown time no time', () => {
    expect(hoursOf(kinds[0]!)).toBeNull();
    expect(hoursOf(kind('d', 120, 60, 1))).toBe(2);
  });
  it('lists posts in the order of the town, never by how much they did', () => {
    const desk = (desk_path: string, name: string, forms: number) => ({ desk_path, desk_name: '', role: name, forms, days: 2 });
    const shown = desksInOrder([desk('/2/', 'office', 900), desk('/1/', 'office', 1), desk('/1/', 'grid_worker', 50)]);
    expect(shown.map((one) => one.forms)).toEqual([50, 1, 900]);
    expect(shown.map(perDay).map(oneDigit)).toEqual(['25', '0.5', '450']);
    expect(perDay({ ...shown[0]!, days: 0 })).toBe(0);
  });
  it('gathers unread fields by kind', () => {
    const field = (of: string, name: string) => ({ kind: of, kind_name: { zh: of, en: of }, field: name, name: { zh: name, en: name } });
    expect(byKind([field('a', '1'), field('b', '1'), field('b', '2')]).map((one) => [one.kind, one.fields.length])).toEqual([['b', 2], ['a', 1]]);
  });
});

describe('a refused catalogue', () => {
  it('is told fault by fault with file and line', () => {
    const detail = '/srv/town/catalogue/kinds/fire_hazard.yaml:77: step accept goes to nowhere; did you mean closed? Name a stage of this kind.; /srv/town/catalogue/clocks.yaml:3: no law is cited. Cite one.; and 4 more';
    expect(faultsOf(detail)).toEqual([
      { file: 'kinds/fire_hazard.yaml', line: 77, text: 'step accept goes to nowhere; did you mean closed? Name a stage of this kind.' },
      { file: 'clocks.yaml', line: 3, text: 'no law is cited. Cite one.; and 4 more' },
    ]);
  });
  it('is told in Chinese too, where the server has words', () => {
    const detail = '/srv/catalogue/kinds/a.yaml:7: there is no stage x. Name one. （没有这个阶段：改正名称）; /srv/catalogue/lists.yaml:1: no file. Put it there. （读不到：放回原处）; and 2 more';
    expect(faultsOf(detail)).toEqual([
      { file: 'kinds/a.yaml', line: 7, text: 'there is no stage x. Name one.', zh: '没有这个阶段：改正名称' },
      { file: 'lists.yaml', line: 1, text: 'no file. Put it there.; and 2 more', zh: '读不到：放回原处' },
    ]);
  });
  it('is shown whole when it names no file', () => { expect(faultsOf('the folder cannot be read')).toEqual([]); });
});

describe('words of plans', () => {
  it('are there in both languages for every state and level the server has', () => {
    const header = readFileSync(join(root, 'src/jobs/plan/activation.h'), 'utf8') + readFileSync(join(root, 'src/jobs/plan/plan_type.h'), 'utf8');
    const choices = (name: string): string[] => [...(new RegExp(`${name}\\[\\] = \\{([\\s\\S]*?)\\};`).exec(header)?.[1] ?? '').matchAll(/\{"(\w+)"/g)].map((match) => match[1]!);
    expect(choices('task_state_choices').sort()).toEqual(Object.keys(taskStates).sort());
    expect(choices('level_choices').sort()).toEqual(Object.keys(levelNames).sort());
    expect(choices('resource_state_choices').sort()).toEqual([...resourceStates].sort());
    for (const key of [...Object.values(taskStates), ...Object.values(levelNames)]) expect(zh[key] && en[key]).toBeTruthy();
  });
  it('name every refusal of the server', () => {
    const folder = join(root, 'src/jobs/plan'), source = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const codes = new Set([...source.matchAll(/\.code = "(\w+)"/g), ...source.matchAll(/conflict\("(\w+)"/g)].map((match) => match[1]!));
    // Those that name a field are told with the field.
    for (const code of ['bad_input', 'missing_field']) codes.delete(code);
    const words = readFileSync(join(root, 'web/console/src/plan/words.ts'), 'utf8');
    expect(codes.size).toBeGreaterThan(10);
    for (const code of codes) expect(words, code).toContain(`${code}: 'planwhy.`);
  });
});
