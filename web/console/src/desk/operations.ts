import type { Assignment, AssignmentStatus, Incident, Recommendation } from '@shouwang/shared/api';
import { ApiError, get, newKey, post } from '../lib/api.ts';
import { toSend } from '../lib/candidates.ts';
import { wallTime } from '../lib/format.ts';
import { board } from '../live/board.svelte.ts';
import { notices } from '../parts/notices.svelte.ts';
import { t } from '../text/text.svelte.ts';
import { desk } from './desk.svelte.ts';

// Computes a recommendation now; the desk shows it when it comes.
export async function recommend(incident_id: string): Promise<Recommendation | undefined> {
  desk.computing = incident_id;
  try {
    const recommendation = await post<Recommendation>(`/api/incidents/${incident_id}/recommendations`, {}, { key: newKey() });
    desk.keepRecommendation(recommendation);
    return recommendation;
  } catch (failure) {
    notices.fail(failure);
    return undefined;
  } finally {
    if (desk.computing === incident_id) desk.computing = undefined;
  }
}

// The last stored recommendation of an incident, or a new one when there is none yet.
export async function recommendationOf(incident: Incident): Promise<void> {
  if (desk.recommendations.has(incident.id)) return;
  if (!incident.recommendation_id) { if (incident.state === 'new') await recommend(incident.id); return; }
  try {
    desk.keepRecommendation(await get<Recommendation>(`/api/incidents/${incident.id}/recommendation`));
  } catch (failure) { notices.fail(failure); }
}

const nameOf = (unit_id: string): string => board.units.get(unit_id)?.name
  ?? desk.recommendation?.candidates.find((one) => one.unit_id === unit_id)?.unit_name ?? unit_id;

interface Sending { incident: Incident; unit_id: string; recommendation_id?: string; reason?: string }

// Sends one unit. Answers 'sent', 'taken' (somebody was faster: told who and when) or 'failed'.
async function sendOne({ incident, unit_id, recommendation_id, reason }: Sending): Promise<'sent' | 'taken' | 'failed'> {
  const body = { unit_id, ...(recommendation_id ? { recommendation_id } : {}), ...(reason ? { reason } : {}) };
  const key = newKey();
  for (let attempt = 0; ; attempt++) {
    try {
      const assignment = await post<Assignment>(`/api/incidents/${incident.id}/assignments`, body, { key, timeout_ms: 8_000 });
      board.takeAssignment(assignment);
      notices.say('ok', t('send.sent', { unit: assignment.unit_name, number: incident.number }));
      return 'sent';
    } catch (failure) {
      // No answer: the same key again, so that the unit is sent once whether or not the first try arrived.
      if (failure instanceof ApiError && failure.unanswered && attempt < 3) continue;
      if (failure instanceof ApiError && failure.status === 409 && failure.problem.taken_at) {
        const { taken_by_name, taken_by, taken_at, incident_number } = failure.problem;
        notices.say('warn', t('send.taken', {
          unit: nameOf(unit_id), by: taken_by_name || taken_by || '—', at: wallTime(taken_at, board.offset_min), number: incident_number || '—',
        }));
        return 'taken';
      }
      notices.fail(failure);
      return 'failed';
    }
  }
}

// The one key: sends every unit the recommendation has chosen and this incident does not have yet.
export async function sendChosen(): Promise<void> {
  const incident = desk.incident, recommendation = desk.recommendation;
  if (!incident || !recommendation || desk.sending || desk.computing === incident.id) return;
  const units = toSend(recommendation, incident);
  if (units.length === 0) { notices.say('info', t('send.nothing')); return; }
  desk.sending = true;
  try {
    let taken = false;
    for (const unit_id of units) taken = (await sendOne({ incident, unit_id, recommendation_id: recommendation.id })) === 'taken' || taken;
    if (taken) { desk.unfolded = incident.id; await recommend(incident.id); }
  } finally { desk.sending = false; }
}

export async function sendOther(incident: Incident, unit_id: string, reason: string): Promise<void> {
  desk.sending = true;
  try {
    const recommendation_id = desk.recommendations.get(incident.id)?.id;
    const outcome = await sendOne({ incident, unit_id, reason, ...(recommendation_id ? { recommendation_id } : {}) });
    if (outcome === 'taken') await recommend(incident.id);
  } finally { desk.sending = false; }
}

export async function setStatus(assignment: Assignment, status: AssignmentStatus): Promise<void> {
  try {
    const got = await post<Assignment>(`/api/assignments/${assignment.id}/status`, { status }, { key: newKey() });
    if (got?.id) board.takeAssignment(got);
    await refresh(assignment.incident_id);
  } catch (failure) { notices.fail(failure); }
}

// One change of an incident (note, cancel, close, reopen, merge); afterwards the record is read again.
export async function change(incident_id: string, what: string, body: Record<string, unknown>): Promise<boolean> {
  try {
    await post(`/api/incidents/${incident_id}/${what}`, body, { key: newKey() });
    await refresh(incident_id);
    return true;
  } catch (failure) { notices.fail(failure); return false; }
}

export async function transfer(assignment: Assignment, unit_id: string, reason: string): Promise<void> {
  try {
    await post(`/api/assignments/${assignment.id}/transfer`, { unit_id, reason }, { key: newKey() });
    notices.say('ok', t('send.transferred', { from: assignment.unit_name, to: nameOf(unit_id) }));
  } catch (failure) { notices.fail(failure); }
  await refresh(assignment.incident_id);
}

export async function refresh(incident_id: string): Promise<void> {
  const incident = await get<Incident>(`/api/incidents/${incident_id}`).catch(() => undefined);
  if (incident) board.takeIncident(incident);
}
