// Records of matters, as api.ts gives those of dispatch: names are the server's, times RFC 3339 UTC, positions WGS-84.
import type { Both, Position } from './api.ts';

export type FieldType = 'text' | 'long_text' | 'choice' | 'choices' | 'whole' | 'number' | 'money' | 'yes_no' | 'day' | 'time' | 'place' | 'area' | 'unit' | 'force';
export interface Choice { code: string; name: Both }
export interface MatterField {
  field: string; name: Both; help: Both; type: FieldType; choices: Choice[]; minimum: number; maximum: number; max_length: number; used_in: string[];
}
export interface KindBrief {
  kind: string; name: Both; sentence: Both; edition: string; requirement: string[]; opened_by: string[]; incident_types: string[];
}
export interface Kind {
  kind: string; name: Both; sentence: Both; edition: string; fields: MatterField[]; asks: string[]; takes: string[]; opened_by: string[];
  stages: Stage[]; results: Choice[]; party_roles: Choice[]; party_readers?: Both[]; parties_keep?: Both;
  // What it is about, and which moments beside the report its clocks begin with: event, known.
  subject?: string; moments?: string[]; evidence?: Choice[]; receipts?: Choice[];
  // What its fields go into, and the indicators it counts in.
  outputs: Choice[]; counts_in: Choice[];
}
export type FieldValue = string | number | boolean | string[] | null;
export type FieldValues = Record<string, FieldValue>;

export interface Matter {
  id: string; number: string; kind: string; kind_name: Both; kind_version: string; stage: string; stage_name: Both; stage_since: string;
  title: string; title_name?: Both; brief?: string; area_id: string; area_path: string; area_name: string; desk_path: string; desk_name: string;
  place_id?: string | null; place_name?: string | null; position?: Position | null; subject_kind: string; subject_id: string;
  fields: FieldValues; reported_at: string; event_at?: string | null; known_at?: string | null; opened_by: string;
  handler?: string | null; handler_name?: string | null; leader?: string | null; leader_name?: string | null;
  handing: 'none' | 'asked' | 'ruling'; referred_from?: string | null; bounces: number; ruled: boolean; asked: number;
  listed_at?: string | null; listed_path?: string | null; escalated_path?: string | null; escalated_at?: string | null;
  due_at?: string | null; due_clock: string; provisional: boolean; round: number; reopened_at?: string | null;
  ended_at?: string | null; result: string; merged_into?: string | null; created_at: string; updated_at: string; version: number;
}
export interface Stage { code: string; name: Both; ends: boolean; ahead?: boolean }
export type ClockState = 'running' | 'paused' | 'met' | 'missed' | 'dropped';
export interface MatterClock {
  code: string; name: Both; state: ClockState; owner_name: Both; started_at: string; due_at: string; overdue: boolean; provisional: boolean;
  citation: string; paused_at?: string | null; ended_at?: string | null; pauses: { code: string; zh: string; en: string }[];
}
export type EvidenceKind = 'photo' | 'document' | 'any';
export interface EvidenceNeed { code: string; name: Both; kind: EvidenceKind; at_least: number; there: number; or_next: boolean }
export interface Signature {
  step: string; account_id: string; account_name: string; role: string; signed_at: string; content: { fields?: FieldValues; reason?: string };
}
export interface Step {
  code: string; name: Both; allowed: boolean; why_not: string; who: string[]; needs: string[]; anew: string[]; may: string[]; evidence: EvidenceNeed[];
  reason: boolean; signers: number; signatures: Signature[]; to: string; result_name: Both;
}
export interface MatterLine {
  id: string; at: string; kind: string; code: string; round: number; by: string; by_name: string; text: Both; reason: string;
  detail: { from?: string; to?: string; fields?: FieldValues; signed?: { account: string; name: string; role: string }[]; [member: string]: unknown };
}
export interface Evidence {
  id: string; code: string; kind: 'photo' | 'document'; file_id: string; name: string; round: number; added_at: string; added_by: string; added_name: string; relied_on?: boolean;
}
export interface Receipt {
  serial: number; code: string; role: string; desk_path: string; asked_at: string; received_at?: string | null; received_name: string;
}
export interface MatterLink { matter_id: string; number: string; title: string; kind: string; direction: 'to' | 'from'; open: boolean }
export interface MatterView {
  matter: Matter; result_name: Both; stages: Stage[]; clocks: MatterClock[]; steps: Step[]; acts: string[]; refer_to: string[];
  file_set: EvidenceNeed[]; files: Evidence[]; may_see_files: boolean; receipts: Receipt[]; links: MatterLink[]; joint: { area_id: string; name: string }[]; lines: MatterLine[];
  has_parties: boolean; may_read_parties: boolean; parties_expire_at?: string | null; newer_edition: boolean; as_of: string;
}
export interface Party { role: string; name: string; phone?: string | null; address?: string | null; note?: string | null }
export interface PartyList { parties: Party[]; expires_at?: string | null }

export type InboxTab = 'today' | 'overdue' | 'mine' | 'led' | 'area' | 'sign' | 'escalated' | 'listed';
export type InboxCounts = Record<InboxTab, number> & { most: number; as_of: string };
export interface BoardColumn { stage: string; name: Both; count: number; overdue: number; items: Matter[] }
export interface MatterBoard { columns: BoardColumn[]; as_of: string }
export interface MatterDraft {
  kind: string; fields: FieldValues; area_id?: string; place_id?: string; position?: Position; event_at?: string; known_at?: string;
  incident_id?: string; parties?: Party[]; seconds?: number;
}
export interface SentFile { id: string; name?: string }
