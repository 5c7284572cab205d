/** A key that was made for less than its account may: at the door of a route, and inside it where what is shown depends on who asks. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../db/api-keys.js';
import { addDays, fromMs, localDateOf } from '../pathways/time.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { allows, type Permission } from './permissions.js';

let api: TestApi;
const keyOf = async (scopes: Permission[]): Promise<string> => {
  const [head] = await api.sql<{ id: string }[]>`select id from account where login = 'test-head'`;
  return createApiKey(api.sql, { hospitalId: api.hospitalId, accountId: head?.id ?? '', name: scopes.join(), scopes });
};
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

describe('A key that was made for less', () => {
  it('may do what it was made for, as far as its account may, and nothing else', () => {
    expect(allows({ roles: ['head'], scopes: null }, 'assignment:write')).toBe(true);
    expect(allows({ roles: ['head'], scopes: ['assignment:write'] }, 'assignment:write')).toBe(true);
    expect(allows({ roles: ['head'], scopes: ['roster:read'] }, 'assignment:write')).toBe(false);
    expect(allows({ roles: ['nurse'], scopes: ['assignment:write'] }, 'assignment:write')).toBe(false);
  });
  it('is refused in words, and may see what it may do', async () => {
    const as = await keyOf(['docs:read', 'roster:read']);
    expect(await api.call('GET', '/orders', { as })).toMatchObject({ status: 403, body: { reason: 'out-of-scope', detail: expect.stringContaining('roster:read') as string } });
    expect((await api.call('GET', '/session', { as })).body).toMatchObject({ permissions: expect.toSatisfy((held: string[]) => held.toSorted().join() === 'docs:read,roster:read') as unknown });
  });
  it('is not told why a colleague is away, although its account is', async () => {
    const day = addDays(localDateOf(fromMs(Date.now()), 'Asia/Shanghai'), 3);
    const [nurse] = await api.sql<{ id: string }[]>`select id from account where login = 'test-nurse'`;
    await api.call('PUT', `/staff/${nurse?.id}/profile`, { as: 'head', body: { title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: ['west'], dailyLoad: 4, baseDistrict: 'west' } });
    expect(await api.call('POST', `/staff/${nurse?.id}/leave`, { as: 'head', body: { from: day, until: day, kind: 'sick', note: '发烧' } })).toMatchObject({ status: 201 });
    const seen = async (as: string) => (await api.call('GET', `/leave?from=${day}&until=${day}`, { as })).body;
    expect(await seen('head')).toMatchObject({ items: [{ kind: 'sick', note: '发烧' }] });
    expect(await seen(await keyOf(['staff:read']))).toMatchObject({ items: [{ kind: 'other', note: null }] });
  });
});
