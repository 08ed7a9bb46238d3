import assert from 'node:assert/strict';

export default [
  {
    name: 'when the server is gone the desk says so unmistakably, and comes back by itself',
    needs: 'restart',
    async run(world) {
      const page = await world.desk();
      await page.waitForSelector('[data-link=live], [data-link=degraded]');
      await page.keyboard.press('n');
      await page.locator('.intake textarea').fill('typed before the line broke');
      await world.server.stop();
      await page.waitForSelector('[data-link=reconnecting]', { timeout: 15_000 });
      await page.waitForSelector('[data-link=stale]', { timeout: 25_000 });
      await page.waitForSelector('[data-band=stale]');
      await world.picture('stale', page);
      await world.server.start();
      await page.waitForSelector('[data-link=live], [data-link=degraded]', { timeout: 40_000 });
      assert.equal(await page.locator('[data-band=stale]').count(), 0);
      assert.equal(await page.locator('.intake textarea').inputValue(), 'typed before the line broke');
      world.noFaults();
    },
  },
];
