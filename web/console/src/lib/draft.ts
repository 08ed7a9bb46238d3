import type { Position } from '@shouwang/shared/api';

// What a dispatcher has typed of a call. Everything here may be kept on this machine's disk until the server has
// confirmed the call. What was said about the caller is sealed matter: it lives in memory only and is not in here.
export interface DraftFields {
  type: string;
  priority: number | null;    // null: the type's own
  location: Position | null;
  place: string;              // what the caller said of the place; sent as the address
  crossing: string;           // name of the crossing that was chosen, if one was
  description: string;
  source: string;
}
export interface Draft { fields: DraftFields; key: string; sent: boolean; updated_ms: number; alive_ms: number }

// Only what is used of localStorage, so that tests bring their own.
export interface Keep {
  getItem(name: string): string | null; setItem(name: string, value: string): void; removeItem(name: string): void;
  readonly length: number; key(index: number): string | null;
}

export const emptyFields = (): DraftFields =>
  ({ type: '', priority: null, location: null, place: '', crossing: '', description: '', source: '0101' });

export const isEmpty = (fields: DraftFields): boolean =>
  !fields.type && !fields.location && !fields.place.trim() && !fields.description.trim();

const prefix = 'shouwang.draft.';
// A page marks its draft as alive every few seconds; one silent for longer belongs to a page that died.
export const alive_every_ms = 4_000;
const dead_after_ms = 12_000;

// The drafts of one account on this machine. Each page (tab) writes its own, so two pages never overwrite each other.
export class DraftBox {
  constructor(private readonly keep: Keep, private readonly account: string, private readonly page: string) {}

  private nameOf(page: string): string { return `${prefix}${this.account}.${page}`; }

  // Answers false when the disk refuses (full, forbidden): the form must then say that typing is not kept.
  save(draft: Omit<Draft, 'updated_ms' | 'alive_ms'>, now_ms: number): boolean {
    try {
      if (isEmpty(draft.fields) && !draft.sent) this.keep.removeItem(this.nameOf(this.page));
      else this.keep.setItem(this.nameOf(this.page), JSON.stringify({ ...draft, updated_ms: now_ms, alive_ms: now_ms }));
      return true;
    } catch { return false; }
  }

  stillHere(now_ms: number): void {
    const draft = this.read(this.page);
    if (!draft) return;
    try { this.keep.setItem(this.nameOf(this.page), JSON.stringify({ ...draft, alive_ms: now_ms })); } catch { /* the next save tells */ }
  }
  // The page goes away in good order: its draft may be taken up at once by the next page.
  leave(): void { this.stillHere(0); }

  clear(): void { this.keep.removeItem(this.nameOf(this.page)); }

  // This page's own draft, else the newest one a dead page of the same account left behind, which is taken over.
  load(now_ms: number): Draft | undefined {
    const own = this.read(this.page);
    if (own) return own;
    let newest: { page: string; draft: Draft } | undefined;
    for (const page of this.pages()) {
      const draft = this.read(page);
      if (!draft || (draft.alive_ms !== 0 && now_ms - draft.alive_ms < dead_after_ms)) continue;
      if (!newest || draft.updated_ms > newest.draft.updated_ms) newest = { page, draft };
    }
    if (!newest) return undefined;
    this.keep.removeItem(this.nameOf(newest.page));
    this.save(newest.draft, now_ms);
    return newest.draft;
  }

  private pages(): string[] {
    const start = `${prefix}${this.account}.`;
    const names: string[] = [];
    for (let i = 0; i < this.keep.length; i++) {
      const name = this.keep.key(i);
      if (name?.startsWith(start)) names.push(name.slice(start.length));
    }
    return names;
  }

  private read(page: string): Draft | undefined {
    try {
      const draft = JSON.parse(this.keep.getItem(this.nameOf(page)) ?? 'null') as Draft | null;
      if (!draft || typeof draft.key !== 'string' || typeof draft.fields !== 'object') return undefined;
      return { ...draft, fields: { ...emptyFields(), ...draft.fields } };
    } catch { return undefined; }
  }
}
