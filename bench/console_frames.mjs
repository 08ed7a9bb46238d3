// How much of each second the page's main thread is at work while 10,000 units move once a second: Chromium's own count
// (Performance.getMetrics, TaskDuration: every task of the main thread), over five stretches of 20 s each, median.
// The graphics work of a machine without a graphics card is done by other threads and is not in the figure.
import { createRequire } from 'node:module';
import { startTown } from './console/town.mjs';

const require = createRequire(new URL('../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const count = Number(process.env.UNITS ?? 10_000), runs = Number(process.env.RUNS ?? 5), stretch_s = Number(process.env.STRETCH_S ?? 20);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (metric, value, unit) => process.stdout.write(`${JSON.stringify({ bench: 'console_frames', metric, value: Number(value.toPrecision(5)), unit, runs })}\n`);

async function metricsOf(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

// Milliseconds of main-thread work in each second, and of those in scripts.
async function measure(page, session) {
  const task = [], script = [];
  for (let run = 0; run < runs; run++) {
    const before = await metricsOf(session);
    await page.waitForTimeout(stretch_s * 1000);
    const after = await metricsOf(session);
    const seconds = after.Timestamp - before.Timestamp;
    task.push(((after.TaskDuration - before.TaskDuration) / seconds) * 1000);
    script.push(((after.ScriptDuration - before.ScriptDuration) / seconds) * 1000);
  }
  return { task: median(task), script: median(script), worst: Math.max(...task) };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
try {
  // All 10,000 as dots is the worst the page can be asked for; cells are what the server sends above 2,000 in view;
  // with the list of units open besides, the page shows ages of 200 rows too.
  for (const [name, detail, list] of [['dots', 'units', false], ['dots_and_list', 'units', true], ['cells', 'cells', false]]) {
    const town = await startTown({ count, detail });
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    try {
      await page.goto(town.url);
      await page.waitForSelector('.map[data-ready=true]', { state: 'attached' });
      if (list) { await page.keyboard.press('u'); await page.waitForSelector('.units .row'); }
      await page.waitForTimeout(5_000);
      const drawn = await page.evaluate(() => globalThis.shouwangDrawn?.());
      if (town.listening() !== 1 || !(detail === 'cells' ? drawn?.cells > 100 : drawn?.dots > count * 0.9)) throw new Error(`the page does not show the units: ${JSON.stringify(drawn)}`);
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'timeTicks' });
      const found = await measure(page, session);
      say(`${name}_main_thread_ms`, found.task, 'ms/s');
      say(`${name}_script_ms`, found.script, 'ms/s');
      say(`${name}_worst_ms`, found.worst, 'ms/s');
    } finally { await page.close(); town.end(); }
  }
} finally { await browser.close(); }
