/** What the access log says of staff who came in, were refused and left, and what it never says. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { createAccount } from './accounts.js';
import { connect, type Sql } from './client.js';
import { linkIdentity, signInByIdentity } from './identities.js';
import { changePassword } from './own-account.js';
import { principalOfSession, signIn, signOut } from './sessions.js';
import { logSignIn } from './sign-in-log.js';
import { createWorld, type World } from './testing/world.js';

let database: FreshDatabase;
let sql: Sql;
let world: World;
let accountId = '';
let from = 0;
const password = 'a long enough password';
const since = () => sql<{ hospitalId: string | null; actor: string; action: string; allowed: boolean; detail: unknown }[]>`select hospital_id, actor, action, allowed, detail from audit_log where id > ${from} order by id`;
const row = (action: string, allowed: boolean, detail: unknown, actor = accountId) => ({ hospitalId: actor === 'stranger' ? null : world.hospitalId, actor, action, allowed, detail });

beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 4 });
  world = await createWorld(sql);
  accountId = await createAccount(sql, { hospitalId: world.hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
});
beforeEach(async () => {
  const [last] = await sql<{ id: number }[]>`select coalesce(max(id), 0)::int as id from audit_log`;
  from = last?.id ?? 0;
});

describe('A sign-in by password', () => {
  it('that is good stands in the log with the account, and its end too', async () => {
    const token = (await signIn(sql, 'li', password))?.token ?? '';
    expect(await principalOfSession(sql, token)).toMatchObject({ accountId });
    expect(await signOut(sql, token, 'asked')).toEqual({ byProvider: false });
    expect(await signOut(sql, token, 'asked')).toBeNull();
    expect(await since()).toEqual([row('sign-in', true, { by: 'password' }), row('sign-out', true, { by: 'password', reason: 'asked' })]);
  });
  it('that is wrong stands there with its reason, and without what was typed', async () => {
    expect(await signIn(sql, 'li', 'my secret in the wrong field')).toBeNull();
    expect(await signIn(sql, 'my secret in the wrong field', 'x')).toBeNull();
    expect(await since()).toEqual([row('sign-in', false, { by: 'password', reason: 'wrong-password' }), row('sign-in', false, { by: 'password', reason: 'unknown-login' }, 'stranger')]);
    expect(JSON.stringify(await sql`select row_to_json(l)::text as row from audit_log l`)).not.toContain('my secret');
  });
  it('to a disabled account is refused as any other, and told apart in the log alone', async () => {
    await sql`update account set active = false where id = ${accountId}`;
    expect(await signIn(sql, 'li', password)).toBeNull();
    expect(await since()).toEqual([row('sign-in', false, { by: 'password', reason: 'account-disabled' })]);
    await sql`update account set active = true where id = ${accountId}`;
  });
  it('with a password that was given opens who one is and one’s own account, and after fourteen days nothing; a chosen one opens everything', async () => {
    const given = await createAccount(sql, { hospitalId: world.hospitalId, login: 'wang', displayName: 'Wang', roles: ['nurse'], password, given: true });
    const signedIn = await signIn(sql, 'wang', password);
    expect(signedIn?.principal?.scopes).toEqual(['docs:read', 'own-account:act']);
    const token = signedIn?.token ?? '';
    expect((await principalOfSession(sql, token))?.scopes).toEqual(['docs:read', 'own-account:act']);
    await sql`update account set password_given_at = now() - interval '14 days 1 minute' where id = ${given}`;
    expect(await signIn(sql, 'wang', password)).toBeNull();
    expect((await since()).at(-1)).toEqual(row('sign-in', false, { by: 'password', reason: 'password-run-out' }, given));
    await sql`update account set password_given_at = now() - interval '13 days 23 hours' where id = ${given}`;
    expect(await signIn(sql, 'wang', password)).not.toBeNull();
    const sessionId = signedIn?.principal?.sessionId ?? '';
    const changed = await changePassword(sql, { hospitalId: world.hospitalId, accountId: given, sessionId }, { current: password, next: 'another long password' });
    expect((await principalOfSession(sql, typeof changed === 'string' ? '' : changed.token))?.scopes).toBeNull();
    expect((await signIn(sql, 'wang', 'another long password'))?.principal?.scopes).toBeNull();
  });
  it('whose login two hospitals have is nobody’s while the password fits neither', async () => {
    const other = await createWorld(sql);
    await createAccount(sql, { hospitalId: other.hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password: 'another long password' });
    expect(await signIn(sql, 'li', 'wrong')).toBeNull();
    expect(await since()).toEqual([row('sign-in', false, { by: 'password', reason: 'wrong-password' }, 'stranger')]);
    expect((await signIn(sql, 'li', password))?.principal?.hospitalId).toBe(world.hospitalId);
  });
  it('lets everybody in however many hospitals have the login, before and after one of them chose another password', async () => {
    const all: { hospitalId: string; id: string }[] = [];
    for (let n = 0; n < 6; n += 1) {
      const { hospitalId } = await createWorld(sql);
      all.push({ hospitalId, id: await createAccount(sql, { hospitalId, login: 'admin', displayName: 'Admin', roles: ['admin'], password: `the password of number ${n}` }) });
    }
    const [first] = all;
    const whose = async (given: string) => (await signIn(sql, 'admin', given))?.principal?.hospitalId ?? null;
    for (const [n, { hospitalId }] of all.entries()) expect(await whose(`the password of number ${n}`)).toBe(hospitalId);
    const sessionId = (await signIn(sql, 'admin', 'the password of number 0'))?.principal?.sessionId ?? '';
    await changePassword(sql, { hospitalId: first?.hospitalId ?? '', accountId: first?.id ?? '', sessionId }, { current: 'the password of number 0', next: 'chosen by herself' });
    for (const n of [1, 5]) expect(await whose(`the password of number ${n}`)).toBe(all[n]?.hospitalId);
    expect(await whose('chosen by herself')).toBe(first?.hospitalId);
  });
});

it('A flood of strangers’ tries is bounded; whoever is known is always written down', async () => {
  await Promise.all(Array.from({ length: 100 }, () => logSignIn(sql, { hospitalId: null, accountId: null, by: 'password', refused: 'unknown-login' })));
  for (let n = 0; n < 5; n += 1) await logSignIn(sql, { hospitalId: null, accountId: null, by: 'password', refused: 'unknown-login' });
  const strangers = (await sql`select 1 from audit_log where actor = 'stranger'`).length;
  // Those that were written at the same moment did not see one another.
  expect(strangers).toBeGreaterThanOrEqual(60);
  expect(strangers).toBeLessThanOrEqual(70);
  await signIn(sql, 'li', password);
  expect((await since()).at(-1)).toEqual(row('sign-in', true, { by: 'password' }));
});

describe('An identity', () => {
  const proved = (subject: string) => ({ issuer: 'https://id.test', subject, name: null });
  it('is linked to one account, and an account to one identity of a provider', async () => {
    const link = (login: string, subject: string) => linkIdentity(sql, { hospitalId: world.hospitalId, login, issuer: 'https://id.test', subject });
    await link('li', 's-1');
    await createAccount(sql, { hospitalId: world.hospitalId, login: 'wang', displayName: 'Wang', roles: ['nurse'], password: null });
    await expect(link('wang', 's-1')).rejects.toThrow('li is linked to s-1 already');
    await expect(link('li', 's-2')).rejects.toThrow('li is linked to s-1 already');
    await expect(link('nobody', 's-3')).rejects.toThrow('There is no active account nobody in this hospital');
  });
  it('of one hospital or provider is nobody in another', async () => {
    const other = await createWorld(sql);
    expect(await signInByIdentity(sql, other.hospitalId, proved('s-1'), null)).toEqual({ refused: 'identity-unknown' });
    expect(await signInByIdentity(sql, world.hospitalId, { ...proved('s-1'), issuer: 'https://elsewhere.test' }, null)).toEqual({ refused: 'identity-unknown' });
    expect(await signInByIdentity(sql, world.hospitalId, proved('s-1'), null)).toMatchObject({ principal: { accountId } });
  });
  it('that two browsers bring at the same moment for the first time becomes one account', async () => {
    const both = await Promise.all([1, 2, 3].map(() => signInByIdentity(sql, world.hospitalId, proved('s-twice'), ['nurse'])));
    expect(new Set(both.map((one) => ('refused' in one ? one.refused : one.principal.accountId))).size).toBe(1);
  });
});
