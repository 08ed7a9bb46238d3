import assert from 'node:assert/strict';

export default [
  {
    name: 'a ring is drawn on the map, kept by the server, shows who is in it, and goes away again',
    async run(world) {
      const page = await world.desk();
      const name = `圈-${Math.random().toString(36).slice(2, 8)}`;
      await page.keyboard.press('w');
      await page.getByRole('button', { name: '圆', exact: true }).click();
      const save = page.locator('.rings form .primary');
      assert.ok(await save.isDisabled(), 'nothing to keep before a point is drawn');
      const box = await page.locator('.map .box').boundingBox();
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await page.locator('.rings form input').first().fill(name);
      await page.locator('.rings input[type=number]').nth(1).fill('3000');
      await save.click();
      const row = page.locator('.rings li.picked', { hasText: name });
      await row.locator('table').waitFor();
      const kept = (await world.ask(page, 'GET', '/api/rings?limit=500')).items.find((one) => one.name === name);
      assert.equal(kept.kind, 'zone');
      await page.waitForFunction((id) => globalThis.shouwangMap.querySourceFeatures('rings').some((one) => one.properties.id === id && one.geometry.type.includes('Polygon')), kept.id);
      await world.picture('ring', page);
      await world.noSeriousFault(page, 'the rings');
      await row.getByRole('button', { name: /删除/ }).click();
      await page.locator('dialog[open] .danger').click();
      await page.locator('.rings li', { hasText: name }).waitFor({ state: 'detached' });
      assert.ok(!(await world.ask(page, 'GET', '/api/rings?limit=500')).items.some((one) => one.id === kept.id));
      world.noFaults();
    },
  },
];
