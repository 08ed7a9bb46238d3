import type { MatterView, Stage } from '@shouwang/shared/matter';

// The stages as a way: which it has been in during this round, where it stands, what may come.
export type StageState = 'done' | 'now' | 'open';
export function pathOf(view: MatterView): (Stage & { state: StageState })[] {
  const { stage, round, ended_at } = view.matter;
  const been = new Set(view.lines.filter((line) => line.kind === 'step' && line.round === round).map((line) => line.detail.from));
  return view.stages.map((one) => ({ ...one, state: one.code === stage ? (ended_at && one.ends ? 'done' : 'now') : been.has(one.code) ? 'done' : 'open' }));
}
