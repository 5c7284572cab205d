/** A password that changes while somebody signs in with the one before. What the routes do with it: api/my-account.test.ts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { createAccount } from './accounts.js';
import { connect, type Sql } from './client.js';
import { changePassword } from './own-account.js';
import { principalOfSession, signIn } from './sessions.js';
import { createWorld } from './testing/world.js';

let database: FreshDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 6 });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
});

it('leaves no session of a sign-in with the password before, whichever of the two is quicker', async () => {
  const { hospitalId } = await createWorld(sql);
  const accountId = await createAccount(sql, { hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password: 'password 0' });
  for (let n = 0; n < 4; n += 1) {
    const [current, next] = [`password ${n}`, `password ${n + 1}`];
    const sessionId = (await signIn(sql, 'li', current))?.principal?.sessionId ?? '';
    const [changed, late, later] = await Promise.all([changePassword(sql, { hospitalId, accountId, sessionId }, { current, next }), signIn(sql, 'li', current), signIn(sql, 'li', current)]);
    if (typeof changed === 'string') throw new Error(changed);
    for (const one of [late, later]) if (one !== null) expect(await principalOfSession(sql, one.token ?? '')).toBeNull();
    expect(await sql`select id from session where account_id = ${accountId}`).toEqual([{ id: sessionId }]);
    expect(await principalOfSession(sql, changed.token)).toMatchObject({ sessionId });
  }
});

it('changes once when it is asked for twice at once', async () => {
  const { hospitalId } = await createWorld(sql);
  const accountId = await createAccount(sql, { hospitalId, login: 'wang', displayName: 'Wang', roles: ['nurse'], password: 'password' });
  const asker = { hospitalId, accountId, sessionId: (await signIn(sql, 'wang', 'password'))?.principal?.sessionId ?? '' };
  const outcomes = await Promise.all(['one', 'two'].map((next) => changePassword(sql, asker, { current: 'password', next })));
  expect(outcomes.filter((outcome) => typeof outcome !== 'string')).toHaveLength(1);
});
