import type { TextKey } from '../text/catalogue.ts';

export type Action = 'new_call' | 'find' | 'next' | 'previous' | 'send' | 'recommend' | 'note' | 'transfer' | 'cancel' | 'close'
  | 'reopen' | 'merge' | 'status_1' | 'status_2' | 'status_3' | 'status_4' | 'status_5' | 'units' | 'closures' | 'areas' | 'places'
  | 'fit' | 'reach' | 'moment' | 'rings' | 'duty' | 'back' | 'help' | 'theme' | 'language' | 'submit';

export interface Shortcut { action: Action; keys: string[]; text: TextKey; group: 'queue' | 'incident' | 'map' | 'page'; single: boolean }

// The one list of shortcuts: it drives the keys, the '?' page and the hints on the buttons.
export const shortcuts: Shortcut[] = [
  { action: 'new_call', keys: ['n'], text: 'keys.new_call', group: 'queue', single: true },
  { action: 'submit', keys: ['Ctrl+Enter'], text: 'keys.submit', group: 'queue', single: false },
  { action: 'next', keys: ['ArrowDown', 'j'], text: 'keys.next', group: 'queue', single: true },
  { action: 'previous', keys: ['ArrowUp', 'k'], text: 'keys.previous', group: 'queue', single: true },
  { action: 'find', keys: ['/'], text: 'keys.find', group: 'queue', single: true },
  { action: 'send', keys: ['s', 'Enter'], text: 'keys.send', group: 'incident', single: true },
  { action: 'recommend', keys: ['r'], text: 'keys.recommend', group: 'incident', single: true },
  { action: 'status_1', keys: ['1'], text: 'keys.status_1', group: 'incident', single: true },
  { action: 'status_2', keys: ['2'], text: 'keys.status_2', group: 'incident', single: true },
  { action: 'status_3', keys: ['3'], text: 'keys.status_3', group: 'incident', single: true },
  { action: 'status_4', keys: ['4'], text: 'keys.status_4', group: 'incident', single: true },
  { action: 'status_5', keys: ['5'], text: 'keys.status_5', group: 'incident', single: true },
  { action: 'note', keys: ['e'], text: 'keys.note', group: 'incident', single: true },
  { action: 'transfer', keys: ['t'], text: 'keys.transfer', group: 'incident', single: true },
  { action: 'close', keys: ['x'], text: 'keys.close', group: 'incident', single: true },
  { action: 'cancel', keys: ['c'], text: 'keys.cancel', group: 'incident', single: true },
  { action: 'merge', keys: ['m'], text: 'keys.merge', group: 'incident', single: true },
  { action: 'reopen', keys: ['o'], text: 'keys.reopen', group: 'incident', single: true },
  { action: 'fit', keys: ['f'], text: 'keys.fit', group: 'map', single: true },
  { action: 'areas', keys: ['a'], text: 'keys.areas', group: 'map', single: true },
  { action: 'places', keys: ['p'], text: 'keys.places', group: 'map', single: true },
  { action: 'reach', keys: ['g'], text: 'keys.reach', group: 'map', single: true },
  { action: 'moment', keys: ['h'], text: 'keys.moment', group: 'map', single: true },
  { action: 'rings', keys: ['w'], text: 'keys.rings', group: 'map', single: true },
  { action: 'units', keys: ['u'], text: 'keys.units', group: 'page', single: true },
  { action: 'closures', keys: ['b'], text: 'keys.closures', group: 'page', single: true },
  { action: 'duty', keys: ['q'], text: 'keys.duty', group: 'page', single: true },
  { action: 'theme', keys: ['d'], text: 'keys.theme', group: 'page', single: true },
  { action: 'language', keys: ['l'], text: 'keys.language', group: 'page', single: true },
  { action: 'back', keys: ['Escape'], text: 'keys.back', group: 'page', single: false },
  { action: 'help', keys: ['?'], text: 'keys.help', group: 'page', single: true },
];

export interface KeyPress { key: string; ctrl: boolean; alt: boolean; meta: boolean; shift: boolean }
export interface KeyContext {
  typing: boolean;      // focus is in a field that takes letters
  on_control: boolean;  // focus is on a button or link, which Enter belongs to
  dialog: boolean;      // a dialog is open and keeps the keyboard to itself
  single_keys: boolean; // the account keeps one-letter shortcuts on (WCAG 2.1.4)
}

// Which action a key press means now, if any.
export function actionOf(press: KeyPress, context: KeyContext): Action | undefined {
  if (context.dialog) return undefined;
  if (press.key === 'Enter' && (press.ctrl || press.meta)) return 'submit';
  if (press.ctrl || press.alt || press.meta) return undefined;
  if (press.key === 'Escape') return 'back';
  if (context.typing || !context.single_keys) return undefined;
  if (press.key === 'Enter' && context.on_control) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return shortcuts.find((shortcut) => shortcut.single && shortcut.keys.includes(key))?.action;
}

const shown: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };
export const keyLabel = (key: string): string => shown[key] ?? (key.length === 1 ? key.toUpperCase() : key);
export const hint = (action: Action): string => keyLabel(shortcuts.find((shortcut) => shortcut.action === action)!.keys[0]!);

export function contextOf(target: EventTarget | null, single_keys: boolean): KeyContext {
  const element = target instanceof HTMLElement ? target : undefined;
  const typing = !!element?.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]');
  return {
    typing, single_keys,
    on_control: !!element?.closest('button, a, summary, [role=option], [role=tab]'),
    dialog: !!document.querySelector('dialog[open]'),
  };
}
