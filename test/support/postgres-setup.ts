/**
 * Global set-up of every project that needs PostgreSQL: one embedded server for the run, one migrated template database.
 * Durability is off, because the cluster lives no longer than the run.
 */
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '../../db/client.js';
import { migrate } from '../../db/migrate.js';
import { databaseUser } from '../../platform/postgres-binaries.js';
import { newPassword, startPostgres } from '../../platform/postgres.js';
import { commandLine, gone, isAlive } from '../../platform/processes.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated template; `freshDatabase` clones it. */
    templateUrl: string;
  }
}

const prefix = 'wuyou-test-';

const numberIn = (file: string): number => (existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0);

/** A run that was killed leaves its server behind: end it and remove its files. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const run = numberIn(join(folder, 'run.pid'));
    if (run === 0 || isAlive(run)) continue; // 0: another run is just beginning or ending there
    const server = numberIn(join(folder, 'cluster', 'postmaster.pid'));
    if (server > 0 && isAlive(server) && commandLine(server).includes(folder)) {
      process.kill(server, 'SIGQUIT');
      await gone(server, 5_000);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, 'run.pid'), String(process.pid));
  const owner = databaseUser();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const parameters = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  const server = await startPostgres({ folder, password: newPassword(), database: 'template_migrated', parameters });
  const sql = connect(server.url, { max: 1 });
  await migrate(sql);
  await sql.end();
  project.provide('templateUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
