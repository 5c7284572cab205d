import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../client.js';
import { episodeAhead } from '../testing/episode-ahead.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, type World } from '../testing/world.js';
import { dischargeCounts, mostCounted } from './discharge-list.js';
import { worklistCounts } from './worklist-counts.js';
import { neededVisits } from './worklist-visits.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql, { packages: ['hip-wound-care'] });
});
afterAll(() => setting.close());

const needed = async (): Promise<string[]> => (await neededVisits(sql, { hospitalId: world.hospitalId, language: 'zh-CN', limit: 50 })).items.map(({ occurrence }) => occurrence);
const withTask = (occurrence: string, kind = 'book-visit') =>
  sql`insert into task (id, hospital_id, episode_id, patient_id, kind, role, occurrence, instruction, due_at) select ${`${occurrence}/task`}, hospital_id, episode_id, patient_id, ${kind}, 'nurse', id, 'do', now() from occurrence where id = ${occurrence}`;
const assignment = (occurrence: string, state: string, by: string | null = null) =>
  sql`insert into visit_assignment (occurrence, hospital_id, episode_id, patient_id, step, revision, slot_from, slot_until, state, account_id, service, who, mode)
    select id, hospital_id, episode_id, patient_id, step, 0, due_at, due_at + interval '1 hour', ${state}, ${by}, 'wound-dressing', 'nurse', 'home' from occurrence where id = ${occurrence}`;

describe('Visits that need somebody', () => {
  it('are those due within a week without a time, those held, asked for by a task, or without anybody to go, whenever they are', async () => {
    const home = await episodeAhead(sql, world, 0);
    const soon = await home.visit(1, 'planned', 6);
    await home.visit(2, 'planned', 8);
    const held = await home.visit(3, 'held', 40);
    const asked = await home.visit(4, 'planned', 50);
    await withTask(asked);
    const unassigned = await home.visit(5, 'booked', 60);
    await assignment(unassigned, 'unassigned');
    const going = await home.visit(6, 'booked', 1);
    await assignment(going, 'assigned', world.accountId);
    const done = await home.visit(7, 'completed', -1);
    await withTask(done, 'check');
    expect(await needed()).toEqual([soon, held, asked, unassigned]);
    expect((await worklistCounts(sql, world.hospitalId, world.accountId)).visits).toBe(4);
  });

  it('by the episode\'s own time, where that is not the time on the wall', async () => {
    const training = await episodeAhead(sql, world, 90);
    const soon = await training.visit(1, 'planned', 96);
    await training.visit(2, 'planned', 98);
    expect(await needed()).toContain(soon);
    expect(await needed()).not.toContain(`${training.id}/dressing/2`);
  });
});

describe('Discharges are counted', () => {
  it('exactly, and no further than a thousand', async () => {
    const { patientId } = await createPatient(sql, world.hospitalId);
    const before = await dischargeCounts(sql, world.hospitalId, '2026-03-03');
    expect(before).toEqual({ launched: 2, launchable: 2, refused: 0 }); // the two launched above, the world's own and this one
    await sql`insert into discharge (id, hospital_id, patient_id, encounter_ref, discharged_at, clinical)
      select gen_random_uuid(), ${world.hospitalId}, ${patientId}, 'old-' || n, now(), '{"dischargedOn": "2020-01-01"}' from generate_series(1, ${mostCounted + 5}::int) n`;
    expect(await dischargeCounts(sql, world.hospitalId, '2026-03-03')).toEqual({ ...before, refused: mostCounted });
  });
});
