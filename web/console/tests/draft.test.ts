import { beforeEach, describe, expect, it } from 'vitest';
import { DraftBox, emptyFields, isEmpty, type Keep } from '../src/lib/draft.ts';

class Disk implements Keep {
  readonly kept = new Map<string, string>();
  full = false;
  get length(): number { return this.kept.size; }
  key(index: number): string | null { return [...this.kept.keys()][index] ?? null; }
  getItem(name: string): string | null { return this.kept.get(name) ?? null; }
  setItem(name: string, value: string): void { if (this.full) throw new Error('quota'); this.kept.set(name, value); }
  removeItem(name: string): void { this.kept.delete(name); }
}
const typed = (description: string) => ({ ...emptyFields(), description });
let disk: Disk;
beforeEach(() => { disk = new Disk(); });

describe('a draft', () => {
  it('is there again after a reload of the same page', () => {
    new DraftBox(disk, 'wang', 'tab1').save({ fields: typed('two men fight'), key: 'k1', sent: false }, 1_000);
    const again = new DraftBox(disk, 'wang', 'tab1').load(1_500);
    expect(again?.fields.description).toBe('two men fight');
    expect(again?.key).toBe('k1');
  });
  it('keeps its idempotency key and that it was sent, so a second try is the same call', () => {
    new DraftBox(disk, 'wang', 'tab1').save({ fields: typed('x'), key: 'k7', sent: true }, 0);
    expect(new DraftBox(disk, 'wang', 'tab1').load(0)).toMatchObject({ key: 'k7', sent: true });
  });
  it('is taken up by a new page once the old one is dead, and then belongs to the new one', () => {
    new DraftBox(disk, 'wang', 'dead').save({ fields: typed('fire'), key: 'k', sent: false }, 1_000);
    expect(new DraftBox(disk, 'wang', 'new').load(5_000)).toBeUndefined();
    expect(new DraftBox(disk, 'wang', 'new').load(60_000)?.fields.description).toBe('fire');
    expect(new DraftBox(disk, 'wang', 'third').load(60_001)).toBeUndefined();
  });
  it('is taken up at once when the old page left in good order', () => {
    const old = new DraftBox(disk, 'wang', 'old');
    old.save({ fields: typed('theft'), key: 'k', sent: false }, 10_000);
    old.leave();
    expect(new DraftBox(disk, 'wang', 'new').load(10_001)?.fields.description).toBe('theft');
  });
  it('is never shown to another account', () => {
    new DraftBox(disk, 'wang', 'tab1').save({ fields: typed('secret'), key: 'k', sent: false }, 0);
    expect(new DraftBox(disk, 'li', 'tab1').load(60_000)).toBeUndefined();
    expect(new DraftBox(disk, 'wan', 'tab1').load(60_000)).toBeUndefined();
  });
  it('of a living page is left alone by its neighbour', () => {
    const one = new DraftBox(disk, 'wang', 'tab1');
    one.save({ fields: typed('mine'), key: 'k1', sent: false }, 0);
    one.stillHere(58_000);
    const two = new DraftBox(disk, 'wang', 'tab2');
    expect(two.load(60_000)).toBeUndefined();
    two.save({ fields: typed('yours'), key: 'k2', sent: false }, 60_000);
    expect(one.load(60_001)?.fields.description).toBe('mine');
  });
  it('is gone after the confirmed send, and an empty one is not kept', () => {
    const box = new DraftBox(disk, 'wang', 'tab1');
    box.save({ fields: typed('x'), key: 'k', sent: false }, 0);
    box.clear();
    expect(disk.length).toBe(0);
    box.save({ fields: emptyFields(), key: 'k', sent: false }, 0);
    expect(disk.length).toBe(0);
  });
  it('says so when the disk refuses', () => {
    disk.full = true;
    expect(new DraftBox(disk, 'wang', 'tab1').save({ fields: typed('x'), key: 'k', sent: false }, 0)).toBe(false);
  });
  it('survives nonsense on the disk', () => {
    disk.kept.set('shouwang.draft.wang.tab1', '{broken');
    expect(new DraftBox(disk, 'wang', 'tab1').load(0)).toBeUndefined();
  });
  it('has no room for what was said of the caller', () => {
    expect(Object.keys(emptyFields()).sort()).toEqual(['crossing', 'description', 'location', 'place', 'priority', 'source', 'type']);
    expect(isEmpty(emptyFields())).toBe(true);
  });
});
