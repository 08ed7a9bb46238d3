// What the desk offers depends on what the account may do. The server decides; hiding is only courtesy.
export type Right = 'incidents' | 'call' | 'dispatch' | 'status' | 'note' | 'caller' | 'close_road' | 'replay'
  | 'closures' | 'units' | 'moment' | 'trail' | 'set_timer' | 'rings' | 'change_rings' | 'duty' | 'change_duty' | 'sign_kit' | 'contacts' | 'devices' | 'change_devices'
  | 'matters' | 'change_matters' | 'matter_roles' | 'supervise' | 'places' | 'burden'
  | 'plans' | 'command' | 'on_unit' | 'catalogue' | 'reload_catalogue'
  | 'accounts' | 'change_accounts' | 'tokens' | 'change_tokens' | 'journal' | 'health';

const names: Record<Right, string[]> = {
  incidents: ['incident.read'],
  call: ['incident.write'],
  dispatch: ['dispatch.send'],
  status: ['dispatch.send', 'assignment.status'],
  note: ['incident.write', 'incident.note'],
  caller: ['incident.caller.read'],
  close_road: ['closure.write'],
  closures: ['closure.read'],
  units: ['unit.read'],
  replay: ['replay.write'],
  moment: ['incident.read'],
  trail: ['unit.trail.read', 'unit.read'],
  set_timer: ['unit.write', 'shift.own'],
  rings: ['ring.read', 'area.read'],
  change_rings: ['ring.write', 'area.write'],
  duty: ['duty.read'],
  change_duty: ['duty.write'],
  sign_kit: ['kit.sign'],
  contacts: ['member.contact.read'],
  devices: ['device.read'],
  change_devices: ['device.write'],
  matters: ['matter.read'],
  change_matters: ['matter.write'],
  // Whose work is matters: their pages are the first they see.
  matter_roles: ['as.grid_worker', 'as.mediator', 'as.inspector', 'as.office', 'as.supervisor', 'as.key_site', 'as.partner'],
  supervise: ['as.supervisor'],
  places: ['place.read'],
  // Of interest to who answers for the forms, not to who fills them in.
  burden: ['as.supervisor', 'as.office', 'as.commander'],
  plans: ['plan.read'],
  command: ['plan.write'],
  on_unit: ['shift.own'],
  catalogue: ['catalogue.write', 'system.read'],
  reload_catalogue: ['catalogue.write'],
  accounts: ['account.read'],
  change_accounts: ['account.write'],
  tokens: ['token.read'],
  change_tokens: ['token.write'],
  journal: ['journal.read'],
  health: ['system.read'],
};

export function may(permissions: readonly string[] | undefined, right: Right): boolean {
  return !!permissions && names[right].some((name) => permissions.includes(name));
}
