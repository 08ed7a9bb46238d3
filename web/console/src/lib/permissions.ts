// What the desk offers depends on what the account may do. The server decides; hiding is only courtesy.
export type Right = 'incidents' | 'call' | 'dispatch' | 'status' | 'note' | 'caller' | 'close_road' | 'replay'
  | 'accounts' | 'change_accounts' | 'tokens' | 'change_tokens' | 'journal' | 'health';

const names: Record<Right, string[]> = {
  incidents: ['incident.read'],
  call: ['incident.write'],
  dispatch: ['dispatch.send'],
  status: ['dispatch.send', 'assignment.status'],
  note: ['incident.write', 'incident.note'],
  caller: ['incident.caller.read'],
  close_road: ['closure.write'],
  replay: ['replay.write'],
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
