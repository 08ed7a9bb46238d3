import assert from 'node:assert/strict';

const shownAt = (page, id) => page.evaluate((unit) => globalThis.shouwangMap.querySourceFeatures('units', { filter: ['==', ['get', 'id'], unit] })[0]?.geometry.coordinates, id);

// A unit of the town that is on shift and has a place.
async function someUnit(world, page) {
  for (let i = 0; i < 40; i++) {
    const found = (await world.ask(page, 'GET', '/api/units?limit=500')).items.find((one) => one.on_shift && one.position);
    if (found) return found;
    await page.waitForTimeout(500);
  }
  throw new Error('no unit of the town has a position');
}

export default [
  {
    name: 'a unit that moves moves on the map at once, and the badge says how old the positions are',
    async run(world) {
      const page = await world.desk();
      await page.waitForSelector('.badge .feed');
      const unit = await someUnit(world, page);
      await page.waitForFunction(() => globalThis.shouwangDrawn()?.signs > 0);
      const position = { lon: unit.position.lon + 0.0004, lat: unit.position.lat };
      const answer = await world.ask(page, 'POST', '/api/unit-positions', { positions: [{ unit_id: unit.id, position, at: new Date().toISOString() }] });
      assert.equal(answer.accepted, 1, JSON.stringify(answer));
      await page.waitForFunction(({ id, lon }) => {
        const [found] = globalThis.shouwangMap.querySourceFeatures('units', { filter: ['==', ['get', 'id'], id] });
        return found && Math.abs(found.geometry.coordinates[0] - lon) < 0.0002;
      }, { id: unit.id, lon: position.lon }, { timeout: 5_000, polling: 50 });
      assert.ok(await shownAt(page, unit.id));
      world.noFaults();
    },
  },
  {
    name: 'the trail of a unit is drawn from its own points',
    async run(world) {
      const page = await world.desk();
      const unit = await someUnit(world, page);
      for (let i = 1; i <= 4; i++) {
        const at = new Date().toISOString();
        await world.ask(page, 'POST', '/api/unit-positions', { positions: [{ unit_id: unit.id, position: { lon: unit.position.lon + i * 0.0002, lat: unit.position.lat }, at }] });
        await page.waitForTimeout(1_100);
      }
      const to = new Date(Date.now() + 1_000).toISOString(), from = new Date(Date.now() - 3_600_000).toISOString();
      const trail = await world.ask(page, 'GET', `/api/units/${unit.id}/trail?from=${from}&to=${to}`);
      assert.ok(trail.points.length >= 4, `${trail.points.length} points`);
      await page.keyboard.press('u');
      await page.locator('.units input[type=search]').fill(unit.name);
      await page.locator('.units .row').first().click();
      await page.locator('.trail button').first().click();
      await page.waitForSelector('.trail [role=status]');
      const count = Number(await page.getAttribute('.trail', 'data-trail'));
      assert.ok(count >= trail.points.length, 'the page shows every point the server keeps');
      await page.waitForFunction(() => globalThis.shouwangMap.querySourceFeatures('trail').some((one) => one.properties.kind === 'way'));
      await world.picture('trail', page);
      await page.getByRole('button', { name: /收起轨迹/ }).first().click();
      await page.waitForFunction(() => globalThis.shouwangMap.querySourceFeatures('trail').length === 0);
      world.noFaults();
    },
  },
];
