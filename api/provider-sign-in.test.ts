/** Sign-in by a real OpenID provider, over HTTP: the whole way, everything that may come back wrong, and what is written down of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../db/accounts.js';
import { linkIdentity, unlinkIdentity } from '../db/identities.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { anotherKey, client, startIdentityProvider, type TestProvider } from '../test/support/identity-provider.js';
import { parseSettings } from '../settings.js';
import { testKeyVariables } from '../test/support/keys.js';
import { Traveller, type Stop } from '../test/support/traveller.js';

const wuyou = 'https://care.test';
const back = /care\.test\/sign-in\/provider\/back/;
let provider: TestProvider;
let api: TestApi;
let closed: TestApi;
let nurse = '';

const settingsFor = (issuer: string, more: Record<string, string> = {}) =>
  parseSettings({ ...testKeyVariables, DATABASE_URL: 'postgres://nobody@127.0.0.1/none', OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret, ...more }).providers;

beforeAll(async () => {
  provider = await startIdentityProvider();
  provider.open(`${wuyou}/sign-in/provider/back`, `${wuyou}/sign-in`);
  api = await testApi({ providers: settingsFor(provider.issuer, { OIDC_GROUP_ROLES: '{"ward-3-nurses":["nurse"],"constructor":["doctor"],"heads":["head","case-manager"]}' }) });
  closed = await testApi({ providers: settingsFor(provider.issuer) });
  nurse = await createAccount(api.sql, { hospitalId: api.hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password: 'a long enough password' });
  await linkIdentity(api.sql, { hospitalId: api.hospitalId, login: 'li', issuer: provider.issuer, subject: 's-li' });
  await createAccount(closed.sql, { hospitalId: closed.hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password: null });
  await linkIdentity(closed.sql, { hospitalId: closed.hospitalId, login: 'li', issuer: provider.issuer, subject: 's-li' });
  provider.people.set('s-li', { name: 'Somebody of the provider', groups: ['heads'] });
});
afterAll(async () => {
  await api.close();
  await closed.close();
  await provider.close();
});
afterEach(() => {
  Object.assign(provider.forge, { change: null, key: null });
  provider.health = 'well';
});

const browser = (of: TestApi = api) => new Traveller(wuyou, of.request);
/** At the provider's login page; `from`: a path of ours that leads there. */
async function setOut(traveller: Traveller, from = '/sign-in/provider?to=/inbox'): Promise<Stop> {
  const page = await traveller.go(from);
  expect([page.url.origin, page.status]).toEqual([provider.issuer, 200]);
  return page;
}
/** Through the provider, as this subject, up to the redirect that leads back. */
async function proved(traveller: Traveller, login: string, from?: string): Promise<string> {
  const stop = await traveller.submit(await setOut(traveller, from), { login }, { until: back });
  return stop.headers.get('location') ?? '';
}
const signedInAs = async (traveller: Traveller): Promise<Record<string, unknown> | null> => {
  const me = await traveller.once('/session', { headers: { accept: 'application/json' } });
  return me.status === 200 ? (JSON.parse(me.text) as Record<string, unknown>) : null;
};
const log = (of: TestApi = api) => of.sql<{ actor: string; action: string; allowed: boolean; detail: Record<string, string> }[]>`select actor, action, allowed, detail from audit_log where action in ('sign-in', 'sign-out') order by id`;
const lastLogged = async (of?: TestApi) => (await log(of)).at(-1);
async function refusedAs(reason: string, words: RegExp, stop: Stop, traveller: Traveller): Promise<void> {
  expect([stop.url.pathname, stop.url.searchParams.get('refused')]).toEqual(['/sign-in', reason]);
  expect(stop.text).toMatch(words);
  expect(await signedInAs(traveller)).toBeNull();
}

describe('Somebody whose identity an administrator linked', () => {
  it('goes there and comes back to the page that was asked for, as the account with its own roles', async () => {
    const her = browser();
    const page = await her.go('/sign-in?to=/inbox');
    expect(page.text).toMatch(/用医院统一身份认证登录.*Sign in with the hospital’s account/s);
    const way = new URL(((await her.once('/sign-in/provider?to=/inbox')).headers.get('location') ?? ''));
    expect(Object.fromEntries(way.searchParams)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: client.id, state: expect.any(String) as unknown, nonce: expect.any(String) as unknown, scope: 'openid profile' });
    const stop = await her.go(await proved(her, 's-li'));
    expect([stop.url.pathname, stop.status]).toEqual(['/inbox', 200]);
    expect(await signedInAs(her)).toMatchObject({ accountId: nurse, roles: ['nurse'], displayName: 'Li' });
    expect(await lastLogged()).toEqual({ actor: nurse, action: 'sign-in', allowed: true, detail: { by: 'provider' } });
  });

  it('has a session like any other: out of scripts’ reach, nothing by a foreign origin, over when it was silent or a day old', async () => {
    const her = browser();
    const landed = await her.once(await proved(her, 's-li'));
    const cookie = landed.headers.getSetCookie().find((line) => line.startsWith('__Host-wuyou=')) ?? '';
    for (const attribute of [/; HttpOnly/, /; Secure/, /; SameSite=Lax/, /; Path=\/(;|$)/]) expect(cookie).toMatch(attribute);
    expect((await her.once('/session', { method: 'DELETE', headers: { accept: 'application/json', origin: 'https://elsewhere.test', host: 'care.test' } })).status).toBe(401);
    expect(await signedInAs(her)).not.toBeNull();
    const age = (column: string, hours: number) => api.sql`update session set ${api.sql(column)} = ${api.sql(column)} - ${`${hours} hours`}::interval where account_id = ${nurse}`;
    await age('last_seen_at', 9);
    expect(await signedInAs(her)).toBeNull();
    await api.sql`update session set last_seen_at = now() where account_id = ${nurse}`;
    expect(await signedInAs(her)).not.toBeNull();
    await age('expires_at', 25);
    expect(await signedInAs(her)).toBeNull();
  });

  it('gets a new session each time, and the one this browser had is over at once', async () => {
    const her = browser();
    await her.go(await proved(her, 's-li'));
    const first = her.cookiesOf(wuyou).get('__Host-wuyou') ?? '';
    await her.go('/sign-in/provider');
    const second = her.cookiesOf(wuyou).get('__Host-wuyou') ?? '';
    expect(second).not.toBe(first);
    expect((await api.request('/session', { headers: { cookie: `__Host-wuyou=${first}` } })).status).toBe(401);
    expect(await signedInAs(her)).toMatchObject({ accountId: nurse });
  });

  it('leaves no token, code or name in addresses of ours or in the database', async () => {
    const her = browser();
    await her.go(await proved(her, 's-li'));
    const ours = her.visited.filter((address) => address.startsWith(wuyou) && !back.test(address));
    expect(ours.filter((address) => /code=|token|Somebody|s-li/.test(address))).toEqual([]);
    const rows = JSON.stringify([await api.sql`select * from audit_log`, await api.sql`select * from session`, await api.sql`select * from sign_in_attempt`]);
    expect(rows).not.toMatch(/eyJ|Somebody|s-li/);
  });
});

describe('Signing out', () => {
  it.each([['DELETE', '/session', 204], ['POST', '/nurse/sign-out', 303]])('by %s %s ends the session here and then the provider’s own, without a token in the address', async (method, path, status) => {
    const her = browser();
    await her.go(await proved(her, 's-li'));
    expect((await her.once(path, { method })).status).toBe(status);
    expect(await signedInAs(her)).toBeNull();
    expect(await lastLogged()).toEqual({ actor: nurse, action: 'sign-out', allowed: true, detail: { by: 'provider', reason: 'asked' } });
    const leaving = await her.go('/sign-in');
    expect(leaving.text).toMatch(/<meta http-equiv="refresh" content="0; url=\/sign-in\/provider\/out"/);
    const asked = await her.go('/sign-in/provider/out');
    expect([asked.url.origin, Object.fromEntries(asked.url.searchParams)]).toEqual([provider.issuer, { client_id: client.id, post_logout_redirect_uri: `${wuyou}/sign-in` }]);
    const after = await her.submit(asked, { logout: 'yes' });
    expect([after.url.href, after.text]).toEqual([`${wuyou}/sign-in`, expect.stringContaining('用医院统一身份认证登录')]);
  });

  it('means that the next at this computer proves it anew, even where the provider still knows the first', async () => {
    const her = browser();
    await her.go(await proved(her, 's-li'));
    await her.once('/session', { method: 'DELETE' });
    provider.health = 'ill';
    expect((await her.once('/sign-in/provider/out')).headers.get('location')).toContain(provider.issuer); // known from before; the browser meets the failure there
    provider.health = 'well';
    expect((await her.once('/sign-in')).text).toContain('用医院统一身份认证登录');
    const page = await her.go('/sign-in/provider');
    expect([page.url.origin, page.text]).toEqual([provider.issuer, expect.stringContaining('Staff number')]);
    // Who strikes the demand from the address comes back by the provider's open session, and is not let in: the signed time is too old.
    const way = new URL((await her.once('/sign-in/provider')).headers.get('location') ?? '');
    way.searchParams.delete('prompt');
    way.searchParams.delete('max_age');
    provider.forge.change = (claims) => ({ ...claims, auth_time: Number(claims['iat']) - 3_600 });
    await refusedAs('not-proved-anew', /重新输入密码.*password at the identity provider again/s, await her.go(way.href), her);
    provider.forge.change = null;
    expect((await her.go(await proved(her, 's-li', '/sign-in/provider'))).status).toBe(200);
    expect(await signedInAs(her)).toMatchObject({ accountId: nurse });
  });
});

describe('What comes back wrong is refused, in words, and written down by its reason alone:', () => {
  const stranger = (reason: string) => ({ actor: 'stranger', action: 'sign-in', allowed: false, detail: { by: 'provider', reason } });

  it('a state that was used', async () => {
    const her = browser();
    const location = await proved(her, 's-li');
    const errand = [...her.cookiesOf(wuyou)];
    await her.go(location);
    const thief = browser();
    for (const [name, value] of errand) thief.cookiesOf(wuyou).set(name, value);
    await refusedAs('state-unknown', /这次登录已失效.*This sign-in is over/s, await thief.go(location), thief);
    expect(await lastLogged()).toEqual(stranger('state-unknown'));
  });
  it('a state from another browser, one that nobody began, none, and one of eleven minutes ago', async () => {
    const her = browser();
    const location = await proved(her, 's-li');
    const other = browser();
    await setOut(other);
    await refusedAs('state-unknown', /begun in another browser/, await other.go(location), other);
    await refusedAs('state-unknown', /Begin again/, await her.go('/sign-in/provider/back?code=x&state=made-up'), her);
    await refusedAs('state-unknown', /Begin again/, await her.go('/sign-in/provider/back'), her);
    const slow = browser();
    const late = await proved(slow, 's-li');
    await api.sql`update sign_in_attempt set started_at = started_at - interval '11 minutes'`;
    await refusedAs('state-unknown', /10 minutes/, await slow.go(late), slow);
  });
  it.each([
    ['nonce-mismatch', 'another sign-in', () => ({ nonce: 'another' })],
    ['issuer-mismatch', 'another provider', () => ({ iss: 'https://elsewhere.test' })],
    ['audience-mismatch', 'another application', () => ({ aud: 'another-client' })],
    ['token-refused', 'could not be verified', ({ iat }: Record<string, unknown>) => ({ exp: Number(iat) - 3_600 })],
  ])('%s: a properly signed token of which we say “%s”', async (reason, words, changed) => {
    const her = browser();
    const location = await proved(her, 's-li');
    provider.forge.change = (claims) => ({ ...claims, ...changed(claims) });
    await refusedAs(reason, new RegExp(words), await her.go(location), her);
    expect(await lastLogged()).toEqual(stranger(reason));
  });
  it('a token whose signature is another’s', async () => {
    const her = browser();
    const location = await proved(her, 's-li');
    provider.forge.key = anotherKey();
    await refusedAs('token-refused', /could not be verified/, await her.go(location), her);
  });
  it('an answer that names another issuer (mix-up)', async () => {
    const her = browser();
    const location = new URL(await proved(her, 's-li'));
    location.searchParams.set('iss', 'https://elsewhere.test');
    await refusedAs('issuer-mismatch', /another provider/, await her.go(location.href), her);
  });
  it('a code that has run out, and one that the provider never gave', async () => {
    const her = browser();
    const location = new URL(await proved(her, 's-li'));
    await provider.ageCode(location.searchParams.get('code') ?? '');
    await refusedAs('code-refused', /has run out or was used before/, await her.go(location.href), her);
    const guesser = browser();
    const invented = new URL(await proved(guesser, 's-li'));
    invented.searchParams.set('code', 'invented');
    await refusedAs('code-refused', /Begin again/, await guesser.go(invented.href), guesser);
  });
  it('a refusal of the provider, without its words', async () => {
    const her = browser();
    const state = new URL((await her.once('/sign-in/provider')).headers.get('location') ?? '').searchParams.get('state') ?? '';
    const stop = await her.go(`/sign-in/provider/back?${new URLSearchParams({ error: 'access_denied', error_description: '<b>Mr Wang may not</b>', state, iss: provider.issuer }).toString()}`);
    expect(stop.text).not.toContain('Wang');
    await refusedAs('provider-refused', /did not let you in/, stop, her);
  });
  it('for a program a problem document with the reason', async () => {
    const answer = await api.request('/sign-in/provider/back?code=x&state=y');
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([401, expect.stringContaining('application/problem+json'), expect.objectContaining({ code: 'unauthenticated', reason: 'state-unknown', detail: expect.stringContaining('Begin again') as unknown })]);
  });
});

describe('A hospital that demands a strength of its provider', () => {
  let strong: TestApi;
  beforeAll(async () => {
    strong = await testApi({ providers: settingsFor(provider.issuer, { OIDC_REQUIRED_ACR: 'urn:test:two-factors urn:test:card', OIDC_REQUIRED_AMR: 'otp hwk' }) });
    await createAccount(strong.sql, { hospitalId: strong.hospitalId, login: 'li', displayName: 'Li', roles: ['nurse'], password: null });
    await linkIdentity(strong.sql, { hospitalId: strong.hospitalId, login: 'li', issuer: provider.issuer, subject: 's-strong' });
  });
  afterAll(async () => {
    provider.people.delete('s-strong');
    await strong.close();
  });
  const proves = (strength: { acr?: string; amr?: string[] }) => void provider.people.set('s-strong', { strength });

  it('asks for it, and lets whoever proved it in', async () => {
    proves({ acr: 'urn:test:two-factors', amr: ['pwd', 'otp'] });
    const her = browser(strong);
    const way = new URL((await her.once('/sign-in/provider')).headers.get('location') ?? '');
    expect(way.searchParams.get('acr_values')).toBe('urn:test:two-factors urn:test:card');
    expect((await her.go(await proved(her, 's-strong'))).status).toBe(200);
    expect(await signedInAs(her)).toMatchObject({ displayName: 'Li' });
  });
  it.each<[string, { acr?: string; amr?: string[] }]>([
    ['a password alone', { acr: 'urn:test:password', amr: ['pwd'] }], ['the right class by the wrong means', { acr: 'urn:test:two-factors', amr: ['pwd'] }],
    ['the right means in another class', { acr: 'urn:test:password', amr: ['pwd', 'otp'] }], ['nothing that it says', {}],
  ])('refuses whoever proved %s, in words and in the log', async (_, strength) => {
    proves(strength);
    const her = browser(strong);
    await refusedAs('strength-missing', /双因素验证.*proved a second factor/s, await her.go(await proved(her, 's-strong')), her);
    expect(await lastLogged(strong)).toEqual({ actor: 'stranger', action: 'sign-in', allowed: false, detail: { by: 'provider', reason: 'strength-missing' } });
  });
  it('believes the signed token alone, whoever strikes the demand from the address', async () => {
    proves({ acr: 'urn:test:password', amr: ['pwd'] });
    const her = browser(strong);
    const way = new URL((await her.once('/sign-in/provider')).headers.get('location') ?? '');
    way.searchParams.delete('acr_values');
    const stop = await her.submit(await her.go(way.href), { login: 's-strong' }, { until: back });
    await refusedAs('strength-missing', /second factor/, await her.go(stop.headers.get('location') ?? ''), her);
  });
});

describe('Whom the provider knows and we do not', () => {
  it('is not let in where only linked accounts are, whatever the e-mail or name says', async () => {
    const her = browser(closed);
    provider.people.set('s-new', { name: 'trainer', groups: ['heads'] });
    const before = await closed.sql`select count(*)::int as n from account`;
    await refusedAs('identity-unknown', /还没有关联无忧账号.*not linked/s, await her.go(await proved(her, 's-new')), her);
    expect(await closed.sql`select count(*)::int as n from account`).toEqual(before);
    expect(await lastLogged(closed)).toMatchObject({ actor: 'stranger', allowed: false, detail: { by: 'provider', reason: 'identity-unknown' } });
  });
  it('gets an account and the roles of the named groups where a mapping says so, and no password; the roles follow the groups', async () => {
    provider.people.set('s-wang', { name: 'Wang', groups: ['ward-3-nurses', 'canteen'] });
    const him = browser();
    await him.go(await proved(him, 's-wang'));
    const me = await signedInAs(him);
    expect(me).toMatchObject({ roles: ['nurse'], displayName: 'Wang' });
    expect(await api.sql`select password_hash from account where id = ${String(me?.['accountId'])}`).toEqual([{ passwordHash: null }]);
    provider.people.set('s-wang', { name: 'Wang', groups: ['heads'] });
    const again = browser();
    await again.go(await proved(again, 's-wang'));
    expect(await signedInAs(again)).toMatchObject({ accountId: me?.['accountId'], roles: ['head', 'case-manager'] });
    provider.people.set('s-wang', { name: 'Wang', groups: ['canteen'] });
    const gone = browser();
    await refusedAs('groups-unknown', /none of the provider’s groups/, await gone.go(await proved(gone, 's-wang')), gone);
    expect(await signedInAs(again)).toBeNull();
    expect(await lastLogged()).toMatchObject({ actor: me?.['accountId'], allowed: false, detail: { reason: 'groups-unknown' } });
  });
  it('never becomes an account that was there: neither by login nor by name', async () => {
    provider.people.set('li', { name: 'Li', groups: ['ward-3-nurses'] });
    const her = browser();
    await her.go(await proved(her, 'li'));
    const me = await signedInAs(her);
    expect(me).toMatchObject({ displayName: 'Li' });
    expect(me?.['accountId']).not.toBe(nurse);
  });
  it('is nobody once unlinked, also where a session is open', async () => {
    const her = browser(closed);
    await her.go(await proved(her, 's-li'));
    expect(await signedInAs(her)).not.toBeNull();
    expect(await unlinkIdentity(closed.sql, { hospitalId: closed.hospitalId, issuer: provider.issuer, subject: 's-li' })).toBe(1);
    expect(await signedInAs(her)).toBeNull();
    await refusedAs('identity-unknown', /not linked/, await her.go('/sign-in/provider'), her);
  });
});

describe('A disabled account', () => {
  afterAll(() => api.sql`update account set active = true where id = ${nurse}`);
  it('is told so when the provider proves it, has no session left, and its password opens nothing', async () => {
    const her = browser();
    await her.go(await proved(her, 's-li'));
    await api.sql`update account set active = false where id = ${nurse}`;
    expect(await signedInAs(her)).toBeNull();
    await refusedAs('account-disabled', /已停用.*disabled/s, await her.go('/sign-in/provider'), her);
    expect(await lastLogged()).toEqual({ actor: nurse, action: 'sign-in', allowed: false, detail: { by: 'provider', reason: 'account-disabled' } });
    expect((await her.submit(await her.go('/sign-in'), { login: 'li', password: 'a long enough password' })).text).toMatch(/账号或密码不正确/);
    expect(await lastLogged()).toEqual({ actor: nurse, action: 'sign-in', allowed: false, detail: { by: 'password', reason: 'account-disabled' } });
  });
});

describe('While the provider is down', () => {
  it('the sign-in page stands, says so, and local accounts come in', async () => {
    const stopped = await startIdentityProvider();
    await stopped.close();
    const down = await testApi({ providers: settingsFor(stopped.issuer) });
    try {
      await createAccount(down.sql, { hospitalId: down.hospitalId, login: 'local', displayName: 'Local', roles: ['nurse'], password: 'a long enough password' });
      const her = browser(down);
      const page = await her.go('/sign-in/provider?to=/inbox');
      await refusedAs('provider-unavailable', /没有应答.*does not answer just now/s, page, her);
      expect((await her.submit(page, { login: 'local', password: 'a long enough password' })).url.pathname).toBe('/inbox');
      expect(await signedInAs(her)).toMatchObject({ displayName: 'Local' });
      const program = await down.call('GET', '/sign-in/provider', { as: null });
      expect([program.status, program.body]).toEqual([503, expect.objectContaining({ code: 'identity-provider-unavailable' })]);
    } finally {
      await down.close();
    }
  });
  it('whoever was on the way is told so, and may begin again', async () => {
    const her = browser();
    const location = await proved(her, 's-li');
    provider.health = 'ill';
    await refusedAs('provider-unavailable', /does not answer/, await her.go(location), her);
    provider.health = 'well';
    await her.go('/sign-in/provider');
    expect(await signedInAs(her)).toMatchObject({ accountId: nurse });
  });
});

describe('The way in', () => {
  it('is not begun by another site, and leads to no other', async () => {
    const her = browser();
    expect((await her.once('/sign-in/provider', { headers: { 'sec-fetch-site': 'cross-site' } })).headers.get('location')).toBe('/sign-in?to=%2F');
    for (const to of ['https://elsewhere.test/', '//elsewhere.test/', '/\\elsewhere.test/']) {
      const stop = await her.once(await proved(her, 's-li', `/sign-in/provider?to=${encodeURIComponent(to)}`));
      expect(stop.headers.get('location')).toBe('/');
      await her.once('/session', { method: 'DELETE' });
      her.cookiesOf(provider.issuer).clear();
      const local = await her.once('/sign-in', { method: 'POST', body: new URLSearchParams({ login: 'li', password: 'a long enough password', to }), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      expect([local.status, local.headers.get('location')]).toEqual([303, '/']);
    }
  });
  it('is not there where no provider is set up, and the page shows none', async () => {
    const local = await testApi();
    try {
      expect((await local.call('GET', '/sign-in/provider', { as: null })).status).toBe(404);
      expect((await local.call('GET', '/sign-in/provider/back?code=x&state=y', { as: null })).status).toBe(404);
      expect((await local.call('GET', '/sign-in', { as: null })).body).not.toContain('/sign-in/provider');
    } finally {
      await local.close();
    }
  });
});
