import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Kind, KindBrief, Matter, MatterField, MatterView } from '@shouwang/shared/matter';
import { en, zh } from '../src/text/catalogue.ts';
import { enMatter } from '../src/text/en_matter.ts';
import { enMatterWords } from '../src/text/en_matter_words.ts';
import { fill } from '../src/text/fill.ts';
import { zhMatter } from '../src/text/zh_matter.ts';
import { zhMatterWords } from '../src/text/zh_matter_words.ts';
import { FormTime } from '../src/lib/form_time.ts';
import { KeptForms } from '../src/lib/kept_form.ts';
import { chooseAll, doAll, stillThere, toggle } from '../src/matter/bulk.ts';
import { dueOf, lastMoment } from '../src/matter/due.ts';
import { faultsOf, faultsOfAnswer, fieldsOf, fromWall, numberOf, toSend, toWall, typedOf } from '../src/matter/fields.ts';
import { fitting } from '../src/matter/fitting.ts';
import { addressOf, isOurs, withQuery } from '../src/matter/paths.ts';
import { since } from '../src/matter/since.ts';
import { pathOf } from '../src/matter/stepper.ts';
import { isSaid, nowhere, whereSent } from '../src/matter/where.ts';
import { groupOf, groups, roleWords, whyNot } from '../src/matter/words.ts';

const root = join(import.meta.dirname, '../../..');
const both = { zh: '甲', en: 'a' };
const field = (name: string, type: MatterField['type'], more: Partial<MatterField> = {}): MatterField =>
  ({ field: name, name: both, help: { zh: '', en: '' }, type, choices: [], minimum: 0, maximum: 1000, max_length: 10, used_in: [], ...more });
const matter = (id: string, kind = 'fire_hazard', stage = 'reported'): Matter => ({ id, kind, stage, number: `N-${id}`, title: id, version: 1 }) as Matter;

describe('due words', () => {
  const now = Date.parse('2026-03-02T02:00:00Z'); // 10:00 in a town eight hours ahead
  const said = (due: string): string => { const one = dueOf(due, now, 480); return `${one.state} ${fill(zh[one.text], one.values)}`; };
  it('tells what is left and what is over in whole units, never more time than there is', () => {
    expect(said('2026-03-05T16:00:00Z')).toBe('far 还剩3天');
    expect(said('2026-03-04T16:00:00Z')).toBe('near 还剩2天');
    expect(said('2026-03-02T05:30:00Z')).toBe('today 还剩3小时');
    expect(said('2026-03-02T02:00:30Z')).toBe('today 还剩1分钟');
    expect(said('2026-03-02T02:00:00Z')).toBe('over 超期1分钟');
    expect(said('2026-03-01T22:59:00Z')).toBe('over 超期3小时');
    expect(said('2026-02-27T02:00:00Z')).toBe('over 超期3天');
  });
  it('counts a deadline at midnight to the day that ends there', () => {
    expect(dueOf('2026-03-02T16:00:00Z', now, 480).state).toBe('today');
    expect(lastMoment('2026-03-02T16:00:00Z', 480)).toBe('2026-03-02');
    expect(lastMoment('2026-03-02T09:30:00Z', 480)).toBe('2026-03-02 17:30');
  });
  it('says so when there is no deadline', () => { expect(dueOf(null, now, 480).state).toBe('none'); });
});

describe('forms of the catalogue', () => {
  const fields = [field('what', 'text'), field('why', 'long_text', { max_length: 200 }), field('how_many', 'whole', { minimum: 2, maximum: 9 }),
    field('cost', 'money', { maximum: 1e9 }), field('day', 'day'), field('at', 'time'), field('sure', 'yes_no'), field('some', 'choices')];
  it('finds what the server would refuse, before it is sent', () => {
    expect(Object.keys(faultsOf(fields, ['what', 'sure', 'some'], { what: ' ', some: [] })).sort()).toEqual(['some', 'sure', 'what']);
    expect(faultsOf(fields, [], { what: '一二三四五六七八九十百' }).what?.text).toBe('wrong.too_long');
    expect(faultsOf(fields, [], { what: '😀😀😀😀😀😀😀😀😀😀' })).toEqual({});
    expect(faultsOf(fields, [], { how_many: '1' }).how_many?.text).toBe('wrong.range');
    expect(faultsOf(fields, [], { how_many: '2.5' }).how_many?.text).toBe('wrong.whole');
    expect(faultsOf(fields, [], { how_many: 'two' }).how_many?.text).toBe('wrong.number');
    expect(faultsOf(fields, [], { cost: '0.005' }).cost?.text).toBe('wrong.cents');
    expect(faultsOf(fields, [], { day: '3.2' }).day?.text).toBe('wrong.day');
    expect(faultsOf(fields, ['sure'], { sure: false })).toEqual({});
  });
  it('reads numbers as people write them', () => {
    expect([numberOf('12,000'), numberOf('１２．５'), numberOf(' 3 '), numberOf('-4')]).toEqual([12000, 12.5, 3, -4]);
    for (const bad of ['', '1e5', '0x10', '1-2', '.']) expect(numberOf(bad), bad).toBeNaN();
  });
  it('sends what differs, as the types say, and null for what was emptied', () => {
    expect(toSend(fields, { what: ' a ', how_many: '3', sure: false, some: ['x'] })).toEqual({ what: 'a', how_many: 3, sure: false, some: ['x'] });
    expect(toSend(fields, { what: '', how_many: '3' }, { what: 'a', how_many: 3 })).toEqual({ what: null });
    expect(toSend(fields, typedOf(fields, { what: 'a', how_many: 3, sure: true }), { what: 'a', how_many: 3, sure: true })).toEqual({});
  });
  it('speaks the clock of the place, whatever the machine is set to', () => {
    expect(toWall('2026-03-02T02:00:00Z', 480)).toBe('2026-03-02T10:00');
    expect(fromWall('2026-03-02T10:00', 480)).toBe('2026-03-02T02:00:00.000Z');
  });
  it('lays the server’s faults beside their inputs and keeps the rest', () => {
    const told = [{ pointer: '/fields/what', code: 'missing', detail: 'x' }, { pointer: '/fields/day', code: 'check_failed', detail: '不早于 / Not before' },
      { pointer: '/reason', code: 'missing', detail: 'x' }, { pointer: '/evidence/photo', code: 'missing', detail: 'is needed' }, { pointer: '/fields/cost', code: 'brand_new', detail: 'odd' }];
    const { faults, rest } = faultsOfAnswer(told, 'zh');
    expect(faults.what).toEqual({ text: 'wrong.missing' });
    expect(faults.day?.values?.words).toBe('不早于');
    expect(faultsOfAnswer(told, 'en').faults.day?.values?.words).toBe('Not before');
    expect(faults.cost?.values?.words).toBe('odd');
    expect(faults.reason).toBeDefined();
    expect(rest.map((one) => one.pointer)).toEqual(['/evidence/photo']);
  });
  it('asks the fields in the order they are asked for and leaves out what the kind has not', () => {
    expect(fieldsOf({ fields } as unknown as Kind, ['day', 'gone', 'what']).map((one) => one.field)).toEqual(['day', 'what']);
  });
});

describe('one step for many', () => {
  const rows = [matter('a'), matter('b'), matter('c', 'dispute'), matter('d', 'fire_hazard', 'checking')];
  it('chooses rows of one kind and stage only', () => {
    const first = toggle(undefined, rows[0]!);
    expect(toggle(first, rows[2]!)).toBe(first);
    expect(toggle(first, rows[3]!)).toBe(first);
    expect(toggle(first, rows[1]!)?.ids).toEqual(['a', 'b']);
    expect(toggle(first, rows[0]!)).toBeUndefined();
    expect(chooseAll(undefined, rows)?.ids).toEqual(['a', 'b']);
    expect(chooseAll(toggle(undefined, rows[2]!), rows)?.ids).toEqual(['c']);
    expect(chooseAll(undefined, [])).toBeUndefined();
  });
  it('lets go of rows that left the list or the stage', () => {
    const chosen = chooseAll(undefined, rows);
    expect(stillThere(chosen, rows)).toBe(chosen);
    expect(stillThere(chosen, [rows[0]!, matter('b', 'fire_hazard', 'checking')])?.ids).toEqual(['a']);
    expect(stillThere(chosen, [])).toBeUndefined();
  });
  it('goes on after a failure and says which went through', async () => {
    const told: number[] = [];
    const outcomes = await doAll(rows, async (row) => (row.id === 'b' ? 'no' : undefined), (now) => told.push(now.length));
    expect(outcomes.map((one) => `${one.number} ${one.done} ${one.why}`)).toEqual(['N-a true ', 'N-b false no', 'N-c true ', 'N-d true ']);
    expect(told).toEqual([1, 2, 3, 4]);
  });
});

describe('words for codes', () => {
  it('has a sentence for every refusal the engine knows', () => {
    const folder = join(root, 'src/engines/matter');
    const codes = new Set<string>();
    for (const name of readdirSync(folder).filter((one) => /(_rules|_api|matter_work|matter_write)\.cc$/.test(one))) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const found of text.matchAll(/refusal\{\s*\.code = (?:only_missing \? )?"([a-z_]+)"/g)) codes.add(found[1]!);
      for (const found of text.matchAll(/problem\(409, "([a-z_]+)"/g)) codes.add(found[1]!);
    }
    expect(codes.size).toBeGreaterThan(25);
    expect([...codes].filter((code) => !whyNot[code])).toEqual([]);
  });
  it('has a name for every role of the catalogue', () => {
    const text = readFileSync(join(root, 'src/engines/matter/live_catalogue.cc'), 'utf8') + readFileSync(join(root, 'src/engines/matter/kind_roles.cc'), 'utf8');
    const roles = [...text.matchAll(/\{(?:\.code = )?"(grid_worker|mediator|inspector|office|supervisor|key_site|partner|dispatcher|commander|patrol_leader|field_officer)"/g)].map((found) => found[1]!);
    expect(roles.length).toBeGreaterThan(9);
    for (const role of roles) expect(roleWords[role], role).toBeDefined();
  });
  it('puts every kind of the catalogue into a group by what it is required for', () => {
    const folder = join(root, 'catalogue/kinds');
    const loose = readdirSync(folder).flatMap((name) => {
      const found = /^requirement: \[([A-Z0-9, ]+)\]/m.exec(readFileSync(join(folder, name), 'utf8'));
      return groupOf((found?.[1] ?? '').split(', ')) === 'other' ? [name] : [];
    });
    expect(loose).toEqual([]);
    expect(new Set(groups.map((one) => one.name)).size).toBe(groups.length);
  });
  it('has the same keys in both languages', () => {
    expect(Object.keys(enMatter).sort()).toEqual(Object.keys(zhMatter).sort());
    expect(Object.keys(enMatterWords).sort()).toEqual(Object.keys(zhMatterWords).sort());
    expect(Object.keys(en).length).toBe(Object.keys(zh).length);
  });
});

describe('addresses', () => {
  const id = '01a20422-96ec-7014-b01e-98922bb12d70';
  it('leads to pages, and an unknown one to the inbox', () => {
    expect(addressOf('#/matters').route).toEqual({ page: 'inbox', tab: 'area' });
    expect(addressOf('#/matters/overdue?kind=dispute')).toMatchObject({ route: { page: 'inbox', tab: 'overdue' } });
    expect(addressOf('#/matters/nonsense').route).toEqual({ page: 'inbox', tab: 'area' });
    expect(addressOf(`#/matters/${id}`).route).toEqual({ page: 'matter', id });
    expect(addressOf('#/matters/new/dispute?incident=1').query.get('incident')).toBe('1');
    expect(addressOf('#/matters/board/fire_hazard').route).toEqual({ page: 'board', kind: 'fire_hazard' });
    expect(addressOf(`#/places/${id}`).route).toEqual({ page: 'place', id });
    expect(addressOf('#/matters/%').route).toEqual({ page: 'inbox', tab: 'area' });
  });
  it('knows its own', () => {
    expect(['#/matters', '#/matters/x', '#/places', '#/matters?a=1'].every(isOurs)).toBe(true);
    expect(['', '#/', '#/duty', '#/mattersx'].some(isOurs)).toBe(false);
  });
  it('leaves out what is empty', () => { expect(withQuery('#/a', { x: '', y: '1 2', z: undefined })).toBe('#/a?y=1+2'); });
});

describe('a matter as it is shown', () => {
  const line = (id: string, from: string, round = 1, to = '') => ({ id, kind: 'step', round, detail: { from, to } });
  const view = (stage: string, lines: unknown[], more: Partial<Matter> = {}): MatterView => ({
    matter: { stage, round: 1, ...more }, lines, stages: [{ code: 'a', name: both, ends: false }, { code: 'b', name: both, ends: false }, { code: 'c', name: both, ends: true }],
  }) as unknown as MatterView;
  it('shows the way it went in this round', () => {
    expect(pathOf(view('b', [line('1', 'a')])).map((one) => one.state)).toEqual(['done', 'now', 'open']);
    expect(pathOf(view('a', [line('1', 'a'), line('2', 'b')], { round: 2 })).map((one) => one.state)).toEqual(['now', 'open', 'open']);
    expect(pathOf(view('a', [line('1', 'a', 1, 'b'), line('2', 'b', 1, 'a')])).map((one) => one.state)).toEqual(['now', 'open', 'open']); // sent back
    expect(pathOf(view('c', [line('1', 'a')], { ended_at: 'x' })).map((one) => one.code)).toEqual(['a', 'c']); // it never came to the one between
    const branch = { ...view('a', []), stages: [{ code: 'a', name: both, ends: false }, { code: 'b', name: both, ends: false, ahead: false }, { code: 'c', name: both, ends: true, ahead: true }] };
    expect(pathOf(branch).map((one) => one.code)).toEqual(['a', 'c']);
  });
  it('tells what was written after somebody looked', () => {
    expect(since(view('a', [line('1', 'a')]), view('b', [line('1', 'a'), line('2', 'b')])).map((one) => one.id)).toEqual(['2']);
  });
  it('sends a place rather than its point, and an area only when nothing else is known', () => {
    const at = { lon: 1, lat: 2 };
    expect(whereSent({ ...nowhere(), place_id: 'p', position: at, area_id: 'x' })).toEqual({ place_id: 'p' });
    expect(whereSent({ ...nowhere(), position: at })).toEqual({ position: at });
    expect(whereSent({ ...nowhere(), area_id: 'x' })).toEqual({ area_id: 'x' });
    expect([isSaid(nowhere()), isSaid({ ...nowhere(), position: at })]).toEqual([false, true]);
  });
  it('offers from an incident what the catalogue names for its type or the one above', () => {
    const kinds = [{ kind: 'x', incident_types: ['fire'] }, { kind: 'y', incident_types: ['theft'] }, { kind: 'z', incident_types: [] }] as unknown as KindBrief[];
    expect(fitting(kinds, ['building_fire', 'fire']).map((one) => one.kind)).toEqual(['x']);
    expect(fitting(kinds, ['', ''])).toEqual([]);
  });
});

describe('the time a form takes', () => {
  it('is that of the hands, not of a lunch', () => {
    const time = new FormTime(0);
    time.touch(10_000);
    time.touch(3_600_000);
    expect(time.seconds(3_605_000)).toBe(135);
    expect(time.seconds(3_605_000)).toBe(135);
    expect(new FormTime(5_000).seconds(0)).toBe(0);
  });
});

describe('forms kept on this machine', () => {
  const memory = () => {
    const all = new Map<string, string>();
    return { all, getItem: (name: string) => all.get(name) ?? null, setItem: (name: string, value: string) => { all.set(name, value); }, removeItem: (name: string) => { all.delete(name); }, get length() { return all.size; }, key: (index: number) => [...all.keys()][index] ?? null };
  };
  it('belong to one account, and are forgotten after two weeks', () => {
    const keep = memory(), mine = new KeptForms(keep, 'a'), other = new KeptForms(keep, 'b');
    expect(mine.save('new.dispute', { x: 1 }, 0)).toBe(true);
    expect(other.load('new.dispute', 0)).toBeUndefined();
    expect(mine.load('new.dispute', 13 * 86_400_000)).toEqual({ x: 1 });
    expect(mine.load('new.dispute', 15 * 86_400_000)).toBeUndefined();
    mine.sweep(15 * 86_400_000);
    expect(keep.all.size).toBe(0);
  });
  it('say when the disk refuses, and survive what is no form', () => {
    const keep = memory();
    expect(new KeptForms({ ...keep, setItem: () => { throw new Error('full'); } } as unknown as Storage, 'a').save('x', 1, 0)).toBe(false);
    keep.setItem('shouwang.form.a.x', 'nonsense');
    expect(new KeptForms(keep, 'a').load('x', 0)).toBeUndefined();
  });
});
