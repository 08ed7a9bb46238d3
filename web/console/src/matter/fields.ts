import type { FieldValue, FieldValues, Kind, MatterField } from '@shouwang/shared/matter';
import type { TextKey } from '../text/catalogue.ts';

// What a person types into a form of the catalogue, and what of it is sent. Pure. Inputs hold text; a field nobody
// touched is left out, one that was emptied is sent as null.
export type Typed = Record<string, string | string[] | boolean | undefined>;
export interface Wrong { text: TextKey; values?: Record<string, string | number> }
export type Faults = Record<string, Wrong>;

export function fieldsOf(kind: Kind, names: readonly string[]): MatterField[] {
  return names.flatMap((name) => kind.fields.find((field) => field.field === name) ?? []);
}

export function isBlank(value: Typed[string] | FieldValue): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

const characters = (text: string): number => [...text].length;
export const longest = (field: MatterField): number => field.max_length;

// A number as people write it: 12,000 or 12 000 with the signs of either language.
export function numberOf(text: string): number {
  const plain = text.trim().replace(/[,，\s]/g, '').replace(/[０-９．－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

function faultOf(field: MatterField, value: Typed[string]): Wrong | undefined {
  if (field.type === 'text' || field.type === 'long_text') {
    return characters(String(value)) > longest(field) ? { text: 'wrong.too_long', values: { most: longest(field) } } : undefined;
  }
  if (field.type === 'whole' || field.type === 'number' || field.type === 'money') return numberFault(field, numberOf(String(value)));
  if (field.type === 'day') return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? undefined : { text: 'wrong.day' };
  if (field.type === 'time') return Number.isFinite(Date.parse(String(value))) ? undefined : { text: 'wrong.time' };
  return undefined;
}

function numberFault(field: MatterField, number: number): Wrong | undefined {
  if (!Number.isFinite(number)) return { text: 'wrong.number' };
  if (field.type === 'whole' && !Number.isInteger(number)) return { text: 'wrong.whole' };
  if (field.type === 'money' && Math.abs(Math.round(number * 100) - number * 100) > 1e-6) return { text: 'wrong.cents' };
  if (number >= field.minimum && number <= field.maximum) return undefined;
  return { text: 'wrong.range', values: { least: field.minimum, most: field.maximum } };
}

// What is wrong before anything is sent: the same rules as the server's, in the words of the page.
export function faultsOf(fields: readonly MatterField[], needed: readonly string[], typed: Typed): Faults {
  const faults: Faults = {};
  for (const field of fields) {
    const value = typed[field.field];
    if (isBlank(value)) {
      if (needed.includes(field.field)) faults[field.field] = { text: 'wrong.missing' };
      continue;
    }
    const fault = faultOf(field, value);
    if (fault) faults[field.field] = fault;
  }
  return faults;
}

function sentOf(field: MatterField, value: Typed[string]): FieldValue {
  if (isBlank(value)) return null;
  if (field.type === 'whole' || field.type === 'number' || field.type === 'money') return numberOf(String(value));
  if (field.type === 'time') return new Date(Date.parse(String(value))).toISOString();
  if (typeof value === 'string') return value.trim();
  return value ?? null;
}

// `known`: what the matter holds already; only what differs from it is sent.
export function toSend(fields: readonly MatterField[], typed: Typed, known: FieldValues = {}): FieldValues {
  const out: FieldValues = {};
  for (const field of fields) {
    const value = sentOf(field, typed[field.field]);
    const before = known[field.field] ?? null;
    if (JSON.stringify(value) !== JSON.stringify(before)) out[field.field] = value;
  }
  return out;
}

// What a form shows of what is known.
export function typedOf(fields: readonly MatterField[], known: FieldValues): Typed {
  return Object.fromEntries(fields.flatMap((field) => {
    const value = known[field.field];
    if (value === undefined || value === null) return [];
    return [[field.field, typeof value === 'number' ? String(value) : value]];
  }));
}

// A time field's input speaks the place's wall clock, its value UTC.
export function toWall(at: string, offset_min: number): string {
  const ms = Date.parse(at);
  return Number.isFinite(ms) ? new Date(ms + offset_min * 60_000).toISOString().slice(0, 16) : '';
}
export function fromWall(wall: string, offset_min: number): string {
  const ms = Date.parse(`${wall}:00Z`);
  return Number.isFinite(ms) ? new Date(ms - offset_min * 60_000).toISOString() : '';
}

const codes: Record<string, TextKey> = {
  missing: 'wrong.missing', out_of_range: 'wrong.out_of_range', too_long: 'wrong.long', not_a_choice: 'wrong.choice', wrong_type: 'wrong.form',
  bad_character: 'wrong.form', unknown: 'wrong.unknown', not_asked: 'wrong.not_asked', duplicate: 'wrong.twice',
};
export interface Told { pointer: string; code: string; detail: string }
// The server's faults by the name of their input. A check's words stand in both languages in its detail: "中文 / English".
export function faultsOfAnswer(errors: readonly Told[] | undefined, language: 'zh' | 'en'): { faults: Faults; rest: Told[] } {
  const faults: Faults = {}, rest: Told[] = [];
  for (const error of errors ?? []) {
    const name = /^\/(?:fields\/)?([a-z0-9_]+)$/.exec(error.pointer)?.[1];
    if (!name) { rest.push(error); continue; }
    const [zh = '', en = zh] = error.detail.split(' / ');
    if (error.code === 'check_failed') faults[name] = { text: 'wrong.said', values: { words: language === 'zh' ? zh : en } };
    else faults[name] = codes[error.code] ? { text: codes[error.code]! } : { text: 'wrong.said', values: { words: error.detail } };
  }
  return { faults, rest };
}
