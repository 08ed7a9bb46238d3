import type { Matter } from '@shouwang/shared/matter';

// Rows chosen for one step in common: of one kind and one stage, else there is no step they share. Pure.
export interface Chosen { kind: string; stage: string; ids: readonly string[] }

export const sameSort = (chosen: Chosen | undefined, row: Matter): boolean => !chosen || (chosen.kind === row.kind && chosen.stage === row.stage);

export function toggle(chosen: Chosen | undefined, row: Matter): Chosen | undefined {
  if (!chosen) return { kind: row.kind, stage: row.stage, ids: [row.id] };
  if (!sameSort(chosen, row)) return chosen;
  const ids = chosen.ids.includes(row.id) ? chosen.ids.filter((id) => id !== row.id) : [...chosen.ids, row.id];
  return ids.length ? { ...chosen, ids } : undefined;
}

// Every row of the sort that was begun with, or of the first row.
export function chooseAll(chosen: Chosen | undefined, rows: readonly Matter[]): Chosen | undefined {
  const first = rows[0];
  const sort = chosen ?? (first && { kind: first.kind, stage: first.stage, ids: [] });
  if (!sort) return undefined;
  const ids = rows.filter((row) => sameSort(sort, row)).map((row) => row.id);
  return ids.length ? { ...sort, ids } : undefined;
}

// What is left of a choice when the list has changed under it.
export function stillThere(chosen: Chosen | undefined, rows: readonly Matter[]): Chosen | undefined {
  if (!chosen) return undefined;
  const ids = chosen.ids.filter((id) => rows.some((row) => row.id === id && row.kind === chosen.kind && row.stage === chosen.stage));
  if (ids.length === chosen.ids.length) return chosen;
  return ids.length ? { ...chosen, ids } : undefined;
}

export interface Outcome { id: string; number: string; title: string; done: boolean; why: string }
// One after the other, so that a failure in the middle leaves a list that says which went through.
export async function doAll(rows: readonly Matter[], one: (row: Matter) => Promise<string | undefined>, told: (outcomes: readonly Outcome[]) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const row of rows) {
    const why = await one(row);
    outcomes.push({ id: row.id, number: row.number, title: row.title, done: why === undefined, why: why ?? '' });
    told([...outcomes]);
  }
  return outcomes;
}
