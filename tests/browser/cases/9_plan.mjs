import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Signs in and goes to a page of the plans, the matters or the administration.
async function at(world, account, hash, how) {
  const page = await world.signedIn(account, how);
  await go(page, hash);
  return page;
}
async function go(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.waitForSelector('main h2, .incident');
}
const needsAccounts = (world) => assert.ok(world.server.accounts?.commander, 'a server of our own, with its first accounts');
const task = (page, code) => page.locator(`[data-task="${code}"]`);
const role = (page, code) => page.locator(`[data-role="${code}"]`);
const stands = (row, state) => row.and(row.page().locator(`[data-state="${state}"]`)).waitFor();
async function answer(page, words) {
  const dialog = page.locator('dialog[open]');
  if (words) await dialog.locator('textarea').fill(words);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
}
const notWider = async (page, width) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, 'nothing is wider than the screen');

export default [
  {
    name: 'a plan is activated from an incident, roles and tasks are taken by those who owe them, and it is stood down',
    async run(world) {
      needsAccounts(world);
      const desk = await at(world, 'dispatcher', '#/desk');
      const incident = await world.ask(desk, 'POST', '/api/incidents', { type: 'building_fire', location: { lon: -122.668, lat: 45.518 }, address: '河滨商场', source: '0101' });
      await desk.locator(`#row-${incident.id}`).click();
      await desk.locator('.offer', { hasText: '人员密集场所火灾' }).click();
      await desk.locator('form.activate .note', { hasText: incident.number }).waitFor();
      await desk.getByRole('button', { name: '启动', exact: true }).click();
      await desk.locator('fieldset.bad', { hasText: '请选级别' }).waitFor();
      await world.noSeriousFault(desk, 'the form with its faults');
      await desk.locator('.choice', { hasText: '红色' }).click();
      await desk.locator('.will li', { hasText: '指挥长' }).first().waitFor();
      await desk.locator('form.activate textarea').fill('地下车库起火，三层有人被困');
      await desk.getByRole('button', { name: '启动', exact: true }).click();
      await answer(desk);
      await desk.locator('.note.bad', { hasText: '由别人决定' }).waitFor();
      assert.equal(await desk.locator('form.activate textarea').inputValue(), '地下车库起火，三层有人被困', 'a refusal costs nothing that was typed');

      const chief = await at(world, 'commander', `#/plans/activate/crowded_fire?incident=${incident.id}`);
      await chief.locator('.choice', { hasText: '橙色' }).click();
      await chief.locator('form.activate textarea').fill('地下车库起火，三层有人被困');
      await world.picture('plan-activate', chief);
      await chief.getByRole('button', { name: '启动', exact: true }).click();
      assert.match(await chief.locator('dialog[open]').textContent(), /10 个岗位[\s\S]*12 项任务/);
      await answer(chief);
      await chief.locator('#board-title', { hasText: '人员密集场所火灾' }).waitFor();
      const here = new URL(chief.url()).hash;

      await go(desk, '#/desk');
      await desk.locator(`#row-${incident.id} .plan`).waitFor(); // it came by the line of events
      await desk.locator(`#row-${incident.id}`).click();
      await desk.locator('.there', { hasText: '橙色' }).click();
      await role(desk, 'communications').getByRole('button', { name: '我已到位' }).click();
      await stands(role(desk, 'communications'), 'confirmed');
      await role(chief, 'communications').locator('.who', { hasText: '接警调度员' }).waitFor();
      await role(chief, 'chief').getByRole('button', { name: '我已到位' }).click();
      await stands(role(chief, 'chief'), 'confirmed');

      await task(chief, 'reinforce').getByRole('button', { name: '开始' }).click();
      await stands(task(chief, 'reinforce'), 'started');
      await stands(task(desk, 'reinforce'), 'started');
      await task(chief, 'empty').getByRole('button', { name: '报告完成' }).click();
      await answer(chief, '三层清场完毕，疏散 86 人');
      await stands(task(chief, 'empty'), 'reported');
      assert.equal(await task(chief, 'empty').getByRole('button', { name: '确认完成' }).count(), 0, 'nobody confirms his own');
      const scene = await at(world, 'patrol', here, { width: 390, height: 844 });
      await role(scene, 'scene').getByRole('button', { name: '我已到位' }).click();
      await stands(role(scene, 'scene'), 'confirmed');
      await task(scene, 'empty').getByRole('button', { name: '确认完成' }).click();
      await stands(task(scene, 'empty'), 'done');
      await world.picture('plan-board-phone', scene);
      await world.noSeriousFault(scene, 'a board on a phone');
      await notWider(scene, 390);
      await task(chief, 'utilities').getByRole('button', { name: '无法完成' }).click();
      await answer(chief, '配电房进不去');
      await chief.locator('.pressing', { hasText: '断电断气' }).waitFor();
      assert.equal(await chief.locator('[data-task]').first().getAttribute('data-task'), 'utilities', 'what was refused stands first');

      await chief.locator('h2').first().click();
      await chief.keyboard.press('e');
      await chief.waitForSelector('#board-note:focus');
      await chief.locator('#board-note').fill('保安称地下二层还有两人');
      await chief.keyboard.press('Control+Enter');
      await desk.locator('section', { has: desk.locator('#log-title') }).locator('.why', { hasText: '地下二层' }).waitFor();
      await chief.getByRole('button', { name: '加一项资源' }).click();
      await chief.locator('form').getByLabel('名称').fill('体育馆安置点');
      await chief.locator('#resource-place').fill('45.5160, -122.6725');
      await chief.locator('[role=option]').first().click();
      await chief.getByRole('button', { name: '加一项资源' }).last().click();
      await chief.locator('[data-resource]', { hasText: '体育馆安置点' }).getByRole('button', { name: '→ 途中' }).click();
      await chief.locator('[data-resource]', { hasText: '体育馆安置点' }).locator('.state', { hasText: '途中' }).waitFor();
      await world.picture('plan-board', chief);
      await world.noSeriousFault(chief, 'the command board');
      await chief.getByRole('button', { name: '调整级别' }).click();
      await chief.locator('dialog[open] select').selectOption('red');
      await answer(chief, '火势蔓延');
      await desk.locator('article.board[data-level=red]').waitFor();

      await chief.getByRole('button', { name: '终止响应' }).click();
      await answer(chief, '明火扑灭，两人送医');
      await chief.getByRole('link', { name: '评估事项' }).waitFor();
      await desk.locator('.over', { hasText: '已终止' }).waitFor();
      assert.equal(await desk.locator('.board button', { hasText: /完成|到位/ }).count(), 0, 'nothing can be done any more');
      await go(desk, '#/desk');
      await desk.locator(`#row-${incident.id}`).waitFor();
      await desk.waitForFunction((id) => !document.querySelector(`#row-${id} .plan`), incident.id);
      world.noFaults();
    },
  },
  {
    name: 'a drill is marked on the screen and on paper, shows what is late by its own clock, and never touches the real store',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'commander', '#/drills/begin?plan=bomb_threat');
      const real = async () => [(await world.ask(page, 'GET', '/api/activations')).items.length, (await world.ask(page, 'GET', '/api/matters?state=all&limit=500')).items.length];
      const before = await real();
      await page.getByLabel('演练名称').fill('汽车站演练');
      await page.getByText('×60', { exact: true }).click();
      await page.getByRole('button', { name: '开始演练' }).click();
      await page.locator('[data-watermark]').waitFor({ state: 'attached' });
      await page.locator('.choice', { hasText: '橙色' }).click();
      await page.locator('form.activate textarea').fill('演练：候车厅可疑物');
      await page.getByRole('button', { name: '启动', exact: true }).click();
      await answer(page);
      await page.locator('#board-title').waitFor();
      await role(page, 'chief').getByRole('button', { name: '我已到位' }).click();
      await stands(role(page, 'chief'), 'confirmed');
      await task(page, 'assess').getByRole('button', { name: '完成', exact: false }).first().click();
      await answer(page, '先疏散再搜查');
      await stands(task(page, 'assess'), 'done');
      // Twenty minutes of the drill are twenty seconds.
      await page.locator('[data-task].late').first().waitFor();
      await page.locator('.pressing', { hasText: '超时' }).waitFor();
      assert.equal(await page.locator('[data-task]').first().getAttribute('class').then((name) => name.includes('late')), true, 'what is late stands first');
      assert.match(await page.locator('.band', { hasText: '演练 DRILL' }).textContent(), /不是真实响应[\s\S]*×60/);
      await world.picture('plan-drill', page);
      await world.noSeriousFault(page, 'a drill');
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('[data-watermark]').isVisible() && await page.locator('.band', { hasText: 'DRILL' }).isVisible(), 'paper is marked too');
      await page.emulateMedia({ media: 'screen' });
      const phone = await at(world, 'office', `${new URL(page.url()).hash}`, { width: 390, height: 844, language: 'en' });
      await phone.locator('.band', { hasText: 'DRILL' }).waitFor();
      await world.picture('plan-drill-phone-en', phone);
      await notWider(phone, 390);
      await page.getByRole('button', { name: '结束演练' }).click();
      await answer(page, '疏散通道要加标识');
      await page.locator('h2', { hasText: '演练报告' }).waitFor();
      await page.locator('.summary', { hasText: '疏散通道' }).waitFor();
      await page.locator('td', { hasText: '研判威胁' }).first().waitFor();
      await world.picture('plan-drill-report', page);
      await world.noSeriousFault(page, 'the report of a drill');
      assert.deepEqual(await real(), before, 'no activation and no matter of the town');
      await go(page, '#/plans');
      assert.equal(await page.locator('main', { hasText: '汽车站' }).count(), 0);
      world.noFaults();
    },
  },
  {
    name: 'the plans of the catalogue can be read and printed, in both languages',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'viewer', '#/plans/types', { language: 'en' });
      await page.getByRole('link', { name: 'Flood and typhoon' }).click();
      await page.locator('tr', { hasText: 'Level I (red)' }).filter({ hasText: 'commander' }).first().waitFor();
      assert.equal(await page.getByRole('link', { name: /Activate/ }).count(), 0, 'who only reads is offered nothing else');
      await world.noSeriousFault(page, 'a plan');
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.printed').isVisible() && !(await page.locator('nav').first().isVisible()));
      await page.emulateMedia({ media: 'screen' });
      await page.getByRole('button', { name: '中文' }).click();
      await page.locator('h2', { hasText: '防汛防台风' }).waitFor();
      world.noFaults();
    },
  },
  {
    name: 'the burden of forms is told by kind and by post, never by person',
    async run(world) {
      needsAccounts(world);
      const office = await at(world, 'office', '#/matters');
      await world.ask(office, 'POST', '/api/matters', { kind: 'fire_hazard', fields: { hazard: 'escape_blocked', finding: '通道堆物' }, position: { lon: -122.66, lat: 45.514 }, seconds: 90 });
      await go(office, '#/matters/burden');
      const row = office.locator('[data-kind="fire_hazard"]');
      await row.waitFor();
      assert.ok(Number(await row.locator('td').nth(1).textContent()) >= 1, 'the form is counted');
      await row.getByRole('button').click();
      await office.locator('tr.open li', { hasText: '用于：' }).first().waitFor();
      assert.match(await office.locator('table.desks').textContent(), /综治办工作人员/);
      assert.doesNotMatch(JSON.stringify(await world.ask(office, 'GET', '/api/matter-burden')), /account|handler|person/, 'nobody is named in it');
      await world.picture('burden', office);
      await world.noSeriousFault(office, 'the burden of forms');
      world.noFaults();
    },
  },
  {
    name: 'a faulty catalogue is refused with file, line and remedy; corrected it is taken',
    needs: 'home',
    async run(world) {
      needsAccounts(world);
      const file = join(world.server.home, 'catalogue/kinds/fire_hazard.yaml'), sound = readFileSync(file, 'utf8');
      const page = await at(world, 'sysadmin', '#/admin/catalogue');
      try {
        writeFileSync(file, sound.replace(/^(\s*)to: \w+/m, '$1to: nowhere_at_all'));
        assert.notEqual(readFileSync(file, 'utf8'), sound);
        await page.getByRole('button', { name: '重新读取目录' }).click();
        const refused = page.locator('[data-refused=kinds]');
        await refused.locator('li', { hasText: 'kinds/fire_hazard.yaml' }).first().waitFor();
        assert.match(await refused.textContent(), /第 \d+ 行[\s\S]*nowhere_at_all[\s\S]*原来的|原来的[\s\S]*第 \d+ 行[\s\S]*nowhere_at_all/);
        await world.picture('catalogue-refused', page);
        await world.noSeriousFault(page, 'a refused catalogue');
      } finally { writeFileSync(file, sound); }
      await page.getByRole('button', { name: '重新读取目录' }).click();
      await page.locator('.done', { hasText: '34 种' }).waitFor();
      assert.equal(await page.locator('[data-refused]').count(), 0);
      world.noFaults();
    },
  },
  {
    name: 'the catalogue says what is in force since when, and until when the days off are known',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'sysadmin', '#/admin/catalogue');
      await page.locator('tr', { hasText: 'kinds/fire_hazard.yaml' }).waitFor();
      assert.match(await page.locator('dl').textContent(), /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[\s\S]*\d{4}—\d{4} 年/);
      await world.picture('catalogue', page);
      world.noFaults();
    },
  },
];
