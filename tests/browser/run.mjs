// Runs every case of cases/ against a real server in headless Chromium and prints one JSON line per case.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './pages.mjs';
import { givenServer, ownServer } from './server.mjs';

const here = import.meta.dirname;
const words = process.argv.slice(2);
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : '';
const binary = words.find((word) => !word.startsWith('--') && word !== only);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const cases = [];
for (const file of readdirSync(join(here, 'cases')).sort()) cases.push(...(await import(join(here, 'cases', file))).default);

let server, browser, failed = 0;
// Told to stop (a time limit, Ctrl+C): the server and its folder do not stay behind.
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, async () => { await server?.end(); process.exit(1); });
try {
  server = process.env.SHOUWANG_URL ? givenServer() : await ownServer(binary);
  browser = await launch();
  for (const one of cases.filter((candidate) => candidate.name.includes(only))) {
    if ((one.needs === 'restart' && !server.stop) || (one.needs === 'home' && !server.home)) { say({ case: one.name, skipped: true }); continue; }
    const world = browser.world(server);
    try {
      await one.run(world);
      say({ case: one.name, passed: true });
    } catch (failure) {
      failed++;
      const picture = await world.picture(`failed-${one.name.replace(/\W+/g, '-')}`).catch(() => '');
      say({ case: one.name, passed: false, error: `${failure.stack ?? failure}\n${world.told().slice(-10).join('\n')}\n${picture}` });
    } finally { await world.close(); }
  }
} catch (failure) {
  failed++;
  say({ case: 'the server and the browser start', passed: false, error: String(failure.stack ?? failure) });
} finally {
  await browser?.close();
  await server?.end();
}
process.exit(failed ? 1 : 0);
