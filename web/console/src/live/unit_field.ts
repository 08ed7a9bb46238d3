import type { UnitState } from '@shouwang/shared/api';

// The present places of all units as plain arrays: ten thousand may move every second, so there is no object a unit
// and nothing here is reactive. Whoever draws reads the arrays; lists ask for the few they show.
export const stateOrder: readonly UnitState[] = ['available', 'assigned', 'en_route', 'on_scene', 'returning', 'off_shift'];
export const offShift = stateOrder.indexOf('off_shift');

// A `units` event of GET /api/unit-stream: what changed since the last one. Rows of units are [number, lon×1e5, lat×1e5,
// age in seconds, state, heading in degrees or -1], of names [number, id, name, kind], of cells [lon×1e5, lat×1e5, count, available].
export interface UnitsMessage {
  now: string | number; full?: boolean; names?: unknown[]; units?: unknown[]; cells?: unknown[]; gone?: unknown[];
}
export interface Cell { lon: number; lat: number; count: number; by_state: number[] }
export interface Fix { lon: number; lat: number; at_ms: number; state: number; heading: number }

export const unknownHeading = -1;

const codeOf = (state: unknown): number => {
  if (typeof state === 'number') return Number.isInteger(state) && state >= 0 && state < stateOrder.length ? state : -1;
  return stateOrder.indexOf(state as UnitState);
};
const onEarth = (lon: number, lat: number): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

export class UnitField {
  count = 0;
  numbers = new Int32Array(256);
  lon = new Float64Array(256);
  lat = new Float64Array(256);
  at_ms = new Float64Array(256);      // the fix's own time by the server's clock
  state = new Uint8Array(256);
  heading = new Int16Array(256);      // degrees clockwise from north
  shown = new Uint8Array(256);        // 1: in the view the stream speaks of
  cells: Cell[] = [];
  refused = 0;                        // rows that were no fix; never a reason to stop
  private readonly slots = new Map<number, number>();

  slotOf(number: number): number | undefined { return this.slots.get(number); }

  fix(number: number): Fix | undefined {
    const at = this.slots.get(number);
    return at === undefined ? undefined
      : { lon: this.lon[at]!, lat: this.lat[at]!, at_ms: this.at_ms[at]!, state: this.state[at]!, heading: this.heading[at]! };
  }

  // Takes one fix; an older one than that known changes nothing. Answers whether it was taken.
  put(number: number, fix: Fix, shown = true): boolean {
    let at = this.slots.get(number);
    if (at === undefined) {
      if (this.count === this.numbers.length) this.grow();
      at = this.count++;
      this.slots.set(number, at);
      this.numbers[at] = number;
      this.shown[at] = 0;
    } else if (fix.at_ms < this.at_ms[at]!) return false;
    this.lon[at] = fix.lon;
    this.lat[at] = fix.lat;
    this.at_ms[at] = fix.at_ms;
    this.state[at] = fix.state;
    this.heading[at] = fix.heading;
    if (shown) this.shown[at] = 1;
    return true;
  }

  setState(number: number, state: UnitState): void {
    const at = this.slots.get(number);
    if (at !== undefined) this.state[at] = stateOrder.indexOf(state);
  }

  // The same unit by another number, from now on.
  renumber(from: number, to: number): void {
    const at = this.slots.get(from), fix = this.fix(from);
    if (at === undefined || !fix || from === to) return;
    const shown = this.shown[at] === 1;
    this.drop(from);
    this.put(to, fix, shown);
  }
  isShown(number: number): boolean { const at = this.slots.get(number); return at !== undefined && this.shown[at] === 1; }

  drop(number: number): void {
    const at = this.slots.get(number);
    if (at === undefined) return;
    const last = --this.count;
    this.slots.delete(number);
    if (at === last) return;
    for (const column of [this.numbers, this.lon, this.lat, this.at_ms, this.state, this.heading, this.shown]) column[at] = column[last]!;
    this.slots.set(this.numbers[at]!, at);
  }

  clear(): void { this.count = 0; this.cells = []; this.slots.clear(); }

  // Takes a message of the stream. Ages are counted back from the message's own clock.
  take(message: UnitsMessage): void {
    const now_ms = typeof message.now === 'number' ? message.now : Date.parse(message.now);
    if (!Number.isFinite(now_ms)) { this.refused++; return; }
    if (message.full) { this.shown.fill(0, 0, this.count); this.cells = []; }
    if (message.cells) this.cells = cellsOf(message.cells);
    for (const row of message.units ?? []) this.takeRow(row as unknown[], now_ms);
    // A unit that left the view keeps its last place (a list may show it, with its age), but the map shows it no more.
    for (const number of message.gone ?? []) {
      const at = this.slots.get(Number(number));
      if (at !== undefined) this.shown[at] = 0;
    }
  }

  private takeRow(row: unknown[], now_ms: number): void {
    if (!Array.isArray(row)) { this.refused++; return; }
    const number = row[0] as number, lon = (row[1] as number) / 1e5, lat = (row[2] as number) / 1e5, age_s = row[3] as number;
    const state = codeOf(row[4]);
    if (!Number.isInteger(number) || !onEarth(lon, lat) || !(age_s >= 0) || state < 0) { this.refused++; return; }
    const heading = typeof row[5] === 'number' ? row[5] : unknownHeading;
    const at_ms = now_ms - age_s * 1000;
    const slot = this.slots.get(number);
    // Ages come in whole seconds, so the same fix told twice may seem up to a second older: it is still the newest word.
    const known = slot !== undefined && at_ms < this.at_ms[slot]! && at_ms > this.at_ms[slot]! - 1_000 ? this.at_ms[slot]! : at_ms;
    if (!this.put(number, { lon, lat, at_ms: known, state, heading }) && slot !== undefined) this.shown[slot] = 1;
  }

  private grow(): void {
    const size = this.numbers.length * 2;
    const wider = <T extends Int32Array | Float64Array | Uint8Array | Int16Array>(old: T, fresh: T): T => { fresh.set(old); return fresh; };
    this.numbers = wider(this.numbers, new Int32Array(size));
    this.lon = wider(this.lon, new Float64Array(size));
    this.lat = wider(this.lat, new Float64Array(size));
    this.at_ms = wider(this.at_ms, new Float64Array(size));
    this.state = wider(this.state, new Uint8Array(size));
    this.heading = wider(this.heading, new Int16Array(size));
    this.shown = wider(this.shown, new Uint8Array(size));
  }
}

function cellsOf(rows: unknown[]): Cell[] {
  const cells: Cell[] = [];
  for (const row of rows) {
    if (!Array.isArray(row) || row.length < 3) continue;
    const [lon, lat, count, ...by_state] = row as number[];
    if (onEarth(lon! / 1e5, lat! / 1e5) && count! > 0) cells.push({ lon: lon! / 1e5, lat: lat! / 1e5, count: count!, by_state });
  }
  return cells;
}
