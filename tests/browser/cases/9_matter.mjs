import assert from 'node:assert/strict';
import { ago, at, go, hazard, needsAccounts, open, photo, step, word } from '../matters.mjs';

export default [
  {
    name: 'a grid worker reports a hazard from a phone: what is missing stands beside its field, and a reload loses nothing',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'grid', { width: 390, height: 844, hash: '#/matters/new' });
      await page.getByRole('searchbox').fill('火灾');
      await page.locator('main li a', { hasText: '火灾隐患' }).first().click();
      const form = page.locator('main form');
      await form.getByRole('button', { name: '提交' }).click();
      await page.locator('#open-hazard-wrong').waitFor();
      assert.equal(await form.locator('.wrong').count(), 3, 'the place, the hazard and what was found');
      await world.noSeriousFault(page, 'the form with its faults');
      await form.locator('#open-hazard').selectOption({ index: 1 });
      await form.locator('#open-finding').fill('二楼安全出口上锁');
      await page.reload();
      await page.locator('#open-finding').waitFor();
      assert.equal(await page.locator('#open-finding').inputValue(), '二楼安全出口上锁');
      await page.locator('#open-place').fill('中心驻地');
      await page.locator('[role=option]', { hasText: '中心驻地' }).first().click();
      await world.picture('matter-new-phone', page);
      await page.getByRole('button', { name: '提交' }).click();
      await page.locator('#matter-title').waitFor();
      assert.match(await page.locator('article header').textContent(), /HZ-\d{4}-\d{6}[\s\S]*中心驻地[\s\S]*还剩\d天/);
      await world.picture('matter-phone', page);
      await world.noSeriousFault(page, 'a matter on a phone');
      assert.equal(await page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith('shouwang.form.'))), false, 'what was sent is not kept');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 390, `nothing is wider than the phone (${width})`);
      world.noFaults();
    },
  },
  {
    name: 'a hazard is taken, verified, put right with a photo, signed for by two others, closed, and opened again',
    async run(world) {
      needsAccounts(world);
      const inspector = await at(world, 'inspector');
      const one = await hazard(world, inspector);
      const here = `#/matters/${one.id}`;
      await inspector.locator(`[data-matter="${one.id}"]`).waitFor(); // it came by the line of events
      await go(inspector, here);
      await inspector.getByRole('button', { name: '我来办' }).click();
      await inspector.locator('header', { hasText: '经办：我' }).first().waitFor();
      let form = await step(inspector, '核实属实');
      await form.getByRole('button', { name: '核实属实' }).click();
      await inspector.locator('#step-severity-wrong').waitFor();
      await form.getByText('一般', { exact: true }).click();
      await form.getByRole('button', { name: '核实属实' }).click();
      await inspector.locator('[aria-current=step]', { hasText: '整改中' }).waitFor();
      assert.match(await inspector.locator('section', { hasText: '别人办的步骤' }).first().textContent(), /这一步由别人办/, 'why not is said in words');

      const owner = await at(world, 'keysite', { hash: here });
      form = await step(owner, '报告已整改');
      await form.locator('#step-measures').fill('已清理并划线');
      await form.getByRole('button', { name: '报告已整改' }).click();
      await form.locator('.said', { hasText: '整改后照片' }).waitFor();
      await form.locator('input[type=file]').setInputFiles(photo('after.png'));
      await form.locator('li.full img').waitFor();
      await world.picture('matter-evidence', owner);
      assert.equal(await form.locator('#step-measures').inputValue(), '已清理并划线', 'the photo cost nothing that was typed');
      await form.getByRole('button', { name: '报告已整改' }).click();
      await owner.locator('[aria-current=step]', { hasText: '待复查' }).waitFor();

      form = await step(inspector, '确认消除');
      await form.locator('input[type=file]').setInputFiles(photo('check.png'));
      await form.locator('li.full').waitFor();
      await form.getByRole('button', { name: '签字：确认消除' }).click();
      await inspector.locator('.signed', { hasText: '已签 1 / 共需 2 人' }).waitFor();
      await inspector.locator('details li', { hasText: '您已签过' }).waitFor({ state: 'attached' });

      const supervisor = await at(world, 'supervisor', { hash: '#/matters/sign' });
      await supervisor.locator(`[data-matter="${one.id}"] a`).click();
      form = await step(supervisor, '会签：确认消除');
      await form.locator('.under', { hasText: '检查员' }).waitFor();
      await world.picture('matter-sign', supervisor);
      await world.noSeriousFault(supervisor, 'a second signature');
      await form.getByRole('button', { name: '签字：确认消除' }).click();
      await supervisor.locator('.ended', { hasText: '已消除' }).waitFor();
      assert.match(await supervisor.locator('section.lines').textContent(), /检查员（检查员）、督办领导（督办领导）/);
      await supervisor.getByRole('button', { name: '重新办理' }).click();
      await supervisor.locator('dialog[open] textarea').fill('复查发现又堆放');
      await supervisor.locator('dialog[open] .primary').click();
      await supervisor.locator('[aria-current=step]', { hasText: '已上报' }).waitFor();
      assert.match(await supervisor.locator('article header').textContent(), /第 1 次重办/);
      world.noFaults();
    },
  },
  {
    name: 'what is late says so in words, and reaches the supervisor by itself',
    async run(world) {
      needsAccounts(world);
      const office = await at(world, 'office', { hash: '#/matters/overdue' });
      const one = await open(world, office, 'major_incident', { incident_class: 'accident', summary: '车库起火，已疏散' }, { known_at: ago(6) });
      const row = office.locator(`[data-matter="${one.id}"]`);
      await row.locator('[data-due=over]', { hasText: '超期' }).waitFor();
      assert.match(await row.textContent(), /ZD-\d{4}-\d{6}/);
      await world.picture('matter-inbox', office);
      await world.noSeriousFault(office, 'the inbox');
      const supervisor = await at(world, 'supervisor', { language: 'en', hash: '#/matters/supervised' });
      await supervisor.locator(`[data-matter="${one.id}"]`, { hasText: 'Escalated' }).waitFor();
      assert.match(await supervisor.locator(`[data-matter="${one.id}"]`).textContent(), /h late/);
      await world.picture('matter-supervised-en', supervisor);
      await world.noSeriousFault(supervisor, 'the supervisor’s view');
      await go(supervisor, `#/matters/${one.id}`);
      await supervisor.getByRole('button', { name: 'List it' }).waitFor({ timeout: 2_000 }).catch(() => {}); // not every kind can be listed
      await supervisor.locator('section.lines', { hasText: 'is late: told' }).waitFor();
      world.noFaults();
    },
  },
  {
    name: 'who was overtaken sees both sides, keeps what was typed, and decides',
    async run(world) {
      needsAccounts(world);
      const mediator = await at(world, 'mediator');
      const one = await open(world, mediator, 'dispute', { dispute_type: 't02_neighbours', summary: '巷道堆放建材争执' });
      await go(mediator, `#/matters/${one.id}`);
      const form = await step(mediator, '受理');
      await form.getByText('疑难复杂').click();
      await form.locator('#step-reason').fill('两户多次争执');
      const office = await at(world, 'office');
      await world.ask(office, 'POST', `/api/matters/${one.id}/notes`, { text: '村委会已先劝解' });
      await form.locator('.moved', { hasText: '备注' }).waitFor();
      await form.getByRole('button', { name: '受理' }).click();
      const conflict = mediator.locator('section', { has: mediator.locator('#conflict-title') }).last();
      await conflict.waitFor();
      assert.match(await conflict.textContent(), /疑难复杂[\s\S]*两户多次争执[\s\S]*村委会已先劝解/);
      await world.picture('matter-conflict', mediator);
      await world.noSeriousFault(mediator, 'a conflict');
      await conflict.getByRole('button', { name: /再看一看/ }).click();
      assert.equal(await form.locator('#step-reason').inputValue(), '两户多次争执');
      await form.getByRole('button', { name: '受理' }).click();
      await mediator.locator('[aria-current=step]', { hasText: '调解中' }).waitFor();
      world.noFaults();
    },
  },
  {
    name: 'parties are sealed: nothing of them stays on the machine, and a reading stands in the timeline',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'mediator', { hash: '#/matters/new/dispute' });
      const name = `王${word()}`;
      await page.locator('#open-dispute_type').selectOption('t02_neighbours');
      await page.locator('#open-summary').fill('为一堵墙');
      await page.locator('fieldset.where select').selectOption({ index: 1 });
      await page.getByRole('button', { name: '登记当事人' }).click();
      await page.locator('.parties input').first().fill(name);
      await page.locator('.seal', { hasText: '2 年' }).waitFor();
      const stored = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      assert.ok((await stored()).includes('为一堵墙') && !(await stored()).includes(name), 'the matter is kept, the party is not');
      await page.getByRole('button', { name: '提交' }).click();
      await page.locator('#matter-title').waitFor();
      assert.ok(!(await page.locator('article').textContent()).includes(name));
      await page.getByRole('button', { name: /查看当事人/ }).click();
      await page.locator('dialog[open] .primary').click();
      await page.locator('section', { hasText: name }).first().waitFor();
      await page.locator('section.lines li', { hasText: '查看当事人信息' }).waitFor();
      assert.ok(!(await stored()).includes(name));
      world.noFaults();
    },
  },
  {
    name: 'one step is done for several, and the list says which went through and which did not',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'inspector');
      const all = [await hazard(world, page), await hazard(world, page), await hazard(world, page)];
      for (const one of all) await page.locator(`[data-matter="${one.id}"] input`).click();
      await page.locator('.bulk', { hasText: '已勾选 3 件' }).waitFor();
      await page.locator('.bulk select').first().selectOption({ label: '核实属实' });
      await page.locator('.bulk').getByText('一般', { exact: true }).click();
      await world.ask(page, 'POST', `/api/matters/${all[1].id}/notes`, { text: '再等等' });
      await page.locator('.bulk .primary').click(); // before the list has heard of it
      await page.locator('.bulk', { hasText: '办成 2 件，没办成 1 件' }).waitFor();
      await page.locator('.bulk li.bad', { hasText: all[1].number }).getByText('刚被别人改过').waitFor();
      await page.waitForTimeout(4_000); // the rows that went through have left their stage: the result is still there to be read
      await page.locator('.bulk', { hasText: '没办成 1 件' }).waitFor();
      await world.picture('matter-bulk', page);
      await world.noSeriousFault(page, 'many at once');
      world.noFaults();
    },
  },
  {
    name: 'the board, the search and its export, places and the map show the same matters, in both languages',
    async run(world) {
      needsAccounts(world);
      const page = await at(world, 'office', { language: 'en' });
      const place = await world.ask(page, 'POST', '/api/places', { kind: 'venue', name: `宾馆-${word()}`, position: { lon: -122.672, lat: 45.512 }, source: 'town' });
      const one = await hazard(world, page, { place_id: place.id });
      await go(page, '#/matters/board/fire_hazard');
      await page.locator('.board a', { hasText: one.number }).waitFor();
      await world.picture('matter-board-en', page);
      await world.noSeriousFault(page, 'the board');
      await go(page, `#/matters/search?q=${one.number}`);
      await page.locator(`[data-matter="${one.id}"]`).waitFor();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export to Excel' }).click()]);
      assert.match(file.suggestedFilename(), /^matters-\d{4}-\d\d-\d\d\.xlsx$/);
      await go(page, '#/places');
      await page.getByRole('searchbox').fill(place.name);
      await page.getByRole('link', { name: place.name }).click();
      await page.locator(`[data-matter="${one.id}"]`).waitFor();
      await world.noSeriousFault(page, 'a place');
      await page.getByRole('button', { name: '中文' }).click();
      await page.locator('b', { hasText: '在办 1 件' }).waitFor();
      await page.keyboard.press('Escape');
      await go(page, '#/matters/opened');
      await page.locator(`[data-matter="${one.id}"]`).waitFor();
      await page.keyboard.press('j');
      assert.ok(await page.evaluate(() => !!document.activeElement?.closest('[data-matter]')), 'j moves into the rows');
      await page.keyboard.press('/');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'inbox-find');
      world.noFaults();
    },
  },
  {
    name: 'from an incident a matter is opened where it is, and both know each other; the map shows matters when asked',
    async run(world) {
      const page = await world.desk();
      const incident = await world.ask(page, 'POST', '/api/incidents', { type: 'building_fire', location: { lon: -122.668, lat: 45.518 }, address: '河滨商场', source: '0101' });
      await page.locator(`#row-${incident.id}`).click();
      await page.locator('.offer', { hasText: '重大情况' }).click();
      await page.locator('fieldset.where', { hasText: '河滨商场' }).waitFor();
      await page.getByText('事故灾难').click();
      await page.locator('#open-summary').fill('地下车库起火');
      await page.getByRole('button', { name: '提交' }).click();
      await page.locator('dd a', { hasText: incident.number }).click();
      await page.locator('section', { has: page.locator('#incident-matters') }).getByRole('link', { name: /重大情况/ }).waitFor();
      await page.locator('.toggle', { hasText: '事项' }).click();
      await page.waitForFunction(() => globalThis.shouwangMap.queryRenderedFeatures({ layers: ['matters', 'matter-cluster'] }).length > 0);
      await page.waitForTimeout(500);
      await world.picture('matter-map', page);
      await world.noSeriousFault(page, 'the desk with matters');
      world.noFaults();
    },
  },
];
