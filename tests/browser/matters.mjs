import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

// What the cases about matters share.
export const word = () => Math.random().toString(36).slice(2, 8);
export const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

// A photo as a phone would send it, different each time: a PNG of one colour, but for its first row. Two of one colour alone would be
// the same photo now and then, and a photo proves one matter.
export function photo(name) {
  const side = 64, raw = Buffer.alloc(side * (side * 3 + 1), Math.floor(Math.random() * 200));
  randomBytes(side * 3).copy(raw, 1);
  for (let row = 0; row < side; row++) raw[row * (side * 3 + 1)] = 0;
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]), out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32 ? crc32(body) : crcOf(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const buffer = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
  return { name, mimeType: 'image/png', buffer };
}
// node before 20.15 has no crc32.
function crcOf(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

// Signs in as an account whose first page is that of matters.
export async function at(world, account, { hash = '#/matters', ...how } = {}) {
  const page = await world.signedIn(account, how);
  await go(page, hash);
  return page;
}
export async function go(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.waitForSelector('.matters main h2');
}
// Each somewhere else, over 30 m from the others: the same once more, where one ended, would open that again.
let opened = 0;
function somewhere() {
  const at = opened++ % 64;
  return { lon: -122.66 + (at % 8) * 0.0005, lat: 45.515 + Math.floor(at / 8) * 0.0004 };
}
export const open = (world, page, kind, fields, more = {}) => world.ask(page, 'POST', '/api/matters', { kind, fields, position: somewhere(), ...more }).then((view) => view.matter);
export const hazard = (world, page, more) => open(world, page, 'fire_hazard', { hazard: 'escape_blocked', finding: `通道堆放杂物 ${word()}` }, more);
export async function step(page, name) {
  await page.locator('.can button', { has: page.locator('b', { hasText: new RegExp(`^${name}$`) }) }).click();
  return page.locator('form[aria-label]').last();
}
export const needsAccounts = (world) => assert.ok(world.server.accounts?.inspector, 'a server of our own, with its first accounts');
