import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../cli/load-definition.js';
import { signIn } from '../db/sessions.js';
import { principalOfKey } from '../db/api-keys.js';
import { connect, type Sql } from '../db/client.js';
import { rolesWithoutDuty } from '../db/roster.js';
import { choose } from '../db/visits/dispatch.js';
import { peopleOf } from '../db/visits/people.js';
import { surroundingsOf } from '../db/visits/surroundings.js';
import { staffRoles } from '../pathways/engine/vocabulary.js';
import { unfitFor } from '../pathways/visits/eligibility.js';
import { nowhere } from '../pathways/visits/staff.js';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { publishBuiltIn } from './publish-built-in.js';
import { seedTraining, type Training } from './seed.js';

let database: FreshDatabase;
let sql: Sql;
let folder: string;
let training: Training;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 2 });
  folder = mkdtempSync(join(tmpdir(), 'wuyou-seed-'));
  training = await seedTraining(sql, folder, 10);
});
afterAll(async () => {
  await sql.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the training hospital', () => {
  it('has somebody on duty for every role that an alert may name', async () => {
    expect(await rolesWithoutDuty(sql, training.hospitalId, [...staffRoles])).toEqual([]);
  });

  it('opens to the printed sign-in and the printed key, which only their owner can read', async () => {
    const { login, password, apiKey } = training.signIn;
    expect((await signIn(sql, login, password))?.principal).toMatchObject({ hospitalId: training.hospitalId, via: 'session' });
    expect(await principalOfKey(sql, apiKey)).toMatchObject({ hospitalId: training.hospitalId, via: 'key' });
    expect(statSync(join(folder, 'sign-in.json')).mode & 0o077).toBe(0);
  });

  it('has two people who may sign a version, one of them a clinician', async () => {
    const rows = await sql<{ login: string }[]>`select login from account where hospital_id = ${training.hospitalId} and roles && ${['doctor', 'nurse']} and login <> 'trainer'`;
    expect(rows.length).toBeGreaterThan(1);
  });

  it('runs one day in as many seconds as asked, from the next launch on', async () => {
    await seedTraining(sql, folder, 60);
    const [row] = await sql<{ pace: string }[]>`select pace from hospital where id = ${training.hospitalId}`;
    expect(Number(row?.pace)).toBe(1440);
  });

  it('is made once: the next start finds it, with the same sign-in', async () => {
    const again = await seedTraining(sql, folder, 10);
    expect(again).toEqual({ ...training, fresh: false });
    const [row] = await sql<{ hospitals: number; shifts: number }[]>`select (select count(*) from hospital) as hospitals, (select count(*) from roster_shift) as shifts`;
    expect(row).toEqual({ hospitals: 1, shifts: staffRoles.length });
  });

  it('gets a new sign-in when the file with the old one is gone', async () => {
    rmSync(join(folder, 'sign-in.json'));
    const again = await seedTraining(sql, folder, 10);
    expect(again.fresh).toBe(true);
    expect(await signIn(sql, training.signIn.login, training.signIn.password)).toBeNull();
    expect(await signIn(sql, again.signIn.login, again.signIn.password)).not.toBeNull();
  });

  it('asks the account `nurse` first for a dressing, as README says: the specialists stay free for what only they may do', async () => {
    const people = await peopleOf(sql, training.hospitalId);
    const dressing = { occurrence: 'v', episodeId: 'e', patientId: 'p', step: 'dressing', revision: 0, service: 'wound-dressing', who: 'nurse' as const, mode: 'home' as const, at: nowhere, from: '2026-03-04T02:00:00.000Z', until: '2026-03-04T03:00:00.000Z', refusedBy: [], wished: null, known: [] };
    const around = await surroundingsOf(sql, training.hospitalId);
    const [nurse] = await sql<{ id: string }[]>`select id from account where hospital_id = ${training.hospitalId} and login = 'nurse'`;
    for (const at of [nowhere, { ...nowhere, district: 'centre' }]) expect(choose(people, [{ ...dressing, at }], [], around).get('v')?.accountId).toBe(nurse?.id);
  });

  it('has at least one person for every visit of its packages, whom nothing but a day off keeps away', async () => {
    const people = await peopleOf(sql, training.hospitalId);
    const visits = builtInPathways().flatMap((id) => loadDefinitionOrThrow(id).plan.steps).filter((step) => step.kind === 'visit');
    expect(visits.length).toBeGreaterThan(5);
    for (const { service, who, place } of visits) {
      const able = people.filter((person) => unfitFor(person, { service, who, mode: place, at: nowhere }, '2026-03-04').length === 0);
      expect([service, able.length > 0]).toEqual([service, true]);
    }
  });

  it('gets the built-in packages once', async () => {
    const first = await publishBuiltIn(sql, training.hospitalId);
    expect(first.published.length).toBeGreaterThanOrEqual(4);
    expect(await publishBuiltIn(sql, training.hospitalId)).toEqual({ published: [], unchanged: first.published, refused: [] });
  });
});
