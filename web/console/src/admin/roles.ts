import type { Grant, Role } from '@shouwang/shared/api';
import { listAll, query } from '../lib/api.ts';
import { pick, t } from '../text/text.svelte.ts';
import type { TextKey } from '../text/catalogue.ts';

export interface AreaChoice { id: string; name: string }

// The area tree, each area followed by those below it, as far as a list can be chosen from (four levels, 300 areas).
export async function areaChoices(parent?: string, depth = 0): Promise<AreaChoice[]> {
  const here = await listAll<AreaChoice>(query('/api/areas', { parent }), 300);
  const below = await Promise.all(here.map((area) => (depth < 3 && here.length <= 40 ? areaChoices(area.id, depth + 1).catch(() => []) : [])));
  return here.flatMap((area, index) => [{ id: area.id, name: '　'.repeat(depth) + area.name }, ...below[index]!]).slice(0, 300);
}

const words: Record<string, TextKey> = {
  system_admin: 'role.system_admin', security_admin: 'role.security_admin', audit_admin: 'role.audit_admin', dispatcher: 'role.dispatcher',
  commander: 'role.commander', patrol_leader: 'role.patrol_leader', field_officer: 'role.field_officer', grid_worker: 'role.grid_worker', mediator: 'role.mediator', inspector: 'role.inspector',
  office: 'role.office', supervisor: 'role.supervisor', key_site: 'role.key_site', partner: 'role.partner', viewer: 'role.viewer',
};
export function roleWord(role: Role): string {
  const key = words[role.code];
  return key ? t(key) : pick(role.name) || role.code;
}
export function grantWords(grant: Grant, roles: Role[], areas: AreaChoice[]): string {
  const role = roleWord(roles.find((one) => one.code === grant.role) ?? { code: grant.role });
  const area = grant.area_id ? areas.find((one) => one.id === grant.area_id)?.name.trim() ?? grant.area_id : t('admin.everywhere');
  return `${role} · ${area}`;
}
