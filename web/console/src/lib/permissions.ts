// What the desk offers depends on what the account may do. The server decides; hiding is only courtesy, so a list
// that the server does not send (an older one) hides nothing.
export type Right = 'call' | 'dispatch' | 'caller' | 'close_road' | 'replay' | 'accounts' | 'tokens' | 'journal' | 'health';

const names: Record<Right, string[]> = {
  call: ['incident.create', 'incidents.create', 'incident.write'],
  dispatch: ['assignment.create', 'assignments.create', 'assignment.write', 'incident.dispatch'],
  caller: ['incident.caller', 'caller.read', 'incident.read_caller'],
  close_road: ['closure.create', 'closures.create', 'closure.write', 'road.close'],
  replay: ['replay.control', 'replay.write'],
  accounts: ['account.list', 'accounts.list', 'account.write', 'accounts.write', 'account.read'],
  tokens: ['token.list', 'tokens.list', 'token.write', 'tokens.write', 'token.create'],
  journal: ['journal.read', 'journal.list'],
  health: ['health.read', 'config.read', 'import.run', 'system.read'],
};

export function may(permissions: readonly string[] | undefined, right: Right): boolean {
  if (!permissions) return false;
  return permissions.includes('*') || names[right].some((name) => permissions.includes(name));
}
