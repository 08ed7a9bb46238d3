import assert from 'node:assert/strict';

const words = '两人争吵，一人受伤';

async function typeHalf(world, page) {
  await page.keyboard.press('n');
  await page.waitForSelector('#type:focus');
  await page.locator('.intake textarea').fill(words);
  await page.locator('.caller input').nth(1).fill('13900001111');
  await world.picture('intake', page);
}

export default [
  {
    name: 'typing survives a reload and a new page, but what was said of the caller never touches the disk',
    async run(world) {
      const page = await world.desk();
      await typeHalf(world, page);
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      assert.ok(kept.includes(words));
      assert.ok(!kept.includes('13900001111'));
      await page.reload();
      await page.waitForSelector('.intake textarea');
      assert.equal(await page.locator('.intake textarea').inputValue(), words);
      assert.equal(await page.locator('.caller input').nth(1).inputValue(), '');
      const context = page.context();
      await page.close();
      const again = await world.page(context);
      await again.waitForSelector('.intake textarea');
      assert.equal(await again.locator('.intake textarea').inputValue(), words);
      world.noFaults();
    },
  },
  {
    name: 'a session that ran out asks for the password and gives the desk back as it was',
    async run(world) {
      const page = await world.desk();
      await typeHalf(world, page);
      await page.evaluate(() => fetch('/api/session', { method: 'DELETE', headers: { 'Content-Type': 'application/json' } }));
      await page.locator('#place').fill('a place that must be asked for');
      const dialog = page.locator('dialog[open] form.card');
      await dialog.waitFor();
      await dialog.locator('input[type=password]').fill(world.server.password);
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await page.locator('.intake textarea').inputValue(), words);
      assert.equal(await page.locator('.caller input').nth(1).inputValue(), '13900001111', 'in memory it is still there');
      world.noFaults();
    },
  },
  {
    name: 'logging out and in again brings the draft back to its own account',
    async run(world) {
      const page = await world.desk();
      await typeHalf(world, page);
      await page.locator('.top .out').click();
      await world.logIn(page);
      await page.waitForSelector('.intake textarea');
      assert.equal(await page.locator('.intake textarea').inputValue(), words);
      assert.equal(await page.locator('.caller input').nth(1).inputValue(), '');
      world.noFaults();
    },
  },
  {
    name: 'the language changes in place and stays',
    async run(world) {
      const page = await world.desk();
      assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
      await page.keyboard.press('l');
      assert.equal(await page.getAttribute('html', 'lang'), 'en');
      await page.getByRole('button', { name: /Take a call/ }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: /Take a call/ }).waitFor();
      world.noFaults();
    },
  },
];
