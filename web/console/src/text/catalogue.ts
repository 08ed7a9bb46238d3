import { zh } from './zh.ts';
import { en } from './en.ts';

export type TextKey = keyof typeof zh;
export { en, zh };
