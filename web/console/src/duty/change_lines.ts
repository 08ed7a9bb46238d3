import type { KitItem, KitMove } from '@shouwang/shared/living';

// One thing of a shift change as the screen holds it: what becomes of it and in what state it is handed over.
export type Fate = 'stays' | 'return' | 'pass' | 'issue';
export type Condition = KitMove['condition'];
export interface Line { item: KitItem; fate: Fate; condition: Condition; note: string; to_member_id?: string }

// Everything the outgoing side holds is passed on as it is, unless somebody says otherwise; what the store has is
// offered, and nothing of it moves by itself.
export const outgoingLines = (held: KitItem[]): Line[] => held.map((item) => ({ item, fate: 'pass', condition: item.state === 'retired' ? 'good' : item.state, note: '' }));
export const storeLines = (items: KitItem[]): Line[] =>
  items.filter((item) => item.state === 'good' && !item.waiting).map((item) => ({ item, fate: 'stays', condition: 'good', note: '' }));

// A thing that is damaged or missing is explained: the next shift must know what happened to it.
export const unexplained = (lines: Line[]): Line[] => lines.filter((line) => line.fate !== 'stays' && line.condition !== 'good' && !line.note.trim());

export const movesOf = (lines: Line[]): { item_id: string; kind: Exclude<Fate, 'stays'>; condition: Condition; note?: string; to_member_id?: string }[] =>
  lines.filter((line) => line.fate !== 'stays').map((line) => ({
    item_id: line.item.id, kind: line.fate as Exclude<Fate, 'stays'>, condition: line.condition,
    ...(line.note.trim() ? { note: line.note.trim() } : {}), ...(line.to_member_id ? { to_member_id: line.to_member_id } : {}),
  }));

export interface Sum { pass: number; return: number; issue: number; trouble: number }
export function sumOf(lines: Line[]): Sum {
  const sum = { pass: 0, return: 0, issue: 0, trouble: 0 };
  for (const { fate, condition } of lines) {
    if (fate === 'stays') continue;
    sum[fate]++;
    if (condition !== 'good') sum.trouble++;
  }
  return sum;
}
