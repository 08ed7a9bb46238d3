import { describe, expect, it } from 'vitest';
import { actionOf, hint, shortcuts, type KeyContext, type KeyPress } from '../src/lib/keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, ctrl: false, alt: false, meta: false, shift: false, ...more });
const free: KeyContext = { typing: false, on_control: false, dialog: false, single_keys: true };

describe('the keyboard', () => {
  it('gives each key one meaning', () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
  it('does what the list says', () => {
    for (const shortcut of shortcuts) for (const key of shortcut.keys.filter((one) => one !== 'Ctrl+Enter')) expect(actionOf(press(key), free), key).toBe(shortcut.action);
    expect(actionOf(press('N', { shift: true }), free)).toBe('new_call');
  });
  it('never steals letters from somebody who types', () => {
    const typing = { ...free, typing: true };
    for (const key of ['n', 's', '1', '/', 'Enter', 'ArrowDown']) expect(actionOf(press(key), typing), key).toBeUndefined();
    expect(actionOf(press('Enter', { ctrl: true }), typing)).toBe('submit');
    expect(actionOf(press('Escape'), typing)).toBe('back');
  });
  it('leaves Enter to the button that has the focus', () => {
    expect(actionOf(press('Enter'), { ...free, on_control: true })).toBeUndefined();
    expect(actionOf(press('s'), { ...free, on_control: true })).toBe('send');
  });
  it('is silent while a dialog is open, and with browser keys', () => {
    expect(actionOf(press('s'), { ...free, dialog: true })).toBeUndefined();
    expect(actionOf(press('r', { ctrl: true }), free)).toBeUndefined();
  });
  it('can be turned off, down to Ctrl+Enter and Escape', () => {
    const off = { ...free, single_keys: false };
    expect(actionOf(press('n'), off)).toBeUndefined();
    expect(actionOf(press('Enter', { ctrl: true }), off)).toBe('submit');
    expect(actionOf(press('Escape'), off)).toBe('back');
  });
  it('shows on the buttons what the keys are', () => {
    expect(hint('new_call')).toBe('N');
    expect(hint('next')).toBe('↓');
  });
});
