import assert from 'node:assert/strict';

const word = () => Math.random().toString(36).slice(2, 8);
const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString();

// A force with two members and a post that hands over: one shift runs, the next is due, a radio lies at the post.
async function makePost(world, page) {
  const tag = word();
  const force = await world.ask(page, 'POST', '/api/forces', { code: `F-${tag}`, kind: 'community_team', name: `队-${tag}` });
  const members = [];
  for (const name of ['甲', '乙']) {
    members.push(await world.ask(page, 'POST', '/api/members', { code: `M-${tag}-${name}`, name: `${name}-${tag}`, role: 'member', force_id: force.id, joined_on: '2026-01-01' }));
  }
  const post = await world.ask(page, 'POST', '/api/posts', { code: `P-${tag}`, kind: 'police_room', setting: 'urban', name: `岗-${tag}`, force_id: force.id });
  const plan = (member, from, to) => world.ask(page, 'POST', '/api/shifts', { post_id: post.id, member_ids: [member.id], starts_at: hours(from), ends_at: hours(to), minimum_strength: 2 });
  const [early, late] = [await plan(members[0], -1, 0.5), await plan(members[1], 0.5, 8)];
  const radio = await world.ask(page, 'POST', '/api/kit-items', { code: `R-${tag}`, kind: '对讲机', force_id: force.id });
  return { tag, force, members, post, early, late, radio };
}
async function go(page, world, path) {
  await page.goto(`${world.server.url}/#/duty/${path}`);
  await page.waitForSelector('.duty main h2');
}

export default [
  {
    name: 'the roster shows who is on, what is short in red, and a shift is begun from it',
    async run(world) {
      const page = await world.desk();
      const { tag } = await makePost(world, page);
      await go(page, world, 'roster');
      const line = page.locator('.chart .line', { hasText: `岗-${tag}` });
      await line.first().waitFor();
      await line.locator('.hole').first().waitFor();
      const bar = line.locator('.day button').first();
      await bar.click({ position: { x: 8, y: 8 } }); // just after midnight a bar is short, and the next one begins on it
      await page.getByRole('button', { name: '上岗', exact: true }).click();
      await line.locator('.day button.running').first().waitFor();
      await world.picture('roster', page);
      await world.noSeriousFault(page, 'the roster');
      world.noFaults();
    },
  },
  {
    name: 'a shift change with its kit is signed by one side, checked and signed by the other, never by the same account',
    async run(world) {
      const mine = await world.desk();
      const { tag, post, early, late, radio } = await makePost(world, mine);
      await world.ask(mine, 'POST', `/api/shifts/${early.id}/begin`);
      await go(mine, world, `change/${post.id}`);
      await mine.getByRole('searchbox').fill(radio.code);
      await mine.locator('section li', { hasText: radio.code }).getByRole('button', { name: '发放' }).click();
      await mine.locator('.sign .primary').click();
      const waiting = mine.locator('.waiting', { hasText: `岗-${tag}` });
      await waiting.waitFor();
      assert.equal(await waiting.getByRole('button', { name: /核对无误/ }).count(), 0, 'who signed first cannot sign for the other side');

      const other = await world.desk({ account: 'dispatcher2' });
      await go(other, world, `change/${post.id}`);
      const theirs = other.locator('.waiting', { hasText: `岗-${tag}` });
      await theirs.locator('li', { hasText: radio.code }).waitFor();
      await world.picture('shift-change', other);
      await world.noSeriousFault(other, 'the shift change');
      await theirs.getByRole('button', { name: /核对无误/ }).click();
      await theirs.waitFor({ state: 'detached' });

      const item = await world.ask(mine, 'GET', `/api/kit-items/${radio.id}`);
      assert.ok(item.member_id || item.post_id, 'the radio has a holder now');
      assert.ok((await world.ask(mine, 'GET', `/api/shifts/${early.id}`)).ended_at, 'the outgoing shift has ended');
      assert.ok((await world.ask(mine, 'GET', `/api/shifts/${late.id}`)).began_at, 'the incoming one has begun');
      world.noFaults();
    },
  },
  {
    name: 'the other side signs at the same screen with its own name and password, and nobody is logged out',
    async run(world) {
      const page = await world.desk();
      const { tag, post, early, radio } = await makePost(world, page);
      await world.ask(page, 'POST', `/api/shifts/${early.id}/begin`);
      await go(page, world, `change/${post.id}`);
      await page.getByRole('searchbox').fill(radio.code);
      await page.locator('section li', { hasText: radio.code }).getByRole('button', { name: '发放' }).click();
      await page.locator('.sign .primary').click();
      const waiting = page.locator('.waiting', { hasText: `岗-${tag}` });
      await waiting.getByRole('button', { name: '对方就在这里签' }).click();
      const password = waiting.locator('form input[type=password]');
      const signAs = async (name, secret) => {
        await waiting.locator('form input').first().fill(name);
        await password.fill(secret);
        await waiting.locator('form .primary').click();
      };
      await signAs('dispatcher2', 'not-the-password');
      await page.locator('.notice.error').first().waitFor();
      assert.equal(await password.inputValue(), '', 'a password does not stay on the screen');
      await waiting.locator('li select').selectOption('damaged');
      await waiting.locator('li input').fill('天线断了');
      await world.picture('shift-change-here', page);
      await world.noSeriousFault(page, 'the second signature');
      await signAs('dispatcher2', world.server.accounts.dispatcher2);
      await waiting.waitFor({ state: 'detached' });
      const move = (await world.ask(page, 'GET', `/api/kit-moves?item_id=${radio.id}`)).items[0];
      assert.deepEqual([move.state, move.condition, move.note], ['confirmed', 'damaged', '天线断了']);
      assert.notEqual(move.signed_by_name, move.confirmed_by_name, 'two people signed');
      assert.ok((await world.ask(page, 'GET', `/api/shifts/${early.id}`)).ended_at, 'still logged in, and the outgoing shift has ended');
    },
  },
  {
    name: 'a volunteer scans the code, types a name, and is on shift on the screen; the leader can undo it',
    async run(world) {
      const page = await world.desk();
      const tag = word();
      await world.ask(page, 'POST', '/api/forces', { code: `W-${tag}`, kind: 'volunteer', name: `义-${tag}` });
      await go(page, world, 'walkup');
      await page.locator('.bar select').selectOption({ label: `义-${tag}` });
      await page.getByRole('button', { name: '出一个码' }).click();
      await page.locator('.code svg').waitFor();
      await world.picture('walk-up', page);
      await world.noSeriousFault(page, 'the check-in by code');
      const phone = await world.desk({ width: 390, height: 844, log_in: false });
      await phone.goto(await page.locator('.code .link').textContent());
      await phone.locator('#name').fill(`路人-${tag}`);
      await phone.locator('button').click();
      await phone.locator('#said', { hasText: '已签到' }).waitFor();
      await page.locator('.code', { hasText: `路人-${tag}` }).waitFor();
      const line = page.locator('tbody tr', { hasText: `路人-${tag}` });
      await line.getByRole('button', { name: '撤销' }).click();
      await page.locator('dialog[open] .primary, dialog[open] .danger').first().click();
      // Who was added by this check-in is gone from the list with it, name and all.
      await page.locator('tbody tr', { hasText: `义-${tag}` }).getByText('已撤销').waitFor();
      assert.equal(await line.count(), 0);
      world.noFaults();
    },
  },
  {
    name: 'an import is tried first: each wrong cell is named, nothing is written, and only the right file is taken',
    async run(world) {
      const page = await world.desk();
      const tag = word();
      await world.ask(page, 'POST', '/api/forces', { code: `I-${tag}`, kind: 'volunteer', name: `志愿-${tag}` });
      await go(page, world, 'import');
      const csv = (role) => ({ name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(`编号,姓名,队伍,职务,入队日期\nV-${tag},丙-${tag},I-${tag},${role},2026-02-03\n`) });
      await page.locator('.bar select').selectOption('members');
      await page.locator('input[type=file]').setInputFiles(csv('站长'));
      const wrong = page.locator('tbody tr', { hasText: '站长' });
      await wrong.waitFor();
      assert.match(await wrong.textContent(), /职务/);
      await world.picture('import', page);
      const known = async () => (await world.ask(page, 'GET', '/api/members?limit=500')).items.some((one) => one.code === `V-${tag}`);
      assert.equal(await known(), false, 'a wrong file writes nothing');
      await page.locator('input[type=file]').setInputFiles(csv('队员'));
      await page.locator('main .primary').click();
      await page.locator('.notice.ok').waitFor();
      assert.equal(await known(), true);
      world.noFaults();
    },
  },
];
