// What the desk knows of its line to the server, and what the badge must say. Pure: the time is an argument.
export type Health = 'ok' | 'degraded' | 'down';
export interface Link {
  connected: boolean;
  last_word_ms: number;   // when the last byte came
  health: Health;
  troubled: string[];     // parts of the server that are not well, by name
}
export type LinkKind = 'live' | 'degraded' | 'reconnecting' | 'stale';
export interface LinkView { kind: LinkKind; silent_s: number; troubled: string[] }

// The server speaks at least every 5 s. After 8 s of silence something is wrong; after 15 s what is on the screen
// must not be trusted any more, whatever the socket claims.
export const quiet_after_ms = 8_000;
export const stale_after_ms = 15_000;
// A line that is open but mute is given up and dialled again.
export const redial_after_ms = 12_000;

export const newLink = (now_ms: number): Link => ({ connected: false, last_word_ms: now_ms, health: 'ok', troubled: [] });
export const heard = (link: Link, now_ms: number): Link => ({ ...link, connected: true, last_word_ms: Math.max(link.last_word_ms, now_ms) });
export const lost = (link: Link): Link => ({ ...link, connected: false });
export const told = (link: Link, health: Health, troubled: string[]): Link => ({ ...link, health, troubled });

export function viewOf(link: Link, now_ms: number): LinkView {
  const silent_ms = Math.max(0, now_ms - link.last_word_ms);
  const view = (kind: LinkKind): LinkView => ({ kind, silent_s: Math.floor(silent_ms / 1000), troubled: link.troubled });
  if (silent_ms >= stale_after_ms) return view('stale');
  if (!link.connected || silent_ms >= quiet_after_ms) return view('reconnecting');
  return view(link.health === 'ok' ? 'live' : 'degraded');
}

// Seconds to wait before the nth try (0 first): quick at first, never longer than 8 s, spread by `luck` in 0..1.
export function pause_ms(attempt: number, luck: number): number {
  return Math.min(8_000, 400 * 2 ** Math.min(attempt, 10)) * (0.75 + 0.5 * luck);
}
