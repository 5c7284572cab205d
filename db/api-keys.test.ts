import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { apiKeysOf, createApiKey, principalOfKey, revokeApiKey, rotateApiKey } from './api-keys.js';
import { connect, type Sql } from './client.js';
import { createWorld, type World } from './testing/world.js';

let database: FreshDatabase;
let sql: Sql;
let world: World;
const of = (name: string, more: { scopes?: string[] | null; days?: number | null } = {}) => createApiKey(sql, { hospitalId: world.hospitalId, accountId: world.accountId, name, ...more });
const prefixOf = (key: string): string => key.slice(3, 9);
beforeAll(async () => {
  database = await freshDatabase();
  sql = connect(database.url, { max: 4 });
  world = await createWorld(sql);
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
});

describe('An API key', () => {
  it('is stored as a hash alone', async () => {
    const key = await of('hash');
    const rows = await sql`select row_to_json(k)::text as row from api_key k`;
    expect(JSON.stringify(rows)).not.toContain(key.slice(9));
  });
  it('acts as its account, within its scope', async () => {
    expect(await principalOfKey(sql, await of('his', { scopes: ['discharge:write'] }))).toMatchObject({ accountId: world.accountId, hospitalId: world.hospitalId, via: 'key', scopes: ['discharge:write'] });
    expect(await principalOfKey(sql, await of('all'))).toMatchObject({ scopes: null });
    expect(await principalOfKey(sql, 'wy_nobody_knows')).toBeNull();
  });
  it('ends on its day', async () => {
    const key = await of('short', { days: 30 });
    expect(await principalOfKey(sql, key)).not.toBeNull();
    await sql`update api_key set expires_at = now() - interval '1 second' where prefix = ${prefixOf(key)}`;
    expect(await principalOfKey(sql, key)).toBeNull();
  });
  it('says when it was last used, and writes that at most once a minute', async () => {
    const key = await of('used');
    const used = async () => (await apiKeysOf(sql, world.hospitalId)).find(({ prefix }) => prefix === prefixOf(key))?.lastUsedAt;
    expect(await used()).toBeNull();
    await principalOfKey(sql, key);
    const first = await used();
    await principalOfKey(sql, key);
    expect([first !== null, await used()]).toEqual([true, first]);
  });
});

describe('Changing a key over', () => {
  it('leaves both alive for the overlap and ends the old one after it', async () => {
    const old = await of('monitor', { scopes: ['metrics:read'], days: 365 });
    const next = await rotateApiKey(sql, world.hospitalId, prefixOf(old), { overlapDays: 7, days: 365 });
    expect(await principalOfKey(sql, old)).not.toBeNull();
    expect(await principalOfKey(sql, next)).toMatchObject({ scopes: ['metrics:read'] });
    expect(await sql`select expires_at <= now() + interval '7 days' as soon from api_key where prefix = ${prefixOf(old)}`).toEqual([{ soon: true }]);
    await expect(rotateApiKey(sql, world.hospitalId, prefixOf(next), { overlapDays: 7, days: 365 })).rejects.toThrow(/2 live keys/);
  });
  it('keeps to two live keys, however many ask at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 6 }, () => of('crowd')));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });
  it('revokes one at once, and only of its own hospital', async () => {
    const key = await of('gone');
    const other = await createWorld(sql);
    await expect(revokeApiKey(sql, other.hospitalId, prefixOf(key))).rejects.toThrow(/no one live key/);
    await revokeApiKey(sql, world.hospitalId, prefixOf(key));
    expect(await principalOfKey(sql, key)).toBeNull();
  });
});
