import type { IncidentType } from '@shouwang/shared/api';

// The types that fit what was typed, best first: a name that begins with it, then one that contains it, then one whose
// letters occur in that order (so "jtsg" finds nothing by chance but "traf ac" finds "Traffic accident").
export function searchTypes(types: readonly IncidentType[], words: string): IncidentType[] {
  const wanted = words.trim().toLowerCase();
  const parents = new Set(types.map((type) => type.parent).filter(Boolean));
  const usable = types.filter((type) => !parents.has(type.code));
  if (!wanted) return [...usable].sort((a, b) => a.priority - b.priority);
  const scored = usable.map((type) => ({ type, score: scoreOf(type, wanted) })).filter((one) => one.score > 0);
  return scored.sort((a, b) => b.score - a.score || a.type.priority - b.type.priority).map((one) => one.type);
}

function scoreOf(type: IncidentType, wanted: string): number {
  const texts = [type.name.zh, type.name.en, type.code].map((text) => (text ?? '').toLowerCase());
  if (texts.some((text) => text === wanted)) return 4;
  if (texts.some((text) => text.startsWith(wanted))) return 3;
  if (texts.some((text) => text.includes(wanted))) return 2;
  const parts = wanted.split(/\s+/);
  if (parts.length > 1 && texts.some((text) => parts.every((part) => text.includes(part)))) return 1.5;
  // Chinese is often typed by its key characters only: 车祸 for 车辆…祸.
  return /[㐀-鿿]/.test(wanted) && inOrder(texts[0]!, wanted) ? 1 : 0;
}

function inOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
