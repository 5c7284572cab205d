/** Codes that two requests proved before either was taken, and tries that are counted before they are judged. What the routes do with it: api/second-factor.test.ts. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCrypt } from '../messages/crypt.js';
import { testKeys } from '../test/support/keys.js';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { createAccount } from './accounts.js';
import { connect, transact, type Sql } from './client.js';
import { appSecretOf, codeTries, proveCode, takeCode, type TypedCode, type Whose } from './second-factor-code.js';
import { newSalt, slowHash } from './secrets.js';
import { createWorld } from './testing/world.js';

const crypt = createCrypt(testKeys);
const salt = newSalt();
let database: FreshDatabase;
let sql: Sql;
let whose: Whose;
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 8 });
  const { hospitalId } = await createWorld(sql, { packages: ['hip-wound-care'] });
  whose = { hospitalId, accountId: await createAccount(sql, { hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password: null }) };
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
});
beforeEach(async () => {
  const { hospitalId, accountId } = whose;
  await sql`delete from second_factor where account_id = ${accountId}`;
  await sql`insert into second_factor (account_id, hospital_id, secret_enc, last_step, recovery_salt) values (${accountId}, ${hospitalId}, ${crypt.seal('secret', appSecretOf(accountId))}, 100, ${salt})`;
  await sql`insert into recovery_code (account_id, hospital_id, code_hash) values (${accountId}, ${hospitalId}, ${await slowHash('PAPER', salt)})`;
});

const ofStep = (step: number | null): TypedCode => ({ stepOf: () => step });
async function proved(typed: TypedCode) {
  const code = await proveCode(sql, crypt, whose, typed);
  if (typeof code === 'string') throw new Error(code);
  return code;
}

it.each<[string, TypedCode]>([['of the app', ofStep(101)], ['from paper', { recovery: 'PAPER' }]])('a code %s that two proved at once is taken once', async (_, typed) => {
  const codes = [await proved(typed), await proved(typed)];
  const taken = await Promise.all(codes.map((code) => transact(sql, (tx) => takeCode(tx, whose, code))));
  expect(taken.filter((one) => one !== null)).toHaveLength(1);
});
it('a code of an earlier step is taken no more once a later one was', async () => {
  const [earlier, later] = [await proved(ofStep(101)), await proved(ofStep(102))];
  expect(await transact(sql, (tx) => takeCode(tx, whose, later))).toEqual({ used: 'app', left: 1 });
  expect(await transact(sql, (tx) => takeCode(tx, whose, earlier))).toBeNull();
  expect(await proveCode(sql, crypt, whose, ofStep(102))).toBe('code-used');
});
it('a code of the factor before is not taken from the one that came in its place', async () => {
  const code = await proved(ofStep(101));
  await sql`update second_factor set secret_enc = ${crypt.seal('another', appSecretOf(whose.accountId))} where account_id = ${whose.accountId}`;
  expect(await transact(sql, (tx) => takeCode(tx, whose, code))).toBeNull();
});
it('however many are tried at once, no more are judged than an hour has', async () => {
  const judged = await Promise.all(Array.from({ length: 30 }, () => proveCode(sql, crypt, whose, ofStep(null))));
  expect(judged.filter((one) => one === 'code-wrong')).toHaveLength(codeTries.inAnHour);
  expect(judged.filter((one) => one === 'too-many-codes')).toHaveLength(30 - codeTries.inAnHour);
});
