// Records of emergency plans, as matter.ts gives those of matters: names are the server's, times RFC 3339 UTC, positions WGS-84.
import type { Both, Position } from './api.ts';

export type PlanLevel = 'red' | 'orange' | 'yellow' | 'blue';
export interface Authority { role: string; level: string }
export interface PlanLevelRule { code: PlanLevel; name: Both; when: Both; activated_by: Authority[] }
export interface PlanBrief {
  plan: string; name: Both; sentence: Both; edition: number; version: string; requirement: string[]; incident_types: string[]; levels: PlanLevelRule[];
}
export interface PlanRole { code: string; name: Both; held_by: string[]; units: string[]; level: string | null; levels: PlanLevel[]; confirm_s: number }
export interface PlanTask {
  code: string; name: Both; hint: Both; role: string; levels: PlanLevel[]; after: string; within_s: number; confirmed_by: string; needs_note: boolean;
}
export type ResourceKind = 'kit' | 'place' | 'other';
export interface PlanResource { code: string; name: Both; kind: ResourceKind; of: string; at_least: number }
export interface Plan extends PlanBrief { roles: PlanRole[]; tasks: PlanTask[]; resources: PlanResource[] }

export interface Activation {
  id: string; number: string; plan: string; plan_name: Both; plan_version: string; level: PlanLevel; level_name: Both; level_since: string;
  area_id: string; area_path: string; area_name: string; place_id?: string | null; position?: Position | null; incident_id: string;
  reported_at?: string | null; reason: string; activated_at: string; activated_by: string; activated_name: string;
  stood_down_at?: string | null; stood_down_by: string; stood_down_name: string; end_report: string;
  report_matter_id?: string | null; review_matter_id?: string | null; updated_at: string; version: number;
  roles_asked: number; roles_confirmed: number; tasks_open: number; tasks_done: number; tasks_overdue: number;
}
export interface ActivationRole {
  role: string; name: Both; held_by: string[]; units: string[]; state: 'asked' | 'confirmed' | 'released'; asked_at: string; due_at: string;
  confirmed_at?: string | null; confirmed_by: string; confirmed_name: string; unit_id?: string | null; unit_name: string; overdue_at?: string | null;
  overdue: boolean; may_confirm: boolean;
}
export type TaskState = 'waiting' | 'open' | 'started' | 'reported' | 'done' | 'refused' | 'dropped';
export interface ActivationTask {
  task: string; name: Both; hint: Both; role: string; after: string; confirming: string; needs_note: boolean; state: TaskState;
  opened_at?: string | null; due_at?: string | null; started_at?: string | null; started_by: string; started_name: string;
  done_at?: string | null; done_by: string; done_name: string; confirmed_at?: string | null; confirmed_by: string; confirmed_name: string;
  note: string; reason: string; overdue_at?: string | null; overdue: boolean; may_act: boolean; may_confirm: boolean;
}
export type ResourceState = 'needed' | 'asked' | 'on_the_way' | 'ready' | 'in_use' | 'withdrawn';
export interface ActivationResource {
  id: string; code: string; kind: ResourceKind; place_id?: string | null; kit_item_id?: string | null; name: string; count: number;
  position?: Position | null; state: ResourceState; note: string; updated_at: string; updated_by: string; updated_name: string;
}
export interface ActivationLine { id: string; at: string; kind: string; code: string; by: string; by_name: string; text: Both; note: string }
export interface LevelChoice { level: PlanLevel; name: Both; when: Both; may_set: boolean }
export interface CommandBoard {
  activation: Activation; levels: LevelChoice[]; roles: ActivationRole[]; tasks: ActivationTask[]; resources: ActivationResource[];
  escalated: { kind: 'role' | 'task'; code: string; name: Both; why: 'overdue' | 'refused'; since: string }[];
  log: ActivationLine[]; may_stand_down: boolean; as_of: string; drill?: boolean; watermark?: string;
}
export interface Drill {
  id: string; plan: string; plan_name: Both; plan_version: string; title: string; area_id: string; area_name: string; speed: number; starts_at: string;
  started_at: string; started_by: string; started_name: string; mark_real: string; mark_virtual: string; ended_at?: string | null;
  ended_virtual?: string | null; ended_by: string; ended_name: string; summary: string; now: string;
}
export interface DrillFigures {
  activation: Activation; roles: number; roles_confirmed: number; roles_late: number; tasks: number; tasks_done: number; tasks_late: number;
  tasks_refused: number; tasks_not_done: number; all_roles_after_s?: number | null; role_rows: ActivationRole[]; task_rows: ActivationTask[]; log: ActivationLine[];
}
export interface DrillReport { of: Drill; activations: DrillFigures[]; as_of: string }
