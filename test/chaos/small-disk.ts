/** A disk that can be filled: a memory file system of its own, made into a tablespace of the run's own PostgreSQL. Only root can mount one. */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { sep } from 'node:path';
import type { Sql } from '../../db/client.js';
import { databaseUser } from '../../platform/postgres-binaries.js';

/** What every command writes: on the small disk none of them gets through once it is full. */
const tables = ['inbox', 'journal', 'idempotency'];
const sizeMb = 96;

/** false: this machine does not let us mount one. */
export function mountSmallDisk(folder: string): boolean {
  const owner = databaseUser();
  mkdirSync(folder, { recursive: true });
  if (owner === undefined || spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=700`, 'tmpfs', folder]).status !== 0) return false;
  chownSync(folder, owner.uid, owner.gid);
  return true;
}

/** Where something is mounted in the folder, the innermost first. */
export function mountsIn(folder: string): string[] {
  const places = readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place.startsWith(folder + sep)).toReversed();
}

/** For a run that was broken off while its disk was full: memory stays taken, and its folder stays, for as long as it is mounted. */
export function unmountIn(folder: string): void {
  for (const place of mountsIn(folder)) spawnSync('umount', ['--lazy', place]);
}

/** Fills the disk while `work` runs, then makes room and moves the tables back. false: this machine does not let us mount one. */
export async function whileDiskIsFull(sql: Sql, folder: string, work: () => Promise<void>): Promise<boolean> {
  if (!mountSmallDisk(folder)) return false;
  const move = async (to: string): Promise<void> => {
    for (const table of tables) await untilItWorks(() => sql.unsafe(`alter table ${table} set tablespace ${to}`));
  };
  try {
    await sql.unsafe(`create tablespace small_disk location '${folder}'`);
    await move('small_disk');
    await sql.unsafe('create table filler (text text) tablespace small_disk');
    for (const [rows, bytes] of [[1_000, 7_000], [10, 7_000], [1, 7_000]] as const) while (await fits(sql, rows, bytes));
    await work();
  } finally {
    await untilItWorks(() => sql.unsafe('drop table if exists filler'));
    await move('pg_default');
    await untilItWorks(() => sql.unsafe('drop tablespace if exists small_disk'));
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
  return true;
}

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

async function fits(sql: Sql, rows: number, bytes: number): Promise<boolean> {
  try {
    // Stored plainly: a repeated letter would be packed to nothing.
    await sql`insert into filler select (select string_agg(md5(random()::text || i), '') from generate_series(1, ${Math.floor(bytes / 32)}) i) from generate_series(1, ${rows})`;
    return true;
  } catch (error) {
    if (codeOf(error) !== '53100') throw error;
    return false;
  }
}

/** The care that goes on holds these tables for moments. */
async function untilItWorks(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries >= 10 || !['55P03', '40P01'].includes(String(codeOf(error)))) throw error;
    }
  }
}
