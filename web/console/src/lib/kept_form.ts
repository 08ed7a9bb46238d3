import type { Keep } from './draft.ts';

// What somebody typed into a form, kept on this machine per account until it was sent or thrown away. Never anything of
// a party or a caller: whoever uses this leaves those out. Two pages with the same form: the last word stands.
const prefix = 'shouwang.form.';
const forgotten_after_ms = 14 * 86_400_000;
interface Kept { value: unknown; at_ms: number }

export class KeptForms {
  constructor(private readonly keep: Keep, private readonly account: string) {}

  private nameOf(form: string): string { return `${prefix}${this.account}.${form}`; }

  // Answers false when the disk refuses: the form must then say that typing is not kept.
  save(form: string, value: unknown, now_ms: number): boolean {
    try { this.keep.setItem(this.nameOf(form), JSON.stringify({ value, at_ms: now_ms })); return true; } catch { return false; }
  }

  load<T>(form: string, now_ms: number): T | undefined {
    try {
      const kept = JSON.parse(this.keep.getItem(this.nameOf(form)) ?? 'null') as Kept | null;
      if (!kept || typeof kept.at_ms !== 'number' || now_ms - kept.at_ms > forgotten_after_ms) return undefined;
      return kept.value as T;
    } catch { return undefined; }
  }

  clear(form: string): void {
    try { this.keep.removeItem(this.nameOf(form)); } catch { /* nothing was kept */ }
  }

  // What lies there too long is removed, of every account.
  sweep(now_ms: number): void {
    const names: string[] = [];
    for (let i = 0; i < this.keep.length; i++) {
      const name = this.keep.key(i);
      if (name?.startsWith(prefix)) names.push(name);
    }
    for (const name of names) {
      try {
        const kept = JSON.parse(this.keep.getItem(name) ?? 'null') as Kept | null;
        if (!kept || now_ms - kept.at_ms > forgotten_after_ms) this.keep.removeItem(name);
      } catch { this.keep.removeItem(name); }
    }
  }
}
