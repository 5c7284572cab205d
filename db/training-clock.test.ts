import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordRequest } from '../activities/port.js';
import { decide } from '../pathways/engine/decide.js';
import { evolve } from '../pathways/engine/evolve.js';
import { nextDue } from '../pathways/engine/next-due.js';
import type { Plan } from '../pathways/engine/plan.js';
import { addHours, toMs } from '../pathways/time.js';
import type { EpisodeClock } from '../workflows/contract.js';
import { entryOf, snapshotOf } from '../workflows/turn.js';
import { record } from './record.js';
import { loadEpisode } from './replay.js';
import { createSetting, type TestSetting } from './testing/setting.js';
import { createPatient, createWorld, launchEpisode, startsAt, type World } from './testing/world.js';
import { longestMoveDays, planClockMove } from './training-clock.js';

let setting: TestSetting;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());

/** The first entry of a new episode, recorded with a clock that was moved. */
async function started(moved?: EpisodeClock): Promise<RecordRequest> {
  const episodeId = await launchEpisode(setting.sql, { ...world, ...(await createPatient(setting.sql, world.hospitalId)) }, 'hip-wound-care', { pace: 1 });
  const loaded = await loadEpisode(setting.sql, episodeId);
  if (!loaded?.start.started) throw new Error('not launched');
  const plan = JSON.parse(loaded.planJson) as Plan;
  const events = decide(plan, loaded.episode, loaded.start.started);
  const episode = events.reduce(evolve, loaded.episode);
  const snapshot = snapshotOf(episode, nextDue(plan, episode), moved ?? loaded.start.clock, loaded.start.clock);
  const request = { hospitalId: world.hospitalId, episodeId, entries: [entryOf(episode, loaded.start.started, events)], snapshot };
  await record(setting.sql, request);
  return request;
}
const patientOf = async (episodeId: string): Promise<string> => {
  const [row] = await setting.sql<{ patientId: string }[]>`select patient_id from episode where id = ${episodeId}`;
  return row?.patientId ?? '';
};

describe('moving a training clock', () => {
  it('goes to the next thing due, at the pace it had', async () => {
    const { episodeId, snapshot } = await started();
    const wallMs = toMs(startsAt);
    const move = await planClockMove(setting.sql, { hospitalId: world.hospitalId, patientId: await patientOf(episodeId), to: null, wallMs });
    expect(move).toMatchObject({ outcome: 'move', episodes: [episodeId], to: snapshot.nextDueAt, clock: { episodeAnchor: snapshot.nextDueAt, wallAnchor: startsAt, pace: 1 } });
  });

  it('is refused backwards, in a real hospital, and for a patient without a package', async () => {
    const { episodeId } = await started();
    const patientId = await patientOf(episodeId);
    const ask = (to: string | null, of = patientId) => planClockMove(setting.sql, { hospitalId: world.hospitalId, patientId: of, to, wallMs: Date.now() });
    expect(await ask('2026-03-01T00:00:00.000Z')).toMatchObject({ outcome: 'refused', code: 'not-ahead' });
    expect(await ask(null, world.patientId)).toMatchObject({ outcome: 'refused', code: 'no-open-episode' });
    await setting.sql`update hospital set kind = 'real', pace = 1 where id = ${world.hospitalId}`;
    expect(await ask(null)).toMatchObject({ outcome: 'refused', code: 'real-hospital' });
    await setting.sql`update hospital set kind = 'training' where id = ${world.hospitalId}`;
  });

  it('goes no further at once than a run can plan in one piece', async () => {
    const { episodeId } = await started();
    const patientId = await patientOf(episodeId);
    const ask = (to: string) => planClockMove(setting.sql, { hospitalId: world.hospitalId, patientId, to, wallMs: toMs(startsAt) });
    const first = await planClockMove(setting.sql, { hospitalId: world.hospitalId, patientId, to: null, wallMs: toMs(startsAt) });
    if (first.outcome !== 'move') throw new Error(first.message);
    expect(await ask(addHours(first.from, longestMoveDays * 24))).toMatchObject({ outcome: 'move' });
    expect(await ask(addHours(first.from, longestMoveDays * 24 + 1))).toMatchObject({ outcome: 'refused', code: 'too-far' });
    expect(await ask('2126-01-01T00:00:00.000Z')).toMatchObject({ outcome: 'refused', code: 'too-far' });
  });

  it('is recorded with the step that it led to, and what waits is due at another wall time', async () => {
    const moved = { wallAnchor: '2026-11-26T00:00:00.000Z', episodeAnchor: '2026-03-03T02:00:00.000Z', pace: 1 };
    const { episodeId } = await started(moved);
    const [row] = await setting.sql<{ clock: EpisodeClock; wrong: number }[]>`
      select clock, (select count(*)::int from obligation o where o.episode_id = e.id and o.wall_due_at is distinct from wall_of(e.clock, o.due_at)::timestamptz(3)) as wrong from episode e where id = ${episodeId}`;
    expect(row).toEqual({ clock: moved, wrong: 0 });
    expect((await loadEpisode(setting.sql, episodeId))?.start.clock).toEqual(moved);
  });
});
