import assert from 'node:assert/strict';

const sizes = [
  { size: '1366x768', width: 1366, height: 768 }, { size: 'tablet-1024x768', width: 1024, height: 768 }, { size: 'phone-390x844', width: 390, height: 844 },
];

async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  await page.waitForTimeout(2_500); // the map's software renderer needs a moment to place its names
}
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

// Opens the first waiting incident; there is one, because it is made here.
async function openFirst(world, page, narrow) {
  const { code } = (await world.ask(page, 'GET', '/api/incident-types')).items[0];
  await world.ask(page, 'POST', '/api/incidents', { type: code, location: await world.center(page), address: 'SE Water Avenue & SE Stark Street' });
  await page.locator('.queue .row').first().waitFor({ state: 'attached' });
  await page.keyboard.press('j');
  if (narrow) await page.locator('.tabs button').nth(2).click();
  await page.waitForSelector('.recommend', { state: 'visible' });
}

const panels = [
  ['the desk', async () => {}],
  ['an incident', async (page) => { await page.keyboard.press('j'); await page.waitForSelector('.recommend'); await settled(page); }],
  ['the intake form', async (page) => { await page.keyboard.press('n'); await page.waitForSelector('#type-list li'); }],
  ['the units', async (page) => { await page.keyboard.press('Escape'); await page.keyboard.press('Escape'); await page.keyboard.press('u'); await page.waitForSelector('.units .row'); }],
  ['the closures', async (page) => { await page.keyboard.press('b'); await page.waitForSelector('.closures'); }],
  ['the rings', async (page) => { await page.keyboard.press('w'); await page.waitForSelector('.rings'); }],
  ['the help page', async (page) => { await page.keyboard.press('?'); await page.waitForSelector('dialog[open]'); }],
];

export default [
  ...['dark', 'light'].map((scheme) => ({
    name: `axe-core finds nothing serious on any page, ${scheme}`,
    async run(world) {
      const gate = await world.desk({ log_in: false, scheme });
      await world.noSeriousFault(gate, 'the log-in page');
      const page = await world.desk({ scheme });
      await world.takeCall(page, { at: await world.center(page), description: 'browser test: axe' });
      for (const [where, open] of panels) {
        await open(page);
        await world.noSeriousFault(page, where);
      }
      await page.keyboard.press('Escape');
      for (const section of ['accounts', 'tokens', 'journal', 'health', 'password']) {
        await page.goto(`${world.server.url}/#/admin/${section}`);
        await page.waitForSelector('.admin main h2');
        await page.waitForTimeout(400);
        await world.noSeriousFault(page, `administration, ${section}`);
      }
      for (const section of ['roster', 'change', 'establishment', 'members', 'devices', 'import']) {
        await page.goto(`${world.server.url}/#/duty/${section}`);
        await page.waitForSelector('.duty main h2');
        await page.waitForTimeout(600);
        await world.noSeriousFault(page, `duty, ${section}`);
      }
      world.noFaults();
    },
  })),
  ...sizes.flatMap(({ size, width, height }) => ['zh', 'en'].map((language) => ({
    name: `the desk fits ${size} in ${language}`,
    async run(world) {
      const page = await world.desk({ width, height, language });
      const narrow = width < 720;
      await settled(page);
      await world.picture(`${size}-${language}-desk`, page);
      assert.ok(await sideways(page) <= 0, 'nothing runs off to the side of the desk');
      await openFirst(world, page, narrow);
      await settled(page);
      await world.picture(`${size}-${language}-incident`, page);
      assert.ok(await sideways(page) <= 0, 'nothing runs off to the side of an incident');
      await page.keyboard.press('n');
      await page.waitForSelector('#type:focus');
      await page.keyboard.press('Escape');
      await world.picture(`${size}-${language}-intake`, page);
      assert.ok(await sideways(page) <= 0, 'nothing runs off to the side of the intake form');
      const send = await page.locator('.intake footer .primary').boundingBox();
      assert.ok(send && send.y + send.height <= height, 'the button that sends is in sight');
      world.noFaults();
    },
  }))),
];
