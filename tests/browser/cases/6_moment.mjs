import assert from 'node:assert/strict';

const pause = (page) => page.waitForTimeout(2_200);
const linkOf = (at_ms) => `#/at/${new Date(at_ms).toISOString().slice(0, 19)}Z`;

export default [
  {
    name: 'a link to a moment shows what was, nothing can be changed there, and one key leads back to now',
    async run(world) {
      const page = await world.desk();
      const at = await world.center(page);
      const { code } = (await world.ask(page, 'GET', '/api/incident-types')).items[0];
      const made = await world.ask(page, 'POST', '/api/incidents', { type: code, location: at, address: 'moment test' });
      await pause(page);
      const then_ms = Date.now();
      await pause(page);
      await world.ask(page, 'POST', `/api/incidents/${made.id}/cancel`, { reason: 'browser test' });
      await page.evaluate((hash) => { location.hash = hash; }, linkOf(then_ms));
      await page.waitForSelector('[data-moment=fresh]');
      await page.waitForSelector('[data-band=moment]');
      const then = page.locator('.then li', { hasText: 'moment test' });
      await then.waitFor();
      await world.picture('moment', page);
      assert.equal(await page.locator('.queue').count(), 0, 'the queue of now is not in sight');
      await page.keyboard.press('s');
      await page.keyboard.press('x');
      assert.equal(await page.locator('dialog[open]').count(), 0, 'keys that change something do nothing');
      await page.keyboard.press('Escape');
      await page.waitForSelector('.queue');
      assert.equal(await page.locator('[data-band=moment]').count(), 0);
      assert.equal(await page.evaluate(() => location.hash), '#/');
      world.noFaults();
    },
  },
  {
    name: 'the slider goes by arrow keys, plays, and a call that comes in leads back to now',
    async run(world) {
      const page = await world.desk();
      await pause(page);
      await page.keyboard.press('h');
      const slider = page.getByRole('slider');
      await slider.waitFor();
      assert.ok(await slider.evaluate((one) => one === document.activeElement), 'the slider has the focus');
      await page.keyboard.press('End');
      const end = Number(await slider.getAttribute('aria-valuenow'));
      await page.keyboard.press('ArrowLeft');
      const before = Number(await slider.getAttribute('aria-valuenow'));
      assert.ok(end - before >= 14 && end - before <= 16, `one press goes 15 s back, not ${end - before}`);
      assert.match(await page.evaluate(() => location.hash), /^#\/at\/\d{4}-/);
      await page.getByRole('button', { name: /10×/ }).click();
      await page.waitForFunction((was) => {
        const one = document.querySelector('[role=slider]');
        return !one || Number(one.getAttribute('aria-valuenow')) > was + 5;
      }, before);
      await page.keyboard.press('n');
      await page.waitForSelector('#type:focus');
      assert.equal(await page.locator('[data-band=moment]').count(), 0);
      world.noFaults();
    },
  },
];
