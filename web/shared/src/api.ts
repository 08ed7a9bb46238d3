// The records that cross the wire between the server and a page, as the HTTP contract names them.
// Field names are the server's (snake_case). Times are RFC 3339 UTC text, positions WGS-84, ages and durations
// seconds, distances metres. `npm run generate --workspace shared` writes openapi.ts beside this file from
// api/openapi.json; this file then only gives those generated schemas their short names.

export type Lang = 'zh' | 'en';
export type Both = { zh: string; en: string };
export type Position = { lon: number; lat: number };

export interface Problem {
  type?: string; title?: string; status: number; detail?: string; instance?: string;
  code?: string; remedy?: string; request_id?: string;
  errors?: { pointer: string; code: string; detail: string }[];
  // Members of single problems: who holds the unit, until when an account is locked.
  taken_by?: string; taken_by_name?: string; taken_at?: string; incident_number?: string;
  locked_until?: string; [member: string]: unknown;
}

export interface Page<T> { items: T[]; next?: string | null }

export interface Session {
  account: { id: string; name: string; display_name: string; language?: Lang | null; must_change_password?: boolean };
  permissions: string[];
  scopes: string[];
  idle_timeout_s: number;
  expires_at: string;
}

export interface Place {
  name: string; title: Both; center: Position; bounds: [number, number, number, number]; zoom: number;
  utc_offset_min: number; sources: { title: string; licence: string; url?: string; note?: string }[];
  invented: (Both | string)[]; has_tiles: boolean; mode: 'live' | 'replay';
}

export interface IncidentType {
  code: string; parent?: string | null; name: Both; priority: 1 | 2 | 3 | 4; needs: string[]; units: number; jqlb?: string;
}

export type IncidentState = 'new' | 'dispatched' | 'on_scene' | 'cleared' | 'closed' | 'cancelled' | 'merged';
export type AssignmentStatus = 'assigned' | 'accepted' | 'en_route' | 'on_scene' | 'cleared' | 'released';

export interface Assignment {
  id: string; incident_id: string; unit_id: string; unit_name: string; status: AssignmentStatus; epoch: number;
  assigned_at: string; assigned_by?: string | null; assigned_by_name?: string | null; reason?: string | null; accepted_at?: string | null; en_route_at?: string | null;
  on_scene_at?: string | null; cleared_at?: string | null; released_at?: string | null; eta_s?: number | null;
  recommendation_id?: string | null; version: number | string;
}

export interface Incident {
  id: string; number: string; type: string; type_name: Both; priority: number; state: IncidentState;
  location: Position; outside?: boolean; address?: string | null; crossing?: string | null; area_id?: string | null; area_name?: string | null;
  description?: string | null; source?: string | null; reported_at: string; answered_at?: string | null;
  created_at: string; created_by?: string | null; updated_at: string; closed_at?: string | null;
  result?: string | null; merged_into?: string | null; reopened_count: number; has_caller: boolean; caller_expires_at?: string | null;
  assignments: Assignment[]; recommendation_id?: string | null; version: number | string;
}

export interface NewIncident {
  type: string; priority?: number; location: Position; allow_outside?: boolean; address?: string; crossing?: string; description?: string;
  source?: string; caller?: { name?: string; phone?: string; note?: string };
  reported_at?: string; occurred_at?: string; duplicate_of?: string;
}

export interface Caller { name?: string | null; phone?: string | null; note?: string | null; expires_at?: string | null }
export interface TimelineEntry {
  at: string; kind: string; by?: string | null; by_name?: string | null; detail?: Record<string, unknown> | null; text: Both;
}
export interface Duplicate {
  incident: Incident; distance_m: number; age_s: number; same_type: boolean; score: number; reason: string | Both;
}

export type Verdict = 'chosen' | 'backup' | 'slower' | 'busy' | 'off_shift' | 'lacks_capability' | 'unreachable'
  | 'position_stale' | 'position_unknown' | 'not_responsible';

export interface Candidate {
  unit_id: string; unit_name: string; state: UnitState; eta_s: number | null; drive_s?: number | null;
  turnout_s?: number | null; distance_m: number | null; straight_line_rank?: number | null; road_rank?: number | null;
  // A unit whose search was cut short: it drives longer than this, how much longer nobody computed.
  at_least_s?: number | null;
  responsible: boolean; verdict: Verdict; reason: Both; position_age_s?: number | null;
  cover_loss?: { share_before: number; share_after: number; areas: string[] } | null;
}

// The units of a large fleet that have no line of their own, by the reason they share.
export interface CandidateGroup { verdict: Verdict; reason: Both; at_least_s?: number | null; unit_ids: string[] }

export interface Recommendation {
  id: string; incident_id: string; computed_at: string; rule: string; chosen: string[]; explanation: Both;
  candidates: Candidate[]; others?: CandidateGroup[]; needed?: number; missing_capabilities?: string[];
  cover?: { within_s: number; share_before: number; share_after: number } | null;
  closures_epoch?: number; graph_id?: string; inputs_sha256?: string; compute_us?: number;
}

export type UnitState = 'available' | 'assigned' | 'en_route' | 'on_scene' | 'returning' | 'off_shift';

export interface Unit {
  // What the stream of positions calls it; a server of the first milestone gives none.
  number?: number;
  id: string; name: string; kind: 'car' | 'motorcycle' | 'foot'; force?: string | null; station_id?: string | null;
  station_name?: string | null; area_id?: string | null; area_name?: string | null; capabilities: string[];
  on_shift: boolean; state: UnitState; position?: Position | null; position_at?: string | null;
  position_age_s?: number | null; speed_mps?: number | null; heading_deg?: number | null;
  incident_id?: string | null; invented?: boolean; version?: number | string;
}

export interface UnitPosition {
  unit_id: string; position: Position; at: string; speed_mps?: number | null; heading_deg?: number | null;
}

export interface GeocodeHit {
  kind: 'road' | 'crossing' | 'place' | 'area' | 'coordinate'; name: string; detail?: string | null;
  remark?: string | null; position: Position; score?: number;
}
export interface ReverseGeocode {
  road?: string | null; crossing?: string | null; place?: string | null; area_id?: string | null;
  area_name?: string | null; distance_m?: number | null;
}

export interface Closure {
  id: string; position?: Position | null; radius_m?: number | null; way_ids?: number[] | null;
  line?: Position[] | null; reason: string; from: string; until?: string | null; arcs?: number; removed_at?: string | null;
  created_by?: string | null; version?: number | string;
}
export interface NewClosure { line?: Position[]; position?: Position; radius_m?: number; reason: string; until: string }

export interface Route {
  duration_s: number; distance_m: number; geometry: [number, number][];
  steps: { road: string; distance_m: number; duration_s: number }[];
}
export interface KeptPlace {
  id: string; kind: string; name: string; position: Position; area_id?: string | null; source?: string | null;
}
export interface Replay {
  mode: string; speed: number; paused: boolean; virtual_now: string; calls_done: number; calls_total: number;
}
export interface HealthPart { name: string; status: 'ok' | 'degraded' | 'down'; detail?: string | null; since?: string | null }
export interface Health { status: 'ok' | 'degraded' | 'down'; parts: HealthPart[] }

export interface Role { code: string; name?: Both | string; administrator?: boolean; permissions?: string[] }
export interface Grant { role: string; area_id?: string | null }
export interface Account {
  id: string; name: string; display_name: string; language?: Lang | null; disabled?: boolean;
  must_change_password?: boolean; locked_until?: string | null; last_login_at?: string | null; grants: Grant[];
  initial_password?: string | null; // only in the answer that made it
  version?: number | string;
}
export interface Token {
  id: string; name: string; account_id?: string; account_name?: string; created_at?: string;
  expires_at?: string | null; last_used_at?: string | null; token?: string;
}
export interface JournalEntry {
  seq: number; at: string; account?: string | null; account_name?: string | null; operation: string;
  subject_kind?: string | null; subject?: string | null; detail?: unknown; remote?: string | null;
}
