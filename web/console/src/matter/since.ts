import type { MatterLine, MatterView } from '@shouwang/shared/matter';

// What was written on a matter after somebody looked at it.
export function since(before: MatterView, now: MatterView): MatterLine[] {
  const known = new Set(before.lines.map((line) => line.id));
  return now.lines.filter((line) => !known.has(line.id));
}
