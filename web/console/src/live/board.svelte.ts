import type { Assignment, Closure, Incident, IncidentType, KeptPlace, Place, Recommendation, Replay, Unit } from '@shouwang/shared/api';
import { ApiError, get, hooks, listAll } from '../lib/api.ts';
import { queueOf, isOpen } from '../lib/queue.ts';
import { hint, newClock, serverNow, setTo } from './clock.ts';
import { heard, lost, newLink, told, viewOf, type Health } from './link.ts';
import { mergeAssignment, mergeIncident, mergeUnit, movedUnit, newer, reportsOf, unitOf } from './merge.ts';
import type { ServerEvent } from './sse.ts';
import { Stream } from './stream.ts';

// What an account may not read (an administrator has no business with incidents) is an empty list to its page.
async function allowed<T>(list: Promise<T[]>): Promise<T[]> {
  return list.catch((failure: unknown) => {
    if (failure instanceof ApiError && failure.status === 403) return [];
    throw failure;
  });
}

// The desk's picture of the town: one copy, fed by the first load and then by the stream of events.
class Board {
  place = $state.raw<Place>();
  types = $state.raw<IncidentType[]>([]);
  incidents = $state.raw<Map<string, Incident>>(new Map());
  closures = $state.raw<Map<string, Closure>>(new Map());
  places = $state.raw<KeptPlace[]>([]);
  replay = $state.raw<Replay>();
  now_ms = $state(Date.now());      // the server's time, once a second
  link = $state.raw(viewOf(newLink(Date.now()), Date.now()));
  units_seen = $state(0);           // grows once a second when units changed: lists follow this
  loaded = $state(false);
  failed = $state.raw<unknown>();
  // Units change hundreds of times a second; the map reads them once per frame, lists once per second.
  units = new Map<string, Unit>();
  onUnits: () => void = () => {};
  onNewIncident: (incident: Incident) => void = () => {};
  onRecommendation: (recommendation: Recommendation) => void = () => {};
  onTimeline: (incident_id: string) => void = () => {};
  onSignedOut: () => void = () => {};

  private line = newLink(Date.now());
  private clock = newClock(Date.now());
  private stream: Stream | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private unitsDirty = false;
  private frame = 0;
  private reload: ReturnType<typeof setTimeout> | undefined;

  get offset_min(): number { return this.place?.utc_offset_min ?? 480; }
  get open(): Incident[] { return [...this.incidents.values()].filter(isOpen); }
  queue(words: string): ReturnType<typeof queueOf> { return queueOf(this.incidents.values(), words); }
  unit(id: string): Unit | undefined { void this.units_seen; return this.units.get(id); }
  serverNow(): number { return serverNow(this.clock, Date.now()); }

  async start(): Promise<void> {
    this.stop();
    this.line = newLink(Date.now());
    hooks.serverTime = (server_ms, sent_ms, got_ms) => {
      if (this.place?.mode !== 'replay') this.clock = hint(this.clock, server_ms, sent_ms, got_ms);
    };
    // The stream is opened first: what happens while the lists load is heard, and the higher version wins.
    this.stream = new Stream('/api/events', {
      event: (event) => this.take(event),
      word: () => { this.line = heard(this.line, Date.now()); this.showLink(); },
      lost: () => { this.line = lost(this.line); this.showLink(); },
      signedOut: () => this.onSignedOut(),
    });
    this.ticker = setInterval(() => this.tick(), 1_000);
    await this.loadAll();
  }

  stop(): void {
    this.stream?.stop();
    this.stream = undefined;
    clearInterval(this.ticker);
    clearTimeout(this.reload);
  }

  async loadAll(): Promise<void> {
    try {
      this.place = await get<Place>('/api/place');
      const [types, incidents, units, closures] = await Promise.all([
        allowed(get<{ items: IncidentType[] }>('/api/incident-types').then((page) => page.items)), allowed(listAll<Incident>('/api/incidents?state=open')),
        allowed(listAll<Unit>('/api/units')), allowed(get<{ items: Closure[] }>('/api/closures').then((page) => page.items)),
      ]);
      this.types = types;
      this.replaceIncidents(incidents);
      const known = this.units;
      this.units = new Map(units.map((unit) => [unit.id, mergeUnit(known.get(unit.id), unit)]));
      this.closures = new Map(closures.map((closure) => [closure.id, closure]));
      this.touchUnits();
      this.failed = undefined;
      this.loaded = true;
      void listAll<KeptPlace>('/api/places', 2000).then((places) => { this.places = places; }, () => {});
      if (this.place.mode === 'replay') await this.loadReplay();
    } catch (failure) {
      this.failed = failure;
      clearTimeout(this.reload);
      if (this.stream) this.reload = setTimeout(() => void this.loadAll(), 3_000);
    }
  }

  async loadReplay(): Promise<void> {
    const replay = await get<Replay>('/api/replay').catch(() => undefined);
    if (replay) this.takeReplay(replay);
  }

  takeReplay(replay: Replay): void {
    this.replay = replay;
    const at = Date.parse(replay.virtual_now);
    if (Number.isFinite(at)) this.clock = setTo(at, Date.now(), replay.paused ? 0 : replay.speed);
    this.now_ms = this.serverNow();
  }

  takeIncident(got: Incident): void {
    const known = this.incidents.get(got.id);
    const merged = mergeIncident(known, got);
    if (merged === known) return;
    this.incidents = new Map(this.incidents).set(got.id, merged);
    if (!known && got.state === 'new' && this.loaded) this.onNewIncident(merged);
    this.onTimeline(got.id);
  }

  takeAssignment(got: Assignment): void {
    const incident = this.incidents.get(got.incident_id);
    const known = incident?.assignments.find((one) => one.id === got.id);
    const unit = this.units.get(got.unit_id);
    if (unit && newer(known, got)) { this.units.set(unit.id, unitOf(unit, got)); this.touchUnits(); }
    if (!incident) return;
    const merged = mergeAssignment(incident, got);
    if (merged !== incident) this.incidents = new Map(this.incidents).set(incident.id, merged);
    this.onTimeline(got.incident_id);
  }

  takeUnit(got: Unit): void {
    this.units.set(got.id, mergeUnit(this.units.get(got.id), got));
    this.touchUnits();
  }

  takeClosure(got: Closure): void {
    const closures = new Map(this.closures);
    const over = got.removed_at || (got.until && Date.parse(got.until) <= this.serverNow());
    if (over) closures.delete(got.id);
    else if (newer(closures.get(got.id), got)) closures.set(got.id, got);
    this.closures = closures;
  }
  dropClosure(id: string): void {
    const closures = new Map(this.closures);
    closures.delete(id);
    this.closures = closures;
  }

  private replaceIncidents(open: Incident[]): void {
    const fresh = new Map(open.map((incident) => [incident.id, mergeIncident(this.incidents.get(incident.id), incident)]));
    // Those no longer open stay readable when they were on the desk, but only as what they now are.
    for (const [id, incident] of this.incidents) if (!fresh.has(id) && !isOpen(incident)) fresh.set(id, incident);
    this.incidents = fresh;
  }

  private take(event: ServerEvent): void {
    let data: unknown;
    try { data = JSON.parse(event.data); } catch { data = undefined; }
    if (event.event === 'reset') { this.stream?.forget(); void this.loadAll(); return; }
    if (typeof data !== 'object' || data === null) return;
    if (event.event === 'incident') this.takeIncident(data as Incident);
    else if (event.event === 'assignment') this.takeAssignment(data as Assignment);
    else if (event.event === 'unit') this.takeUnit(data as Unit);
    else if (event.event === 'closure') this.takeClosure(data as Closure);
    else if (event.event === 'recommendation') this.onRecommendation(data as Recommendation);
    else if (event.event === 'positions') this.takePositions(data);
    else if (event.event === 'status') this.takeStatus(data as Record<string, unknown>);
  }

  private takePositions(data: unknown): void {
    for (const report of reportsOf(data)) {
      const unit = this.units.get(report.unit_id);
      if (unit) this.units.set(unit.id, movedUnit(unit, report));
    }
    this.touchUnits();
  }

  private takeStatus(status: { now?: unknown; status?: unknown; parts?: unknown; replay?: unknown }): void {
    const parts = (Array.isArray(status.parts) ? status.parts : []) as { name: string; status: Health }[];
    const troubled = parts.filter((part) => part.status !== 'ok').map((part) => part.name);
    const overall = (status.status as Health | undefined) ?? (troubled.length ? 'degraded' : 'ok');
    this.line = told(this.line, overall, troubled);
    if (status.replay) this.takeReplay(status.replay as Replay);
    else if (this.place?.mode === 'replay') void this.loadReplay();
    else {
      const now = Date.parse(String(status.now));
      if (Number.isFinite(now)) this.clock = setTo(now, Date.now());
    }
    this.showLink();
  }

  private touchUnits(): void {
    this.unitsDirty = true;
    if (this.frame) return;
    // One redraw per frame however many reports came; a hidden page gets none until it is looked at again.
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.onUnits(); });
  }

  private tick(): void {
    this.now_ms = this.serverNow();
    if (this.unitsDirty) { this.unitsDirty = false; this.units_seen++; }
    this.showLink();
  }

  private showLink(): void {
    const view = viewOf(this.line, Date.now());
    const old = this.link;
    if (view.kind !== old.kind || view.silent_s !== old.silent_s || view.troubled.join() !== old.troubled.join()) this.link = view;
  }
}

export const board = new Board();
