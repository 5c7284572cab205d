import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '../client.js';
import { household } from '../testing/household.js';
import { behindTheTriggers, type Mutation } from '../testing/breaking.js';
import { mutations } from '../testing/mutations.js';
import { redeem } from '../testing/redeem.js';
import { buyTwoAndReturnOne } from '../testing/takings.js';
import { createSetting, wound, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode } from '../testing/world.js';
import { logAccess } from '../access-log.js';
import type { AnchorLine } from '../sealing/anchor.js';
import { sealRound } from '../sealing/round.js';
import { audit } from './audit.js';
import type { Breach, RunningState } from './breach.js';

let setting: TestSetting;
let first = '';
const lines: AnchorLine[] = [];
const anchor = { read: async () => ({ lines, fault: null }), append: async (more: readonly AnchorLine[]) => void lines.push(...more) };
beforeAll(async () => {
  setting = await createSetting();
  const world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab'] });
  const core = { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '8', fall: false, missedDoses: '0' };
  for (const patient of [0, 1]) {
    const own = { ...world, ...(patient === 0 ? {} : await createPatient(setting.sql, world.hospitalId)) };
    const [care, rehab] = [await launchEpisode(setting.sql, own), await launchEpisode(setting.sql, own, 'hip-home-rehab')];
    first ||= care;
    const home = await household(setting.sql, setting.activities, [care, rehab]);
    const base = { hospitalId: own.hospitalId, episodeId: care, by: own.accountId };
    setting.vendors.wechat.script = [{ outcome: 'rejected', reason: 'blocked', code: '1', scope: 'recipient' }, 'take-then-ambiguous'];
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'blocked', code: '2', scope: 'recipient' }];
    await home.send({ ...base, kind: 'visit-booked', input: { commandId: `b-${patient}`, occurrence: `${care}/dressing/1`, from: '2026-03-04T02:00:00.000Z', until: '2026-03-04T03:00:00.000Z' } }, '2026-03-02T09:00:00.000Z');
    if (patient === 0) {
      const record = { ...wound(), vitals: {}, hip: {}, teachBack: {} };
      await home.send({ ...base, kind: 'visit-completed', input: { commandId: `v-${patient}`, occurrence: `${care}/dressing/1`, record, photos: [] } }, '2026-03-04T03:00:00.000Z');
      await redeem(setting.sql, own.hospitalId, `${care}/dressing/1`, own.accountId);
    }
    await home.send({ ...base, kind: 'answer-received', input: { commandId: `a-${patient}`, answers: wound(), answeredBy: 'patient' } }, '2026-03-04T04:00:00.000Z');
    await home.send({ ...base, kind: 'answer-received', input: { commandId: `c-${patient}`, answers: { core }, answeredBy: 'patient' } }, '2026-03-05T02:00:00.000Z');
    await home.runUntil('2026-03-05T06:00:00.000Z');
    if (patient === 1) await home.send({ ...base, kind: 'opt-out', input: { commandId: `o-${patient}` } }, '2026-03-05T06:00:00.000Z');
  }
  const dying = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
  const last = await launchEpisode(setting.sql, dying);
  await (await household(setting.sql, setting.activities, [last])).send({ hospitalId: dying.hospitalId, episodeId: last, by: dying.accountId, kind: 'patient-died', input: { commandId: 'd-1' } }, '2026-03-03T09:00:00.000Z');
  await buyTwoAndReturnOne(setting.sql, world, first);
  for (const batch of [1, 2]) {
    for (const n of [1, 2, 3]) await logAccess(setting.sql, { hospitalId: world.hospitalId, actor: world.accountId, action: 'file:read', ref: `${batch}-${n}`, allowed: n < 3 });
    await sealRound({ sql: setting.sql, locks: setting.sql, anchor });
  }
});
afterAll(() => setting.close());

const report = (tx: Tx | TestSetting['sql'], gone: string[] = []) => audit({
  sql: tx, since: null, graceSeconds: 600, channels: setting.deps.channels, crypt: setting.deps.crypt, anchor,
  running: async (asked) => new Map(asked.map(({ id }): [string, RunningState] => [id, { status: gone.includes(id) ? 'missing' : 'running', nextDueAt: null }])),
});

/** Draws the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** By the right check and for the right reason. */
const seen = ({ seenBy, says }: Mutation): unknown => ({ check: seenBy, ref: expect.any(String) as string, what: expect.stringMatching(says) as string });

/** Breaks, audits and takes everything back. */
async function brokenBy(mutation: Mutation, draw: () => number): Promise<{ broken: string; breaches: Breach[] }> {
  const vendor = setting.vendors.wechat;
  const before = [...vendor.taken];
  const undone = new Error('take it back');
  let seen = { broken: '', breaches: [] as Breach[] };
  await setting.sql.begin(async (tx) => {
    const broken = await mutation.break({ tx, vendor, pick: (of) => {
      const drawn = of[Math.floor(draw() * of.length)];
      if (drawn === undefined) throw new Error(`${mutation.name}: nothing there to break`);
      return drawn;
    } });
    seen = { broken, breaches: (await report(tx)).results.flatMap((r) => r.breaches) };
    throw undone;
  }).catch((error: unknown) => { if (error !== undone) throw error; });
  vendor.taken = before;
  return seen;
}

describe('The audit', () => {
  it('is clean after two patients with two packages, refusals, lost answers, a shared case and an opt-out, and one who died', async () => {
    const { results } = await report(setting.sql);
    expect(results.flatMap((r) => r.breaches)).toEqual([]);
    expect(results.filter((r) => r.looked === 0)).toEqual([]);
  });

  it.each([20_261_122, 7, 4711])('goes red for each of ten ways to break the data, drawn by seed %i', async (seed) => {
    const draw = drawing(seed);
    const ten = [...mutations].map((mutation) => ({ mutation, order: draw() })).sort((a, b) => a.order - b.order).slice(0, 10);
    const vendorSide = mutations.filter(({ seenBy }) => seenBy === 'C')[Math.floor(draw() * 4)];
    for (const mutation of new Set([...ten.map((t) => t.mutation), ...(vendorSide ? [vendorSide] : [])])) {
      const { broken, breaches } = await brokenBy(mutation, draw);
      expect(breaches, `seed ${seed}: ${mutation.name} (${broken})`).toContainEqual(seen(mutation));
    }
  });

  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))('sees when %s', async (_, mutation) => {
    expect((await brokenBy(mutation, drawing(1))).breaches).toContainEqual(seen(mutation));
  });

  it('sees when the workflow of an open episode is gone', async () => {
    await setting.sql`update episode set launched_at = now() - interval '1 day' where id = ${first}`;
    const { results } = await report(setting.sql, [first]);
    expect(results.flatMap((r) => r.breaches)).toEqual([{ check: 'F', ref: first, what: 'is open, but its workflow is missing' }]);
  });

  it('stays clean while a message that counted as sent and failed since waits for its next channel, and not for ever', async () => {
    const undone = new Error('take it back');
    const seen: unknown[] = [];
    await setting.sql.begin(async (tx) => {
      const [failed] = await tx<{ id: string; carries: string[] }[]>`update attempt set state = 'failed', verdict = 'next', settled_at = now(), check_at = now() + interval '9 hours'
        where id = (select a.id from attempt a join obligation o on o.id = a.obligation_id where o.state = 'accepted' and a.verdict is null limit 1) returning id, carries`;
      await tx`update obligation set state = 'released', told = false, wall_due_at = now() - interval '9 hours' where id = any(${failed?.carries ?? []})`;
      seen.push((await report(tx)).results.flatMap((r) => r.breaches));
      await tx`update attempt set check_at = now() - interval '1 hour' where id = ${failed?.id ?? ''}`;
      seen.push((await report(tx)).results.flatMap((r) => r.breaches.map(({ check, ref }) => [check, ref])), (failed?.carries ?? []).map((ref) => ['A', ref]));
      throw undone;
    }).catch((error: unknown) => { if (error !== undone) throw error; });
    expect(seen[0]).toEqual([]);
    expect(seen[1]).toEqual(seen[2]);
    expect(seen[2]).not.toEqual([]);
  });

  it('takes a death that was taken back, and a STOP that her next START ends, for no loss', async () => {
    const undone = new Error('take it back');
    const seen: Breach[] = [];
    await setting.sql.begin(async (tx) => {
      await behindTheTriggers(tx, 'patient', async () => void (await tx`update patient set died_at = null, died_wall_at = null, death_taken_back_at = now() where died_at is not null`));
      await behindTheTriggers(tx, 'patient', async () => void (await tx`update patient set opted_out_at = null, opted_out_wall_at = null`));
      await tx`insert into inbox (command_id, hospital_id, episode_id, kind, payload) select 'start', hospital_id, episode_id, 'opt-in', '{}' from inbox where kind = 'opt-out' and strpos(command_id, '@') = 0`;
      seen.push(...(await report(tx)).results.flatMap((r) => r.breaches));
      throw undone;
    }).catch((error: unknown) => { if (error !== undone) throw error; });
    expect(seen).toEqual([]);
  });

  it('is clean again when everything was taken back', async () => {
    expect((await report(setting.sql)).breaches).toBe(0);
  });
});
