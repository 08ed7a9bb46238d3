// Where an address of the plans' pages leads. Pure.
export type Route =
  | { page: 'now' } | { page: 'types' } | { page: 'type'; plan: string } | { page: 'activate'; plan?: string } | { page: 'board'; id: string }
  | { page: 'drills' } | { page: 'begin_drill' } | { page: 'drill'; drill: string } | { page: 'drill_activate'; drill: string }
  | { page: 'drill_board'; drill: string; id: string } | { page: 'drill_report'; drill: string };
export interface Address { route: Route; query: URLSearchParams }

const id_form = /^[0-9a-f-]{32,36}$/i;

export const isPlans = (hash: string): boolean => /^#\/(plans|drills)(\/|\?|$)/.test(hash);

export function addressOf(hash: string): Address {
  const [path = '', words = ''] = hash.replace(/^#\//, '').split('?', 2);
  const [root, first, second] = path.split('/').map(decode);
  const query = new URLSearchParams(words);
  const to = (route: Route): Address => ({ route, query });
  if (root === 'drills') {
    if (first === 'begin') return to({ page: 'begin_drill' });
    if (!first || !id_form.test(first)) return to({ page: 'drills' });
    if (second === 'report') return to({ page: 'drill_report', drill: first });
    if (second === 'activate') return to({ page: 'drill_activate', drill: first });
    return to(second && id_form.test(second) ? { page: 'drill_board', drill: first, id: second } : { page: 'drill', drill: first });
  }
  if (first === 'types') return to(second ? { page: 'type', plan: second } : { page: 'types' });
  if (first === 'activate') return to(second ? { page: 'activate', plan: second } : { page: 'activate' });
  return to(first && id_form.test(first) ? { page: 'board', id: first } : { page: 'now' });
}

function decode(part: string): string {
  try { return decodeURIComponent(part); } catch { return part; }
}
