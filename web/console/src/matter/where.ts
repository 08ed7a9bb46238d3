import type { Position } from '@shouwang/shared/api';

// What was said of where a matter is.
export interface WhereTyped { place_id: string; place_name: string; position: Position | null; name: string; area_id: string }
export const nowhere = (): WhereTyped => ({ place_id: '', place_name: '', position: null, name: '', area_id: '' });

// As a draft is sent: a place brings its own position and area, a point its area; an area alone is the last resort.
export function whereSent(where: WhereTyped): { place_id?: string; position?: Position; area_id?: string } {
  if (where.place_id) return { place_id: where.place_id };
  return { ...(where.position ? { position: where.position } : {}), ...(where.area_id ? { area_id: where.area_id } : {}) };
}
export const isSaid = (where: WhereTyped): boolean => !!where.place_id || !!where.position || !!where.area_id;
