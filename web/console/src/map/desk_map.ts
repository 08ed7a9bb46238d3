import { Map as MapView, setWorkerUrl, ScaleControl, type CustomLayerInterface, type GeoJSONSource, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { FeatureCollection } from 'geojson';
import type { Lang, Place, Position } from '@shouwang/shared/api';
import { baseLayers, tileSource } from './base_style.ts';
import { signRatio, signs } from './icons.ts';
import { emptySources, groundLayers, liveSources, topLayers, type LiveSource } from './live_layers.ts';
import type { View } from './detail.ts';
import { t } from '../text/text.svelte.ts';
import { mapPalettes } from './palette.ts';
import { CellDiscs } from './cell_discs.ts';
import { UnitDots } from './unit_dots.ts';

setWorkerUrl(workerUrl);

export interface MapHooks {
  // `near_deg`: how far from the click something may lie and still be meant.
  click(position: Position, hit: { unit?: string; incident?: string; ring?: string; matter?: string; near_deg: number }): void;
  ready(): void;
  moved(): void;
}

function styleOf(place: Place, theme: 'dark' | 'light', lang: Lang): StyleSpecification {
  const palette = mapPalettes[theme];
  const base = baseLayers(palette, lang);
  const layers = place.has_tiles ? base : { ground: base.ground.slice(0, 1), text: [] };
  const tiles: StyleSpecification['sources'] = place.has_tiles
    ? { [tileSource]: { type: 'vector', tiles: [`${location.origin}/tiles/{z}/{x}/{y}.mvt`], minzoom: 0, maxzoom: 14 } }
    : {};
  return {
    version: 8, sources: { ...tiles, ...emptySources() },
    layers: [...layers.ground, ...groundLayers(palette), ...layers.text, ...topLayers(palette, lang)],
  };
}

// The map of the desk. Data are set by name and survive a change of theme or language, which lays a new style.
export class DeskMap {
  readonly view: MapView;
  readonly dots = new UnitDots();
  readonly discs = new CellDiscs();
  private readonly data = new Map<LiveSource, FeatureCollection>();
  private readonly dirty = new Set<LiveSource>();
  private styled = false;
  private flushAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(box: HTMLElement, private readonly place: Place, private theme: 'dark' | 'light', private lang: Lang, hooks: MapHooks) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.view = new MapView({
      container: box, style: styleOf(place, theme, lang), center: [place.center.lon, place.center.lat], zoom: place.zoom,
      attributionControl: false, locale: { 'Map.Title': t('map.title') }, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 19, minZoom: 3,
      fadeDuration: still ? 0 : 150, renderWorldCopies: false,
      localIdeographFontFamily: '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif',
    });
    this.view.touchZoomRotate.disableRotation();
    this.view.keyboard.disableRotation();
    this.view.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left');
    this.view.on('style.load', () => {
      for (const sign of signs(this.theme)) this.view.addImage(sign.name, sign.image, { pixelRatio: signRatio });
      this.addOwn(this.dots);
      this.addOwn(this.discs);
      this.styled = true;
      for (const name of this.data.keys()) this.dirty.add(name);
      this.flush();
      hooks.ready();
    });
    this.view.on('click', (event) => {
      const around = 6;
      const hits = this.styled ? this.view.queryRenderedFeatures(
        [[event.point.x - around, event.point.y - around], [event.point.x + around, event.point.y + around]],
        { layers: ['incidents', 'units', 'matters', 'matter-cluster', 'ring-fill', 'ring-line'] }) : [];
      const incident = hits.find((hit) => hit.layer.id === 'incidents')?.properties.id as string | undefined;
      const unit = hits.find((hit) => hit.layer.id === 'units')?.properties.id as string | undefined;
      const matter = hits.find((hit) => hit.layer.id === 'matters')?.properties.id as string | undefined;
      const heap = !incident && !unit && !matter ? hits.find((hit) => hit.layer.id === 'matter-cluster') : undefined;
      if (heap) { this.view.easeTo({ center: event.lngLat, zoom: Math.min(16, this.view.getZoom() + 2), animate: !still }); return; }
      const ring = hits.find((hit) => hit.layer.id.startsWith('ring-'))?.properties.id as string | undefined;
      const near_deg = Math.abs(this.view.unproject([event.point.x, event.point.y + around + 4]).lat - event.lngLat.lat);
      hooks.click({ lon: event.lngLat.lng, lat: event.lngLat.lat }, { incident, unit, ring, matter, near_deg });
    });
    this.view.on('moveend', () => hooks.moved());
  }

  get seen(): View {
    const bounds = this.view.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  // A graphics driver that refuses our own layers must not cost the dispatcher the map.
  private addOwn(layer: CustomLayerInterface): void {
    try { this.view.addLayer(layer, 'incident-ring'); } catch (failure) { console.error(failure); }
  }

  restyle(theme: 'dark' | 'light', lang: Lang): void {
    if (theme === this.theme && lang === this.lang) return;
    this.theme = theme;
    this.lang = lang;
    this.styled = false;
    this.view.setStyle(styleOf(this.place, theme, lang), { diff: false });
  }

  // Takes new data for one source. Many calls within a moment become one upload: units may report hundreds of times
  // a second, while the map is redrawn at most five times.
  set(name: LiveSource, data: FeatureCollection): void {
    this.data.set(name, data);
    this.dirty.add(name);
    if (this.timer) return;
    const wait = Math.max(0, this.flushAt + (data.features.length > 200 ? 200 : 60) - performance.now());
    this.timer = setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.styled) return;
    this.flushAt = performance.now();
    for (const name of this.dirty) this.view.getSource<GeoJSONSource>(name)?.setData(this.data.get(name)!);
    this.dirty.clear();
  }

  show(positions: Position[], padding = 70): void {
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (positions.length === 1) {
      this.view.easeTo({ center: [positions[0]!.lon, positions[0]!.lat], zoom: Math.max(14, this.view.getZoom()), animate });
      return;
    }
    const lons = positions.map((p) => p.lon), lats = positions.map((p) => p.lat);
    const bounds: [number, number, number, number] = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    this.view.fitBounds(bounds, { padding, maxZoom: 16, animate });
  }

  showAll(): void {
    const [w, s, e, n] = this.place.bounds;
    this.view.fitBounds([w, s, e, n], { padding: 20, animate: false });
  }

  zoom(by: number): void { this.view.easeTo({ zoom: this.view.getZoom() + by, duration: 150 }); }
  resize(): void { this.view.resize(); }
  destroy(): void { clearTimeout(this.timer); this.view.remove(); }
}

export { liveSources };
