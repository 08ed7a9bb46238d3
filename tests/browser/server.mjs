// A server to test against: one of our own on a free port and a temporary folder, or one that is given.
import { execFileSync, execSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const place = process.env.SHOUWANG_PLACE ?? 'portland';

export function givenServer() {
  const { SHOUWANG_URL, SHOUWANG_ACCOUNT, SHOUWANG_PASSWORD, SHOUWANG_STOP, SHOUWANG_START } = process.env;
  return {
    url: SHOUWANG_URL, account: SHOUWANG_ACCOUNT, password: SHOUWANG_PASSWORD,
    stop: SHOUWANG_STOP && SHOUWANG_START ? async () => { execSync(SHOUWANG_STOP, { stdio: 'ignore' }); } : undefined,
    start: async () => { execSync(SHOUWANG_START, { stdio: 'ignore' }); },
    end: async () => {},
  };
}

// Answers when the program has printed something that matches.
function printed(child, pattern, limit_ms) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the server did not print ${pattern} in time:\n${said}`)), limit_ms);
    const take = (piece) => {
      said += piece;
      const found = pattern.exec(said);
      if (found) { clearTimeout(timer); resolve(found); }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', (code) => { clearTimeout(timer); reject(new Error(`the server ended with ${code}:\n${said}`)); });
  });
}

async function answering(url) {
  for (let i = 0; i < 100; i++) {
    try { if ((await fetch(`${url}/healthz`)).status < 500) return; } catch { /* not yet */ }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer from ${url}/healthz`);
}

export async function ownServer(binary) {
  if (!binary) throw new Error('name the server: node tests/browser/run.mjs build/release/shouwang');
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-browser-'));
  const data = join(folder, 'data');
  // A catalogue of its own: a case may spoil it. The rest of the program's files are the project's.
  const home = join(folder, 'home');
  mkdirSync(home);
  cpSync(join(root, 'catalogue'), join(home, 'catalogue'), { recursive: true });
  for (const name of ['database', 'tools']) symlinkSync(join(root, name), join(home, name));
  const env = { ...process.env, SHOUWANG_HOME: home };
  const imported = execFileSync(binary, ['import', '--place', join('sample', place), '--data', data], { encoding: 'utf8', cwd: root, env, timeout: 300_000 });
  let child, port = 0;
  const server = {
    account: '', password: '', accounts: {}, url: '', home,
    async start() {
      child = spawn(binary, ['serve', '--data', data, '--console', 'web/console/dist', '--port', String(port)], { cwd: root, env });
      const found = await printed(child, /listening on \S*?:(\d+)\b/, 60_000);
      port = Number(found[1]);
      // The first start prints the first accounts, once: "account NAME password PASSWORD".
      for (const [, name, password] of (imported + found.input).matchAll(/^account (\S+) password (\S+)$/gm)) server.accounts[name] = password;
      server.url = `http://127.0.0.1:${port}`;
      await answering(server.url);
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
    async end() {
      if (child && child.exitCode === null) await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  server.account = Object.keys(server.accounts).find((name) => name.includes('dispatch')) ?? '';
  if (!server.account) throw new Error(`no account of a dispatcher among the first ones: ${Object.keys(server.accounts)}`);
  server.password = server.accounts[server.account];
  return server;
}
