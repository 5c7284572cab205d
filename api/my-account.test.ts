/** One's own account: who may see and end which sessions, how a password changes, and what stands in the log afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { beginSession } from '../db/sessions.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { passwordTries } from './sign-in-counter.js';

const password = 'river stone lantern';
const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';
type Account = { login: string; displayName: string; roles: string[]; hospital: string; password: string; rules: object; sessions: { sessionId: string; current: boolean; byProvider: boolean; device: string | null }[] };

let api: TestApi;
let time = Date.now();
let accounts = 0;
let from = 0;
beforeAll(async () => {
  api = await testApi({ now: () => time });
});
afterAll(() => api.close());
beforeEach(async () => {
  time += 3_600_000;
  [{ from }] = await api.sql<[{ from: number }]>`select coalesce(max(id), 0)::int as from from audit_log`;
});

/** A new account of its own for each test, so that no test spends another one's tries. */
async function newcomer(own: string | null = password): Promise<{ login: string; accountId: string }> {
  const login = `newcomer-${(accounts += 1)}`;
  return { login, accountId: await createAccount(api.sql, { hospitalId: api.hospitalId, login, displayName: '新来的 Newcomer', roles: ['nurse'], password: own }) };
}
const signIn = (login: string, own = password) =>
  api.request('/session', { method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': chrome }, body: JSON.stringify({ login, password: own }) });
const cookieOf = (response: Response): string => (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
async function ask<T = Record<string, unknown>>(cookie: string, method: string, path: string, body?: object): Promise<{ status: number; body: T; cookie: string }> {
  const response = await api.request(path, { method, headers: { cookie, origin: 'https://care.test', 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, cookie: cookieOf(response) };
}
const seen = async (cookie: string): Promise<Account> => (await ask<Account>(cookie, 'GET', '/my/account')).body;
const change = (cookie: string, next: string, current = password) => ask(cookie, 'PUT', '/my/password', { current, next });
const logged = (accountId: string) => api.sql<{ action: string; allowed: boolean; detail: unknown }[]>`select action, allowed, detail from audit_log where id > ${from} and actor = ${accountId} order by id`;
const opens = async (cookie: string): Promise<boolean> => (await ask(cookie, 'GET', '/session')).status === 200;

describe('My account', () => {
  it('says who I am and where I am signed in, this session marked, and nothing that opens anything', async () => {
    const { login, accountId } = await newcomer();
    const [here, there] = [cookieOf(await signIn(login)), cookieOf(await signIn(login))];
    const answer = await seen(here);
    expect(answer).toMatchObject({ login, displayName: '新来的 Newcomer', roles: ['nurse'], password: 'own', rules: { least: 12, most: 200 } });
    expect(answer.sessions.map(({ current, device, byProvider }) => ({ current, device, byProvider }))).toEqual(expect.arrayContaining([{ current: true, device: 'Chrome, Windows', byProvider: false }, { current: false, device: 'Chrome, Windows', byProvider: false }]));
    expect(answer.sessions).toHaveLength(2);
    const hashes = (await api.sql<{ tokenHash: string }[]>`select token_hash from session where account_id = ${accountId}`).map(({ tokenHash }) => tokenHash);
    for (const secret of [...hashes, here.split('=')[1] ?? '', there.split('=')[1] ?? '']) expect(JSON.stringify(answer)).not.toContain(secret);
  });
  it('leaves out what is over', async () => {
    const { login, accountId } = await newcomer();
    const here = cookieOf(await signIn(login));
    await signIn(login);
    await api.sql`update session set last_seen_at = now() - interval '9 hours' where account_id = ${accountId} and id <> ${(await seen(here)).sessions.find(({ current }) => current)?.sessionId ?? ''}`;
    expect((await seen(here)).sessions).toHaveLength(1);
    expect((await ask<{ ended: number }>(here, 'DELETE', '/my/sessions')).body).toEqual({ ended: 0 });
  });
  it('ends one other session, and only one of mine', async () => {
    const [mine, other] = [await newcomer(), await newcomer()];
    const [here, there, hers] = [cookieOf(await signIn(mine.login)), cookieOf(await signIn(mine.login)), cookieOf(await signIn(other.login))];
    const { sessions } = await seen(here);
    const [own, another] = [sessions.find(({ current }) => current)?.sessionId ?? '', sessions.find(({ current }) => !current)?.sessionId ?? ''];
    const foreign = (await seen(hers)).sessions[0]?.sessionId ?? '';
    expect(await ask(here, 'DELETE', `/my/sessions/${foreign}`)).toMatchObject({ status: 404, body: { reason: 'unknown-session' } });
    expect(await ask(here, 'DELETE', `/my/sessions/${own}`)).toMatchObject({ status: 409, body: { reason: 'own-session' } });
    expect((await ask(here, 'DELETE', `/my/sessions/${another}`)).status).toBe(204);
    expect((await ask(here, 'DELETE', `/my/sessions/${another}`)).status).toBe(404);
    expect([await opens(here), await opens(there), await opens(hers)]).toEqual([true, false, true]);
    expect((await logged(mine.accountId)).filter(({ action }) => action === 'sign-out')).toEqual([{ action: 'sign-out', allowed: true, detail: { by: 'password', reason: 'ended-by-owner' } }]);
  });
  it('ends all others', async () => {
    const { login } = await newcomer();
    const [here, ...there] = [cookieOf(await signIn(login)), cookieOf(await signIn(login)), cookieOf(await signIn(login))];
    expect((await ask(here, 'DELETE', '/my/sessions')).body).toEqual({ ended: 2 });
    expect([await opens(here), await opens(there[0] ?? ''), await opens(there[1] ?? '')]).toEqual([true, false, false]);
  });
  it('is read and not changed by an API key', async () => {
    const session = '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c';
    expect(await api.call('GET', '/my/account', { as: 'nurse' })).toMatchObject({ status: 200, body: { login: 'test-nurse', password: 'key' } });
    expect(await api.call('PUT', '/my/password', { as: 'nurse', body: { current: 'x', next: 'river stone lantern' } })).toMatchObject({ status: 403, body: { reason: 'needs-session' } });
    expect(await api.call('DELETE', '/my/sessions', { as: 'nurse' })).toMatchObject({ status: 403, body: { reason: 'needs-session' } });
    expect((await api.call('DELETE', `/my/sessions/${session}`, { as: 'nurse' })).status).toBe(404);
  });
});

describe('A changed password', () => {
  it('opens the account, the one before does not; every other session is over, this one goes on under a new token', async () => {
    const { login, accountId } = await newcomer();
    const [here, there] = [cookieOf(await signIn(login)), cookieOf(await signIn(login))];
    const before = (await seen(here)).sessions.find(({ current }) => current)?.sessionId;
    const changed = await change(here, '  Lantern of river stones  ');
    expect(changed).toMatchObject({ status: 200, body: { ended: 1 } });
    expect(changed.cookie).toMatch(/^__Host-wuyou=/);
    expect([await opens(here), await opens(there), await opens(changed.cookie)]).toEqual([false, false, true]);
    expect((await seen(changed.cookie)).sessions).toMatchObject([{ sessionId: before, current: true }]);
    expect([(await signIn(login)).status, (await signIn(login, 'Lantern of river stones')).status, (await signIn(login, '  Lantern of river stones  ')).status]).toEqual([401, 401, 200]);
    const log = await logged(accountId);
    expect(log).toEqual(expect.arrayContaining([{ action: 'sign-out', allowed: true, detail: { by: 'password', reason: 'password-changed' } }, { action: 'password-change', allowed: true, detail: { sessions: 1 } }]));
    expect(JSON.stringify(await api.sql`select row_to_json(l)::text from audit_log l where id > ${from}`)).not.toMatch(/lantern/i);
    expect(await api.sql`select 1 from idempotency where account_id = ${accountId}`).toHaveLength(0);
  });
  it('needs the current one, and a wrong one is said at its field, counted and written down', async () => {
    const { login, accountId } = await newcomer();
    const here = cookieOf(await signIn(login));
    expect(await change(here, 'three other words', 'not my password')).toMatchObject({ status: 422, body: { code: 'invalid', reason: 'wrong-current-password', errors: [{ pointer: '/current' }] } });
    expect(await opens(here)).toBe(true);
    expect((await logged(accountId)).at(-1)).toEqual({ action: 'password-change', allowed: false, detail: { reason: 'wrong-password' } });
  });
  it.each([['short', 'kestrel-moo'], ['long', 'river stone '.repeat(17)], ['common', '1qaz2wsx3edc'], ['context', 'wuyou-lantern-river'], ['unchanged', password]])('is refused in words when it is too weak: %s', async (_, next) => {
    const { login, accountId } = await newcomer();
    const here = cookieOf(await signIn(login));
    const { status, body } = await change(here, next);
    expect([status, body]).toMatchObject([422, { code: 'invalid', errors: [{ pointer: '/next' }] }]);
    expect(body['reason']).toMatch(/^password-(too-)?(short|long|common|context|unchanged)$/);
    expect((await logged(accountId)).at(-1)).toEqual({ action: 'password-change', allowed: false, detail: { reason: body['reason'] } });
  });
  it('that is too weak costs no try, a wrong current one does; with the tries of the sign-in together they end after ten a minute', async () => {
    const { login, accountId } = await newcomer();
    const here = cookieOf(await signIn(login));
    for (let n = 0; n <= passwordTries.most; n += 1) expect((await change(here, 'short')).status).toBe(422);
    // The sign-in was the first.
    for (let n = 1; n < passwordTries.most; n += 1) expect((await change(here, 'three other words', `guess ${n}`)).status).toBe(422);
    expect(await change(here, 'three other words')).toMatchObject({ status: 429, body: { reason: 'too-many-password-tries' } });
    expect((await signIn(login)).status).toBe(429);
    expect((await logged(accountId)).at(-1)).toMatchObject({ action: 'password-change', detail: { reason: 'too-many-tries' } });
    time += passwordTries.withinMs;
    expect((await change(here, 'three other words')).status).toBe(200);
  });
  it('is none where the identity provider opens the account', async () => {
    const { accountId } = await newcomer(null);
    const { token } = await beginSession(api.sql, { accountId, hospitalId: api.hospitalId, roles: ['nurse'] }, 'provider', null);
    const here = `__Host-wuyou=${token}`;
    expect((await seen(here)).password).toBe('provider');
    expect(await change(here, 'three other words')).toMatchObject({ status: 409, body: { reason: 'no-password' } });
  });
});

describe('A password that was given', () => {
  it('opens my account alone until I choose one, in every way that a session asks', async () => {
    const login = `newcomer-${(accounts += 1)}`;
    await createAccount(api.sql, { hospitalId: api.hospitalId, login, displayName: '新来的 Newcomer', roles: ['head'], password, given: true });
    const response = await signIn(login);
    expect(await response.json()).toMatchObject({ permissions: ['docs:read', 'own-account:act'] });
    const here = cookieOf(response);
    expect(Date.parse((await seen(here) as unknown as { chooseBy: string }).chooseBy) - Date.now()).toBeGreaterThan(13 * 86_400_000);
    for (const path of ['/worklist/cases', '/changes', '/staff']) expect(await ask(here, 'GET', path), path).toMatchObject({ status: 403, body: { reason: 'password-to-choose' } });
    for (const path of ['/', '/nurse/', '/console/', '/console/patients', '/inbox']) {
      let at = path;
      for (let hops = 0; hops < 3 && at !== '/console/account'; hops += 1) {
        const page = await api.request(at, { headers: { cookie: here, accept: 'text/html' } });
        expect([at, page.status]).toEqual([at, 303]);
        at = page.headers.get('location') ?? '';
      }
      expect([path, at]).toEqual([path, '/console/account']);
    }
    // 404: the pages are not built where the API alone is tested.
    expect([200, 404]).toContain((await api.request('/console/account', { headers: { cookie: here, accept: 'text/html' } })).status);
    const changed = await change(here, 'lantern under the bridge');
    expect(changed.status).toBe(200);
    expect(await seen(changed.cookie)).toMatchObject({ chooseBy: null });
    expect((await ask(changed.cookie, 'GET', '/worklist/cases')).status).toBe(200);
    expect((await ask(here, 'GET', '/session')).status).toBe(401);
  });

  it('does not bind whoever comes by the identity provider, nor the account’s keys', async () => {
    const login = `newcomer-${(accounts += 1)}`;
    const accountId = await createAccount(api.sql, { hospitalId: api.hospitalId, login, displayName: '新来的 Newcomer', roles: ['nurse'], password, given: true });
    const { token } = await beginSession(api.sql, { accountId, hospitalId: api.hospitalId, roles: ['nurse'] }, 'provider', null);
    const cookie = `${cookieOf(await signIn(login)).split('=')[0]}=${token}`;
    expect((await ask(cookie, 'GET', '/worklist/cases')).status).toBe(200);
    expect(await seen(cookie)).toMatchObject({ chooseBy: null });
    const key = await createApiKey(api.sql, { hospitalId: api.hospitalId, accountId });
    expect((await api.request('/worklist/cases', { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  });
});
