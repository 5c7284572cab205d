/** Row-level security on a real server: what one hospital's connection sees, may write, and may not. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { prepareAppLogin, urlFor } from './app-login.js';
import { connect, transact, type Sql } from './client.js';
import { atTheDoor, connectApart, inHospital, tooPowerful } from './hospitals-apart.js';
import { createWorld, type World } from './testing/world.js';

let database: FreshDatabase;
let owner: Sql;
let sql: Sql;
let a: World;
let b: World;
beforeAll(async () => {
  database = await freshDatabase();
  owner = connect(database.url, { max: 2 });
  [a, b] = [await createWorld(owner), await createWorld(owner)];
  sql = connectApart(database.url, { max: 3 });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await owner.end({ timeout: 5 });
  await database.drop();
});

const tables = (): Promise<{ name: string; belongs: boolean; secured: boolean }[]> => owner`
  select c.relname as name, c.relrowsecurity as secured, exists (select 1 from pg_attribute t where t.attrelid = c.oid and t.attname = 'hospital_id' and not t.attisdropped) or c.relname = 'hospital' as belongs
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`;

describe('A connection of hospital A', () => {
  it('finds nothing of B in any table, though no query here has a filter', async () => {
    const seen: string[] = [];
    let rowsOfB = 0;
    for (const { name } of (await tables()).filter(({ belongs }) => belongs)) {
      const column = name === 'hospital' ? 'id' : 'hospital_id';
      const [truth] = await owner<{ n: number }[]>`select count(*)::int as n from ${owner(name)} where ${owner(column)} = ${b.hospitalId}`;
      rowsOfB += truth?.n ?? 0;
      const [found] = await inHospital(a.hospitalId, () => sql<{ n: number }[]>`select count(*)::int as n from ${sql(name)} where ${sql(column)} is distinct from ${a.hospitalId}`);
      if (found?.n !== 0) seen.push(name);
    }
    expect(seen).toEqual([]);
    expect(rowsOfB).toBeGreaterThan(10);
    expect(await inHospital(a.hospitalId, () => sql`select id from patient`)).toEqual([{ id: a.patientId }]);
  });
  it('neither changes nor removes what it does not see, and puts nothing there', async () => {
    await inHospital(a.hospitalId, async () => {
      expect(await sql`update patient set family_name = 'x' where id = ${b.patientId} returning id`).toEqual([]);
      expect(await sql`delete from contact where patient_id = ${b.patientId} returning id`).toEqual([]);
      await expect(sql`insert into patient (id, hospital_id) values (${uuidv7()}, ${b.hospitalId})`).rejects.toMatchObject({ code: '42501' });
      await expect(sql`update patient set hospital_id = ${b.hospitalId} where id = ${a.patientId}`).rejects.toMatchObject({ code: '42501' });
    });
  });
  it('stays what it is in a transaction, in parallel with the other hospital', async () => {
    const look = (hospitalId: string) => inHospital(hospitalId, () => transact(sql, async (tx) => (await tx<{ id: string }[]>`select id from patient, pg_sleep(0.01)`).map(({ id }) => id)));
    expect(await Promise.all([a, b, a, b, a, b].map(({ hospitalId }) => look(hospitalId)))).toEqual([a, b, a, b, a, b].map(({ patientId }) => [patientId]));
  });
  it('reads none of the tables that are nobody’s own', async () => {
    await expect(inHospital(a.hospitalId, () => sql`select 1 from vendor_token`)).rejects.toMatchObject({ code: '42501' });
  });
  it('writes the access log and cannot take a line out of it', async () => {
    await inHospital(a.hospitalId, async () => {
      await sql`insert into audit_log (hospital_id, actor, action, allowed) values (${a.hospitalId}, 'x', 'read', true)`;
      await expect(sql`delete from audit_log`).rejects.toMatchObject({ code: '42501' });
    });
  });
  it('is of a role that owns nothing; the owner is found out', async () => {
    expect(await inHospital(a.hospitalId, () => tooPowerful(sql))).toBeNull();
    expect(await tooPowerful(owner)).toMatch(/row-level security does not apply/);
  });
});

describe('Outside any hospital', () => {
  it('nothing is seen', async () => expect(await sql`select 1 from patient`).toEqual([]));
  it('the door sees both', async () => expect(await atTheDoor(() => sql`select 1 from patient`)).toHaveLength(2));
  it('a hospital that is no id opens no connection', () => expect(() => inHospital("x', role = 'y", () => sql`select 1`)).toThrow(RangeError));
});

describe('Every table', () => {
  it('with a hospital has row-level security, those of tomorrow too', async () => {
    expect((await tables()).filter(({ belongs, secured }) => belongs && !secured)).toEqual([]);
    await owner`create table of_tomorrow (id int, hospital_id uuid not null)`;
    expect(await inHospital(a.hospitalId, () => tooPowerful(sql))).toMatch(/of_tomorrow/);
    await owner`select keep_hospitals_apart()`;
    await owner`insert into of_tomorrow values (1, ${b.hospitalId})`;
    expect(await inHospital(a.hospitalId, () => sql`select 1 from of_tomorrow`)).toEqual([]);
    await owner`drop table of_tomorrow`;
  });
});

describe('The login of the application', () => {
  it('owns nothing, works for the commands, and has the password of its last run', async () => {
    const user = `app_${randomBytes(4).toString('hex')}`;
    try {
      for (const password of ["first'; drop table patient --", 'second']) {
        const url = urlFor(database.url, { user, password });
        await prepareAppLogin(owner, url);
        const app = connect(url, { max: 1 });
        expect(await app`select 1 from patient`).toHaveLength(2);
        expect(await tooPowerful(app)).toBeNull();
        await expect(app`alter table patient disable row level security`).rejects.toMatchObject({ code: '42501' });
        const confined = connect(url, { max: 1, role: 'wuyou_one_hospital', hospitalId: a.hospitalId });
        expect(await confined`select 1 from patient`).toHaveLength(1);
        await Promise.all([app.end(), confined.end()]);
      }
      await expect(prepareAppLogin(owner, database.url)).rejects.toThrow(/another one/);
    } finally {
      await owner.unsafe(`drop owned by ${user}; drop role ${user}`);
    }
  });
});
