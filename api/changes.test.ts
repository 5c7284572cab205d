/** The stream of changes ends when whoever began it may no longer read it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '../db/account-access.js';
import { createAccount } from '../db/accounts.js';
import { createApiKey, revokeApiKey } from '../db/api-keys.js';
import { testApi, type TestApi } from '../test/support/api.js';

let passed = 0;
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: () => Date.now() + passed });
});
afterAll(() => api.close());

const password = 'correct horse battery';
const nurse = (login: string) => createAccount(api.sql, { hospitalId: api.hospitalId, login, displayName: login, roles: ['nurse'], password });
async function cookieOf(login: string): Promise<string> {
  const signedIn = await api.request('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) });
  return signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
/** A stream that has begun. `ends`: whether it does within so many events after the next heartbeat. */
async function stream(headers: Record<string, string>) {
  const reader = (await api.request('/changes', { headers })).body?.getReader();
  if (!reader) throw new Error('no stream');
  await reader.read();
  return {
    async ends(): Promise<boolean> {
      passed += 15_000;
      for (let n = 0; n < 50; n += 1) if ((await reader.read()).done) return true;
      await reader.cancel();
      return false;
    },
  };
}

describe('The stream of changes', () => {
  it('that is to go on after more than the database counts to is refused in words', async () => {
    expect(await api.call('GET', '/changes?after=80675047680006020595')).toMatchObject({ status: 422 });
  });

  it('goes on for whoever is signed in, and keeps no session alive', async () => {
    await nurse('stays');
    const open = await stream({ cookie: await cookieOf('stays') });
    await api.sql`update session set last_seen_at = now() - interval '7 hours'`;
    expect(await open.ends()).toBe(false);
    expect((await api.sql`select count(*)::int as n from session where last_seen_at > now() - interval '6 hours'`)[0]).toEqual({ n: 0 });
  });

  it('ends with the account’s access', async () => {
    await nurse('leaver');
    const open = await stream({ cookie: await cookieOf('leaver') });
    await disableAccount(api.sql, { hospitalId: api.hospitalId, login: 'leaver' });
    expect(await open.ends()).toBe(true);
  });

  it('ends with a sign-out in another tab', async () => {
    await nurse('two-tabs');
    const cookie = await cookieOf('two-tabs');
    const open = await stream({ cookie });
    expect((await api.request('/session', { method: 'DELETE', headers: { cookie, origin: 'https://care.test' } })).status).toBe(204);
    expect(await open.ends()).toBe(true);
  });

  it('ends with the role that allowed it', async () => {
    const accountId = await nurse('other-work');
    const open = await stream({ cookie: await cookieOf('other-work') });
    await api.sql`update account set roles = '{}' where id = ${accountId}`;
    expect(await open.ends()).toBe(true);
  });

  it('ends with the API key', async () => {
    const key = await createApiKey(api.sql, { hospitalId: api.hospitalId, accountId: await nurse('program') });
    const open = await stream({ authorization: `Bearer ${key}` });
    await revokeApiKey(api.sql, api.hospitalId, key.slice(3, 9));
    expect(await open.ends()).toBe(true);
  });
});
