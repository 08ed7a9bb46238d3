import type { Gap, Trail, TrailPoint } from '@shouwang/shared/living';
import type { Feature, FeatureCollection } from 'geojson';

// A trail as lines: pieces coloured by time, the unknown in between as straight dashed lines that claim no way.
export const trailColours: Record<'dark' | 'light', readonly string[]> = {
  dark: ['#5a6bd8', '#4f93e6', '#3fb8c8', '#5fd08f', '#b8dc5a', '#ffd94d'],
  light: ['#8c96c9', '#5f7fc4', '#3a6bb0', '#2a5590', '#1d3f6e', '#0f2a4d'],
};

export interface TrailPart { kind: 'way' | 'gap'; points: TrailPoint[]; shade: number }

// Whether the way between two neighbouring points is unknown: one of the server's gaps lies in it.
export function isGap(a: TrailPoint, b: TrailPoint, gaps: Gap[]): boolean {
  const from = Date.parse(a.at), to = Date.parse(b.at);
  return gaps.some((gap) => Date.parse(gap.from) < to && Date.parse(gap.to) > from);
}

// Cuts the trail where its colour changes and where nothing is known. Pieces share their end points, so that no hole
// shows where only the colour changes.
export function trailParts(trail: Trail, shades: number): TrailPart[] {
  const points = [...trail.points].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = Date.parse(points[0]?.at ?? ''), last = Date.parse(points.at(-1)?.at ?? '');
  const shadeOf = (point: TrailPoint): number =>
    last > first ? Math.min(shades - 1, Math.floor(((Date.parse(point.at) - first) / (last - first)) * shades)) : shades - 1;
  const parts: TrailPart[] = [];
  let way: TrailPart | undefined;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!, b = points[i]!, shade = shadeOf(b);
    if (isGap(a, b, trail.gaps)) { parts.push({ kind: 'gap', points: [a, b], shade }); way = undefined; continue; }
    if (way?.shade === shade) { way.points.push(b); continue; }
    way = { kind: 'way', points: [a, b], shade };
    parts.push(way);
  }
  return parts;
}

export interface TrailWords { unknown: string; time: (at: string) => string }
export function trailFeatures(trail: Trail, theme: 'dark' | 'light', words: TrailWords): FeatureCollection {
  const colours = trailColours[theme], features: Feature[] = [];
  const mark = (point: TrailPoint, text: string): void => {
    features.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [point.position.lon, point.position.lat] }, properties: { text } });
  };
  for (const part of trailParts(trail, colours.length)) {
    const coordinates = part.points.map(({ position }) => [position.lon, position.lat]);
    features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: { kind: part.kind, colour: colours[part.shade] } });
    const [a, b] = [part.points[0]!, part.points.at(-1)!];
    if (part.kind === 'gap') mark({ ...a, position: { lon: (a.position.lon + b.position.lon) / 2, lat: (a.position.lat + b.position.lat) / 2 } }, words.unknown);
  }
  const first = trail.points[0], last = trail.points.at(-1);
  if (first) mark(first, words.time(first.at));
  if (last && last !== first) mark(last, words.time(last.at));
  return { type: 'FeatureCollection', features };
}
