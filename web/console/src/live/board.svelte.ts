import type { Assignment, Closure, Incident, IncidentType, KeptPlace, Place, Recommendation, Replay, Unit } from '@shouwang/shared/api';
import { ApiError, get, hooks, listAll } from '../lib/api.ts';
import type { Right } from '../lib/permissions.ts';
import { queueOf, isOpen } from '../lib/queue.ts';
import { session } from '../lib/session.svelte.ts';
import { hint, newClock, serverNow, setTo } from './clock.ts';
import { heard, lost, newLink, told, viewOf, type Health } from './link.ts';
import { mergeAssignment, mergeIncident, mergeUnit, newer, reportsOf, unitOf } from './merge.ts';
import type { ServerEvent } from './sse.ts';
import { Stream } from './stream.ts';
import { stateOrder, unknownHeading, UnitField, type UnitsMessage } from './unit_field.ts';
import { most_told, UnitFeed } from './unit_feed.ts';
import type { View } from '../map/detail.ts';

// What an account may not read (an administrator has no business with incidents) is an empty list to its page, and not asked for.
async function allowed<T>(right: Right, list: () => Promise<T[]>): Promise<T[]> {
  if (!session.may(right)) return [];
  return list().catch((failure: unknown) => {
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
  units_seen = $state(0);           // grows once a second when records of units changed: lists follow this
  feed_age_s = $state<number>();    // seconds since the line of positions last spoke
  loaded = $state(false);
  failed = $state.raw<unknown>();
  // Records of units, without reactivity; where they are stands in `field`. The map reads both once per frame, lists
  // once per second.
  units = new Map<string, Unit>();
  readonly field = new UnitField();
  readonly feed = new UnitFeed({ units: (message) => this.takeFeed(message), signedOut: () => this.onSignedOut() });
  onUnits: () => void = () => {};
  onNewIncident: (incident: Incident) => void = () => {};
  onRecommendation: (recommendation: Recommendation) => void = () => {};
  onTimeline: (incident_id: string) => void = () => {};
  onSignedOut: () => void = () => {};
  onMatter: (matter_id: string | undefined) => void = () => {}; // nothing: all may be different
  onActivation: (activation_id: string | undefined) => void = () => {};

  private line = newLink(Date.now());
  private clock = newClock(Date.now());
  private stream: Stream | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private unitsDirty = false;
  private ids = new Map<number, string>();      // unit ids by the number the stream of positions calls them by
  private numbers = new Map<string, number>();
  private frame = 0;
  private later: ReturnType<typeof setTimeout> | undefined;
  private drawn_ms = 0;
  private reload: ReturnType<typeof setTimeout> | undefined;

  get offset_min(): number { return this.place?.utc_offset_min ?? 480; }
  get open(): Incident[] { return [...this.incidents.values()].filter(isOpen); }
  queue(words: string): ReturnType<typeof queueOf> { return queueOf(this.incidents.values(), words); }
  unit(id: string): Unit | undefined { void this.units_seen; return this.units.get(id); }
  unitOf(number: number): Unit | undefined { const id = this.ids.get(number); return id === undefined ? undefined : this.units.get(id); }
  numberOf(id: string): number | undefined { return this.numbers.get(id); }
  // A unit's record with its newest place; the record alone may be minutes behind.
  placed(id: string): Unit | undefined {
    const unit = this.units.get(id), number = this.numbers.get(id);
    const fix = number === undefined ? undefined : this.field.fix(number);
    if (!unit || !fix) return unit;
    const heading_deg = fix.heading === unknownHeading ? unit.heading_deg ?? null : fix.heading;
    return { ...unit, position: { lon: fix.lon, lat: fix.lat }, position_at: new Date(fix.at_ms).toISOString(), heading_deg };
  }
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
    this.feed.stop();
    this.feed_age_s = undefined;
  }

  async loadAll(): Promise<void> {
    try {
      this.place = await get<Place>('/api/place');
      const [types, incidents, units, closures] = await Promise.all([
        get<{ items: IncidentType[] }>('/api/incident-types').then((page) => page.items), allowed('incidents', () => listAll<Incident>('/api/incidents?state=open')),
        allowed('units', () => listAll<Unit>('/api/units', 20_000)), allowed('closures', () => get<{ items: Closure[] }>('/api/closures').then((page) => page.items)),
      ]);
      this.types = types;
      this.replaceIncidents(incidents);
      const known = this.units;
      this.units = new Map(units.map((unit) => [unit.id, mergeUnit(known.get(unit.id), unit)]));
      for (const unit of this.units.values()) this.placeUnit(unit);
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
    if (unit && newer(known, got)) this.keepUnit(unitOf(unit, got));
    if (!incident) return;
    const merged = mergeAssignment(incident, got);
    if (merged !== incident) this.incidents = new Map(this.incidents).set(incident.id, merged);
    this.onTimeline(got.incident_id);
  }

  takeUnit(got: Unit): void { this.keepUnit(mergeUnit(this.units.get(got.id), got)); }

  private keepUnit(unit: Unit): void {
    this.units.set(unit.id, unit);
    this.placeUnit(unit);
    this.touchUnits();
  }
  // Brings a record's state and place into the field; a place the field knows better stays.
  private placeUnit(unit: Unit): void {
    let number = unit.number ?? this.numbers.get(unit.id);
    if (number === undefined) number = 1_000_000_000 + this.numbers.size; // a server that gives units no numbers
    this.ids.set(number, unit.id);
    this.numbers.set(unit.id, number);
    if (unit.position && unit.position_at && unit.on_shift) {
      const fix = { ...unit.position, at_ms: Date.parse(unit.position_at), state: stateOrder.indexOf(unit.state), heading: unit.heading_deg ?? unknownHeading };
      this.field.put(number, fix, !this.feed.heard);
    } else if (!unit.on_shift) this.field.drop(number);
    this.field.setState(number, unit.state);
  }
  // A town's units are followed all of them, a large fleet's only where the map looks.
  look(seen: View, zoom: number): void { if (this.units.size <= most_told) this.feed.everywhere(); else this.feed.look(seen, zoom); }
  // Whether the stream speaks of this unit now; if not, its age says when it was last looked at, not how silent it is.
  follows(id: string): boolean { return !this.feed.heard || this.field.isShown(this.numbers.get(id) ?? -1) || this.units.size <= most_told; }
  private takeFeed(message: UnitsMessage): void {
    for (const row of message.names ?? []) {
      const [number, id] = row as [number, string];
      const old = this.numbers.get(id);
      if (!Number.isInteger(number) || typeof id !== 'string' || old === number) continue;
      if (old !== undefined) { this.field.renumber(old, number); this.ids.delete(old); }
      this.ids.set(number, id);
      this.numbers.set(id, number);
    }
    this.field.take(message);
    this.redraw();
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
    if (event.event === 'reset') { this.stream?.forget(); this.onMatter(undefined); this.onActivation(undefined); void this.loadAll(); return; }
    if (typeof data !== 'object' || data === null) return;
    if (event.event === 'incident') this.takeIncident(data as Incident);
    else if (event.event === 'assignment') this.takeAssignment(data as Assignment);
    else if (event.event === 'unit') this.takeUnit(data as Unit);
    else if (event.event === 'closure') this.takeClosure(data as Closure);
    else if (event.event === 'recommendation') this.onRecommendation(data as Recommendation);
    else if (event.event === 'matter') this.onMatter(String((data as { id?: unknown }).id ?? ''));
    else if (event.event === 'activation') this.onActivation(String((data as { id?: unknown }).id ?? ''));
    else if (event.event === 'positions') this.takePositions(data);
    else if (event.event === 'status') this.takeStatus(data as Record<string, unknown>);
  }

  private takePositions(data: unknown): void {
    for (const { unit_id, position, at, heading_deg } of reportsOf(data)) {
      const number = this.numbers.get(unit_id), unit = this.units.get(unit_id);
      if (number === undefined || !unit) continue;
      this.field.put(number, { ...position, at_ms: Date.parse(at), state: stateOrder.indexOf(unit.state), heading: heading_deg ?? unknownHeading }, !this.feed.heard);
    }
    this.redraw();
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
    this.redraw();
  }
  private redraw(): void {
    if (this.frame || this.later) return;
    // One redraw per frame however many reports came, of many units five a second; a hidden page gets none until it is
    // looked at again.
    const wait = this.field.count > 300 ? this.drawn_ms + 200 - performance.now() : 0;
    const draw = (): void => { this.later = undefined; this.frame = requestAnimationFrame(() => { this.frame = 0; this.drawn_ms = performance.now(); this.onUnits(); }); };
    if (wait > 0) this.later = setTimeout(draw, wait);
    else draw();
  }

  private tick(): void {
    this.now_ms = this.serverNow();
    if (this.unitsDirty) { this.unitsDirty = false; this.units_seen++; }
    const age_s = this.feed.age_s(Date.now());
    this.feed_age_s = age_s === undefined ? undefined : Math.floor(age_s);
    this.showLink();
  }

  private showLink(): void {
    const view = viewOf(this.line, Date.now());
    const old = this.link;
    if (view.kind !== old.kind || view.silent_s !== old.silent_s || view.troubled.join() !== old.troubled.join()) this.link = view;
  }
}

export const board = new Board();
