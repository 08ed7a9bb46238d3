import type { Authority } from '@shouwang/shared/plan';
import { minutes } from '../lib/format.ts';
import { levelWords, roleWords } from '../matter/words.ts';
import { language, t } from '../text/text.svelte.ts';
import type { TextKey } from '../text/catalogue.ts';

// Codes of a plan in the reader's words; what has none is shown as the catalogue wrote it.
export const roleName = (code: string): string => (roleWords[code] ? t(roleWords[code]!) : code);
export const areaLevel = (code: string): string => (levelWords[code] ? t(levelWords[code]!) : code);
export const authorityOf = (one: Authority): string => t('plans.authority', { role: roleName(one.role), level: areaLevel(one.level) });
export const rolesOf = (codes: readonly string[]): string => codes.map(roleName).join(t('list.and'));
export const within = (seconds: number): string => minutes(seconds, language.now);

const capabilities: Record<string, TextKey> = {
  patrol: 'capability.patrol', traffic: 'capability.traffic', armed: 'capability.armed', bomb: 'capability.bomb', fire: 'capability.fire', rescue: 'capability.rescue',
  hazmat: 'capability.hazmat', medical: 'capability.medical', water: 'capability.water', mediation: 'capability.mediation',
};
export const capabilitiesOf = (codes: readonly string[]): string => codes.map((code) => (capabilities[code] ? t(capabilities[code]!) : code)).join(t('list.and'));
