import { afterEach, describe, expect, it } from 'vitest';
import { ApiError, mayPass } from '../src/lib/api.ts';
import { remedyOf, sentenceOf, toldOf } from '../src/parts/problems.ts';
import { askedAgain } from '../src/parts/ask.svelte.ts';
import { language } from '../src/text/text.svelte.ts';

const refused = (status: number, code: string, more: object = {}): ApiError =>
  new ApiError({ status, code, title: 'The change could not be saved.', remedy: 'Look at the disk.', ...more });

describe('a refusal of the server', () => {
  afterEach(() => language.set('zh'));
  it('is said in Chinese on a Chinese page, without the server\'s advice in English', () => {
    for (const failure of [refused(503, 'store_unwritable'), refused(404, 'not_found'), refused(403, 'forbidden'), refused(412, 'stale_version'), refused(503, 'busy')]) {
      expect(toldOf(failure), failure.problem.code).not.toMatch(/[A-Za-z]{3,}/);
      expect(remedyOf(failure)).toBeUndefined();
    }
  });
  it('quotes the server as such where the console has no words for it', () => {
    expect(sentenceOf(refused(409, 'never_heard_of'))).toBe('服务器拒绝了（409）。服务器原话：The change could not be saved.');
    expect(sentenceOf(refused(422, 'bad_input', { detail: 'x', errors: [{ pointer: '/year', code: 'out_of_range', detail: 'too early' }] }))).toContain('/year: too early');
    expect(remedyOf(refused(409, 'never_heard_of'))).toBe('Look at the disk.');
    language.set('en');
    expect(sentenceOf(refused(409, 'never_heard_of'))).toBe('The change could not be saved.');
  });
  it('is asked again by itself only where the answer may change', () => {
    expect([refused(0, 'unanswered'), refused(503, 'busy'), refused(500, 'x'), refused(429, 'too_many_requests')].map(mayPass)).toEqual([true, true, true, true]);
    expect([refused(403, 'forbidden'), refused(404, 'not_found'), refused(422, 'bad_input')].map(mayPass)).toEqual([false, false, false]);
  });
});

describe('a question whose answer was refused', () => {
  it('is asked again with what was typed and why it was refused', () => {
    const fields = [{ name: 'level', label: '层级', kind: 'choice' as const, deliberate: true, options: [{ value: 'county', label: '县' }] }, { name: 'reason', label: '理由', kind: 'area' as const }];
    const again = askedAgain({ title: '移交', confirm: '移交', fields }, { level: 'county', reason: '不属本级' }, '已被他人改动');
    expect(again.trouble).toBe('已被他人改动');
    expect(again.fields?.map((field) => field.value)).toEqual(['county', '不属本级']);
    expect(askedAgain({ title: 'x', confirm: 'y' }, {}, 'z').fields).toEqual([]);
  });
});
