import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaches, everyPoint, show } from './report.js';
import { chaos } from './run.js';

/** Found by `crashPlan(seed, n)`: the look-ups, whose lease is a minute, are killed early, so that the end need not wait for them. */
const seed = 99;

describe('when worker, API and PostgreSQL crash at every point of the circle, servers go away, the disk is full and networks are cut', () => {
  it('nothing is lost, nothing is doubled unrecorded, and every promise is in the journal once', { timeout: 1_800_000 }, async () => {
    const logFolder = mkdtempSync(join(tmpdir(), 'wuyou-chaos-logs-'));
    const lines: string[] = [];
    const report = await chaos({ crashes: everyPoint.length, seed, form: 'long', patients: 4, say: (line) => lines.push(line), logFolder });
    expect(breaches(report), `${lines.join('\n')}\n${show(report)}\nlogs: ${logFolder}`).toEqual([]);
    rmSync(logFolder, { recursive: true, force: true });
  });
});
