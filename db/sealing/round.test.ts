import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logAccess } from '../access-log.js';
import { audit } from '../audit/audit.js';
import { connect } from '../client.js';
import { household } from '../testing/household.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';
import type { AnchorLine } from './anchor.js';
import { sealRound } from './round.js';

let setting: TestSetting;
let world: World;
const lines: AnchorLine[] = [];
let away = false;
const anchor = {
  read: async () => ({ lines: [...lines], fault: null }),
  append: async (more: readonly AnchorLine[]) => {
    if (away) throw new Error('the share is away');
    lines.push(...more);
  },
};
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());

const look = () => logAccess(setting.sql, { hospitalId: world.hospitalId, actor: world.accountId, action: 'file:read', ref: 'x', allowed: true });
const round = () => sealRound({ sql: setting.sql, locks: setting.sql, anchor });
/** Below 0 counts what is of this very millisecond too. */
const broken = async (graceSeconds = 0) => (await audit({ sql: setting.sql, since: null, graceSeconds, anchor })).results.find(({ check }) => check === 'M')?.breaches;

describe('Sealing', () => {
  it('covers what is new in the access log and the journals once, and nothing when nothing is', async () => {
    await look();
    const home = await household(setting.sql, setting.activities, [await launchEpisode(setting.sql, world)]);
    await home.runUntil('2026-03-02T09:00:00.000Z');
    expect([await round(), await round()]).toEqual([1, 0]);
    await look();
    expect(await round()).toBe(1);
    expect(await setting.sql`select seq, log_rows, jsonb_array_length(heads) as heads from seal order by seq`).toMatchObject([{ seq: 1, logRows: 1, heads: 1 }, { seq: 2, logRows: 1, heads: 0 }]);
    expect([lines.map(({ seq }) => seq), await broken()]).toEqual([[1, 2], []]);
  });

  it('writes outside later what could not be written at once, and the audit says it meanwhile', async () => {
    away = true;
    await look();
    await expect(round()).rejects.toThrow('the share is away');
    expect(await broken()).toMatchObject([{ ref: 'anchor', what: 'ends at seal 2, 1 later ones were never written outside' }]);
    away = false;
    await round();
    expect([lines.map(({ seq }) => seq), await broken()]).toEqual([[1, 2, 3], []]);
  });

  it('by two workers at once makes each seal once', async () => {
    await look();
    const other = connect(setting.url, { max: 3, role: 'wuyou_all_hospitals' }); // as the worker connects: without the right to change the log
    await Promise.all([round(), sealRound({ sql: other, locks: other, anchor })]);
    await look();
    expect(await sealRound({ sql: other, locks: other, anchor })).toBe(1);
    await other.end({ timeout: 2 });
    expect([lines.map(({ seq }) => seq), await broken()]).toEqual([[1, 2, 3, 4, 5], []]);
  });

  it('never passes a row that is still on its way: it waits for its writer, and nobody else waits for long', async () => {
    const other = connect(setting.url, { max: 1 });
    await other.begin(async (tx) => {
      await logAccess(tx, { hospitalId: null, actor: 'slow', action: 'x', ref: null, allowed: true });
      await look();
      await expect(round()).rejects.toThrow(/lock timeout/);
    });
    await other.end();
    await round();
    expect([await broken(), (await setting.sql`select log_rows from seal order by seq desc limit 1`)[0]]).toMatchObject([[], { logRows: 2 }]);
  });

  it('that stands still is a breach', async () => {
    await look();
    expect(await broken(-1)).toMatchObject([{ ref: 'access log', what: expect.stringContaining('that nobody has sealed') as string }]);
    await round();
  });
});
