import assert from 'node:assert/strict';
import { at, go, hazard, needsAccounts, open, photo, step, word } from '../matters.mjs';

export default [
  {
    name: 'what tells matters apart stands in the list, and back from one the list is where it was left',
    async run(world) {
      needsAccounts(world);
      const inspector = await at(world, 'inspector');
      const mark = word();
      const all = [];
      for (let i = 0; i < 24; i++) all.push(await open(world, inspector, 'fire_hazard', { hazard: 'escape_blocked', finding: `第 ${i} 层通道 ${mark}` }));
      await go(inspector, '#/matters?kind=fire_hazard');
      await inspector.locator('#inbox-find').fill(`第 17 层通道 ${mark}`);
      await inspector.locator(`[data-matter="${all[17].id}"]`, { hasText: `第 17 层通道 ${mark}` }).waitFor();
      assert.equal(await inspector.locator('[data-matter]').count(), 1, 'found by what was written of it');
      await inspector.locator('#inbox-find').fill(mark);
      const row = inspector.locator(`[data-matter="${all[20].id}"] a.row`);
      await row.scrollIntoViewIfNeeded();
      const before = await inspector.locator('main').evaluate((main) => main.scrollTop);
      assert.ok(before > 200, `far down: ${before}`);
      await row.click();
      await inspector.waitForSelector('#matter-title');
      await inspector.goBack();
      await row.waitFor();
      await inspector.waitForFunction((top) => Math.abs(document.querySelector('main').scrollTop - top) < 4, before);
      assert.equal(await inspector.locator('#inbox-find').inputValue(), mark);
      await world.picture('matter-brief', inspector);
      await world.noSeriousFault(inspector, 'a list of matters of one title');
      world.noFaults();
    },
  },
  {
    name: 'a cured fault is no longer told, and a photo somebody signed on says so before it is taken back',
    async run(world) {
      needsAccounts(world);
      const inspector = await at(world, 'inspector');
      const one = await hazard(world, inspector);
      const here = `#/matters/${one.id}`;
      await go(inspector, here);
      let form = await step(inspector, '核实属实');
      await form.getByText('一般', { exact: true }).click();
      await form.getByRole('button', { name: '核实属实' }).click();
      await inspector.locator('[aria-current=step]', { hasText: '整改中' }).waitFor();
      assert.equal(await inspector.evaluate(() => document.activeElement?.id), 'steps-title', 'after a step the keyboard stands where the next ones are');

      const owner = await at(world, 'keysite', { hash: here });
      form = await step(owner, '报告已整改');
      await form.locator('#step-measures').fill('已清理');
      await form.getByRole('button', { name: '报告已整改' }).click();
      await form.locator('.said', { hasText: '整改后照片' }).waitFor();
      await form.locator('input[type=file]').setInputFiles(photo('after.png'));
      await form.locator('li.full img').waitFor();
      assert.equal(await form.locator('.said').count(), 0, 'it is there: nothing is missing any more');
      await form.getByRole('button', { name: '报告已整改' }).click();
      await owner.locator('[aria-current=step]', { hasText: '待复查' }).waitFor();
      assert.equal(await owner.getByRole('button', { name: '撤回 after.png' }).count(), 0, 'a step was done on it: it stays, and nothing else is offered');

      form = await step(inspector, '确认消除');
      await form.locator('input[type=file]').setInputFiles(photo('check.png'));
      await form.locator('li.full img').waitFor();
      await form.getByRole('button', { name: '签字：确认消除' }).click();
      await inspector.locator('.signed').waitFor();
      await inspector.getByRole('button', { name: /撤回.*check\.png/ }).first().click();
      await inspector.locator('dialog[open]', { hasText: '签字作废' }).waitFor();
      await world.picture('matter-signed-photo', inspector);
      await inspector.locator('dialog[open] .danger').click();
      await inspector.getByText('原签字作废').first().waitFor();
      await inspector.locator('.signed').waitFor({ state: 'detached' });
      world.noFaults();
    },
  },
  {
    name: 'a step says what comes of it, a refusal is not the one big button, and what a step listed no button takes off',
    async run(world) {
      needsAccounts(world);
      const office = await at(world, 'office');
      const one = await open(world, office, 'listed_fire_hazard', { hazard: 'escape_blocked', finding: `整栋楼无自动喷淋 ${word()}` });
      const supervisor = await at(world, 'supervisor', { hash: `#/matters/${one.id}` });
      const refusal = supervisor.locator('.can button', { has: supervisor.locator('b', { hasText: /^不予挂牌$/ }) });
      await refusal.waitFor();
      assert.match(await refusal.locator('small').first().textContent(), /→ 不予挂牌/, 'not the name of the last stage, which is of what was listed');
      const form = await step(supervisor, '决定挂牌并公示');
      await form.getByText('直接判定', { exact: true }).click();
      for (const [field, text] of [['elements', '封闭疏散楼梯'], ['requirements', '恢复']]) await form.locator(`#step-${field}`).fill(text);
      await form.locator('#step-lead_department').selectOption({ index: 1 });
      await form.locator('#step-rectify_by').fill('2027-06-30');
      await form.locator('input[type=file]').setInputFiles({ name: '决定书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nbroken') });
      await form.getByText('文件不完整或已损坏').waitFor();
      const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n';
      const whole = `${pdf}xref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`;
      await form.locator('input[type=file]').setInputFiles({ name: '决定书.pdf', mimeType: 'application/pdf', buffer: Buffer.from(whole) });
      await form.locator('li.full').waitFor();
      await form.getByRole('button', { name: '决定挂牌并公示' }).click();
      await supervisor.locator('[aria-current=step]', { hasText: '挂牌整改中' }).waitFor();
      assert.equal(await supervisor.getByRole('button', { name: '摘牌', exact: true }).count(), 0, 'a re-inspection takes it off');
      await supervisor.getByRole('button', { name: '设定督办期限' }).click();
      await supervisor.locator('dialog[open] textarea').fill('限期');
      await supervisor.locator('dialog[open] .primary').click();
      await supervisor.locator('dialog[open] .wrong').waitFor();
      await world.picture('matter-listed-day', supervisor);
      await supervisor.keyboard.press('Escape');
      world.noFaults();
    },
  },
];
