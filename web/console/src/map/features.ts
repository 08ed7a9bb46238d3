import type { Closure, Incident, KeptPlace, Position, Unit } from '@shouwang/shared/api';
import type { Matter } from '@shouwang/shared/matter';
import type { Ring } from '@shouwang/shared/living';
import type { Feature, FeatureCollection, Geometry, Polygon } from 'geojson';
import { isOpen, isWaiting } from '../lib/queue.ts';
import { isStale } from '../live/merge.ts';
import { placeIcon } from './icons.ts';

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const feature = (geometry: Geometry, properties: Record<string, unknown>): Feature => ({ type: 'Feature', geometry, properties });
const point = (position: Position): Geometry => ({ type: 'Point', coordinates: [position.lon, position.lat] });

export function unitFeatures(units: Iterable<Unit>, lit: ReadonlySet<string>, now_ms: number): FeatureCollection {
  const features: Feature[] = [];
  for (const unit of units) {
    if (!unit.position || (!unit.on_shift && !lit.has(unit.id))) continue;
    const stale = isStale(unit, now_ms);
    features.push(feature(point(unit.position), {
      id: unit.id, name: unit.name, stale, lit: lit.has(unit.id), sort: lit.has(unit.id) ? 2 : unit.state === 'available' ? 1 : 0,
      icon: `unit-${unit.kind}-${unit.state}${stale ? '-stale' : ''}`,
    }));
  }
  return collection(features);
}

export function incidentFeatures(incidents: Iterable<Incident>, selected: string | undefined): FeatureCollection {
  const features: Feature[] = [];
  for (const incident of incidents) {
    if (!isOpen(incident) && incident.id !== selected) continue;
    const priority = Math.min(4, Math.max(1, incident.priority));
    features.push(feature(point(incident.location), {
      id: incident.id, selected: incident.id === selected, sort: incident.id === selected ? 9 : 5 - priority,
      icon: `incident-${priority}${isWaiting(incident) ? '-waiting' : ''}`,
    }));
  }
  return collection(features);
}

// A circle as a polygon of 48 corners: good to 0.3 % of its radius.
export function circle(center: Position, radius_m: number): Polygon {
  const lat_m = 111_195, lon_m = lat_m * Math.cos((center.lat * Math.PI) / 180);
  const ring = Array.from({ length: 49 }, (_, i) => {
    const angle = ((i % 48) / 48) * 2 * Math.PI;
    return [center.lon + (Math.cos(angle) * radius_m) / lon_m, center.lat + (Math.sin(angle) * radius_m) / lat_m];
  });
  return { type: 'Polygon', coordinates: [ring] };
}

export function closureFeatures(closures: Iterable<Closure>): FeatureCollection {
  const features: Feature[] = [];
  for (const closure of closures) {
    const line = closure.line ?? [];
    if (line.length >= 2) {
      features.push(feature({ type: 'LineString', coordinates: line.map((p) => [p.lon, p.lat]) }, { id: closure.id }));
      features.push(feature(point(line[Math.floor(line.length / 2)]!), { id: closure.id }));
    }
    if (closure.position) {
      if (closure.radius_m && line.length < 2) features.push(feature(circle(closure.position, closure.radius_m), { id: closure.id }));
      if (line.length < 2) features.push(feature(point(closure.position), { id: closure.id }));
    }
  }
  return collection(features);
}

export const placeFeatures = (places: Iterable<KeptPlace>): FeatureCollection =>
  collection([...places].map((place) => feature(point(place.position), { name: place.name, icon: placeIcon(place.kind) })));

// Resources of a plan in force, by the same signs as places.
export const resourceFeatures = (all: { position: Position; name: string; kind: string }[]): FeatureCollection =>
  collection(all.map((one) => feature(point(one.position), { name: one.name, icon: placeIcon(one.kind) })));

// Open matters with a position; `late`: 1 for one whose time is over, to be summed in a heap.
export function matterFeatures(matters: Iterable<Matter>, now_ms: number): FeatureCollection {
  return collection([...matters].flatMap((one): Feature[] => {
    if (!one.position || one.ended_at) return [];
    const late = !!one.due_at && Date.parse(one.due_at) <= now_ms;
    return [feature(point(one.position), { id: one.id, name: one.title, late: late ? 1 : 0, icon: late ? 'matter-late' : one.listed_at ? 'matter-listed' : 'matter' })];
  }));
}

// A ring as it is watched when that is known, else as it was drawn; one that is only named (a grid, a place) shows once it is picked.
export function ringFeatures(rings: Ring[], picked: string | undefined): FeatureCollection {
  return collection(rings.flatMap((ring): Feature[] => {
    const properties = { id: ring.id, name: ring.name, lit: ring.id === picked };
    const shape = ring.shape ?? ring.polygon;
    if (shape) return [feature(shape, properties)];
    return ring.line && ring.line.length > 1 ? [feature({ type: 'LineString', coordinates: ring.line.map((p) => [p.lon, p.lat]) }, properties)] : [];
  }));
}
export function ringPoints(ring: Ring): Position[] {
  const shape = ring.shape ?? ring.polygon;
  return shape ? cornersOf(collection([feature(shape, {})])) : ring.line ?? [];
}

export function drawingFeatures(line: Position[], radius_m: number | undefined, shape?: string): FeatureCollection {
  const features = line.map((position) => feature(point(position), {}));
  const way = shape === 'polygon' && line.length > 2 ? [...line, line[0]!] : line;
  if (line.length >= 2 && shape !== 'circle') features.push(feature({ type: 'LineString', coordinates: way.map((p) => [p.lon, p.lat]) }, {}));
  else if (line.length >= 1 && radius_m) {
    const ring = circle(line[0]!, radius_m).coordinates[0]!;
    features.push(feature({ type: 'LineString', coordinates: ring }, {}));
  }
  return collection(features);
}

export const pickFeature = (position: Position | null | undefined): FeatureCollection =>
  collection(position ? [feature(point(position), {})] : []);

export const routeFeatures = (lines: [number, number][][]): FeatureCollection =>
  collection(lines.filter((line) => line.length > 1).map((line) => feature({ type: 'LineString', coordinates: line }, {})));

// Reach polygons come largest first; rank 0 is the shortest time, so that colours mean the same at any choice.
export function reachFeatures(answer: FeatureCollection): FeatureCollection {
  const count = answer.features.length;
  return collection(answer.features.map((f, i) => ({ ...f, properties: { ...f.properties, rank: count - 1 - i } })));
}

// All corners of polygons, to look at them as a whole.
export const cornersOf = (shapes: FeatureCollection): Position[] => shapes.features.flatMap(({ geometry }) => {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
  return rings.flat().map(([lon, lat]) => ({ lon: lon!, lat: lat! }));
});

export const nothing = collection([]);
