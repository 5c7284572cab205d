import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startPostgres } from './postgres.js';
import { databaseUser } from './postgres-binaries.js';
import { gone } from './processes.js';

let folder: string;
let server: EmbeddedPostgres;
const start = async (port?: number): Promise<EmbeddedPostgres> => {
  server = await startPostgres({ folder, password: 'secret', database: 'wuyou', parameters: { fsync: 'off' }, ...(port ? { port } : {}) });
  return server;
};
const query = async (text: string): Promise<unknown[]> => {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-postgres-'));
  const owner = databaseUser();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  // What a first start leaves that was cut off while the files were laid out.
  mkdirSync(join(folder, 'cluster.unfinished'));
  writeFileSync(join(folder, 'cluster.unfinished', 'PG_VERSION'), '18\n');
  await start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('is laid out whole, whatever an earlier start left, and asks for its password', async () => {
    expect(existsSync(join(folder, 'cluster.unfinished'))).toBe(false);
    expect(await query('select current_database() as name, current_setting($$server_encoding$$) as encoding')).toEqual([{ name: 'wuyou', encoding: 'UTF8' }]);
    const intruder = postgres(server.url.replace('secret', 'guess'), { max: 1 });
    await expect(intruder`select 1`).rejects.toThrow('password authentication failed');
    await intruder.end();
    expect(existsSync(join(folder, 'password'))).toBe(false);
  });

  it('is taken over when it is already running', async () => {
    const before = server;
    await start();
    expect(server).toMatchObject({ adopted: true, pid: before.pid, port: before.port });
  });

  it('keeps what was committed when it is killed, and comes back on its port', async () => {
    await query('create table kept (n int); insert into kept values (42)');
    const { pid, port } = server;
    process.kill(pid, 'SIGKILL');
    await gone(pid, 5_000);
    await start(port);
    expect(server).toMatchObject({ adopted: false, port });
    expect(await query('select n from kept')).toEqual([{ n: 42 }]);
  });

  it('does not mistake another program for itself when its process id was used again', async () => {
    const { port } = server;
    await server.stop();
    writeFileSync(join(folder, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(folder, 'cluster')}\n1\n${port}\n\n127.0.0.1\n`);
    await start(port);
    expect(server.adopted).toBe(false);
    expect(await query('select n from kept')).toEqual([{ n: 42 }]);
  });

  it('moves to another port when somebody sits on its own', async () => {
    const { port } = server;
    await server.stop();
    const { createServer } = await import('node:net');
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      await start(port);
      expect(server.port).not.toBe(port);
      expect(await query('select n from kept')).toEqual([{ n: 42 }]);
    } finally {
      squatter.close();
    }
  });

  it('says which log to read when its files are damaged', async () => {
    await server.stop();
    const control = join(folder, 'cluster', 'global', 'pg_control');
    const intact = readFileSync(control);
    rmSync(control);
    await expect(start()).rejects.toThrow(/^PostgreSQL stopped while starting: .*pg_control.* \(the whole log is .*postgres\.log\)\.$/);
    writeFileSync(control, intact);
    const owner = databaseUser();
    if (owner) chownSync(control, owner.uid, owner.gid);
    await start();
  });
});
