import type { Both, Lang } from '@shouwang/shared/api';
import { en, zh, type TextKey } from './catalogue.ts';
import { fill } from './fill.ts';

const kept = 'shouwang.language';
const catalogues = { zh, en };

function first(): Lang {
  try {
    const chosen = localStorage.getItem(kept);
    if (chosen === 'zh' || chosen === 'en') return chosen;
  } catch { /* no storage: the default stands */ }
  return 'zh';
}

let current = $state<Lang>(first());

export const language = {
  get now(): Lang { return current; },
  set(lang: Lang): void {
    current = lang;
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
    try { localStorage.setItem(kept, lang); } catch { /* kept for this page only */ }
  },
  toggle(): void { language.set(current === 'zh' ? 'en' : 'zh'); },
};

// The sentence of a key in the reader's language; {name} is replaced by values.name.
export function t(key: TextKey, values?: Record<string, string | number>): string {
  return fill(catalogues[current][key], values);
}

// The reader's side of a text that the server gives in both languages.
export function pick(text: Both | string | null | undefined): string {
  if (text === null || text === undefined) return '';
  if (typeof text === 'string') return text;
  return text[current] || text.zh || text.en || '';
}
