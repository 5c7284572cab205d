import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietRuntime } from '../episodes/care-run.js';
import { semantics } from '../../pathways/engine/semantics.js';
import { page, withTranscript } from '../../scripts/transcript.js';
import { driverVersion } from '../../workflows/contract.js';
import { withoutEmptyTasks, type History } from './empty-tasks.js';
import { beginningOf, filesOf, goldenNames, hashOf, historiesFolder, readCalls, readHistory, readRecorded, whatOf } from './goldens.js';
import { bundleForReplay, entriesIn, replay, replayTogether, type ReplayBundle } from './replay.js';

/** What every release must be able to go on with, as the driver of today runs it. */
const required = [
  'founding-example-wound', 'founding-example-rehab', 'sla-breach', 'continue-as-new', 'continue-as-new-run-2', 'readmission', 'duplicate-commands', 'vendor-outage', 'clock-moved', 'migrated', 'led-back', 'late-answer', 'said-again',
];
const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the workflow as it is now', () => {
  let bundle: ReplayBundle;
  beforeAll(async () => {
    quietRuntime();
    bundle = await bundleForReplay();
  });

  it('has a recorded history of each thing that must not break, by the newest version of the driver', () => {
    const newest = goldenNames().filter((name) => beginningOf(name).v === driverVersion).map(whatOf);
    expect(required.filter((what) => !newest.includes(what)), 'npm run history:record').toEqual([]);
  });

  it('has a recorded history that began with the newest versions of driver and engine', () => {
    const began = goldenNames().map((name) => beginningOf(name)).filter(({ carried }) => !carried);
    expect(began, 'npm run history:record led-back').toContainEqual({ v: driverVersion, semantics, carried: false });
  });

  it('has every recording that was ever kept, each as it was kept', () => {
    const recorded = readRecorded();
    expect(readdirSync(historiesFolder).sort()).toEqual([...recorded.keys()].sort());
    expect(goldenNames().flatMap(filesOf).sort()).toEqual([...recorded.keys()].sort());
    expect([...recorded].filter(([file, hash]) => hashOf(file) !== hash).map(([file]) => file), 'recordings are added, never edited').toEqual([]);
  });

  it.each(goldenNames())('goes the way of %s: same commands, same entries, same timers', async (name) => {
    const { error, calls } = await replay(bundle, readHistory(name));
    expect(error).toBeNull();
    expect(calls).toEqual(readCalls(name));
  });

  it('goes the way of each when one worker replays them all, because what it shares between patients keeps nothing of them', async () => {
    const names = goldenNames();
    const replayed = await replayTogether(bundle, new Map(names.map((name) => [`episode/${name}`, readHistory(name)])));
    expect(Object.fromEntries(replayed)).toEqual(Object.fromEntries(names.map((name) => [`episode/${name}`, { error: null, calls: readCalls(name) }])));
  });
});

describe('an episode that began with the third version of the driver', () => {
  /** Without those that went on as new for their length, which is another one without the tasks. */
  const driven = goldenNames().filter((name) => beginningOf(name).v >= 3 && (readHistory(name) as History).events.length <= 1000);

  it.each(driven)('%s asks for the same entries when the SDK runs tasks without commands together with the next ones', async (name) => {
    const { history } = withoutEmptyTasks(readHistory(name) as History);
    const { error, calls } = await replay(await bundleForReplay(), history);
    expect(error).toBeNull();
    expect(entriesIn(calls)).toEqual(entriesIn(readCalls(name)));
  });

  it('is among the recordings, and in some of them tasks without commands are', () => {
    expect(driven.some((name) => withoutEmptyTasks(readHistory(name) as History).taken > 0)).toBe(true);
  });
});

it('docs/operations.md shows the newest recording of the founding example', () => {
  const written = readFileSync(page, 'utf8');
  expect(withTranscript(written), 'run npm run docs:operations').toBe(written);
});

describe('the guard goes red', () => {
  const copies: string[] = [];
  afterAll(() => copies.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const [name = ''] = goldenNames().filter((golden) => golden.includes('sla-breach'));

  /** A copy of the workflow with one place changed, inside the tree so that its imports resolve. */
  async function changed(file: string, from: string, to: string): Promise<ReplayBundle> {
    mkdirSync(join(root, '.data/test'), { recursive: true });
    const folder = mkdtempSync(join(root, '.data/test/changed-'));
    copies.push(folder);
    for (const part of ['workflows', 'pathways']) cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('definitions') && !path.endsWith('.test.ts') });
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(folder, file), text.replace(from, to));
    return bundleForReplay(join(folder, 'workflows/index.ts'));
  }

  it('when the driver asks for something else', async () => {
    const { error } = await replay(await changed('workflows/effects.ts', 'isOnlySent(entry) ||', ''), readHistory(name));
    expect(error?.message).toMatch(/[Nn]ondeterminism|TMPRL1100/);
  });

  it('when a timer is set to another time, which replay alone does not see', async () => {
    const { error, calls } = await replay(await changed('workflows/alarm-clock.ts', 'sleep(atMs - Date.now(),', 'sleep(atMs - Date.now() + 1000,'), readHistory(name));
    expect(error).toBeNull();
    expect(calls).not.toEqual(readCalls(name));
  });

  it('when the engine decides something else, which replay alone does not see', async () => {
    const { error, calls } = await replay(await changed('pathways/engine/decide.ts', "type: 'InputApplied', input: input.kind", "type: 'InputApplied', input: 'another'"), readHistory(name));
    expect(error).toBeNull();
    expect(calls).not.toEqual(readCalls(name));
  });
});
