import type { ClockState, EvidenceKind } from '@shouwang/shared/matter';
import type { TextKey } from '../text/catalogue.ts';

// The codes of the server and what the pages say for them.

// Refusals of a step or an act (src/engines/matter/*_rules.cc).
export const whyNot: Record<string, TextKey> = {
  ended: 'why.ended', not_your_step: 'why.not_your_step', waits_for_ruling: 'why.waits_for_ruling', waits_for_answer: 'why.waits_for_answer',
  not_now: 'why.not_now', too_often: 'why.too_often', own_work: 'why.own_work', needs_other_signer: 'why.needs_other_signer',
  no_such_step: 'why.no_such_step', missing_field: 'why.missing_field', check_failed: 'why.check_failed', missing_evidence: 'why.missing_evidence',
  bad_input: 'why.bad_input', taken: 'why.taken', not_your_matter: 'why.not_your_matter', no_such_desk: 'why.no_such_desk',
  same_desk: 'why.same_desk', ruled: 'why.ruled', nothing_to_rule: 'why.nothing_to_rule', asked_too_often: 'why.asked_too_often',
  nothing_asked: 'why.nothing_asked', too_many_desks: 'why.too_many_desks', not_listed: 'why.not_listed', listed_already: 'why.listed_already',
  nothing_to_receive: 'why.nothing_to_receive', not_ended: 'why.not_ended', merged: 'why.merged', cannot_merge: 'why.cannot_merge',
  clock_not_running: 'why.clock_not_running', clock_not_paused: 'why.clock_not_paused', clock_ran_out: 'why.clock_ran_out',
  no_such_pause: 'why.no_such_pause', receipt_awaited: 'why.receipt_awaited', evidence_used: 'why.evidence_used', asked_by_you: 'why.asked_by_you', paused_too_often: 'why.paused_too_often', not_your_work: 'why.not_your_work',
  no_newer_edition: 'why.no_newer_edition', no_such_stage: 'why.no_such_stage', changed_meanwhile: 'why.changed_meanwhile',
  too_many: 'why.too_many', is_listed: 'why.is_listed', off_by_step: 'why.off_by_step', joined_above: 'why.joined_above',
};

export const roleWords: Record<string, TextKey> = {
  dispatcher: 'role.dispatcher', commander: 'role.commander', patrol_leader: 'role.patrol_leader', field_officer: 'role.field_officer',
  grid_worker: 'role.grid_worker', mediator: 'role.mediator', inspector: 'role.inspector', office: 'role.office', supervisor: 'role.supervisor',
  key_site: 'role.key_site', partner: 'role.partner',
};

export const levelWords: Record<string, TextKey> = {
  province: 'level.province', city: 'level.city', county: 'level.county', township: 'level.township', village: 'level.village', grid: 'level.grid', district: 'level.district',
};

export const clockStates: Record<ClockState, TextKey> = {
  running: 'clock.running', paused: 'clock.paused', met: 'clock.met', missed: 'clock.missed', dropped: 'clock.dropped',
};

export const linkWords: Record<string, { to: TextKey; from: TextKey }> = {
  opened: { to: 'link.opened_to', from: 'link.opened_from' }, split: { to: 'link.split_to', from: 'link.split_from' },
  merged: { to: 'link.merged_to', from: 'link.merged_from' }, related: { to: 'link.related', from: 'link.related' },
};

export const evidenceKinds: Record<EvidenceKind, TextKey> = { photo: 'evidence.photo', document: 'evidence.document', any: 'evidence.any' };
// What the file chooser offers; the server looks at the bytes.
export const acceptOf: Record<EvidenceKind, string> = {
  photo: 'image/jpeg,image/png,image/webp', document: '.pdf,.docx,.xlsx,.txt', any: 'image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.txt',
};

// Kinds of the catalogue by what they are about: groups a person looks in.
export const groups: { name: string; text: TextKey; requirements: readonly string[] }[] = [
  { name: 'disputes', text: 'group.disputes', requirements: ['D1', 'D2', 'G8', 'C11', 'D12', 'D14'] },
  { name: 'hazards', text: 'group.hazards', requirements: ['D4', 'C2', 'D5', 'D10'] },
  { name: 'inspections', text: 'group.inspections', requirements: ['D6', 'D11', 'E1', 'E2', 'E3', 'E4', 'F5'] },
  { name: 'incidents', text: 'group.incidents', requirements: ['B3', 'B4', 'D7', 'D8'] },
  { name: 'areas', text: 'group.areas', requirements: ['D3', 'B7', 'A10', 'D9'] },
  { name: 'duties', text: 'group.duties', requirements: ['A6', 'A7', 'A8', 'D13', 'G5'] },
];
export function groupOf(requirement: readonly string[]): string {
  return groups.find((group) => group.requirements.includes(requirement[0] ?? ''))?.name ?? 'other';
}

// The sign before a line of the timeline.
const signs: Record<string, string> = {
  opened: '●', step: '✓', signed: '✎', signatures_dropped: '✕', clock: '◷', listed: '⚑', unlisted: '⚐', note: '…', asked: '?', answered: '↩',
  referred: '→', returned: '←', ruled: '§', reopened: '↻', again: '↻', paused: '‖', resumed: '▸', evidence: '＋', evidence_removed: '－', taken: '◉',
  put_back: '○', leader: '★', joint: '＋', unjoined: '－', took_in: '⇇', linked: '∞', merged: '⇉', split: '⇶', received: '✓', parties_read: '◎', parties_sealed: '▣', parties_destroyed: '▢',
};
export const signOf = (kind: string): string => signs[kind] ?? '·';
