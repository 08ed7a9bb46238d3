import assert from 'node:assert/strict';
import { at, go, hazard, needsAccounts, photo, step } from '../matters.mjs';

export default [
  {
    name: 'what came back to its stage is said and proven again, not waved through',
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

      const owner = await at(world, 'keysite', { hash: here });
      assert.equal(await owner.getByRole('button', { name: '移交' }).count(), 0, 'whom it watches over hands nothing on');
      form = await step(owner, '报告已整改');
      await form.locator('#step-measures').fill('已清理并划线');
      await form.locator('input[type=file]').setInputFiles(photo('after.png'));
      await form.locator('li.full img').waitFor();
      await form.getByRole('button', { name: '报告已整改' }).click();
      await owner.locator('[aria-current=step]', { hasText: '待复查' }).waitFor();

      form = await step(inspector, '未消除，退回整改');
      await form.locator('#step-reason').fill('通道又堆了货');
      await form.getByRole('button', { name: '未消除，退回整改' }).click();
      await inspector.locator('[aria-current=step]', { hasText: '整改中' }).waitFor();

      await owner.locator('[aria-current=step]', { hasText: '整改中' }).waitFor();
      form = await step(owner, '报告已整改');
      await form.getByText('退回之后要重新填写').waitFor();
      assert.equal(await form.locator('#step-measures').inputValue(), '', 'the words of the last time stand in the timeline, not in the form');
      assert.match(await owner.locator('section.lines').textContent(), /已清理并划线/);
      await world.picture('matter-again', owner);
      await world.noSeriousFault(owner, 'a step done again');
      await form.locator('#step-measures').fill('已搬走，装了地锁');
      await form.locator('input[type=file]').setInputFiles(photo('after2.png'));
      await form.locator('li.full').waitFor();
      await form.getByRole('button', { name: '报告已整改' }).click();
      await owner.locator('[aria-current=step]', { hasText: '待复查' }).waitFor();
      world.noFaults();
    },
  },
  {
    name: 'a desk joins and comes off again, and who leads a matter finds it under a tab of his own',
    async run(world) {
      needsAccounts(world);
      const supervisor = await at(world, 'supervisor');
      const inspector = await at(world, 'inspector');
      const one = await hazard(world, inspector);
      const here = `#/matters/${one.id}`;
      await go(supervisor, here);
      await supervisor.locator('summary', { hasText: '不常用的' }).click();
      await supervisor.getByRole('button', { name: '联合办理' }).click();
      const area = supervisor.locator('dialog[open] select');
      await area.locator('option').nth(2).waitFor({ state: 'attached' });
      await area.selectOption({ index: 2 });
      await supervisor.locator('dialog[open] .primary').click();
      const off = supervisor.getByRole('button', { name: '不再联合办理' });
      await off.waitFor({ state: 'attached' });
      if (!await off.isVisible()) await supervisor.locator('summary', { hasText: '不常用的' }).click();
      await world.picture('matter-joint', supervisor);
      await off.click();
      await supervisor.locator('dialog[open] .primary').click();
      await supervisor.locator('section.lines', { hasText: '不再联合办理' }).waitFor();
      await off.waitFor({ state: 'detached' });

      const offered = supervisor.getByRole('button', { name: '指定包案领导' });
      if (!await offered.isVisible()) await supervisor.locator('summary', { hasText: '不常用的' }).click();
      await offered.click();
      const people = supervisor.locator('dialog[open] select');
      await people.locator('option').first().waitFor({ state: 'attached' });
      const named = (await people.locator('option').allTextContents()).findIndex((text) => text.includes('督办领导'));
      assert.ok(named >= 0, 'the supervisor is one who can lead');
      await people.selectOption({ index: named });
      await supervisor.locator('dialog[open] .primary').click();
      await supervisor.locator('header', { hasText: '★' }).first().waitFor();
      await go(supervisor, '#/matters');
      await supervisor.locator('.tabs a', { hasText: '我包案的' }).click();
      await supervisor.locator(`[data-matter="${one.id}"]`).waitFor();
      await world.picture('matter-led', supervisor);
      await world.noSeriousFault(supervisor, 'what one leads');
      world.noFaults();
    },
  },
];
