import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Sql } from '../client.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createWorld, launchEpisode, type World } from '../testing/world.js';
import type { AuditReport } from './audit.js';
import { auditRound } from './round.js';
import { askForAudit, askNightly, auditRuns, finishRuns, keepReport, takeWaiting } from './runs.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
let other: string;
beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql);
  other = uuidv7();
  await sql`insert into hospital (id, name, kind, sms_signature, phone, entry) values (${other}, 'Other', 'training', 'X', '0', 'x')`;
});
afterAll(() => setting.close());
beforeEach(async () => {
  await sql`delete from audit_run`;
  await sql`delete from alarm`;
});

const alarms = async (hospitalId: string) => [...(await sql`select code, detail from alarm where hospital_id = ${hospitalId} and cleared_at is null order by code`)];
const of = (hospitalId: string) => auditRuns(sql, hospitalId, 10);
const report = (refs: string[]): AuditReport => ({ breaches: refs.length, results: [{ check: 'A', promise: 'every obligation has one outcome, with its proof', looked: 7, breaches: refs.map((ref) => ({ check: 'A', ref, what: 'no proof' })) }] });

describe('An audit', () => {
  it('asked for twice waits once', async () => {
    const ask = () => askForAudit(sql, { hospitalId: world.hospitalId, by: world.accountId, cause: 'asked' });
    expect(await ask()).toBe(await ask());
    expect(await of(world.hospitalId)).toMatchObject([{ state: 'waiting', cause: 'asked', askedBy: 'Nurse', results: null }]);
  });

  it('of the night is asked for once a night, from its hour on, by each hospital\'s own clock', async () => {
    const night = Date.now() + 400 * 86_400_000;
    const at = (localHour: number) => new Date(new Date(night).setUTCHours(0, 0, 0, 0) + (localHour - 8) * 3_600_000).toISOString();
    expect(await askNightly(sql, at(11), '12:00')).toBe(0);
    expect(await askNightly(sql, at(13), '12:00')).toBe(2);
    await sql`update audit_run set state = 'failed', asked_at = ${at(13)}`;
    expect(await askNightly(sql, at(14), '12:00')).toBe(0);
    expect(await askNightly(sql, at(37), '12:00')).toBe(2);
  });

  it('shows a hospital its own breaches, and those that nobody can be found for', async () => {
    const episodeId = await launchEpisode(sql, world);
    for (const hospitalId of [world.hospitalId, other]) await askForAudit(sql, { hospitalId, by: null, cause: 'nightly' });
    await finishRuns(sql, await takeWaiting(sql), report([`${episodeId}/dressing/1/0/eve/patient`, 'vendor list']));
    expect(await of(world.hospitalId)).toMatchObject([{ state: 'finished', breaches: 2 }]);
    expect(await of(other)).toMatchObject([{ state: 'finished', breaches: 1, results: [{ check: 'A', looked: 7, breaches: [{ ref: 'vendor list', what: 'no proof' }] }] }]);
  });

  it('that is red is an alarm of each hospital it is red for, until one of the whole finds nothing', async () => {
    const carriedOut = async (refs: string[]) => {
      for (const hospitalId of [world.hospitalId, other]) await askForAudit(sql, { hospitalId, by: null, cause: 'nightly' });
      await finishRuns(sql, await takeWaiting(sql), report(refs));
    };
    const red = { code: 'audit-red', detail: 'The audit found what was lost, silent, doubled or altered: 1 in check A' };
    await carriedOut([world.patientId]);
    expect([await alarms(world.hospitalId), await alarms(other)]).toEqual([[red], []]);
    await keepReport(sql, report([]), { startedAt: '2026-03-02T00:00:00.000Z', since: '2026-03-01T00:00:00.000Z' });
    expect(await alarms(world.hospitalId)).toEqual([red]);
    await carriedOut([]);
    expect(await alarms(world.hospitalId)).toEqual([]);
    await keepReport(sql, report(['vendor list']), { startedAt: '2026-03-02T00:00:00.000Z', since: null });
    expect([await alarms(world.hospitalId), await alarms(other)]).toEqual([[red], [red]]);
  });

  it('from the command line is kept for every hospital', async () => {
    await keepReport(sql, report([]), { startedAt: '2026-03-02T00:00:00.000Z', since: null });
    expect(await of(other)).toMatchObject([{ cause: 'command', state: 'finished', breaches: 0 }]);
  });
});

describe('The worker\'s round', () => {
  const round = (open: () => Sql) => auditRound({ sql, now: () => Date.parse('2026-03-02T00:00:00.000Z'), at: '23:59', open, auditing: { crypt: setting.deps.crypt } });

  it('carries out what waits, by the real audit, and leaves the rest alone', async () => {
    await round(() => connect(setting.url));
    expect(await of(other)).toEqual([]);
    await askForAudit(sql, { hospitalId: world.hospitalId, by: null, cause: 'asked' });
    await round(() => connect(setting.url));
    const [run] = await of(world.hospitalId);
    expect(run).toMatchObject({ state: 'finished', cause: 'asked' });
    expect(run?.results?.map(({ check }) => check)).toEqual(expect.arrayContaining(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I']));
  });

  it('that fails says so and can be asked for again', async () => {
    await askForAudit(sql, { hospitalId: world.hospitalId, by: null, cause: 'asked' });
    await expect(round(() => connect(setting.url.replace(/\/test_\w+$/, '/nowhere')))).rejects.toThrow();
    expect(await of(world.hospitalId)).toMatchObject([{ state: 'failed', results: null, failure: expect.stringContaining('could not be carried out') as string }]);
    await askForAudit(sql, { hospitalId: world.hospitalId, by: null, cause: 'asked' });
    expect((await of(world.hospitalId)).map(({ state }) => state)).toEqual(['waiting', 'failed']);
    expect(await alarms(world.hospitalId)).toMatchObject([{ code: 'audit-failed', detail: expect.stringContaining('could not be carried out') as string }]);
    await round(() => connect(setting.url));
    expect((await alarms(world.hospitalId)).filter(({ code }) => code === 'audit-failed')).toEqual([]);
  });
});
