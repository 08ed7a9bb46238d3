import type { Incident } from '@shouwang/shared/api';
import { isOpen } from '../lib/queue.ts';
import { metresBetween } from '../lib/coordinates.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';
import { asking } from '../parts/ask.svelte.ts';
import { pick, t } from '../text/text.svelte.ts';
import { desk } from './desk.svelte.ts';
import { change, transfer } from './operations.ts';

export type Asked = 'note' | 'transfer' | 'merge' | 'close' | 'cancel' | 'reopen';

export function allowed(action: Asked, incident: Incident): boolean {
  const running = incident.assignments.some((one) => one.status !== 'released' && one.status !== 'cleared');
  if (action === 'note') return session.may('note') && incident.state !== 'merged';
  if (!session.may(action === 'transfer' ? 'dispatch' : 'call')) return false;
  if (action === 'reopen') return incident.state === 'closed' || incident.state === 'cancelled';
  if (!isOpen(incident)) return false;
  return action === 'transfer' ? running : true;
}

async function note(incident: Incident): Promise<void> {
  const answer = await asking.ask({
    title: t('ask.note'), confirm: t('action.note'), fields: [{ name: 'text', label: t('ask.note_text'), kind: 'area', required: true }],
  });
  if (answer) await change(incident.id, 'notes', { text: answer.text });
}

async function transferUnit(incident: Incident): Promise<void> {
  const assignment = desk.current;
  if (!assignment) return;
  const known = desk.recommendations.get(incident.id)?.candidates ?? [];
  const rank = new Map(known.map((one) => [one.unit_id, one.eta_s ?? Infinity]));
  const options = [...board.units.values()].filter((unit) => unit.on_shift && (unit.state === 'available' || unit.state === 'returning') && unit.id !== assignment.unit_id)
    .sort((a, b) => (rank.get(a.id) ?? Infinity) - (rank.get(b.id) ?? Infinity) || a.name.localeCompare(b.name, 'zh', { numeric: true }))
    .map((unit) => ({ value: unit.id, label: unit.station_name ? `${unit.name} · ${unit.station_name}` : unit.name }));
  const answer = await asking.ask({
    title: t('ask.transfer', { unit: assignment.unit_name }), confirm: t('action.transfer'),
    fields: [
      { name: 'unit_id', label: t('ask.transfer_to'), kind: 'choice', required: true, options },
      { name: 'reason', label: t('ask.reason'), kind: 'text', required: true },
    ],
  });
  if (answer?.unit_id) await transfer(assignment, answer.unit_id, answer.reason ?? '');
}

async function merge(incident: Incident): Promise<void> {
  // The likely twins first: nearest in place.
  const others = board.open.filter((one) => one.id !== incident.id)
    .map((one) => ({ one, metres: metresBetween(one.location, incident.location) })).sort((a, b) => a.metres - b.metres).slice(0, 30);
  const answer = await asking.ask({
    title: t('ask.merge', { number: incident.number }), body: t('ask.merge_body'), confirm: t('action.merge'), danger: true,
    fields: [{
      name: 'into', label: t('ask.merge_into'), kind: 'choice', required: true,
      options: others.map(({ one, metres }) => ({ value: one.id, label: `${one.number} · ${pick(one.type_name)} · ${Math.round(metres)} m` })),
    }],
  });
  if (answer?.into && await change(incident.id, 'merge', { into: answer.into })) desk.select(answer.into);
}

async function close(incident: Incident): Promise<void> {
  const options = [
    { value: 'handled', label: t('result.handled') }, { value: 'referred', label: t('result.referred') }, { value: 'unfounded', label: t('result.unfounded') },
    { value: 'false_alarm', label: t('result.false_alarm') }, { value: 'other', label: t('result.other') },
  ];
  const answer = await asking.ask({
    title: t('ask.close', { number: incident.number }), confirm: t('action.close'),
    fields: [{ name: 'result', label: t('ask.result'), kind: 'choice', required: true, options }, { name: 'note', label: t('ask.note_text'), kind: 'text' }],
  });
  if (answer) await change(incident.id, 'close', { result: answer.result, ...(answer.note?.trim() ? { note: answer.note.trim() } : {}) });
}

async function withReason(incident: Incident, what: 'cancel' | 'reopen'): Promise<void> {
  const answer = await asking.ask({
    title: what === 'cancel' ? t('ask.cancel', { number: incident.number }) : t('ask.reopen', { number: incident.number }),
    confirm: what === 'cancel' ? t('action.cancel') : t('action.reopen'), danger: what === 'cancel',
    fields: [{ name: 'reason', label: t('ask.reason'), kind: 'text', required: true }],
  });
  if (answer?.reason?.trim()) await change(incident.id, what, { reason: answer.reason.trim() });
}

export const questions: Record<Asked, (incident: Incident) => Promise<void>> = {
  note, transfer: transferUnit, merge, close,
  cancel: (incident) => withReason(incident, 'cancel'), reopen: (incident) => withReason(incident, 'reopen'),
};
