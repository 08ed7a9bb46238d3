import assert from 'node:assert/strict';

export default [
  {
    name: 'a wrong password is refused in plain words, and nothing else is said',
    async run(world) {
      const page = await world.desk({ log_in: false });
      await world.logIn(page, 'not-the-password-1');
      const said = page.locator('#login-wrong');
      await said.filter({ hasText: '密码不对' }).waitFor();
      assert.equal(await page.locator('.desk').count(), 0);
      world.noFaults();
    },
  },
  {
    name: 'a call is taken by keyboard alone, recommended, sent with one key, and arrives on the other desk',
    async run(world) {
      const [mine, other] = [await world.desk(), await world.desk({ language: 'en' })];
      const at = await world.center(mine);
      await mine.bringToFront();
      const number = await world.takeCall(mine, { at, description: 'browser test: by keyboard' });
      assert.match(number, /^\d{8}-\d+$/);
      const arrived = other.locator('.queue .row', { hasText: `${at.lat.toFixed(5)}` }).first();
      await arrived.waitFor();

      await mine.waitForSelector('#send');
      const unit = (await mine.locator('.chosen .best strong').first().textContent()).trim();
      assert.match(await mine.locator('.chosen .eta').first().textContent(), /\d+ (秒|分)/);
      const reasons = await mine.locator('.recommend li p').allTextContents();
      const groups = await mine.locator('.recommend summary').count();
      assert.ok(reasons.length + groups > 0, 'the losers are named with reasons');
      assert.ok(reasons.every((reason) => reason.trim().length > 3), 'every loser has a reason');

      await mine.keyboard.press('s');
      await mine.locator('.assignments', { hasText: unit }).waitFor();
      await other.locator('.queue .row .units', { hasText: unit }).first().waitFor();

      await mine.keyboard.press('1');
      await mine.locator('.steps .done').first().waitFor();
      await mine.keyboard.press('2');
      await mine.locator('.steps .done').nth(1).waitFor();
      await mine.locator('.timeline li').nth(1).waitFor(); // the timeline tells what happened
      await world.picture('call-sent', mine);
      world.noFaults();
    },
  },
  {
    name: 'the second of two dispatchers sending one unit is told who has it, and gets a new recommendation',
    async run(world) {
      const [mine, other] = [await world.desk(), await world.desk()];
      const at = await world.center(mine);
      await mine.bringToFront();
      await world.takeCall(mine, { at: { lon: at.lon + 0.002, lat: at.lat }, description: 'browser test: race' });
      await mine.waitForSelector('#send');
      const unit = (await mine.locator('.chosen .best strong').first().textContent()).trim();
      const incidents = (await world.ask(other, 'GET', '/api/incidents?state=open&limit=500')).items;
      const units = (await world.ask(other, 'GET', '/api/units?limit=500')).items;
      const type = incidents[0].type;
      const rival = await world.ask(other, 'POST', '/api/incidents', { type, location: { lon: at.lon - 0.002, lat: at.lat }, address: 'rival' });
      await world.ask(other, 'POST', `/api/incidents/${rival.id}/assignments`, { unit_id: units.find((one) => one.name === unit).id });
      await mine.keyboard.press('s');
      const said = mine.locator('.notice.warn', { hasText: rival.number });
      await said.waitFor();
      assert.match(await said.textContent(), new RegExp(unit));
      await mine.waitForFunction((taken) => {
        const best = document.querySelector('.chosen .best strong')?.textContent?.trim();
        return best && best !== taken;
      }, unit);
      world.noFaults();
    },
  },
  {
    name: 'the map draws our own tiles and the units',
    async run(world) {
      const page = await world.desk();
      await page.waitForFunction(() => {
        const map = globalThis.shouwangMap;
        return map.queryRenderedFeatures({ layers: ['units'] }).length > 0 && map.querySourceFeatures('base', { sourceLayer: 'road' }).length > 50;
      }, undefined, { timeout: 60_000 });
      assert.match(await page.locator('.credit').textContent(), /OpenStreetMap contributors/);
      world.noFaults();
    },
  },
];
