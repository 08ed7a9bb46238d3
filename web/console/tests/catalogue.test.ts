import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en, zh, type TextKey } from '../src/text/catalogue.ts';
import { fill } from '../src/text/fill.ts';

const root = join(import.meta.dirname, '../src');
const catalogues = new Set(['zh.ts', 'en.ts', 'zh_admin.ts', 'en_admin.ts', 'zh_duty.ts', 'en_duty.ts', 'zh_living.ts', 'en_living.ts',
  'zh_matter.ts', 'en_matter.ts', 'zh_matter_words.ts', 'en_matter_words.ts', 'zh_plan.ts', 'en_plan.ts', 'zh_burden.ts', 'en_burden.ts',
  'zh_problem.ts', 'en_problem.ts']);
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|svelte)$/.test(name) && !catalogues.has(name) ? [path] : [];
  });
}
const code = sources(root).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const keys = Object.keys(zh) as TextKey[];
const holes = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

describe('the catalogue', () => {
  it('holds each key in both languages, with the same holes to fill', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(holes(en[key]), key).toEqual(holes(zh[key]));
  });
  it('leaves no sentence empty and no Chinese sentence in English', () => {
    for (const key of keys) expect(zh[key].length * en[key].length, key).toBeGreaterThan(0);
    const allowed = new Set<TextKey>(['app.other_language', 'replay.mark', 'drill.watermark']);
    for (const key of keys) if (!allowed.has(key)) expect(en[key], key).not.toMatch(/[㐀-鿿]/);
  });
  it('knows every key the pages ask for', () => {
    const asked = code.flatMap(({ path, text }) => [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => ({ path, key: match[1]! })));
    expect(asked.length).toBeGreaterThan(150);
    for (const { path, key } of asked) expect(keys, `${path} asks for ${key}`).toContain(key);
  });
  it('keeps no key that no page uses', () => {
    const all = code.map((file) => file.text).join('\n');
    for (const key of keys) expect(all.includes(`'${key}'`), `${key} is unused`).toBe(true);
  });
  it('uses Chinese punctuation in Chinese', () => {
    for (const key of keys) expect(zh[key], key).not.toMatch(/[㐀-鿿][,:;?!]|\([㐀-鿿]/);
  });
});

describe('no page holds a sentence of its own', () => {
  it('finds no Chinese outside the catalogue', () => {
    for (const { path, text } of code) {
      const bare = text.replace(/\/\/.*$/gm, '').replace(/'[、：，·]+'/g, '').replace(/[（）、]/g, '');
      // Letters on the map's signs, words of pasted coordinates units of measure and the range of Chinese letters are no sentences.
      if (/icons\.ts|coordinates\.ts|types_search\.ts|format\.ts/.test(path)) continue;
      expect(bare, path).not.toMatch(/[㐀-鿿]{2,}/);
    }
  });
});

describe('fill', () => {
  it('replaces what it knows and leaves the rest', () => {
    expect(fill('{a} of {b}', { a: 3 })).toBe('3 of {b}');
  });
});
