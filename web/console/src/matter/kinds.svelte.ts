import type { FieldValue, Kind, KindBrief, Matter, MatterField } from '@shouwang/shared/matter';
import { areaChoices, type AreaChoice } from '../admin/roles.ts';
import { get, listAll, query } from '../lib/api.ts';
import { wallDateTime } from '../lib/format.ts';
import { session } from '../lib/session.svelte.ts';
import { board } from '../live/board.svelte.ts';
import { language, pick, t } from '../text/text.svelte.ts';

// What the catalogue says, asked once; and names of what fields point to.
const known = new Map<string, Promise<Kind>>();

// An edition never changes; the present one may, so it is asked again each time.
export function kindAt(kind: string, edition: string): Promise<Kind> {
  const name = `${kind}@${edition}`;
  let found = known.get(name);
  if (!found) {
    found = get<Kind>(query(`/api/matter-kinds/${encodeURIComponent(kind)}`, { edition }));
    known.set(name, found);
    found.catch(() => known.delete(name));
  }
  return found;
}
export const kindNow = (kind: string): Promise<Kind> => get<Kind>(`/api/matter-kinds/${encodeURIComponent(kind)}`);
export const kindsMine = (): Promise<KindBrief[]> => get<{ items: KindBrief[] }>('/api/matter-kinds?mine=true').then((page) => page.items);

class Choices {
  kinds = $state.raw<KindBrief[]>([]);
  areas = $state.raw<AreaChoice[]>([]);
  forces = $state.raw<{ id: string; name: string }[]>([]);
  private asked: Record<string, Promise<void> | undefined> = {};

  private once(what: string, ask: () => Promise<void>): void {
    this.asked[what] ??= ask().catch(() => { this.asked[what] = undefined; });
  }
  needKinds(): void {
    this.once('kinds', () => get<{ items: KindBrief[] }>('/api/matter-kinds').then((page) => { this.kinds = page.items; }));
  }
  needAreas(): void { this.once('areas', () => areaChoices().then((areas) => { this.areas = areas; })); }
  needForces(): void {
    if (session.may('duty')) this.once('forces', () => listAll<{ id: string; name: string }>('/api/forces').then((forces) => { this.forces = forces; }));
  }
  forget(): void {
    this.asked = {};
    this.kinds = this.areas = [];
    this.forces = [];
  }
  areaName(id: string): string { return this.areas.find((one) => one.id === id)?.name.trim() ?? ''; }
  // The last area of a path "/a/b/".
  nameOfPath(path: string | null | undefined): string { return this.areaName(path?.split('/').filter(Boolean).at(-1) ?? ''); }
}
export const choices = new Choices();

// A figure as people write it: a year stays 2027, from five digits on they stand in groups.
export const figureOf = (number: number, least_digits = 0): string =>
  number.toLocaleString(language.now === 'zh' ? 'zh-CN' : 'en-GB', { minimumFractionDigits: least_digits, useGrouping: Math.abs(number) >= 10_000 });

// What a matter is about, in the reader's language.
export const titleOf = (row: Matter): string => pick(row.title_name) || row.title;
// What those whose names lie sealed in it are called: by their one role, else parties.
export const partiesOf = (kind: Kind): string => (kind.party_roles.length === 1 ? pick(kind.party_roles[0]!.name) : t('parties.title'));
// Who may open the sealed names of such a matter.
export const readersOf = (kind: Kind): string => kind.party_readers?.map((role) => pick(role)).join(t('list.and')) || t('parties.reader');

// A field's content in words.
export function sayValue(field: MatterField, value: FieldValue | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
  if (Array.isArray(value)) return value.map((one) => choiceName(field, one)).join(t('list.and'));
  if (typeof value === 'number') return figureOf(value, field.type === 'money' ? 2 : 0);
  if (field.type === 'choice') return choiceName(field, value);
  if (field.type === 'time') return wallDateTime(value, board.offset_min).slice(0, 16);
  if (field.type === 'place') return board.places.find((one) => one.id === value)?.name ?? value;
  if (field.type === 'unit') return board.unit(value)?.name ?? value;
  if (field.type === 'area') { choices.needAreas(); return choices.areaName(value) || value; }
  if (field.type === 'force') { choices.needForces(); return choices.forces.find((one) => one.id === value)?.name ?? value; }
  return value;
}
const choiceName = (field: MatterField, code: string): string => pick(field.choices.find((one) => one.code === code)?.name) || code;
