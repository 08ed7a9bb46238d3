import type { Page } from '@shouwang/shared/api';
import type { Kind, Matter, MatterView } from '@shouwang/shared/matter';
import { areaChoices } from '../admin/roles.ts';
import { call, get, newKey, query } from '../lib/api.ts';
import { asking, type AskField, type Question } from '../parts/ask.svelte.ts';
import { notices } from '../parts/notices.svelte.ts';
import { pick, t } from '../text/text.svelte.ts';
import { actOn, askAndAct, tellFailure } from './act.ts';
import { kindNow } from './kinds.svelte.ts';
import { levelWords } from './words.ts';

// The acts beside the steps: each asks what it must know and answers the matter as it then is.
export interface Act { view: MatterView; kind: Kind; code: string; detail: string }
type Doing = (act: Act) => Promise<MatterView | undefined>;

const reason = (required = true): AskField => ({ name: 'reason', label: t('step.reason'), kind: 'area', required });
const levels = (codes: string[]): { value: string; label: string }[] => codes.map((code) => ({ value: code, label: levelWords[code] ? t(levelWords[code]!) : code }));

const asked = ({ view }: Act, path: string, question: Question): Promise<MatterView | undefined> => askAndAct(view, path, question);

const text: (title: string, path: string, confirm: string, body?: string) => Doing = (title, path, confirm, body) => (act) =>
  asked(act, path, { title, ...(body ? { body } : {}), confirm, fields: [{ name: 'text', label: t('ask.note_text'), kind: 'area', required: true }] });

async function leader(act: Act): Promise<MatterView | undefined> {
  let people: { id: string; name: string }[];
  try { people = (await get<Page<{ id: string; name: string }>>(`/api/matters/${act.view.matter.id}/leaders`)).items; } catch (failure) { tellFailure(failure); return undefined; }
  return asked(act, 'leader', { title: t('act.leader'), body: t('act.leader_body'), confirm: t('act.leader'),
    fields: [{ name: 'account_id', label: t('act.leader_who'), kind: 'choice', required: true, value: act.view.matter.leader ?? people[0]?.id ?? '', options: people.map((one) => ({ value: one.id, label: one.name })) }] });
}

async function joint(act: Act): Promise<MatterView | undefined> {
  const areas = await areaChoices().catch(() => []);
  return asked(act, 'desks', { title: t('act.joint'), body: t('act.joint_body'), confirm: t('act.joint'), fields: [{ name: 'area_id', label: t('where.area'), kind: 'choice', required: true, deliberate: true, options: areas.map((one) => ({ value: one.id, label: one.name })) }] });
}

async function unjoin(act: Act): Promise<MatterView | undefined> {
  const name = act.view.joint.find((desk) => desk.area_id === act.detail)?.name ?? '';
  if (!(await asking.ask({ title: t('act.unjoin_title', { desk: name }), body: t('act.unjoin_body'), confirm: t('act.unjoin') }))) return act.view;
  try { return await call<MatterView>('DELETE', `/api/matters/${act.view.matter.id}/desks/${act.detail}`, { key: newKey() }); } catch (failure) { tellFailure(failure); return undefined; }
}

// Another matter by its number or words of its title: chosen from what was found.
async function another(act: Act, filter: Record<string, string>, title: string, body: string): Promise<string | undefined> {
  const found = await get<Page<Matter>>(query('/api/matters', { ...filter, limit: 100 })).catch((failure: unknown) => { tellFailure(failure); return undefined; });
  const others = found?.items.filter((one) => one.id !== act.view.matter.id) ?? [];
  if (!found) return undefined;
  if (others.length === 0) { notices.say('info', t('act.no_other')); return undefined; }
  const answer = await asking.ask({ title, body, confirm: title, fields: [{ name: 'id', label: t('act.which'), kind: 'choice', required: true, deliberate: true, options: others.map((one) => ({ value: one.id, label: [one.number, one.title, one.place_name || one.area_name].filter(Boolean).join(' · ') })) }] });
  return answer?.id;
}

async function merge(act: Act): Promise<MatterView | undefined> {
  const id = await another(act, { kind: act.view.matter.kind, state: 'open' }, t('act.merge'), t('act.merge_body'));
  return id ? actOn(act.view, 'merge', { matter_id: id }) : act.view;
}

async function link(act: Act): Promise<MatterView | undefined> {
  const words = await asking.ask({ title: t('act.link'), body: t('act.link_body'), confirm: t('act.find'), fields: [{ name: 'q', label: t('act.link_words'), kind: 'text', required: true }] });
  if (!words?.q?.trim()) return act.view;
  const id = await another(act, { q: words.q.trim(), state: 'all' }, t('act.link'), '');
  return id ? actOn(act.view, 'links', { matter_id: id }) : act.view;
}

async function edition(act: Act): Promise<MatterView | undefined> {
  let next: Kind;
  try { next = await kindNow(act.view.matter.kind); } catch (failure) { tellFailure(failure); return undefined; }
  const open = next.stages.filter((stage) => !stage.ends);
  // It goes on where it stands; only where that stage is gone somebody says where, and why.
  const same = open.find((stage) => stage.code === act.view.matter.stage);
  if (same) return asked(act, 'edition', { title: t('act.edition'), body: t('act.edition_same', { stage: pick(same.name) }), confirm: t('act.edition') });
  return asked(act, 'edition', { title: t('act.edition'), body: t('act.edition_body'), confirm: t('act.edition'),
    fields: [{ name: 'code', label: t('act.edition_stage'), kind: 'choice', required: true, deliberate: true, options: open.map((stage) => ({ value: stage.code, label: pick(stage.name) })) }, reason()] });
}

function answerBody(view: MatterView): string { return view.lines.findLast((line) => line.kind === 'asked')?.reason ?? ''; }

const doings: Record<string, Doing> = {
  take: ({ view }) => actOn(view, 'take'),
  put_back: ({ view }) => actOn(view, 'put-back'),
  receive: ({ view, detail }) => actOn(view, 'receipts', { code: detail }),
  note: (act) => text(t('act.note'), 'notes', t('act.note'))(act),
  ask: (act) => text(t('act.ask'), 'ask', t('act.ask'), t('act.ask_body'))(act),
  answer: (act) => text(t('act.answer'), 'answer', t('act.answer'), answerBody(act.view))(act),
  refer: (act) => asked(act, 'refer', { title: t('act.refer'), body: t('act.refer_body'), confirm: t('act.refer'), fields: [{ name: 'level', label: t('act.level'), kind: 'choice', required: true, deliberate: true, options: levels(act.view.refer_to) }, reason()] }),
  give_back: (act) => asked(act, 'return', { title: t('act.give_back'), body: t('act.give_back_body'), confirm: t('act.give_back'), fields: [reason()] }),
  rule: (act) => asked(act, 'rule', { title: t('act.rule'), body: t('act.rule_body'), confirm: t('act.rule'), fields: [{ name: 'level', label: t('act.level'), kind: 'choice', required: true, options: levels(act.view.refer_to.length ? act.view.refer_to : ['village', 'township', 'county']) }, reason()] }),
  leader, joint, unjoin, merge, link, edition,
  list: (act) => {
    const title = t(act.view.matter.listed_at ? 'act.list_day' : 'act.list');
    return asked(act, 'listing', { title, body: t('act.list_body'), confirm: title, fields: [reason(), { name: 'until', label: t('act.list_until'), kind: 'date', required: !!act.view.matter.listed_at }] });
  },
  unlist: (act) => asked(act, 'unlisting', { title: t('act.unlist'), confirm: t('act.unlist'), fields: [reason()] }),
  reopen: (act) => asked(act, 'reopen', { title: t('act.reopen'), body: t('act.reopen_body'), confirm: t('act.reopen'), fields: [reason()] }),
};

export async function doAct(act: Act): Promise<MatterView | undefined> {
  return doings[act.code]?.(act);
}
