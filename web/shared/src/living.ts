// Records of the living picture (trails, rings, moments, duty, devices), as api.ts gives those of dispatch: names are the
// server's, times RFC 3339 UTC, positions WGS-84, durations seconds, distances metres.
import type { MultiPolygon, Polygon } from 'geojson';
import type { Assignment, Closure, Incident, Position, Unit } from './api.ts';

export interface TrailPoint { at: string; position: Position; speed_mps?: number | null; heading_deg?: number | null; late?: boolean }
export interface Gap { from: string; to: string }
export interface Trail { unit_id: string; points: TrailPoint[]; gaps: Gap[] }

export type RingKind = 'grid' | 'zone' | 'place' | 'corridor';
export interface Ring {
  id: string; kind: RingKind; name: string; area_id?: string | null; place_id?: string | null; radius_m?: number | null; line?: Position[] | null;
  width_m?: number | null; polygon?: Polygon | MultiPolygon | null; dwell_min_s?: number; version?: number | string;
  shape?: Polygon | MultiPolygon | null;   // as it is watched; only when one ring is read
}
export interface Visit {
  unit_id: string; unit_name?: string | null; ring_id: string; ring_name?: string | null; entered_at: string; left_at: string | null;
  ended_by: 'left' | 'gap' | 'off_shift' | null; dwell_s: number; unknown_s: number;
}

export interface Moment {
  at: string; known: 'then' | 'now'; units: Unit[]; incidents: Incident[]; assignments: Assignment[];
  posts: MomentPost[]; late: string[];
  positions?: { unit_id: string; position: Position; at: string; late?: boolean }[]; positions_from?: string; shifts?: Shift[]; closures?: Closure[];
}
export interface MomentPost { id: string; name: string; position?: Position | null; present?: number; minimum_strength?: number }

export interface Force {
  id: string; code: string; kind: string; name: string; name_en?: string; area_id?: string | null; area_name?: string | null; parent_id?: string | null;
  registered: number; invented?: boolean; ended_on?: string | null; version?: number | string;
}
export interface Training { subject: string; trained_on?: string | null; due_on?: string | null; trainer?: string | null }
export interface Member {
  id: string; code: string; name: string; role: string; force_id: string; force_name?: string | null; full_time?: boolean; post_id?: string | null;
  work_section?: string | null; trainings?: Training[] | null; joined_on?: string; left_on?: string | null; walk_up?: boolean; version?: number | string;
}
export interface Post {
  id: string; code: string; kind: string; name: string; position?: Position | null; area_id?: string | null; area_name?: string | null;
  force_id?: string | null; force_name?: string | null; kit_needed?: string[]; version?: number | string;
}
export type KitState = 'good' | 'damaged' | 'missing' | 'retired';
export interface KitItem {
  id: string; code: string; kind: string; force_id?: string | null; state: KitState; member_id?: string | null; member_name?: string | null;
  unit_id?: string | null; post_id?: string | null; held_since?: string | null; holder_name?: string; waiting?: boolean; note?: string; version?: number | string;
}
export type KitCondition = 'good' | 'damaged' | 'missing';
export interface KitMove {
  id?: string; item_id: string; item_code?: string; item_kind?: string; kind: 'issue' | 'return' | 'pass'; condition: KitCondition; note?: string;
  to_member_id?: string | null; to_unit_id?: string | null; to_post_id?: string | null;
}
// What the first side signs: to a member, a unit or a post, or (none of them) back to the store.
export interface KitLine { item_id: string; to_member_id?: string; to_unit_id?: string; to_post_id?: string; condition: KitCondition; note?: string }
export interface ShiftChange {
  id: string; unit_id?: string | null; post_id?: string | null; force_id?: string | null; name: string; ends_shift_id?: string | null;
  begins_shift_id?: string | null; state: 'waiting' | 'confirmed' | 'withdrawn'; note?: string; signed_at: string; signed_by: string;
  signed_by_name: string; signed_as: 'outgoing' | 'incoming'; confirmed_at?: string | null; confirmed_by_name?: string | null;
  moves: KitMove[]; version?: number | string;
}
// A lone worker's timer: somebody must say by `due_at` that all is well.
export interface CheckInTimer {
  unit_id: string; unit_name?: string; interval_s: number; last_at: string; due_at: string; overdue_at?: string | null; incident_id?: string | null; version?: number | string;
}
// One rule for one area, force or post. Unknown (no population, no staff number) is null, never 0.
export interface EstablishmentRow {
  rule_id: string; citation: string; text_zh: string; text_en: string; verify?: boolean; scope: 'area' | 'force' | 'post'; scope_id: string; scope_name: string;
  basis?: number | null; required?: number | null; registered: number; active_30d: number; gap?: number | null;
  owed_by: string; owed_by_id: string; owed_by_name: string;
}
export type ShiftWay = 'member' | 'roster' | 'desk' | 'walk_up' | 'import';
export interface ShiftMember { member_id: string; name: string; began_at?: string | null; ended_at?: string | null; began_how?: ShiftWay | null; ended_how?: ShiftWay | null }
export interface Shift {
  id: string; unit_id?: string | null; post_id?: string | null; force_id?: string | null; name: string; place?: string; minimum_strength: number;
  starts_at?: string | null; ends_at?: string | null; began_at?: string | null; ended_at?: string | null; automatic?: boolean; note?: string;
  members: ShiftMember[]; version?: number | string;
}
export interface RosterGap { post_id?: string | null; shift_id?: string | null; name: string; from: string; to: string; needed: number; there: number }
export interface RosterPresence { member_id: string; name: string; shift_id: string; shift_name: string; since: string }
export interface Roster {
  date: string; from: string; to: string; now: string; shifts: Shift[]; gaps: RosterGap[]; on_now: RosterPresence[]; short_now: number;
}

export interface Device {
  id: string; name: string; unit_id: string; unit_name?: string | null; protocols: string[]; last_heard_at?: string | null;
  accepted?: number; late?: number; duplicate?: number; off_shift?: number; refused?: { code: string; count: number }[] | null; key?: string | null; // the key only in the answer that made it
  version?: number | string;
}

export interface WrongCell { sheet?: string; row: number; column: string; heading?: string; value: string; code?: string; why: string }
export interface ImportAnswer {
  dry_run: boolean; rows: number; created: number; changed: number; unchanged?: number; skipped?: number; wrong: WrongCell[]; more_wrong?: number;
}
