import type { Route } from '@shouwang/shared/api';
import { get, query } from '../lib/api.ts';
import { board } from '../live/board.svelte.ts';
import { desk } from './desk.svelte.ts';

let turn = 0;

// Draws the way of each unit that goes to the selected incident; before anything is sent, that of the chosen ones.
export async function drawRoutes(): Promise<void> {
  const incident = desk.incident;
  const mine = ++turn;
  if (!incident) { desk.routes = []; return; }
  const going = incident.assignments.filter((one) => ['assigned', 'accepted', 'en_route'].includes(one.status)).map((one) => one.unit_id);
  const units = incident.state === 'new' && going.length === 0 ? (desk.recommendation?.chosen ?? []) : going;
  const routes = await Promise.all(units.slice(0, 6).map(async (id) => {
    const from = board.placed(id)?.position;
    if (!from) return undefined;
    const { lon, lat } = incident.location;
    const kind = board.units.get(id)?.kind;
    return get<Route>(query('/api/route', { from: `${from.lon},${from.lat}`, to: `${lon},${lat}`, profile: kind })).catch(() => undefined);
  }));
  if (mine === turn) desk.routes = routes.flatMap((route) => (route?.geometry?.length ? [route.geometry] : []));
}
