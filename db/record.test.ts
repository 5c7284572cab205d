import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordRequest } from '../activities/port.js';
import { decide } from '../pathways/engine/decide.js';
import { evolve } from '../pathways/engine/evolve.js';
import { nextDue } from '../pathways/engine/next-due.js';
import type { Plan } from '../pathways/engine/plan.js';
import { entryOf, snapshotOf } from '../workflows/turn.js';
import { chainFault, readJournal } from './journal.js';
import { rebuild } from './rebuild.js';
import { ChainBroken, OutOfOrder, record } from './record.js';
import { loadEpisode } from './replay.js';
import { createSetting, wound, type TestSetting } from './testing/setting.js';
import { household } from './testing/household.js';
import { createPatient, createWorld, launchEpisode, startsAt, type World } from './testing/world.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab'] });
});
afterAll(() => setting.close());

const newPatient = async (): Promise<World> => ({ ...world, ...(await createPatient(setting.sql, world.hospitalId)) });

/** The first entry of a new episode, not yet recorded. */
async function firstEntry(): Promise<RecordRequest> {
  const episodeId = await launchEpisode(setting.sql, await newPatient());
  const loaded = await loadEpisode(setting.sql, episodeId);
  if (!loaded?.start.started) throw new Error('not launched');
  const plan = JSON.parse(loaded.planJson) as Plan;
  const events = decide(plan, loaded.episode, loaded.start.started);
  const episode = events.reduce(evolve, loaded.episode);
  return { hospitalId: world.hospitalId, episodeId, entries: [entryOf(episode, loaded.start.started, events)], snapshot: snapshotOf(episode, nextDue(plan, episode), loaded.start.clock) };
}

const counts = (episodeId: string) => setting.sql`select (select count(*) from journal where episode_id = ${episodeId}) as journal, (select count(*) from timeline where episode_id = ${episodeId}) as timeline,
  (select count(*) from occurrence where episode_id = ${episodeId}) as occurrence, (select count(*) from obligation where episode_id = ${episodeId}) as obligation`;

describe('Recording an entry', () => {
  it('twice changes nothing the second time', async () => {
    const request = await firstEntry();
    await record(setting.sql, request);
    const once = await counts(request.episodeId);
    await record(setting.sql, request);
    expect(await counts(request.episodeId)).toEqual(once);
    expect(once[0]).toMatchObject({ journal: 1 });
  });

  it('fifty times at once writes it once', async () => {
    const request = await firstEntry();
    await Promise.all(Array.from({ length: 50 }, () => record(setting.sql, request)));
    expect((await counts(request.episodeId))[0]).toMatchObject({ journal: 1 });
  });

  it('before its predecessor waits: the same call works once that one is there', async () => {
    const request = await firstEntry();
    const later: RecordRequest = { ...request, entries: request.entries.map((entry) => ({ ...entry, seq: 2 })) };
    await expect(record(setting.sql, later)).rejects.toThrow(OutOfOrder);
    await record(setting.sql, request);
    await expect(record(setting.sql, { ...request, entries: [{ seq: 2, semantics: 1, planHash: request.entries[0]?.planHash ?? '', input: { kind: 'clock-reached', at: startsAt }, events: [] }] })).resolves.toEqual({ inputs: [] });
  });

  it('with other content than the journal has halts the episode and raises an alarm', async () => {
    const request = await firstEntry();
    await record(setting.sql, request);
    const forged: RecordRequest = { ...request, entries: request.entries.map((entry) => ({ ...entry, semantics: 99 })) };
    await expect(record(setting.sql, forged)).rejects.toThrow(ChainBroken);
    const [episode] = await setting.sql`select status, needs_attention from episode where id = ${request.episodeId}`;
    const [alarm] = await setting.sql`select code, cleared_at from alarm where ref = ${request.episodeId}`;
    expect([episode, alarm]).toMatchObject([{ status: 'halted', needsAttention: true }, { code: 'chain-broken', clearedAt: null }]);
  });

  it('goes on after a person repaired the journal, and takes the alarm back', async () => {
    const request = await firstEntry();
    await record(setting.sql, request);
    await setting.sql`update episode set head_hash = 'spoilt' where id = ${request.episodeId}`;
    const next: RecordRequest = { ...request, entries: [{ seq: 2, semantics: 1, planHash: 'x', input: { kind: 'clock-reached', at: startsAt }, events: [] }] };
    await expect(record(setting.sql, next)).rejects.toThrow(/does not match its hash/);
    await setting.sql`update episode set head_hash = (select hash from journal where episode_id = ${request.episodeId} and seq = 1) where id = ${request.episodeId}`;
    await record(setting.sql, next);
    const [episode] = await setting.sql`select status from episode where id = ${request.episodeId}`;
    const open = await setting.sql`select 1 from alarm where ref = ${request.episodeId} and cleared_at is null`;
    expect([episode, open.length]).toEqual([{ status: 'active' }, 0]);
  });

  it('never changes or deletes a journal row', async () => {
    const request = await firstEntry();
    await record(setting.sql, request);
    await expect(setting.sql`update journal set input = '{}' where episode_id = ${request.episodeId}`).rejects.toThrow(/never change/);
    await expect(setting.sql`delete from journal where episode_id = ${request.episodeId}`).rejects.toThrow(/never change/);
  });

  it('of an overtaken call leaves the newer snapshot standing', async () => {
    const request = await firstEntry();
    await record(setting.sql, request);
    await record(setting.sql, { ...request, entries: [{ seq: 2, semantics: 1, planHash: 'x', input: { kind: 'clock-reached', at: startsAt }, events: [] }], snapshot: { ...request.snapshot, phase: 'follow-up' } });
    await record(setting.sql, request);
    const [episode] = await setting.sql`select phase, seq from episode where id = ${request.episodeId}`;
    expect(episode).toEqual({ phase: 'follow-up', seq: 2 });
  });
});

describe('Aunt Zhang 张阿姨 has two packages', () => {
  const redness = (episodeId: string, by: string) => ({ hospitalId: world.hospitalId, episodeId, by, kind: 'answer-received' as const });

  it('one answer reaches both, one finding opens one case, and closing it closes both', async () => {
    const own = await newPatient();
    const [care, rehab] = [await launchEpisode(setting.sql, own), await launchEpisode(setting.sql, own, 'hip-home-rehab')];
    const home = await household(setting.sql, setting.activities, [care, rehab]);
    const core = { chestPain: false, breathless: false, faint: false, strokeSigns: ['none'], bleeding: 'none', pain: '8', fall: false, missedDoses: '0' };
    await home.send({ ...redness(care, own.accountId), input: { commandId: 'a-1', answers: { core }, answeredBy: 'patient' } }, '2026-03-05T02:00:00.000Z');
    const cases = await setting.sql<{ id: string; episodeId: string; status: string; heldBy: string | null }[]>`select id, episode_id, status, held_by from escalation where patient_id = ${own.patientId} and 'CORE-5' = any(rules) order by raised_at, id`;
    const [holder, joined] = [cases.find((c) => c.heldBy === null), cases.find((c) => c.heldBy !== null)];
    expect(cases).toHaveLength(2);
    expect(joined).toMatchObject({ status: 'joined', heldBy: holder?.id });
    const alerts = await setting.sql`select id, state, reason from obligation where patient_id = ${own.patientId} and class = 'staff-alert' and state in ('sent', 'accepted') and escalation = any(${cases.map((c) => c.id)})`;
    expect(alerts).toHaveLength(1);
    await home.send({ hospitalId: world.hospitalId, episodeId: holder?.episodeId ?? '', by: own.accountId, kind: 'escalation-resolved', input: { commandId: 'r-1', escalation: holder?.id ?? '', resolution: 'seen' } }, '2026-03-05T03:00:00.000Z');
    const after = await setting.sql`select distinct status from escalation where id = any(${cases.map((c) => c.id)})`;
    const prefixes = await setting.sql`select 1 from case_prefix where patient_id = ${own.patientId} and prefix = 'CORE'`;
    expect([[...after], prefixes.length]).toEqual([[{ status: 'closed' }], 0]);
  });

  it('a death told to one of them is known to both, and every contact ends', async () => {
    const own = await newPatient();
    const [care, rehab] = [await launchEpisode(setting.sql, own), await launchEpisode(setting.sql, own, 'hip-home-rehab')];
    const home = await household(setting.sql, setting.activities, [care, rehab]);
    await home.send({ hospitalId: world.hospitalId, episodeId: care, by: own.accountId, kind: 'patient-died', input: { commandId: 'd-1' } }, '2026-03-04T02:00:00.000Z');
    const states = await setting.sql`select distinct status, stop_reason from episode where patient_id = ${own.patientId}`;
    expect([...states]).toEqual([{ status: 'stopped', stopReason: 'died' }]);
    expect(await setting.sql`select 1 from task where patient_id = ${own.patientId} and status in ('ready', 'in-progress')`).toHaveLength(0);
    const inbox = await setting.sql`select command_id, state from inbox where episode_id in (${care}, ${rehab}) order by command_id`;
    expect([...inbox]).toEqual([{ commandId: 'd-1', state: 'applied' }, { commandId: `d-1@${rehab}`, state: 'applied' }]);
  });
});

describe('The read models', () => {
  const tables = ['timeline', 'occurrence', 'escalation', 'case_prefix', 'answer', 'reading'] as const;
  const dump = async (patientId: string) => Object.fromEntries(await Promise.all(tables.map(async (table) => [table,
    (await setting.sql`select * from ${setting.sql(table)} t where ${table === 'timeline' ? setting.sql`episode_id in (select id from episode where patient_id = ${patientId})` : setting.sql`patient_id = ${patientId}`}`)
      .map((row) => JSON.stringify(row)).sort()])));

  it('come out the same when they are made again from the journal', async () => {
    const own = await newPatient();
    const [care, rehab] = [await launchEpisode(setting.sql, own), await launchEpisode(setting.sql, own, 'hip-home-rehab')];
    const home = await household(setting.sql, setting.activities, [care, rehab]);
    await home.send({ hospitalId: world.hospitalId, episodeId: care, by: own.accountId, kind: 'visit-booked', input: { commandId: 'b-1', occurrence: `${care}/dressing/1`, from: '2026-03-04T02:00:00.000Z', until: '2026-03-04T03:00:00.000Z' } }, '2026-03-02T09:00:00.000Z');
    await home.send({ ...{ hospitalId: world.hospitalId, episodeId: care, by: own.accountId, kind: 'answer-received' as const }, input: { commandId: 'a-2', answers: wound({ redness: 'over-2cm' }), answeredBy: 'patient' } }, '2026-03-05T02:00:00.000Z');
    await home.runUntil('2026-03-08T00:00:00.000Z');
    const live = await dump(own.patientId);
    expect(live['timeline']?.length).toBeGreaterThan(100);
    expect(live['escalation']?.length).toBeGreaterThan(0);
    await rebuild(setting.sql, world.hospitalId);
    expect(await dump(own.patientId)).toEqual(live);
  });

  it('agree with the engine\'s own state about what is open', async () => {
    const own = await newPatient();
    const care = await launchEpisode(setting.sql, own);
    const home = await household(setting.sql, setting.activities, [care]);
    await home.runUntil('2026-03-08T00:00:00.000Z');
    const episode = home.drivers.get(care)?.episode();
    const open = await setting.sql<{ id: string; status: string; dueAt: string; revision: number }[]>`select id, status, due_at, revision from occurrence where episode_id = ${care} and status not in ('completed', 'failed', 'cancelled') order by id`;
    expect([...open]).toEqual(Object.values(episode?.occurrences ?? {}).map(({ id, status, dueAt, revision }) => ({ id, status, dueAt, revision })).sort((a, b) => (a.id < b.id ? -1 : 1)));
  });

  it('stand on a chain of hashes that the journal proves from end to end', async () => {
    const [row] = await setting.sql<{ id: string; seq: number; headHash: string }[]>`select id, seq, head_hash from episode where status <> 'halted' order by seq desc limit 1`;
    if (!row) throw new Error('no episode');
    const rows = await readJournal(setting.sql, row.id);
    expect(chainFault(rows, { seq: row.seq, hash: row.headHash })).toBeNull();
    expect(chainFault(rows.slice(0, -1), { seq: row.seq, hash: row.headHash })).toMatchObject({ what: expect.stringMatching(/ends at entry/) });
    expect(chainFault(rows.map((r, index) => (index === 3 ? { ...r, semantics: r.semantics + 1 } : r)), { seq: row.seq, hash: row.headHash })).toMatchObject({ seq: 4 });
    expect(chainFault(rows.filter((_, index) => index !== 2), { seq: row.seq, hash: row.headHash })).toMatchObject({ seq: 3 });
  });
});
