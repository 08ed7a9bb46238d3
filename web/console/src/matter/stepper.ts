import type { MatterView, Stage } from '@shouwang/shared/matter';

// The stages as a way: which lie behind it in this round, where it stands, what usually comes; branches it never came to are left out.
// What it was sent back from lies ahead again.
export type StageState = 'done' | 'now' | 'open';
export function pathOf(view: MatterView): (Stage & { state: StageState })[] {
  const { stage, round, ended_at } = view.matter;
  const way: string[] = [];
  for (const { detail } of view.lines.filter((line) => line.kind === 'step' && line.round === round)) {
    if (way.length === 0 && detail.from) way.push(detail.from);
    if (!detail.to) continue;
    const before = way.indexOf(detail.to);
    if (before >= 0) way.length = before + 1; else way.push(detail.to);
  }
  const all = view.stages.map((one) => ({ ...one, state: one.code === stage ? (ended_at && one.ends ? 'done' : 'now') : way.includes(one.code) ? 'done' : 'open' } as const));
  return all.filter((one) => one.state !== 'open' || (one.ahead !== false && !ended_at));
}
