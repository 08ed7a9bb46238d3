import type { Candidate, Incident, Recommendation, Verdict } from '@shouwang/shared/api';

export interface Groups {
  chosen: Candidate[];
  reachable: Candidate[];   // could go, by road time
  excluded: { verdict: Verdict; candidates: Candidate[] }[]; // could not, by the reason
}
const reachable: ReadonlySet<Verdict> = new Set(['backup', 'slower', 'not_responsible']);
const order: Verdict[] = ['busy', 'position_stale', 'position_unknown', 'lacks_capability', 'unreachable', 'off_shift'];

const byTime = (a: Candidate, b: Candidate): number =>
  (a.eta_s ?? Infinity) - (b.eta_s ?? Infinity) || a.unit_name.localeCompare(b.unit_name, 'zh', { numeric: true });

// A large fleet's answer gives most units by shared reason only; here each becomes a line again.
function everyone(recommendation: Recommendation, nameOf: (unit_id: string) => string): Candidate[] {
  const grouped = (recommendation.others ?? []).flatMap((group) => group.unit_ids.map((unit_id): Candidate => ({
    unit_id, unit_name: nameOf(unit_id), state: 'available', eta_s: null, at_least_s: group.at_least_s ?? null, distance_m: null,
    responsible: false, verdict: group.verdict, reason: group.reason,
  })));
  return [...recommendation.candidates, ...grouped];
}

// The candidates as the panel shows them. Unknown never beats known: a unit
// without a road time, or a lower bound of it, is never in `reachable`, and a bound comes after every known time.
export function groupsOf(recommendation: Recommendation, nameOf: (unit_id: string) => string = (id) => id): Groups {
  const chosen = recommendation.chosen
    .map((id) => recommendation.candidates.find((one) => one.unit_id === id))
    .filter((one) => one !== undefined);
  const rest = everyone(recommendation, nameOf).filter((one) => !recommendation.chosen.includes(one.unit_id));
  const able = rest.filter((one) => reachable.has(one.verdict) && (one.eta_s !== null || one.at_least_s != null)).sort(byTime);
  const others = rest.filter((one) => !reachable.has(one.verdict) || (one.eta_s === null && one.at_least_s == null));
  const verdicts = [...new Set(others.map((one) => one.verdict))].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const excluded = verdicts.map((verdict) => ({ verdict, candidates: others.filter((one) => one.verdict === verdict).sort(byTime) }));
  return { chosen, reachable: able, excluded };
}

// The units that one key sends now: all chosen ones for an incident nobody goes to yet; for one in hand only as many as
// are still missing, so that a key pressed twice, or after one of two was taken, never sends more than are needed.
export function toSend(recommendation: Recommendation, incident: Incident): string[] {
  const running = new Set(incident.assignments.filter((one) => one.status !== 'released' && one.status !== 'cleared').map((one) => one.unit_id));
  const missing = Math.max(0, (recommendation.needed ?? recommendation.chosen.length) - running.size);
  const free = recommendation.chosen.filter((id) => !running.has(id));
  return incident.state === 'new' ? free : free.slice(0, missing);
}

// The unit a ruler on the map would have picked, when it could go but takes longer by road than the first chosen one.
export function straightLineLoser(recommendation: Recommendation): Candidate | undefined {
  const { chosen, reachable: able } = groupsOf(recommendation);
  const first = chosen[0];
  if (!first || first.eta_s === null || !first.straight_line_rank) return undefined;
  const nearer = able.filter((one) => one.straight_line_rank && one.straight_line_rank < first.straight_line_rank!);
  const nearest = nearer.sort((a, b) => a.straight_line_rank! - b.straight_line_rank!)[0];
  return nearest && nearest.eta_s !== null && nearest.eta_s > first.eta_s ? nearest : undefined;
}
