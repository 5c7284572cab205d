/** A run destroys what it started, and nothing else: what is not its own is refused, and lives on. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { connect } from '../../db/client.js';
import { commandLine, isAlive } from '../../platform/processes.js';
import { endLeftovers, refuseUnlessOfFolder, refuseUnlessOurs } from './surroundings.js';

let folder: string;
const ends: (() => unknown)[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'wuyou-not-ours-'))));
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(folder, { recursive: true, force: true });
});

/** A process that does nothing, with these words in its command line. */
async function bystander(...words: string[]): Promise<{ pid: number; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)', '--', ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  ends.push(() => child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { pid: child.pid ?? 0, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

describe('A run that crashes servers', () => {
  it('refuses to touch a PostgreSQL that keeps its data elsewhere', async () => {
    const sql = connect(inject('templateUrl'), { max: 1 });
    ends.push(() => sql.end());
    await expect(refuseUnlessOurs(sql, join(folder, 'postgres', 'cluster'))).rejects.toThrow('it is not the run\'s own, so it is left alone');
    const [row] = await sql<{ where: string }[]>`select current_setting('data_directory') as where`;
    await expect(refuseUnlessOurs(sql, row?.where ?? '')).resolves.toBeUndefined();
  });

  it('refuses to stop a Temporal server without the run\'s folder in its command line', async () => {
    const [foreign, own] = [await bystander('server', 'start-dev'), await bystander('--db-filename', join(folder, 'temporal.db'))];
    expect(() => refuseUnlessOfFolder(foreign.pid, folder)).toThrow(`The process ${foreign.pid} is not the run's own Temporal server, so it is left alone`);
    expect(() => refuseUnlessOfFolder(own.pid, folder)).not.toThrow();
    expect(() => refuseUnlessOfFolder(-1, folder)).toThrow('left alone');
  });

  it('clears away after a run that was killed, but not what got its servers\' process numbers since', async () => {
    const run = join(folder, 'wuyou-chaos-dead');
    for (const part of ['postgres/cluster', 'temporal', 'program']) mkdirSync(join(run, part), { recursive: true });
    const dead = await bystander();
    process.kill(dead.pid, 'SIGKILL');
    await dead.ended;
    const [stranger, another, left] = [await bystander(), await bystander(), await bystander(`${join(run, 'program')}/worker.js`)];
    writeFileSync(join(run, 'run.pid'), String(dead.pid));
    writeFileSync(join(run, 'postgres/cluster/postmaster.pid'), `${stranger.pid}\n`);
    writeFileSync(join(run, 'temporal/temporal.json'), JSON.stringify({ pid: another.pid, port: 1, uiPort: 2 }));
    expect(commandLine(left.pid)).toContain(run);
    await endLeftovers(folder);
    await left.ended;
    expect([stranger, another].map(({ pid }) => isAlive(pid))).toEqual([true, true]);
  });

  it('leaves a run alone that is still under way', async () => {
    const run = join(folder, 'wuyou-chaos-alive');
    mkdirSync(join(run, 'program'), { recursive: true });
    writeFileSync(join(run, 'run.pid'), String(process.pid));
    const worker = await bystander(`${join(run, 'program')}/worker.js`);
    await endLeftovers(folder);
    expect(isAlive(worker.pid)).toBe(true);
  });
});
