import type { KitCondition, KitItem, KitLine } from '@shouwang/shared/living';

// One thing of a shift change as the screen holds it: what becomes of it, to whom it goes and in what state.
export type Fate = 'stays' | 'return' | 'pass' | 'issue';
export type Owner = 'unit' | 'post' | 'force';
export interface Target { id: string; of: 'member' | 'unit' | 'post'; name: string }
export interface Line { item: KitItem; fate: Fate; to: string; condition: KitCondition; note: string }

// Everything the outgoing side holds is passed on, unless somebody says otherwise: what a member carries goes to the
// first of the next shift, what lies at the post or in the car stays there. What the store has is only offered.
export function outgoingLines(held: KitItem[], targets: Target[]): Line[] {
  const place = targets.find((one) => one.of !== 'member'), first = targets.find((one) => one.of === 'member');
  return held.map((item) => {
    const to = (item.member_id ? first ?? place : place ?? first)?.id ?? '';
    return { item, fate: to ? 'pass' : 'return', to, condition: item.state === 'retired' ? 'good' : item.state, note: item.note ?? '' };
  });
}
export const storeLines = (items: KitItem[], targets: Target[]): Line[] =>
  items.filter((item) => item.state === 'good' && !item.waiting).map((item) => ({ item, fate: 'stays', to: (targets.find((one) => one.of === 'member') ?? targets[0])?.id ?? '', condition: 'good', note: '' }));

const moving = (lines: Line[]): Line[] => lines.filter((line) => line.fate !== 'stays');
// A thing that is damaged or missing is explained: the next shift must know what happened to it.
export const unexplained = (lines: Line[]): Line[] => moving(lines).filter((line) => line.condition !== 'good' && !line.note.trim());

export function itemsOf(lines: Line[], targets: Target[]): KitLine[] {
  return moving(lines).map(({ item, fate, to, condition, note }) => {
    const target = fate === 'return' ? undefined : targets.find((one) => one.id === to);
    return {
      item_id: item.id, condition, ...(condition !== 'good' ? { note: note.trim() } : {}),
      ...(target ? { [`to_${target.of}_id`]: target.id } : {}),
    };
  });
}

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

// A shift begins from an hour before its time; signing earlier hands over the things only.
export const isDue = (starts_at: string | null | undefined, now_ms: number): boolean => !!starts_at && Date.parse(starts_at) - now_ms <= 3_600_000;
