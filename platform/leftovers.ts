/**
 * Worker and API of a supervisor that was killed end by themselves, but the worker first finishes what it has begun. A new start
 * waits for them, so that their ports are free and nothing of theirs comes between.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { commandLine, gone, isAlive } from './processes.js';
import { readJson, writeJson } from './state-file.js';

const Children = z.record(z.string(), z.number());
const file = (dataDir: string): string => join(dataDir, 'children.json');

export function rememberChild(dataDir: string, name: string, pid: number): void {
  writeJson(file(dataDir), { ...readJson(file(dataDir), Children), [name]: pid });
}

export async function endLeftovers(dataDir: string, withinMs: number, say: (line: string) => void): Promise<void> {
  for (const [name, pid] of Object.entries(readJson(file(dataDir), Children) ?? {})) {
    if (!isAlive(pid) || !/worker\.[tj]s|server\.[tj]s/.test(commandLine(pid))) continue;
    say(`等待上次的 ${name} 结束 · Waiting for the earlier ${name} (process ${pid}) to finish what it had begun`);
    process.kill(pid, 'SIGTERM');
    if (await gone(pid, withinMs)) continue;
    process.kill(pid, 'SIGKILL');
    await gone(pid, 5_000);
  }
  writeJson(file(dataDir), {});
}
