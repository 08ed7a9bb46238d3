import type { Unit } from '@shouwang/shared/api';
import { board } from '../live/board.svelte.ts';
import { offShift, type Cell } from '../live/unit_field.ts';
import type { DeskMap } from '../map/desk_map.ts';
import { askedView, detailOf, numbersIn, type Detail } from '../map/detail.ts';
import { unitFeatures } from '../map/features.ts';
import type { Scene } from '../moment/scene.ts';

const none: Cell[] = [];
export const present = (): Scene => ({
  field: board.field, now_ms: board.serverNow(), numberOf: (id) => board.numberOf(id),
  unitOf: (number) => { const unit = board.unitOf(number); return unit && board.placed(unit.id); },
});

// Draws the units at the detail the map can bear: cells, dots, or signs with names.
export class UnitPainter {
  drawn = { detail: 'signs' as Detail, signs: 0, dots: 0, cells: 0 };
  constructor(private readonly map: DeskMap) {}

  paint({ field, now_ms, unitOf, numberOf }: Scene, lit: ReadonlySet<string>, theme: 'dark' | 'light'): void {
    const seen = this.map.seen, detail = detailOf(field, seen, this.drawn.detail);
    const signs = detail === 'signs' ? numbersIn(field, askedView(seen)) : [];
    // What the desk speaks of is always a sign, however many there are.
    const marked = [...lit].flatMap((id) => numberOf(id) ?? []);
    const units = [...new Set([...signs, ...marked])].flatMap((number): Unit[] => {
      const slot = field.slotOf(number), unit = unitOf(number);
      return slot === undefined || !unit || (field.state[slot] === offShift && !lit.has(unit.id)) ? [] : [unit];
    });
    this.map.set('units', unitFeatures(units, lit, now_ms));
    this.map.dots.show(detail === 'dots' ? field : undefined, now_ms, theme);
    this.map.discs.show(detail === 'cells' ? field.cells : none, theme);
    this.drawn = { detail, signs: units.length, dots: this.map.dots.count, cells: detail === 'cells' ? field.cells.length : 0 };
  }
}
