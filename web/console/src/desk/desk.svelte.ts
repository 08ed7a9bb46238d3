import type { Closure, Position, Recommendation } from '@shouwang/shared/api';
import type { Ring, Trail } from '@shouwang/shared/living';
import type { FeatureCollection } from 'geojson';
import { step } from '../lib/queue.ts';
import { board } from '../live/board.svelte.ts';
import { intake } from './intake.svelte.ts';

export type Panel = 'incident' | 'units' | 'closures' | 'rings';

// What the desk shows and where the hands are. Nothing here is the town's: a reload may lose all of it.
class Desk {
  selected = $state<string>();
  panel = $state<Panel>('incident');
  words = $state('');                                 // the queue's search
  unit = $state<string>();                            // the unit picked in the list or on the map
  assignment = $state<string>();                      // the assignment the status keys speak of
  areas = $state(false);
  places = $state(false);
  matters = $state(false);                            // open matters as a layer of the map
  reach = $state.raw<FeatureCollection>();
  reachUnit = $state<string>();
  trail = $state.raw<Trail>();                        // of the unit it names
  rings = $state.raw<Ring[]>();                       // shown on the map while their panel is open
  ring = $state<string>();
  shaping = $state<'circle' | 'corridor' | 'polygon'>(); // what the points being drawn will be; nothing: a closure
  routes = $state.raw<[number, number][][]>([]);
  recommendations = $state.raw<Map<string, Recommendation>>(new Map());
  computing = $state<string>();                       // incident whose recommendation is being computed
  unfolded = $state<string>();                        // incident in hand whose recommendation is open all the same
  sending = $state(false);
  drawing = $state.raw<Position[]>();                 // points of a closure being drawn
  radius_m = $state(60);
  closure = $state.raw<Closure>();
  help = $state(false);
  tab = $state<'queue' | 'map' | 'panel'>('queue');   // what a narrow screen shows
  lookAt: (positions: Position[]) => void = () => {};
  lookAtAll: () => void = () => {};

  get incident() { return this.selected === undefined ? undefined : board.incidents.get(this.selected); }
  get recommendation() { return this.selected === undefined ? undefined : this.recommendations.get(this.selected); }
  // The assignment that keys 1–5 act on: the one picked, else the first that is still running.
  get current() {
    const list = this.incident?.assignments ?? [];
    return list.find((one) => one.id === this.assignment && one.status !== 'released')
      ?? list.find((one) => one.status !== 'released' && one.status !== 'cleared') ?? list.find((one) => one.status !== 'released');
  }

  select(id: string | undefined, look = true): void {
    this.selected = id;
    this.assignment = undefined;
    this.panel = 'incident';
    this.routes = [];
    if (id === undefined) return;
    intake.open = false;
    this.tab = 'panel';
    const incident = board.incidents.get(id);
    if (incident && look) this.lookAt([incident.location]);
  }

  move(by: 1 | -1): void {
    const queue = board.queue(this.words);
    const order = [...queue.waiting, ...queue.underway].map((incident) => incident.id);
    const next = step(order, this.selected, by);
    if (next) { this.select(next); this.tab = 'queue'; document.getElementById(`row-${next}`)?.scrollIntoView({ block: 'nearest' }); }
  }

  openIntake(): void {
    intake.open = true;
    this.tab = 'panel';
    this.drawing = undefined;
  }

  keepRecommendation(recommendation: Recommendation): void {
    const known = this.recommendations.get(recommendation.incident_id);
    if (known && Date.parse(known.computed_at) > Date.parse(recommendation.computed_at)) return;
    this.recommendations = new Map(this.recommendations).set(recommendation.incident_id, recommendation);
  }

  reset(): void {
    this.selected = this.unit = this.assignment = this.reachUnit = undefined;
    this.words = '';
    this.routes = [];
    this.reach = this.drawing = this.trail = this.rings = this.ring = this.shaping = undefined;
    this.recommendations = new Map();
    this.panel = 'incident';
    this.tab = 'queue';
  }
}

export const desk = new Desk();
