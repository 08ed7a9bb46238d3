import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Lang } from '@shouwang/shared/api';
import type { MapPalette } from './palette.ts';

// The base map, drawn from our own tiles only (tools/tiles/process.lua names the layers). No glyphs and no sprite:
// the map draws all text from the fonts of this machine, so it works with no internet.
export const tileSource = 'base';

// The reader's own name of a thing first, then the one used on the spot.
export const nameIn = (lang: Lang): ExpressionSpecification =>
  ['coalesce', ['get', lang === 'zh' ? 'name_zh' : 'name_en'], ['get', 'name'], ''];

type Stops = [number, number][];
const byZoom = (stops: Stops): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.5], ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;

interface RoadLook { class: string; colour: keyof MapPalette; width: Stops; from: number }
const roads: RoadLook[] = [
  { class: 'service', colour: 'service', width: [[13, 0.5], [16, 3], [19, 12]], from: 13 },
  { class: 'street', colour: 'street', width: [[12, 0.6], [14, 2], [16, 6], [19, 24]], from: 12 },
  { class: 'tertiary', colour: 'tertiary', width: [[10, 0.6], [13, 2], [16, 8], [19, 28]], from: 10 },
  { class: 'secondary', colour: 'secondary', width: [[9, 0.6], [13, 2.6], [16, 10], [19, 32]], from: 9 },
  { class: 'link', colour: 'secondary', width: [[11, 0.6], [14, 2.4], [16, 6], [19, 20]], from: 11 },
  { class: 'primary', colour: 'primary', width: [[8, 0.7], [13, 3.2], [16, 12], [19, 34]], from: 8 },
  { class: 'trunk', colour: 'trunk', width: [[6, 0.8], [13, 3.6], [16, 13], [19, 36]], from: 6 },
  { class: 'motorway', colour: 'motorway', width: [[5, 0.8], [13, 4], [16, 14], [19, 38]], from: 5 },
];

const wider = (stops: Stops, by: number): Stops => stops.map(([zoom, width]) => [zoom, width + by]);

function roadLayers(p: MapPalette): LayerSpecification[] {
  const lines = (look: RoadLook, casing: boolean): LayerSpecification => ({
    id: `road-${look.class}${casing ? '-casing' : ''}`, type: 'line', source: tileSource, 'source-layer': 'road',
    minzoom: casing ? Math.max(12, look.from) : look.from, filter: ['==', ['get', 'class'], look.class],
    layout: { 'line-cap': casing ? 'butt' : 'round', 'line-join': 'round' },
    paint: {
      'line-color': casing ? p.casing : p[look.colour] as string,
      'line-width': byZoom(casing ? wider(look.width, 1.6) : look.width),
      'line-opacity': ['case', ['==', ['get', 'tunnel'], true], 0.45, 1],
    },
  });
  return [
    {
      id: 'road-path', type: 'line', source: tileSource, 'source-layer': 'road', minzoom: 14,
      filter: ['==', ['get', 'class'], 'path'],
      paint: { 'line-color': p.path, 'line-width': byZoom([[14, 0.6], [18, 2.5]]), 'line-dasharray': [2, 1.5] },
    },
    ...roads.map((look) => lines(look, true)),
    ...roads.map((look) => lines(look, false)),
    {
      id: 'road-ferry', type: 'line', source: tileSource, 'source-layer': 'road', filter: ['==', ['get', 'class'], 'ferry'],
      paint: { 'line-color': p.water_text, 'line-width': 1.2, 'line-dasharray': [4, 3] },
    },
  ];
}

function groundLayers(p: MapPalette): LayerSpecification[] {
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': p.land } },
    {
      id: 'land', type: 'fill', source: tileSource, 'source-layer': 'land',
      paint: {
        'fill-color': ['match', ['get', 'class'], 'green', p.green, 'campus', p.campus, 'industrial', p.industrial, 'sand', p.sand, p.built],
      },
    },
    { id: 'water', type: 'fill', source: tileSource, 'source-layer': 'water', paint: { 'fill-color': p.water } },
    {
      id: 'waterway', type: 'line', source: tileSource, 'source-layer': 'waterway',
      paint: { 'line-color': p.water, 'line-width': byZoom([[9, 0.6], [14, 2], [18, 8]]) },
    },
    {
      id: 'building', type: 'fill', source: tileSource, 'source-layer': 'building', minzoom: 14,
      paint: { 'fill-color': p.building, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0.2, 15.5, 1] },
    },
    {
      id: 'rail', type: 'line', source: tileSource, 'source-layer': 'rail', minzoom: 11,
      paint: { 'line-color': p.rail, 'line-width': byZoom([[11, 0.6], [15, 1.6], [18, 3]]), 'line-dasharray': [6, 2] },
    },
    {
      id: 'boundary', type: 'line', source: tileSource, 'source-layer': 'boundary',
      paint: { 'line-color': p.boundary, 'line-width': 1.1, 'line-dasharray': [5, 3], 'line-opacity': 0.7 },
    },
  ];
}

function textLayers(p: MapPalette, lang: Lang): LayerSpecification[] {
  const halo = { 'text-halo-color': p.halo, 'text-halo-width': 1.4 };
  const roadText = (id: string, classes: string[], minzoom: number, size: Stops): LayerSpecification => ({
    id, type: 'symbol', source: tileSource, 'source-layer': 'road', minzoom,
    filter: ['all', ['in', ['get', 'class'], ['literal', classes]], ['has', 'name']],
    layout: {
      'symbol-placement': 'line', 'text-field': nameIn(lang), 'text-size': byZoom(size), 'symbol-spacing': 320,
      'text-padding': 6, 'text-max-angle': 30,
    },
    paint: { 'text-color': p.road_text, ...halo },
  });
  return [
    {
      id: 'water-name', type: 'symbol', source: tileSource, 'source-layer': 'waterway', minzoom: 12, filter: ['has', 'name'],
      layout: { 'symbol-placement': 'line', 'text-field': nameIn(lang), 'text-size': 12, 'symbol-spacing': 400 },
      paint: { 'text-color': p.water_text, ...halo },
    },
    roadText('street-name', ['street', 'service'], 15, [[15, 10.5], [18, 13]]),
    roadText('road-name', ['tertiary', 'secondary'], 13.5, [[13, 10.5], [18, 14]]),
    roadText('main-road-name', ['primary', 'trunk', 'motorway'], 12, [[12, 10.5], [18, 15]]),
    {
      id: 'poi', type: 'symbol', source: tileSource, 'source-layer': 'poi', minzoom: 14.5,
      filter: ['!=', ['get', 'class'], 'hydrant'],
      layout: {
        'text-field': ['concat', '· ', nameIn(lang)], 'text-size': 11, 'text-max-width': 8, 'text-padding': 8,
        'symbol-sort-key': ['match', ['get', 'class'], ['police', 'fire', 'hospital'], 0, ['station', 'school'], 1, 2],
      },
      paint: { 'text-color': p.poi_text, ...halo },
    },
    {
      id: 'place-name', type: 'symbol', source: tileSource, 'source-layer': 'place',
      layout: {
        'text-field': nameIn(lang), 'text-size': ['interpolate', ['linear'], ['get', 'rank'], 1, 17, 6, 11.5],
        'text-max-width': 7, 'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'text-color': p.place_text, ...halo },
    },
  ];
}

export function baseLayers(palette: MapPalette, lang: Lang): { ground: LayerSpecification[]; text: LayerSpecification[] } {
  return { ground: [...groundLayers(palette), ...roadLayers(palette)], text: textLayers(palette, lang) };
}
