import type { Drill } from '@shouwang/shared/plan';

// What a drill's own clock shows at a moment of the world's clock: from its last mark on, so many times as fast.
export function drillNow(drill: Drill, world_ms: number): number {
  if (drill.ended_virtual) return Date.parse(drill.ended_virtual);
  return Date.parse(drill.mark_virtual) + Math.max(0, world_ms - Date.parse(drill.mark_real)) * drill.speed;
}
export const speeds = [1, 2, 5, 10, 20, 30, 60] as const;
