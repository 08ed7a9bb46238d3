import type { Both } from '@shouwang/shared/api';

// What forms cost, as the server counts it: by kind, and by post and role. There is no person in it, and none is added here.
export interface KindBurden {
  kind: string; name: Both; fields_opening: number; fields: number; fields_all: number; evidence: number; signatures: number; taps: number;
  forms: number; seconds: number | null;
}
export interface DeskBurden { desk_path: string; desk_name: string; role: string; forms: number; days: number }
export interface UnreadField { kind: string; kind_name: Both; field: string; name: Both }
export interface Burden { kinds: KindBurden[]; desks: DeskBurden[]; unread: UnreadField[]; since: string; as_of: string }

// Forms a day, over the days on which the post filled in any.
export const perDay = (row: DeskBurden): number => (row.days > 0 ? row.forms / row.days : 0);
export const oneDigit = (value: number): string => (value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1));

// Hours all forms of a kind took; of those nobody timed it is not known.
export const hoursOf = (kind: KindBurden): number | null => (kind.seconds === null ? null : (kind.forms * kind.seconds) / 3_600);

export type Order = 'forms' | 'seconds' | 'fields' | 'taps';
export function inOrder(kinds: readonly KindBurden[], by: Order): KindBurden[] {
  const of = (kind: KindBurden): number => kind[by] ?? -1;
  return [...kinds].sort((a, b) => of(b) - of(a) || b.forms - a.forms || b.fields - a.fields);
}
// Posts in the order of the town, never by how much they did: no ranking.
export const desksInOrder = (desks: readonly DeskBurden[]): DeskBurden[] =>
  [...desks].sort((a, b) => a.desk_path.localeCompare(b.desk_path) || a.role.localeCompare(b.role));

export interface UnreadKind { kind: string; name: Both; fields: UnreadField[] }
export function byKind(unread: readonly UnreadField[]): UnreadKind[] {
  const all = new Map<string, UnreadKind>();
  for (const one of unread) {
    const found = all.get(one.kind) ?? { kind: one.kind, name: one.kind_name, fields: [] };
    found.fields.push(one);
    all.set(one.kind, found);
  }
  return [...all.values()].sort((a, b) => b.fields.length - a.fields.length);
}
