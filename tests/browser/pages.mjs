// Chromium, its contexts and the few moves that every case makes.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');
const shots = process.env.SHOUWANG_SCREENSHOTS ?? join(import.meta.dirname, '../../build/screenshots');

export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  return { world: (server) => new World(browser, server), close: () => browser.close() };
}

// One case's desks. Every page is watched: an error of a script or a breach of the content policy fails the case.
class World {
  constructor(browser, server) { this.browser = browser; this.server = server; this.contexts = []; this.lines = []; this.faults = []; }
  told() { return [...this.faults, ...this.lines]; }

  async desk({ width = 1366, height = 768, language = 'zh', scheme = 'dark', log_in = true, account } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce' });
    this.contexts.push(context);
    await context.addInitScript((lang) => { if (!localStorage.getItem('shouwang.language')) localStorage.setItem('shouwang.language', lang); }, language);
    const page = await this.page(context);
    if (log_in) await this.logIn(page, account ? this.server.accounts[account] : undefined, account);
    return page;
  }

  async page(context) {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.faults.push(`script error: ${error.stack ?? error}`));
    page.on('console', (message) => {
      this.lines.push(`${message.type()}: ${message.text()}`);
      if (/Content Security Policy/i.test(message.text())) this.faults.push(message.text());
    });
    await page.goto(`${this.server.url}/`);
    await page.waitForSelector('#account, .desk');
    return page;
  }

  // By keyboard alone: the focus already stands in the account's field.
  async logIn(page, password = this.server.password, account = this.server.account) {
    await this.typeAccount(page, account, password);
    if (password === this.server.password || password === this.server.accounts?.[account]) await page.waitForSelector('.map[data-ready=true]', { state: 'attached' });
  }

  // Signed in as one whose first page need not be the map.
  async signedIn(account, { scheme = 'light', ...how } = {}) {
    const page = await this.desk({ ...how, scheme, log_in: false });
    await this.typeAccount(page, account, this.server.accounts[account]);
    await page.waitForSelector('.matters, .desk, .admin, .plans');
    return page;
  }

  async typeAccount(page, account, password) {
    await page.waitForSelector('#account:focus');
    await page.keyboard.type(account);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
  }

  // A request with the page's own session.
  async ask(page, method, path, body) {
    const answer = await page.evaluate(async ({ method, path, body }) => {
      const got = await fetch(path, {
        method, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': String(Math.random()) }, ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      });
      return { status: got.status, text: await got.text() };
    }, { method, path, body });
    assert.ok(answer.status < 400, `${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    return answer.text ? JSON.parse(answer.text) : undefined;
  }

  // Takes a call with keys only: the first type that fits `words`, the place by pasted coordinates.
  async takeCall(page, { words = '', at, description = '' }) {
    await page.keyboard.press('n');
    await page.waitForSelector('#type:focus');
    if (words) await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#place:focus');
    await page.keyboard.type(`${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`);
    await page.waitForSelector('#hit-0');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.located');
    if (description) {
      for (let i = 0; i < 12 && !await page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'); i++) await page.keyboard.press('Tab');
      await page.keyboard.type(description);
    }
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#incident-title');
    return (await page.locator('.incident .facts span').first().textContent()).trim();
  }

  async center(page) { return (await this.ask(page, 'GET', '/api/place')).center; }

  async noSeriousFault(page, where) {
    await page.evaluate(readFileSync(axe, 'utf8')); // not a script tag: the pages' own content policy refuses those
    const found = await page.evaluate(async () => {
      const result = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
      return result.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => `${one.id} (${one.impact}): ${one.help}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
    });
    assert.deepEqual(found, [], `axe-core on ${where}`);
  }

  async picture(name, page = this.contexts.at(-1)?.pages().at(-1)) {
    if (!page) return '';
    mkdirSync(shots, { recursive: true });
    const path = join(shots, `${name}.png`);
    await page.screenshot({ path });
    return path;
  }

  async close() {
    for (const context of this.contexts) await context.close().catch(() => {});
  }
  noFaults() { assert.deepEqual(this.faults, []); }
}
