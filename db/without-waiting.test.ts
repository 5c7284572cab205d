import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { connect, type Sql } from './client.js';
import { withoutWaiting } from './without-waiting.js';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 1 });
});
afterAll(async () => {
  await sql.end({ timeout: 2 });
  await database.drop();
});

it('lets one statement not wait for the disk, and none after it on the same connection', async () => {
  await sql`set synchronous_commit = on`;
  await sql`create table written (how text)`;
  await sql`${withoutWaiting(sql)} insert into written select current_setting('synchronous_commit') from quickly`;
  await sql`insert into written select current_setting('synchronous_commit')`;
  expect((await sql<{ how: string }[]>`select how from written`).map(({ how }) => how)).toEqual(['off', 'on']);
});
