/** The second factor of local accounts: set up by its owner, asked for at each sign-in, demanded by a hospital, lost with a telephone. The time is the test's own. */
import { TOTP, Secret } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { accountCommand } from '../cli/account.js';
import { secondFactorCommand } from '../cli/hospital.js';
import { createAccount } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { codeTries } from '../db/second-factor-code.js';
import { demandSecondFactor } from '../db/second-factor-demand.js';
import { beginSession } from '../db/sessions.js';
import { signInStep } from '../db/sign-in-step.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { passwordTries } from './sign-in-counter.js';

const password = 'river stone lantern';
type Account = { secondFactor: { since: string | null; recoveryCodes: number; demanded: boolean; toSetUp: boolean } };
type Answer<T = Record<string, unknown>> = { status: number; body: T; cookie: string };
type Owner = { login: string; accountId: string; cookie: string; secret: string; codes: string[] };

let api: TestApi;
let time = Date.parse('2026-03-05T09:00:00+08:00');
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

const codeAt = (secret: string, steps = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time + steps * 30_000 });
/** A code that none of the three steps has that count. */
const wrongCode = (secret: string): string => {
  const right = new Set([-1, 0, 1].map((steps) => codeAt(secret, steps)));
  return ['000000', '000001', '000002', '000003'].find((code) => !right.has(code)) ?? '';
};
const later = (): void => void (time += 60_000);

async function newcomer(more: { given?: boolean } = {}): Promise<{ login: string; accountId: string }> {
  const login = `owner-${(accounts += 1)}`;
  return { login, accountId: await createAccount(api.sql, { hospitalId: api.hospitalId, login, displayName: '主人 Owner', roles: ['head'], password, ...more }) };
}
const cookiesOf = (response: Response): Map<string, string> => new Map(response.headers.getSetCookie().map((line) => [line.split('=')[0] ?? '', line.split(';')[0] ?? '']));
async function ask<T = Record<string, unknown>>(cookie: string, method: string, path: string, body?: object): Promise<Answer<T>> {
  const response = await api.request(path, { method, headers: { cookie, origin: 'https://care.test', 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, cookie: cookiesOf(response).get('__Host-wuyou') ?? '' };
}
const first = (login: string, own = password) => api.request('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password: own }) });
/** The cookie of the step that a right password opens. */
const stepOf = async (login: string): Promise<string> => cookiesOf(await first(login)).get('__Host-wuyou-step') ?? '';
const second = (step: string, code: string) => ask(step, 'POST', '/session/code', { code });
const passwordAlone = async (login: string): Promise<string> => cookiesOf(await first(login)).get('__Host-wuyou') ?? '';
const seen = async (cookie: string) => (await ask<Account>(cookie, 'GET', '/my/account')).body.secondFactor;
const opens = async (cookie: string): Promise<boolean> => (await ask(cookie, 'GET', '/session')).status === 200;
const offer = (cookie: string, code: string | null = null, own = password) => ask<{ secret: string; address: string; reason?: string }>(cookie, 'PUT', '/my/second-factor/offer', { password: own, code });
const confirm = (cookie: string, code: string) => ask<{ recoveryCodes: string[]; ended: number; reason?: string }>(cookie, 'PUT', '/my/second-factor', { code });
async function withFactor(): Promise<Owner> {
  const { login, accountId } = await newcomer();
  const begun = await passwordAlone(login);
  const { secret } = (await offer(begun)).body;
  const { body, cookie } = await confirm(begun, codeAt(secret));
  later();
  return { login, accountId, cookie, secret, codes: body.recoveryCodes };
}
const logged = (accountId: string) => api.sql<{ action: string; allowed: boolean; detail: Record<string, unknown> }[]>`select action, allowed, detail from audit_log where id > ${from} and (actor = ${accountId} or ref = ${accountId}) order by id`;
const lastLogged = async (accountId: string) => (await logged(accountId)).at(-1);

describe('Setting it up', () => {
  it('asks for the password again, counts once a code of the app came, ends the other sessions and gives ten recovery codes once', async () => {
    const { login, accountId } = await newcomer();
    const [here, there] = [await passwordAlone(login), await passwordAlone(login)];
    expect(await seen(here)).toEqual({ since: null, recoveryCodes: 0, demanded: false, toSetUp: false });
    expect(await offer(here, null, 'not my password')).toMatchObject({ status: 422, body: { reason: 'wrong-current-password', errors: [{ pointer: '/password' }] } });
    const offered = await offer(here);
    expect([offered.status, new URL(offered.body.address).searchParams.get('secret')]).toEqual([200, offered.body.secret]);
    expect((await first(login)).status).toBe(200); // not in force yet
    expect(await confirm(here, wrongCode(offered.body.secret))).toMatchObject({ status: 422, body: { reason: 'code-wrong', errors: [{ pointer: '/code' }] } });
    const done = await confirm(here, codeAt(offered.body.secret));
    expect([done.status, new Set(done.body.recoveryCodes).size, done.body.ended]).toEqual([200, 10, 2]);
    for (const code of done.body.recoveryCodes) expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect([await opens(there), await opens(here), await opens(done.cookie)]).toEqual([false, false, true]);
    expect(await seen(done.cookie)).toMatchObject({ since: expect.stringMatching(/Z$/) as unknown, recoveryCodes: 10 });
    expect((await logged(accountId)).filter(({ action }) => action.startsWith('second-factor'))).toEqual([
      { action: 'second-factor-change', allowed: false, detail: { reason: 'wrong-password' } }, { action: 'second-factor-change', allowed: false, detail: { reason: 'code-wrong' } },
      { action: 'second-factor-enabled', allowed: true, detail: { sessions: 2 } },
    ]);
    expect(await confirm(done.cookie, codeAt(offered.body.secret, 1))).toMatchObject({ status: 409, body: { reason: 'offer-over' } });
  });
  it('is finished by the session that began it, and within a quarter of an hour', async () => {
    const { login, accountId } = await newcomer();
    const [here, there] = [await passwordAlone(login), await passwordAlone(login)];
    const { secret } = (await offer(here)).body;
    expect((await confirm(there, codeAt(secret))).body.reason).toBe('offer-over');
    await api.sql`update second_factor_offer set begun_at = begun_at - interval '16 minutes' where account_id = ${accountId}`;
    expect((await confirm(here, codeAt(secret))).body.reason).toBe('offer-over');
  });
  it('comes after a password of one’s own, where the password was given', async () => {
    const { login } = await newcomer({ given: true });
    const here = await passwordAlone(login);
    expect(await offer(here)).toMatchObject({ status: 403, body: { reason: 'password-to-choose' } });
    const changed = await ask(here, 'PUT', '/my/password', { current: password, next: 'lantern under the bridge' });
    expect((await offer(changed.cookie, null, 'lantern under the bridge')).status).toBe(200);
  });
  it('is nothing for an API key, nor for an account without a password here', async () => {
    const { accountId } = await newcomer();
    const key = await createApiKey(api.sql, { hospitalId: api.hospitalId, accountId });
    expect(await api.call('PUT', '/my/second-factor/offer', { as: key, body: { password, code: null } })).toMatchObject({ status: 403, body: { reason: 'needs-session' } });
    const bare = await createAccount(api.sql, { hospitalId: api.hospitalId, login: `owner-${(accounts += 1)}`, displayName: 'Bare', roles: ['nurse'], password: null });
    const { token } = await beginSession(api.sql, { accountId: bare, hospitalId: api.hospitalId, roles: ['nurse'] }, 'provider', null);
    expect(await offer(`__Host-wuyou=${token}`)).toMatchObject({ status: 409, body: { reason: 'no-password' } });
  });
  it('leaves no secret and no code readable: in no column, no row of the log, no kept answer', async () => {
    const { secret, codes, login } = await withFactor();
    await second(await stepOf(login), codes[0] ?? '');
    const tables = await api.sql<{ name: string }[]>`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`;
    const raw = Buffer.from(Secret.fromBase32(secret).bytes).toString('hex');
    for (const { name } of tables) {
      const text = JSON.stringify(await api.sql`select to_jsonb(t)::text as row from ${api.sql(name)} t`);
      for (const word of [secret, raw, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) expect(text.includes(word), `${name} holds a secret`).toBe(false);
      expect(text.includes(Buffer.from(secret).toString('hex')), `${name} holds the secret unsealed`).toBe(false);
    }
  });
});

it('A secret whose key is gone lets nobody in, and neither it nor the code gets into the answer or the log', async () => {
  const { login, accountId, secret } = await withFactor();
  await api.sql`update second_factor set secret_enc = set_byte(secret_enc, 40, 255 - get_byte(secret_enc, 40)) where account_id = ${accountId}`;
  const written: string[] = [];
  const out = vi.spyOn(process.stderr, 'write').mockImplementation((text) => (written.push(String(text)), true));
  const code = codeAt(secret);
  const answer = await second(await stepOf(login), code);
  out.mockRestore();
  expect([answer.status, written.join('')]).toEqual([500, expect.stringContaining('does not open with key')]);
  for (const word of [secret, code]) expect(written.join('') + JSON.stringify(answer.body)).not.toContain(word);
  await accountCommand(api.sql, ['reset-second-factor', '--login', login, '--hospital', api.hospitalId], () => undefined);
  expect((await first(login)).status).toBe(200);
});

describe('Signing in with it', () => {
  it('gives no session after the password, and a new one after the code; the one this browser had is over', async () => {
    const { login, accountId, cookie: earlier, secret } = await withFactor();
    const response = await first(login);
    expect([response.status, await response.json(), cookiesOf(response).has('__Host-wuyou')]).toEqual([202, { next: 'code', minutes: 5 }, false]);
    const line = response.headers.getSetCookie().find((one) => one.startsWith('__Host-wuyou-step=')) ?? '';
    for (const attribute of [/; HttpOnly/, /; Secure/, /; SameSite=Strict/, /; Path=\/(;|$)/, /; Max-Age=300/]) expect(line).toMatch(attribute);
    const step = line.split(';')[0] ?? '';
    // What the step holds is no session, wherever it is shown.
    expect([await opens(step), await opens(`__Host-wuyou=${step.split('=')[1] ?? ''}`)]).toEqual([false, false]);
    const done = await second(`${step}; ${earlier}`, codeAt(secret));
    expect([done.status, done.body]).toMatchObject([200, { accountId }]);
    expect([done.cookie === earlier, await opens(earlier), await opens(done.cookie)]).toEqual([false, false, true]);
    expect((await logged(accountId)).map(({ allowed, detail }) => [allowed, detail['reason'] ?? detail['factor']])).toContainEqual([true, 'app']);
    // Used: neither step nor code opens anything again.
    expect(await second(step, codeAt(secret, 1))).toMatchObject({ status: 401, body: { reason: 'step-over' } });
  });
  it('says nothing of it to whoever has not the password', async () => {
    const [{ login }, { login: without }] = [await withFactor(), await newcomer()];
    const answers = await Promise.all([login, without, 'nobody-of-this-name'].map(async (name) => {
      const response = await first(name, 'a wrong password');
      const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>;
      return [response.status, response.headers.getSetCookie(), body];
    }));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
  it('takes a code once, and none from before it', async () => {
    const { login, secret, accountId } = await withFactor();
    expect((await second(await stepOf(login), codeAt(secret))).status).toBe(200);
    const step = await stepOf(login);
    for (const steps of [0, -1]) expect(await second(step, codeAt(secret, steps))).toMatchObject({ status: 401, body: { reason: 'code-used' } });
    expect(await lastLogged(accountId)).toEqual({ action: 'sign-in', allowed: false, detail: { by: 'password', reason: 'code-used' } });
    expect((await second(step, codeAt(secret, 1))).status).toBe(200);
  });
  it('takes the code of the step before and of the one after, and none further off', async () => {
    const { login, secret } = await withFactor();
    const step = await stepOf(login);
    for (const steps of [-2, 2]) expect((await second(step, codeAt(secret, steps))).body['reason']).toBe('code-wrong');
    expect((await second(step, codeAt(secret, -1))).status).toBe(200);
    expect((await second(await stepOf(login), codeAt(secret, 1))).status).toBe(200);
  });
  it('lets one of two in who send the same code at once', async () => {
    const { login, secret, accountId } = await withFactor();
    const steps = [await stepOf(login), await stepOf(login)];
    await api.sql`delete from session where account_id = ${accountId}`;
    const answers = await Promise.all(steps.map((step) => second(step, codeAt(secret))));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(await api.sql`select 1 from session where account_id = ${accountId}`).toHaveLength(1);
    const [one] = [await stepOf(login)];
    later();
    const twice = await Promise.all([0, 1].map((ahead) => second(one, codeAt(secret, ahead))));
    expect(twice.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });
  it('ends the step after five codes, after five minutes, and with the password', async () => {
    const { login, secret, accountId, cookie } = await withFactor();
    const step = await stepOf(login);
    for (let n = 0; n < signInStep.tries; n += 1) expect((await second(step, wrongCode(secret))).body['reason']).toBe('code-wrong');
    expect((await second(step, codeAt(secret))).body['reason']).toBe('step-over');
    later();
    const slow = await stepOf(login);
    await api.sql`update sign_in_step set begun_at = begun_at - interval '6 minutes' where account_id = ${accountId}`;
    expect((await second(slow, codeAt(secret))).body['reason']).toBe('step-over');
    const stale = await stepOf(login);
    expect((await ask(cookie, 'PUT', '/my/password', { current: password, next: 'three other words' })).status).toBe(200);
    expect((await second(stale, codeAt(secret))).body['reason']).toBe('step-over');
  });
  it('counts codes with the passwords that are tried for the login, and tells no more', async () => {
    const { login, secret } = await withFactor();
    const step = await stepOf(login);
    for (let n = 1; n < passwordTries.most - 4; n += 1) await first(login, `guess ${n}`);
    for (let n = 0; n < 4; n += 1) expect((await second(step, wrongCode(secret))).status).toBe(401);
    expect(await second(step, codeAt(secret))).toMatchObject({ status: 429, body: { reason: 'too-many-password-tries' } });
    expect((await first(login)).status).toBe(429);
  });
  it('takes ten codes an hour and fifty in a row, in whatever process, also of right ones; a right recovery code begins anew', async () => {
    const { login, secret, accountId, codes } = await withFactor();
    const wrong = async (): Promise<unknown> => {
      later();
      return (await second(await stepOf(login), wrongCode(secret))).body['reason'];
    };
    for (let n = 0; n < codeTries.inAnHour; n += 1) expect(await wrong()).toBe('code-wrong');
    later();
    expect(await second(await stepOf(login), codeAt(secret))).toMatchObject({ status: 429, body: { reason: 'too-many-codes' } });
    expect((await second(await stepOf(login), codes[0] ?? '')).status).toBe(429);
    await api.sql`update second_factor set lately_from = now() - interval '61 minutes', wrong = ${codeTries.inARow - 1} where account_id = ${accountId}`;
    expect(await wrong()).toBe('code-wrong');
    later();
    expect((await second(await stepOf(login), codeAt(secret))).body['reason']).toBe('too-many-codes');
    expect((await second(await stepOf(login), codes[0] ?? '')).status).toBe(200);
    later();
    expect((await second(await stepOf(login), codeAt(secret))).status).toBe(200);
  });
  it('takes each recovery code once, however it is typed, and shows how many are left', async () => {
    const { login, accountId, codes } = await withFactor();
    const typed = (codes[0] ?? '').toLowerCase().replaceAll('-', ' ');
    const done = await second(await stepOf(login), typed);
    expect(done.status).toBe(200);
    expect((await seen(done.cookie)).recoveryCodes).toBe(9);
    expect(await lastLogged(accountId)).toEqual({ action: 'sign-in', allowed: true, detail: { by: 'password', factor: 'recovery-code', left: 9 } });
    expect((await second(await stepOf(login), codes[0] ?? '')).body['reason']).toBe('code-wrong');
    const [one, another] = [await stepOf(login), await stepOf(login)];
    later();
    const answers = await Promise.all([one, another].map((step) => second(step, codes[1] ?? '')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });
  it('works in a browser without a script: password, code, and the page that was asked for', async () => {
    const { login, secret, codes } = await withFactor();
    const form = (path: string, fields: Record<string, string>, cookie = '') => api.request(path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: 'https://care.test', cookie }, body: new URLSearchParams(fields).toString() });
    const enter = async () => {
      const response = await form('/sign-in', { login, password, to: '/inbox' });
      expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in/code?to=%2Finbox']);
      return cookiesOf(response).get('__Host-wuyou-step') ?? '';
    };
    const step = await enter();
    const page = await api.request('/sign-in/code?to=%2Finbox', { headers: { cookie: step, accept: 'text/html' } });
    expect([page.status, page.headers.get('content-security-policy'), await page.text()]).toEqual([200, expect.stringContaining("default-src 'none'"), expect.stringMatching(/autocomplete="one-time-code".*value="\/inbox"/s)]);
    const wrong = await form('/sign-in/code', { code: wrongCode(secret), to: '/inbox' }, step);
    expect([wrong.status, await wrong.text()]).toEqual([401, expect.stringMatching(/验证码不正确.*The code is wrong/s)]);
    const right = await form('/sign-in/code', { code: codeAt(secret), to: '/inbox' }, step);
    expect([right.status, right.headers.get('location'), await opens(cookiesOf(right).get('__Host-wuyou') ?? '')]).toEqual([303, '/inbox', true]);
    const lost = await form('/sign-in/code', { recovery: codes[3] ?? '', to: '/nurse/' }, await enter());
    expect([lost.status, lost.headers.get('location')]).toEqual([303, '/nurse/']);
    const over = await form('/sign-in/code', { code: codeAt(secret), to: '/inbox' }, step);
    expect([over.status, over.headers.get('location')]).toEqual([303, '/sign-in?to=%2Finbox&refused=step-over']);
    expect(await (await api.request('/sign-in?refused=step-over')).text()).toMatch(/重新输入密码.*Enter the password again/s);
    expect((await api.request('/sign-in/code', { headers: { accept: 'text/html' } })).headers.get('location')).toBe('/sign-in?to=%2F');
  });
  it('is not begun or finished by another site', async () => {
    const { login, secret } = await withFactor();
    const step = await stepOf(login);
    for (const headers of [{ origin: 'https://elsewhere.test' }, { 'sec-fetch-site': 'cross-site' }]) {
      const response = await api.request('/session/code', { method: 'POST', headers: { 'content-type': 'application/json', cookie: step, ...headers } as Record<string, string>, body: JSON.stringify({ code: codeAt(secret) }) });
      expect(response.status).toBe(403);
    }
  });
});

describe('A change of it', () => {
  it('needs the password and a code, never the session alone', async () => {
    const { cookie, secret, accountId } = await withFactor();
    for (const path of ['offer', 'removal', 'recovery-codes']) {
      expect(await ask(cookie, 'PUT', `/my/second-factor/${path}`, { password, code: null }), path).toMatchObject({ status: 422, body: { reason: 'code-missing' } });
      expect(await ask(cookie, 'PUT', `/my/second-factor/${path}`, { password: 'another one', code: codeAt(secret) }), path).toMatchObject({ status: 422, body: { reason: 'wrong-current-password' } });
      expect(await ask(cookie, 'PUT', `/my/second-factor/${path}`, { password, code: wrongCode(secret) }), path).toMatchObject({ status: 422, body: { reason: 'code-wrong' } });
    }
    expect((await logged(accountId)).filter(({ action, allowed }) => action === 'second-factor-change' && !allowed)).toHaveLength(9);
    expect(await seen(cookie)).toMatchObject({ recoveryCodes: 10 });
  });
  it('puts another telephone in place of the one before', async () => {
    const { login, cookie, secret, codes, accountId } = await withFactor();
    const { body: { secret: next } } = await offer(cookie, codes[0]);
    expect((await second(await stepOf(login), codeAt(secret))).status).toBe(200); // the old one counts until the new one is proved
    later();
    const done = await confirm(cookie, codeAt(next));
    expect(done.status).toBe(200);
    expect(await lastLogged(accountId)).toMatchObject({ action: 'second-factor-replaced', allowed: true });
    later();
    expect((await second(await stepOf(login), codeAt(secret))).body['reason']).toBe('code-wrong');
    expect((await second(await stepOf(login), codes[1] ?? '')).body['reason']).toBe('code-wrong');
    expect((await second(await stepOf(login), codeAt(next))).status).toBe(200);
  });
  it('removes it, and every other session with it', async () => {
    const { login, cookie, secret, accountId } = await withFactor();
    const elsewhere = (await second(await stepOf(login), codeAt(secret))).cookie;
    later();
    const step = await stepOf(login);
    const removed = await ask(cookie, 'PUT', '/my/second-factor/removal', { password, code: codeAt(secret) });
    expect([removed.status, removed.body]).toEqual([200, { ended: 1 }]);
    expect([await opens(cookie), await opens(elsewhere), await opens(removed.cookie)]).toEqual([false, false, true]);
    expect((await second(step, codeAt(secret, 1))).body['reason']).toBe('step-over');
    expect((await first(login)).status).toBe(200);
    expect((await logged(accountId)).find(({ action }) => action === 'second-factor-removed')).toMatchObject({ allowed: true, detail: { sessions: 1 } });
    expect(await ask(removed.cookie, 'PUT', '/my/second-factor/removal', { password, code: null })).toMatchObject({ status: 409, body: { reason: 'no-second-factor' } });
  });
  it('gives new recovery codes, and those before open nothing', async () => {
    const { login, cookie, codes, accountId } = await withFactor();
    const renewed = await ask<{ recoveryCodes: string[] }>(cookie, 'PUT', '/my/second-factor/recovery-codes', { password, code: codes[0] });
    expect([renewed.status, renewed.body.recoveryCodes.length, (await seen(cookie)).recoveryCodes]).toEqual([200, 10, 10]);
    expect((await second(await stepOf(login), codes[1] ?? '')).body['reason']).toBe('code-wrong');
    expect((await second(await stepOf(login), renewed.body.recoveryCodes[0] ?? '')).status).toBe(200);
    expect((await logged(accountId)).map(({ action }) => action)).toContain('recovery-codes-renewed');
  });
});

describe('A lost telephone', () => {
  const command = async (...words: string[]): Promise<string> => {
    const said: string[] = [];
    await accountCommand(api.sql, [...words, '--hospital', api.hospitalId], (line) => said.push(line));
    return said.join('\n');
  };
  it('is taken off the account at the terminal: every session ends, what was under way too, and the password alone opens it again', async () => {
    const { login, cookie, secret, accountId } = await withFactor();
    const step = await stepOf(login);
    expect(await command('reset-second-factor', '--login', login)).toMatch(/1 session\(s\) ended/);
    expect(await opens(cookie)).toBe(false);
    expect((await second(step, codeAt(secret))).body['reason']).toBe('step-over');
    expect(await seen(await passwordAlone(login))).toMatchObject({ since: null, recoveryCodes: 0 });
    expect(await api.sql`select actor, ref, allowed, detail from audit_log where id > ${from} and action = 'second-factor-reset'`).toEqual([{ actor: 'operator', ref: accountId, allowed: true, detail: { sessions: 1 } }]);
    await expect(command('reset-second-factor', '--login', login)).rejects.toThrow(/has no second factor/);
    await expect(command('reset-second-factor', '--login', 'nobody')).rejects.toThrow(/no account nobody/);
  });
  it('is not taken off by a new password: whoever got one by a call still needs the code', async () => {
    const { login } = await withFactor();
    const given = /\/ (\S+)$/m.exec(await command('reset-password', '--login', login))?.[1] ?? '';
    expect((await first(login, given)).status).toBe(202);
  });
});

describe('A hospital that demands it', () => {
  it('leads whoever has none to set it up before anything else opens, leaves open sessions, the provider and keys alone, and lets nobody take it away', async () => {
    const [{ login, accountId }, { login: there }] = [await newcomer(), await newcomer()];
    const before = await passwordAlone(there);
    const said: string[] = [];
    await secondFactorCommand(api.sql, ['--demand', 'yes', '--hospital', api.hospitalId], (line) => said.push(line));
    for (const without of [login, there]) expect(said[1]).toMatch(new RegExp(`account\\(s\\) with a password have none: .*\\b${without}\\b`));
    try {
      const response = await first(login);
      expect(await response.json()).toMatchObject({ permissions: ['docs:read', 'own-account:act'] });
      const here = cookiesOf(response).get('__Host-wuyou') ?? '';
      expect(await seen(here)).toMatchObject({ since: null, demanded: true, toSetUp: true });
      for (const path of ['/worklist/cases', '/changes', '/staff']) expect(await ask(here, 'GET', path), path).toMatchObject({ status: 403, body: { reason: 'second-factor-to-set-up' } });
      expect((await api.request('/nurse/', { headers: { cookie: here, accept: 'text/html' } })).headers.get('location')).toBe('/console/account');
      expect((await ask(before, 'GET', '/worklist/cases')).status).toBe(200);
      const { token } = await beginSession(api.sql, { accountId, hospitalId: api.hospitalId, roles: ['head'] }, 'provider', null);
      expect((await ask(`__Host-wuyou=${token}`, 'GET', '/worklist/cases')).status).toBe(200);
      const key = await createApiKey(api.sql, { hospitalId: api.hospitalId, accountId });
      expect((await api.call('GET', '/worklist/cases', { as: key })).status).toBe(200);
      const { secret } = (await offer(here)).body;
      const done = await confirm(here, codeAt(secret));
      expect((await ask(done.cookie, 'GET', '/worklist/cases')).status).toBe(200);
      expect(await seen(done.cookie)).toMatchObject({ toSetUp: false });
      later();
      expect(await ask(done.cookie, 'PUT', '/my/second-factor/removal', { password, code: codeAt(secret) })).toMatchObject({ status: 409, body: { reason: 'second-factor-demanded' } });
      expect((await offer(done.cookie, codeAt(secret))).status).toBe(200);
      await accountCommand(api.sql, ['reset-second-factor', '--login', login, '--hospital', api.hospitalId], () => undefined);
      expect(await seen(await passwordAlone(login))).toMatchObject({ toSetUp: true });
    } finally {
      await demandSecondFactor(api.sql, api.hospitalId, false);
    }
    expect(await seen(await passwordAlone(there))).toMatchObject({ demanded: false, toSetUp: false });
    expect((await api.sql<{ action: string }[]>`select action from audit_log where id > ${from} and actor = 'operator' order by id`).map(({ action }) => action)).toEqual(['second-factor-demanded', 'second-factor-reset', 'second-factor-optional']);
  });
  it('wants a password of one’s own first, where both are owed', async () => {
    await demandSecondFactor(api.sql, api.hospitalId, true);
    try {
      const { login } = await newcomer({ given: true });
      const here = await passwordAlone(login);
      expect(await ask(here, 'GET', '/worklist/cases')).toMatchObject({ status: 403, body: { reason: 'password-to-choose' } });
      const changed = await ask(here, 'PUT', '/my/password', { current: password, next: 'lantern under the bridge' });
      expect(await ask(changed.cookie, 'GET', '/worklist/cases')).toMatchObject({ status: 403, body: { reason: 'second-factor-to-set-up' } });
    } finally {
      await demandSecondFactor(api.sql, api.hospitalId, false);
    }
  });
});
