// Takes the README's two pictures of a real server's desk: node pictures.mjs BINARY FOLDER. Not a test.
import { join } from 'node:path';
import { launch } from './pages.mjs';
import { ownServer } from './server.mjs';

const [binary, folder] = process.argv.slice(2);
const calls = [
  ['crash_injury', -122.6622, 45.5193, 'two cars, one driver holds her arm'],
  ['theft', -122.6794, 45.5202, 'a bicycle, a quarter of an hour ago'],
  ['noise', -122.6551, 45.5129, 'music from the second floor'],
  ['welfare_check', -122.6700, 45.5270, 'an old neighbour has not opened for two days'],
  ['disturbance', -122.6735, 45.5245, 'several people shouting'],
];

const server = await ownServer(binary);
const browser = await launch();
try {
  const world = browser.world(server);
  const page = await world.desk({ scheme: 'dark' });
  const ids = [];
  for (const [type, lon, lat, description] of calls) {
    ids.push((await world.ask(page, 'POST', '/api/incidents', { type, location: { lon, lat }, description, source: '110' })).id);
  }
  const advice = await world.ask(page, 'POST', `/api/incidents/${ids[0]}/recommendations`);
  for (const unit_id of advice.chosen) await world.ask(page, 'POST', `/api/incidents/${ids[0]}/assignments`, { unit_id });
  await page.locator(`#row-${ids.at(-1)}`).click();
  await page.waitForSelector('.recommend', { state: 'visible' });
  await page.waitForTimeout(4000);
  await page.screenshot({ path: join(folder, 'desk-night.png') });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForTimeout(4000);
  await page.screenshot({ path: join(folder, 'desk-day.png') });
} finally {
  await browser.close();
  await server.end();
}
