import type { InboxTab } from '@shouwang/shared/matter';

// The inbox's tabs, and what the account reported itself.
export type Tab = InboxTab | 'opened';

// Where an address of the matters' pages leads. Pure.
export const tabs: readonly Tab[] = ['area', 'today', 'overdue', 'mine', 'led', 'sign', 'escalated', 'listed', 'opened'];
export type Route =
  | { page: 'inbox'; tab: Tab } | { page: 'new'; kind?: string } | { page: 'board'; kind?: string } | { page: 'supervised' }
  | { page: 'search' } | { page: 'burden' } | { page: 'matter'; id: string } | { page: 'places' } | { page: 'place'; id: string };
export interface Address { route: Route; query: URLSearchParams }

const id_form = /^[0-9a-f-]{32,36}$/i;

export const isOurs = (hash: string): boolean => /^#\/(matters|places)(\/|\?|$)/.test(hash);

export function addressOf(hash: string): Address {
  const [path = '', words = ''] = hash.replace(/^#\//, '').split('?', 2);
  const [root, first, second] = path.split('/').map((part) => decode(part));
  const query = new URLSearchParams(words);
  const to = (route: Route): Address => ({ route, query });
  if (root === 'places') return to(first ? { page: 'place', id: first } : { page: 'places' });
  if (first === 'new') return to(second ? { page: 'new', kind: second } : { page: 'new' });
  if (first === 'board') return to(second ? { page: 'board', kind: second } : { page: 'board' });
  if (first === 'supervised' || first === 'search' || first === 'burden') return to({ page: first });
  if (first && id_form.test(first)) return to({ page: 'matter', id: first });
  return to({ page: 'inbox', tab: tabs.find((tab) => tab === first) ?? 'area' });
}

function decode(part: string): string {
  try { return decodeURIComponent(part); } catch { return part; }
}

// The query of an address or of a request, without what is empty.
export function withQuery(path: string, values: Record<string, string | undefined | null>): string {
  const words = new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return words.size ? `${path}?${words}` : path;
}
