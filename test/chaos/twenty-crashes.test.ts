/** The short form of the crash run, in every `npm test`: verdicts about loss, doubles, promises and journals, none about speed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaches, show } from './report.js';
import { chaos } from './run.js';

const crashes = 20;
/** Found by `crashPlan`: the look-ups, whose lease is a minute, are killed early, so that the end need not wait for them; and by the mix: each vendor shows every fault of it within 17 POSTs. */
const seed = 15_900;

describe(`after ${crashes} crashes of worker and API at named points, two of PostgreSQL, and vendors that fail`, () => {
  it('nothing is lost, nothing is doubled unrecorded, and every promise is in the journal once', { timeout: 1_800_000 }, async () => {
    const logFolder = mkdtempSync(join(tmpdir(), 'wuyou-twenty-crashes-'));
    // As it comes: of a run that hangs it is all there is.
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const report = await chaos({ crashes, seed, form: 'short', patients: 4, say, logFolder });
    say(show(report));
    expect(breaches(report), `logs: ${logFolder}`).toEqual([]);
    expect(report.crashes).toBeGreaterThanOrEqual(crashes);
    rmSync(logFolder, { recursive: true, force: true });
  });
});
