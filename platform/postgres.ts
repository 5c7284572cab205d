/**
 * The embedded PostgreSQL: real server binaries in a child process of its own session, so that Ctrl-C reaches us first and
 * the database last. It survives our sudden death; the next start adopts it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { PlainError, plainMessage } from './plain-error.js';
import { freePort } from './ports.js';
import { type Binaries, databaseUser, findBinaries, type User } from './postgres-binaries.js';
import { commandLine, gone, isAlive } from './processes.js';

export type EmbeddedPostgres = {
  url: string;
  port: number;
  pid: number;
  /** It was already running, left by an earlier start that died. */
  adopted: boolean;
  stop(): Promise<void>;
};

export type PostgresOptions = {
  /** An existing folder that the database's user can write. */
  folder: string;
  password: string;
  /** Where it was last time. */
  port?: number;
  database: string;
  /** Server parameters, for example `{ fsync: 'off' }` in tests. */
  parameters?: Record<string, string>;
};

const user = 'wuyou';
const urlOf = (port: number, password: string, database: string): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
export const newPassword = (): string => randomBytes(24).toString('base64url');

/** The line that tells, without its time and process id. */
function telling(output: string): string {
  const lines = output.trimEnd().split('\n');
  const line = lines.find((one) => /FATAL|PANIC/.test(one)) ?? lines.findLast((one) => /ERROR|could not|failed/.test(one)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?\b(FATAL|PANIC|ERROR): +/, '').trim() || 'it said nothing';
}

const logOf = (folder: string): string => {
  const log = join(folder, 'postgres.log');
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
};

const explain = (what: string, output: string, folder: string): PlainError =>
  /No space left on device|Check free disk space|Disk quota exceeded/.test(output)
    ? new PlainError(`The disk that holds ${folder} is full: free at least 300 MB and start again.`)
    : new PlainError(`${what}: ${telling(output)} (the whole log is ${join(folder, 'postgres.log')}).`);

/** A cluster appears under its name only when it is complete, so a broken-off first start leaves nothing that looks usable. */
function initialise(binaries: Binaries, { folder, password }: PostgresOptions, owner: User | undefined): string {
  const data = join(folder, 'cluster');
  if (existsSync(join(data, 'PG_VERSION'))) return data;
  const unfinished = join(folder, 'cluster.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const args = ['--pgdata', unfinished, '--username', user, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8'];
  const result = spawnSync(binaries.initdb, [...args, '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'], {
    ...owner,
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC' },
  });
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const output = result.stderr || plainMessage(result.error);
    writeFileSync(join(folder, 'postgres.log'), output);
    throw explain('PostgreSQL could not lay out its files', output, folder);
  }
  renameSync(unfinished, data);
  return data;
}

/** A live server on our files, recognised by its command line and never by its process id alone. */
function running(data: string): { pid: number; port: number } | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (pid > 0 && isAlive(pid) && commandLine(pid).includes(data)) return port > 0 ? { pid, port } : null;
  rmSync(file, { force: true }); // its process id may belong to somebody else by now, which PostgreSQL would take for itself
  return null;
}

function launch(binaries: Binaries, data: string, port: number, options: PostgresOptions, owner: User | undefined): number {
  const log = join(options.folder, 'postgres.log');
  rmSync(log, { force: true });
  const output = openSync(log, 'a', 0o644);
  const parameters = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC', ...options.parameters };
  const args = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...args], {
    ...owner,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' },
  });
  child.unref();
  closeSync(output);
  if (child.pid === undefined) throw new PlainError(`PostgreSQL could not be started: ${binaries.postgres} cannot be run.`);
  return child.pid;
}

const answers = async (url: string): Promise<true | string> => {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    return plainMessage(error);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

/** Waits as long as the process lives: after a crash it may have minutes of log to replay. */
async function untilAnswering(pid: number, url: string, options: PostgresOptions): Promise<void> {
  for (;;) {
    const answer = await answers(url);
    if (answer === true) return;
    if (!isAlive(pid)) throw explain('PostgreSQL stopped while starting', logOf(options.folder), options.folder);
    if (/password authentication/.test(answer)) {
      throw new PlainError(`The database in ${options.folder} does not accept the password on file: it belongs to another installation; move the folder away and start again.`);
    }
    await wait(30);
  }
}

async function createDatabase(port: number, { password, database }: PostgresOptions): Promise<void> {
  const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Fast shutdown: sessions are ended, a checkpoint is written. */
async function stop(pid: number, binaries: Binaries, data: string): Promise<void> {
  if (!isAlive(pid)) return;
  if (process.platform === 'win32') spawnSync(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w']);
  else process.kill(pid, 'SIGINT');
  if (await gone(pid, 30_000)) return;
  process.kill(pid, 'SIGQUIT'); // at once; the next start replays the log
  await gone(pid, 10_000);
}

export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const owner = databaseUser();
  mkdirSync(options.folder, { recursive: true });
  const binaries = findBinaries(options.folder, owner);
  const data = initialise(binaries, options, owner);
  const finish = async (pid: number, port: number, adopted: boolean): Promise<EmbeddedPostgres> => {
    await untilAnswering(pid, urlOf(port, options.password, 'postgres'), options);
    await createDatabase(port, options);
    return { url: urlOf(port, options.password, options.database), port, pid, adopted, stop: () => stop(pid, binaries, data) };
  };
  const found = running(data);
  if (found) return finish(found.pid, found.port, true);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? options.port : undefined);
    try {
      return await finish(launch(binaries, data, port, options, owner), port, false);
    } catch (error) {
      const portTaken = /Address already in use|could not (bind|create any TCP)/.test(logOf(options.folder));
      if (!portTaken || attempt === 3) throw error;
    }
  }
}
