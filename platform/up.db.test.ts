/** What hinders a start, each in one sentence; the command itself is run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { freshDatabase } from '../test/support/postgres.js';
import { inheritedEnvironment } from '../settings.js';
import { freePort } from './ports.js';
import { checkDisk, choosePort } from './up.js';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder: string;
let squatter: Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-up-'));
});
afterEach(() => {
  squatter?.close();
  squatter = null;
  rmSync(folder, { recursive: true, force: true });
});

const takenPort = async (): Promise<number> => {
  const port = await freePort();
  await new Promise<void>((resolve) => {
    squatter = createServer().listen(port, '127.0.0.1', resolve);
  });
  return port;
};

const start = (variables: Record<string, string>): { status: number | null; said: string } => {
  const { PATH = '', HOME = '' } = inheritedEnvironment();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/wuyou.mjs', 'up'], { cwd: root, encoding: 'utf8', env: { PATH, HOME, WUYOU_DATA_DIR: folder, ...variables } });
  return { status, said: (stdout + stderr).trim() };
};

/** On ports of its own, so that it says the same beside a running `npm start`. */
const startApart = async (variables: Record<string, string>): Promise<{ status: number | null; said: string }> =>
  start({ PORT: `${await freePort()}`, WORKER_HEALTH_PORT: `${await freePort()}`, ...variables });

describe('a start that cannot work says why, in one sentence', () => {
  it('a port that was chosen and is taken', async () => {
    const port = await takenPort();
    expect(start({ PORT: `${port}` })).toEqual({ status: 1, said: `Port ${port} (PORT) is taken by another program: stop that program, or set PORT to a free port.` });
    expect(existsSync(join(folder, 'start.lock'))).toBe(false);
  });

  it('a database that is not there', async () => {
    expect(await startApart({ DATABASE_URL: 'postgres://care:secret@127.0.0.1:1/care' })).toEqual({
      status: 1,
      said: 'The database at 127.0.0.1:1 does not answer: start it, correct DATABASE_URL, or unset it to use the embedded one.',
    });
  });

  it('a database that refuses the password', async () => {
    const url = new URL(inject('templateUrl'));
    url.password = 'wrong';
    expect(await startApart({ DATABASE_URL: url.href })).toEqual({ status: 1, said: 'The database refused the user or password in DATABASE_URL: correct them.' });
  });

  it('a Temporal that is not there', async () => {
    const { url, drop } = await freshDatabase();
    const { status, said } = start({ DATABASE_URL: url, TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(status).toBe(1);
    expect(said.split('\n').at(-1)).toMatch(/^Temporal does not answer at 127\.0\.0\.1:1 .*: start it, or correct TEMPORAL_ADDRESS\.$/);
    await drop();
  });

  it('a variable that makes no sense', () => {
    expect(start({ DATABASE_URL: 'mysql://care' })).toEqual({ status: 1, said: 'The environment is not usable: DATABASE_URL is an invalid URL.' });
  });

  it('a Temporal CLI that is none', async () => {
    const { url, drop } = await freshDatabase();
    const { said } = start({ DATABASE_URL: url, TEMPORAL_CLI_PATH: '/no/such/temporal' });
    expect(said.split('\n').at(-1)).toBe('TEMPORAL_CLI_PATH names /no/such/temporal, which is not a Temporal CLI that runs here: correct it, or unset it to let npm start find one.');
    await drop();
  });

  it('keys that are gone while the data is still there', () => {
    writeFileSync(join(folder, 'keys.json'), '{"WUYOU_PAY');
    expect(start({}).said).toBe(`${join(folder, 'keys.json')} is damaged: restore it from a copy; without it the texts in the database cannot be read.`);
  });

  it('a disk that is full', () => {
    expect(() => checkDisk(folder, () => 12_345_678)).toThrow(
      `The disk that holds ${folder} has 12 MB left and Wuyou needs at least 300: free some space, or set WUYOU_DATA_DIR to a folder on another disk.`,
    );
    expect(() => checkDisk(folder, () => 10_000_000_000)).not.toThrow();
  });
});

describe('a start that can work around something says so', () => {
  it('an earlier start that broke off', () => {
    writeFileSync(join(folder, 'start.lock'), JSON.stringify({ pid: 4_194_305, stage: 'preparing the database' }));
    const { said } = start({ DATABASE_URL: 'postgres://care:secret@127.0.0.1:1/care' });
    expect(said.split('\n')[0]).toBe('上次启动中断于“preparing the database”，已清理 · An earlier start broke off while preparing the database; cleaned up, starting again');
  });

  it('the usual port, when nobody chose one', async () => {
    const port = await takenPort();
    const said: string[] = [];
    const chosen = await choosePort(undefined, port, 'PORT', '127.0.0.1', (line) => said.push(line));
    expect(chosen).not.toBe(port);
    expect(said).toEqual([`端口 ${port} 被占用，改用 ${chosen} · Port ${port} is taken by another program; using ${chosen} (set PORT to choose)`]);
  });

  it('and leaves the chosen port to the person', async () => {
    const port = await freePort();
    expect(await choosePort(port, 8080, 'PORT', '127.0.0.1', () => {})).toBe(port);
  });
});

it('keys are made once, for their owner alone', () => {
  start({ DATABASE_URL: 'postgres://care:secret@127.0.0.1:1/care' });
  const keys = readFileSync(join(folder, 'keys.json'), 'utf8');
  start({ DATABASE_URL: 'postgres://care:secret@127.0.0.1:1/care' });
  expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(keys);
});
