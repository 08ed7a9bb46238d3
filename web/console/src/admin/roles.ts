import type { Grant, Role } from '@shouwang/shared/api';
import { pick, t } from '../text/text.svelte.ts';
import type { TextKey } from '../text/catalogue.ts';

export interface AreaChoice { id: string; name: string }

const words: Record<string, TextKey> = {
  system_admin: 'role.system_admin', security_admin: 'role.security_admin', audit_admin: 'role.audit_admin', dispatcher: 'role.dispatcher',
  commander: 'role.commander', patrol_leader: 'role.patrol_leader', field_officer: 'role.field_officer', viewer: 'role.viewer',
};
export function roleWord(role: Role): string {
  const key = words[role.code];
  return key ? t(key) : pick(role.name) || role.code;
}
export function grantWords(grant: Grant, roles: Role[], areas: AreaChoice[]): string {
  const role = roleWord(roles.find((one) => one.code === grant.role) ?? { code: grant.role });
  const area = grant.area_id ? areas.find((one) => one.id === grant.area_id)?.name ?? grant.area_id : t('admin.everywhere');
  return `${role} · ${area}`;
}
