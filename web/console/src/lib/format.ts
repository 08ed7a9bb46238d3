import type { Lang, Position } from '@shouwang/shared/api';

const two = (value: number): string => String(value).padStart(2, '0');

// 0:07, 12:05, 1:02:33. Negative ages (clocks that disagree) read as 0:00.
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const h = Math.floor(whole / 3600), m = Math.floor((whole % 3600) / 60), s = whole % 60;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

// A drive time in words a tired reader takes in at a glance: 45 秒, 2 分 40 秒, 45 s, 2 min 40 s.
export function minutes(seconds: number | null | undefined, lang: Lang): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '—';
  const whole = Math.round(seconds);
  const m = Math.floor(whole / 60), s = whole % 60;
  if (m >= 60) return lang === 'zh' ? `${Math.floor(m / 60)} 小时 ${m % 60} 分` : `${Math.floor(m / 60)} h ${m % 60} min`;
  if (lang === 'zh') return m === 0 ? `${s} 秒` : s === 0 ? `${m} 分` : `${m} 分 ${s} 秒`;
  return m === 0 ? `${s} s` : s === 0 ? `${m} min` : `${m} min ${s} s`;
}

export function distance(metres: number | null | undefined, lang: Lang): string {
  if (metres === null || metres === undefined || !Number.isFinite(metres)) return '—';
  const [m, km] = lang === 'zh' ? ['米', '公里'] : ['m', 'km'];
  if (metres < 1000) return `${Math.round(metres)} ${m}`;
  return `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)} ${km}`;
}

export const percent = (share: number): string => `${(share * 100).toFixed(share > 0.995 || share === 0 ? 0 : 1)}%`;

// The place's own wall clock, whatever zone the machine is set to: HH:MM:SS, with MM-DD when it is another day.
export function wallTime(at: string | number | null | undefined, offset_min: number, now_ms?: number): string {
  const ms = typeof at === 'number' ? at : Date.parse(at ?? '');
  if (!Number.isFinite(ms)) return '—';
  const local = new Date(ms + offset_min * 60_000);
  const time = local.toISOString().slice(11, 19);
  if (now_ms === undefined) return time;
  const today = new Date(now_ms + offset_min * 60_000).toISOString().slice(0, 10);
  const day = local.toISOString().slice(0, 10);
  return day === today ? time : `${day.slice(5)} ${time}`;
}

export const wallDateTime = (at: string | number | null | undefined, offset_min: number): string => {
  const ms = typeof at === 'number' ? at : Date.parse(at ?? '');
  return Number.isFinite(ms) ? new Date(ms + offset_min * 60_000).toISOString().slice(0, 19).replace('T', ' ') : '—';
};

export const secondsSince = (at: string | null | undefined, now_ms: number): number => {
  const ms = Date.parse(at ?? '');
  return Number.isFinite(ms) ? (now_ms - ms) / 1000 : 0;
};

export const coordinates = (position: Position): string => `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}`;
