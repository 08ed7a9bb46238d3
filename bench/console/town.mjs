// A town of many moving units with nothing behind it: the pages' files, the few answers a desk asks for, and both of
// its streams. It stands in for the server, so that only the page's own work is measured.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const dist = join(import.meta.dirname, '../../web/console/dist');
const kinds = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const bounds = [-122.72, 45.48, -122.58, 45.56];
const states = ['available', 'assigned', 'en_route', 'on_scene', 'returning'];

function unitsOf(count) {
  let seed = 12345;
  const luck = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return Array.from({ length: count }, (_, i) => ({
    number: i, lon: bounds[0] + luck() * (bounds[2] - bounds[0]), lat: bounds[1] + luck() * (bounds[3] - bounds[1]),
    turn: luck() * 2 * Math.PI, state: Math.floor(luck() * states.length), quiet: luck() < 0.03,
  }));
}

// Everyone drives on at 10 m/s and turns round at the town's edge; three in a hundred have been silent for minutes.
function drive(units) {
  for (const unit of units) {
    if (unit.quiet) continue;
    unit.lon += (Math.sin(unit.turn) * 10) / 78_000;
    unit.lat += (Math.cos(unit.turn) * 10) / 111_195;
    if (unit.lon < bounds[0] || unit.lon > bounds[2] || unit.lat < bounds[1] || unit.lat > bounds[3]) unit.turn += Math.PI;
  }
}
const rowOf = (unit) => [unit.number, Math.round(unit.lon * 1e5), Math.round(unit.lat * 1e5), unit.quiet ? 300 : 1, unit.state, Math.round((unit.turn * 180) / Math.PI) % 360];
const beats = 10; // the server looks for changes ten times a second, so its listeners hear of a tenth of the units at a time

// Cells of a grid of `side` × `side` over the town.
function cellsOf(units, side) {
  const cells = new Map();
  for (const unit of units) {
    const x = Math.floor(((unit.lon - bounds[0]) / (bounds[2] - bounds[0])) * side), y = Math.floor(((unit.lat - bounds[1]) / (bounds[3] - bounds[1])) * side);
    const cell = cells.get(x * side + y) ?? { lon: 0, lat: 0, count: 0, free: 0 };
    cell.lon += unit.lon; cell.lat += unit.lat; cell.count++; if (unit.state === 0) cell.free++;
    cells.set(x * side + y, cell);
  }
  return [...cells.values()].map((cell) => [Math.round((cell.lon / cell.count) * 1e5), Math.round((cell.lat / cell.count) * 1e5), cell.count, cell.free]);
}

const recordOf = (unit) => ({
  id: `unit-${unit.number}`, number: unit.number, name: `P${unit.number}`, kind: 'car', capabilities: [], on_shift: true, state: states[unit.state],
  position: { lon: unit.lon, lat: unit.lat }, position_at: new Date().toISOString(), version: 1,
});

const answers = (units) => ({
  '/api/session': { account: { id: 'a', name: 'bench', display_name: 'bench' }, permissions: ['incident.read', 'unit.read'], scopes: [], idle_timeout_s: 900, expires_at: '2099-01-01T00:00:00Z' },
  '/api/place': { name: 'bench', title: { zh: '试', en: 'bench' }, center: { lon: -122.65, lat: 45.52 }, bounds, zoom: 12, utc_offset_min: 0, sources: [], invented: [], has_tiles: false, mode: 'live' },
  '/api/incident-types': { items: [] }, '/api/incidents': { items: [] }, '/api/closures': { items: [] }, '/api/places': { items: [] },
  '/api/units': { items: units.map(recordOf) },
});

// `detail`: what the stream sends, 'units' (every unit) or 'cells'. Listens on a free port; answers its address.
export async function startTown({ count, detail }) {
  const units = unitsOf(count), lines = new Set();
  const bodyOf = (part, full) => ({
    now: Date.now(), full, names: full ? units.map((unit) => [unit.number, `unit-${unit.number}`, `P${unit.number}`, 'car']) : [],
    units: detail === 'units' ? part.map(rowOf) : [], gone: [], ...(detail === 'cells' ? { cells: cellsOf(units, 28) } : {}),
  });
  const say = (line, body) => line.write(`event: units\ndata: ${JSON.stringify(body)}\n\n`);
  let beat = 0;
  const timer = setInterval(() => {
    const part = units.filter((_, i) => i % beats === beat % beats);
    drive(part);
    if (detail === 'units' || beat % beats === 0) for (const line of lines) say(line, bodyOf(part.filter((unit) => !unit.quiet), false));
    beat++;
  }, 1_000 / beats);
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://town').pathname;
    if (path === '/api/unit-stream' || path === '/api/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      if (path === '/api/unit-stream') { lines.add(response); say(response, bodyOf(units, true)); response.on('close', () => lines.delete(response)); return; }
      const beat = setInterval(() => response.write(`event: status\ndata: ${JSON.stringify({ now: new Date().toISOString(), status: 'ok', parts: [] })}\n\n`), 5_000);
      response.write(': beat\n\n');
      response.on('close', () => clearInterval(beat));
      return;
    }
    const known = answers(units)[path];
    if (known) { response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(known)); return; }
    const file = join(dist, path === '/' ? 'index.html' : path);
    try {
      if (!file.startsWith(dist) || !statSync(file).isFile()) throw new Error('no file');
      response.writeHead(200, { 'Content-Type': kinds[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
    } catch { response.writeHead(404).end(); }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`, listening: () => lines.size,
    end: () => { clearInterval(timer); server.closeAllConnections(); server.close(); },
  };
}
