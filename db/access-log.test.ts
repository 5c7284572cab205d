/** The access log takes rows and gives none back: refused by the trigger, whoever asks, and by missing rights before that. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { logAccess } from './access-log.js';
import { connect, type Sql } from './client.js';
import { connectApart, atTheDoor, inHospital } from './hospitals-apart.js';
import { lookSpanMs, writeLook, writeSearch } from './looks.js';
import { createWorld, type World } from './testing/world.js';

let database: FreshDatabase;
let owner: Sql;
let apart: Sql;
let world: World;
beforeAll(async () => {
  database = await freshDatabase();
  owner = connect(database.url, { max: 2 });
  apart = connectApart(database.url, { max: 2 });
  world = await createWorld(owner);
  await logAccess(owner, { hospitalId: world.hospitalId, actor: world.accountId, action: 'file:read', ref: 'x', allowed: true, detail: { n: 1 } });
});
afterAll(async () => {
  await apart.end({ timeout: 5 });
  await owner.end({ timeout: 5 });
  await database.drop();
});

const never = { code: 'WU001' };
const noRight = { code: '42501' };
const all = () => owner`select * from audit_log order by id`;

describe('A row of the access log', () => {
  it('is changed and taken out by nobody, the owner of the table included', async () => {
    const before = await all();
    expect(before.length).toBeGreaterThan(0);
    for (const column of ['hospital_id', 'at', 'actor', 'action', 'ref', 'detail'] as const) await expect(owner`update audit_log set ${owner(column)} = default`).rejects.toMatchObject(never);
    await expect(owner`update audit_log set allowed = not allowed`).rejects.toMatchObject(never);
    await expect(owner`delete from audit_log`).rejects.toMatchObject(never);
    await expect(owner`insert into audit_log (id, actor, action, allowed) overriding system value values (${before[0]?.['id'] as number}, 'x', 'x', true) on conflict (id) do update set actor = 'x'`).rejects.toMatchObject(never);
    expect(await all()).toEqual(before);
  });

  it('nor while two patients become one, when other rows may change hands', async () => {
    await expect(owner.begin(async (tx) => {
      await tx`set local wuyou.merging = 'on'`;
      await tx`update audit_log set ref = 'y'`;
    })).rejects.toMatchObject(never);
  });

  it('and the roles of the application have no right to try', async () => {
    for (const within of [(work: () => Promise<unknown>) => inHospital(world.hospitalId, work), (work: () => Promise<unknown>) => atTheDoor(work)]) {
      await within(async () => {
        await expect(apart`update audit_log set actor = 'x'`).rejects.toMatchObject(noRight);
        await expect(apart`delete from audit_log`).rejects.toMatchObject(noRight);
        await expect(apart`truncate audit_log`).rejects.toMatchObject(noRight);
      });
    }
  });
});

describe('A look', () => {
  const asker = () => ({ hospitalId: world.hospitalId, actor: `reader-${(readers += 1)}`, detail: { first: 'GET /x', via: 'session' as const } });
  let readers = 0;
  const rows = (actor: string) => owner`select action, ref, allowed, detail from audit_log where actor = ${actor} order by id`;

  it('is written once, and says how long it holds', async () => {
    const her = asker();
    const look = () => inHospital(world.hospitalId, () => writeLook(apart, her, 'dischargeId', world.dischargeId));
    expect(await look()).toBe(lookSpanMs);
    const left = await look();
    expect([left > lookSpanMs - 60_000, left <= lookSpanMs]).toEqual([true, true]);
    expect(await rows(her.actor)).toEqual([{ action: 'patient:read', ref: world.patientId, allowed: true, detail: her.detail }]);
  });

  it('at what the hospital does not have leaves nothing', async () => {
    const [her, other] = [asker(), await createWorld(owner)];
    await inHospital(world.hospitalId, () => writeLook(apart, her, 'patientId', other.patientId));
    expect(await rows(her.actor)).toEqual([]);
  });

  it('by a search stands once for the same people, and anew for others', async () => {
    const her = asker();
    for (const found of [['a', 'b'], ['a', 'b'], ['a'], []]) await inHospital(world.hospitalId, () => writeSearch(apart, her, found));
    expect((await rows(her.actor)).map(({ detail }) => (detail as { patients: string[] }).patients)).toEqual([['a', 'b'], ['a'], []]);
  });
});
