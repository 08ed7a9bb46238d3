import type { GeoJSONSourceSpecification, LayerSpecification } from 'maplibre-gl';
import type { Lang } from '@shouwang/shared/api';
import type { MapPalette } from './palette.ts';

// What the desk draws over the base map. Each source is one GeoJSON collection, replaced as a whole.
export const liveSources = ['areas', 'rings', 'reach', 'closures', 'route', 'trail', 'places', 'matters', 'units', 'incidents', 'drawing', 'pick'] as const;
export type LiveSource = (typeof liveSources)[number];

export function emptySources(): Record<LiveSource, GeoJSONSourceSpecification> {
  const source = (): GeoJSONSourceSpecification => ({ type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  const sources = Object.fromEntries(liveSources.map((name) => [name, source()])) as Record<LiveSource, GeoJSONSourceSpecification>;
  // Many matters in one street are one sign with their number, red when one of them is late.
  return { ...sources, matters: { ...source(), cluster: true, clusterRadius: 36, clusterMaxZoom: 15, clusterProperties: { late: ['+', ['get', 'late']] } } };
}

// Under the names of roads: areas, reach, routes.
export function groundLayers(p: MapPalette): LayerSpecification[] {
  const reachColour = ['match', ['get', 'rank'], 0, p.reach[0], 1, p.reach[1], p.reach[2]] as unknown as string;
  return [
    { id: 'area-fill', type: 'fill', source: 'areas', paint: { 'fill-color': p.area, 'fill-opacity': ['case', ['==', ['get', 'lit'], true], 0.14, 0.03] } },
    { id: 'area-line', type: 'line', source: 'areas', paint: { 'line-color': p.area, 'line-width': 1.2, 'line-opacity': 0.75 } },
    { id: 'ring-fill', type: 'fill', source: 'rings', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': p.ring, 'fill-opacity': ['case', ['==', ['get', 'lit'], true], 0.22, 0.07] } },
    { id: 'ring-line', type: 'line', source: 'rings', paint: { 'line-color': p.ring, 'line-width': ['case', ['==', ['get', 'lit'], true], 3, 1.6], 'line-dasharray': [3, 1.5] } },
    { id: 'reach-fill', type: 'fill', source: 'reach', paint: { 'fill-color': reachColour, 'fill-opacity': 0.13 } },
    { id: 'reach-line', type: 'line', source: 'reach', paint: { 'line-color': reachColour, 'line-width': 1.8 } },
    { id: 'route-casing', type: 'line', source: 'route', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': p.route_casing, 'line-width': 8 } },
    { id: 'route-line', type: 'line', source: 'route', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': p.route, 'line-width': 4.5 } },
    { id: 'closure-line', type: 'line', source: 'closures', filter: ['==', ['geometry-type'], 'LineString'], layout: { 'line-cap': 'round' }, paint: { 'line-color': p.closure, 'line-width': 5, 'line-dasharray': [1, 1.2] } },
    { id: 'closure-fill', type: 'fill', source: 'closures', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': p.closure, 'fill-opacity': 0.2 } },
    { id: 'closure-rim', type: 'line', source: 'closures', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'line-color': p.closure, 'line-width': 2, 'line-dasharray': [2, 1.5] } },
    { id: 'trail-casing', type: 'line', source: 'trail', filter: ['==', ['get', 'kind'], 'way'], layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': p.route_casing, 'line-width': 7 } },
    { id: 'trail-line', type: 'line', source: 'trail', filter: ['==', ['get', 'kind'], 'way'], layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': ['get', 'colour'], 'line-width': 4 } },
    { id: 'trail-gap', type: 'line', source: 'trail', filter: ['==', ['get', 'kind'], 'gap'], paint: { 'line-color': p.text, 'line-width': 2, 'line-dasharray': [1.5, 2.5], 'line-opacity': 0.75 } },
    { id: 'drawing-line', type: 'line', source: 'drawing', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': p.pick, 'line-width': 4 } },
    { id: 'drawing-point', type: 'circle', source: 'drawing', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-color': p.pick, 'circle-radius': 5 } },
  ];
}

// Over everything: places, units, incidents, the point being picked. Icons are drawn by icons.ts under these names.
export function topLayers(p: MapPalette, lang: Lang): LayerSpecification[] {
  const halo = { 'text-color': p.text, 'text-halo-color': p.halo, 'text-halo-width': 1.6 };
  return [
    {
      id: 'area-name', type: 'symbol', source: 'areas', minzoom: 11,
      layout: {
        'text-field': lang === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name'], ''] : ['coalesce', ['get', 'name'], ''],
        'text-size': 12, 'text-padding': 12,
      },
      paint: { 'text-color': p.area_text, 'text-halo-color': p.halo, 'text-halo-width': 1.4 },
    },
    { id: 'closure-icon', type: 'symbol', source: 'closures', filter: ['==', ['geometry-type'], 'Point'], layout: { 'icon-image': 'closure', 'icon-allow-overlap': true } },
    {
      id: 'places', type: 'symbol', source: 'places',
      layout: {
        'icon-image': ['concat', 'place-', ['get', 'icon']], 'icon-allow-overlap': true, 'text-field': ['get', 'name'], 'text-size': 11,
        'text-offset': [0, 1.2], 'text-anchor': 'top', 'text-optional': true, 'text-max-width': 9,
      },
      paint: halo,
    },
    {
      id: 'matter-cluster', type: 'circle', source: 'matters', filter: ['has', 'point_count'],
      paint: { 'circle-radius': 14, 'circle-color': p.matter_fill, 'circle-stroke-width': 2.5, 'circle-stroke-color': ['case', ['>', ['get', 'late'], 0], p.matter_late, p.matter] },
    },
    {
      id: 'matter-count', type: 'symbol', source: 'matters', filter: ['has', 'point_count'],
      layout: { 'text-field': ['to-string', ['get', 'point_count']], 'text-size': 12.5, 'text-allow-overlap': true, 'text-ignore-placement': true }, paint: { 'text-color': p.text },
    },
    {
      id: 'matters', type: 'symbol', source: 'matters', filter: ['!', ['has', 'point_count']],
      layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'text-field': ['step', ['zoom'], '', 16, ['get', 'name']], 'text-size': 11, 'text-offset': [0, 1.2], 'text-anchor': 'top', 'text-optional': true, 'text-max-width': 11 },
      paint: halo,
    },
    { id: 'incident-ring', type: 'circle', source: 'incidents', filter: ['==', ['get', 'selected'], true], paint: { 'circle-radius': 21, 'circle-color': p.pick, 'circle-opacity': 0.18, 'circle-stroke-color': p.pick, 'circle-stroke-width': 2.5 } },
    {
      id: 'trail-mark', type: 'symbol', source: 'trail', filter: ['==', ['geometry-type'], 'Point'],
      layout: { 'text-field': ['get', 'text'], 'text-size': 11.5, 'text-anchor': 'bottom', 'text-offset': [0, -0.3], 'text-padding': 4 },
      paint: halo,
    },
    {
      id: 'units', type: 'symbol', source: 'units',
      layout: {
        'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'sort'],
        'text-field': ['step', ['zoom'], ['case', ['==', ['get', 'lit'], true], ['get', 'name'], ''], 13, ['get', 'name']],
        'text-size': 11.5, 'text-offset': [0, 1.15], 'text-anchor': 'top', 'text-optional': true, 'text-padding': 1,
      },
      paint: { ...halo, 'icon-opacity': ['case', ['==', ['get', 'stale'], true], 0.6, 1] },
    },
    {
      id: 'ring-name', type: 'symbol', source: 'rings', minzoom: 11,
      layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-padding': 8 }, paint: { ...halo, 'text-color': p.ring },
    },
    { id: 'unit-ring', type: 'circle', source: 'units', filter: ['==', ['get', 'lit'], true], paint: { 'circle-radius': 15, 'circle-opacity': 0, 'circle-stroke-color': p.pick, 'circle-stroke-width': 2 } },
    {
      id: 'incidents', type: 'symbol', source: 'incidents',
      layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-anchor': 'bottom', 'symbol-sort-key': ['get', 'sort'] },
    },
    { id: 'pick', type: 'symbol', source: 'pick', layout: { 'icon-image': 'pick', 'icon-anchor': 'bottom', 'icon-allow-overlap': true } },
  ];
}
