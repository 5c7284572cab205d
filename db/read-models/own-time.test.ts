import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, type Sql } from '../client.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { mayBeBefore, mayLieWithin, type Fragment } from './own-time.js';
import { slaKept } from './operations/sla.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
/** Three clocks: the wall's, one forty days ahead of it, one at ten times its pace. */
const clocks = {
  wall: { wallAnchor: '2026-03-02T00:00:00.000Z', episodeAnchor: '2026-03-02T00:00:00.000Z', pace: 1 },
  ahead: { wallAnchor: '2026-03-02T00:00:00.000Z', episodeAnchor: '2026-04-11T00:00:00.000Z', pace: 1 },
  fast: { wallAnchor: '2026-03-02T00:00:00.000Z', episodeAnchor: '2026-03-02T00:00:00.000Z', pace: 10 },
};
const days = [0, 3, 9, 39, 41, 44, 60];

beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql, { packages: ['hip-wound-care'] });
  for (const [name, clock] of Object.entries(clocks)) {
    const patient = await createPatient(sql, world.hospitalId);
    const id = await launchEpisode(sql, { ...world, ...patient }, 'hip-wound-care');
    await sql`update episode set status = 'active', clock = ${json(sql, clock)} where id = ${id}`;
    for (const day of days) await sql`insert into escalation (id, hospital_id, episode_id, patient_id, level, rules, prefixes, instruction, status, raised_at, contact_by, contacted_at)
      values (${`${name}/${day}`}, ${world.hospitalId}, ${id}, ${patient.patientId}, 'red', '{}', '{}', 'call', 'closed', timestamptz '2026-03-02 00:00Z' + make_interval(days => ${day}), now(), now())`;
  }
});
afterAll(() => setting.close());

const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
const [from, until] = ['2026-03-05T00:00:00.000Z', '2026-03-12T00:00:00.000Z'];
const at = (): Fragment => sql`x.raised_at`;
const episode = (): Fragment => sql`x.episode_id`;

describe('What may lie in a period of wall time', () => {
  it('holds everything that does, whatever the clock, and of the wall\'s own nothing else', async () => {
    const may = ids(await sql<{ id: string }[]>`select x.id from escalation x where x.hospital_id = ${world.hospitalId} and ${mayLieWithin(sql, world.hospitalId, { at: at(), episode: episode(), from: sql`${from}::timestamptz`, until: sql`${until}::timestamptz` })}`);
    const does = ids(await sql<{ id: string }[]>`select x.id from escalation x join episode e on e.id = x.episode_id where wall_of(e.clock, x.raised_at) >= ${from} and wall_of(e.clock, x.raised_at) < ${until}`);
    // Forty days ahead, day 44 is the wall's fourth; at ten times its pace day 39 is its third of the period, days 41 and 60 too.
    expect(does.toSorted()).toEqual(['ahead/44', 'fast/39', 'fast/41', 'fast/44', 'fast/60', 'wall/3', 'wall/9']);
    expect(may.filter((id) => id.startsWith('wall/')).toSorted()).toEqual(['wall/3', 'wall/9']);
    for (const id of does) expect(may).toContain(id);
  });
  it('and before a time', async () => {
    const may = ids(await sql<{ id: string }[]>`select x.id from escalation x where ${mayBeBefore(sql, { at: at(), episode: episode(), until: sql`${from}::timestamptz` })}`);
    expect(may.filter((id) => id.startsWith('wall/')).toSorted()).toEqual(['wall/0', 'wall/3']);
    expect(may.filter((id) => id.startsWith('fast/'))).toHaveLength(days.length);
  });
  it('is judged by each episode\'s own clock: promises kept', async () => {
    expect(await slaKept(sql, world.hospitalId, from, until)).toMatchObject([{ level: 'red', raised: 7 }]);
  });
});
