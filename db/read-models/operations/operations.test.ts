/** Small cases counted by hand, made through the product's own functions. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../../client.js';
import { drive, type Driver } from '../../testing/driver.js';
import { createSetting, type TestSetting } from '../../testing/setting.js';
import { createWorld, launchEpisode, startsAt, type World } from '../../testing/world.js';
import { addHours, addMinutes } from '../../../pathways/time.js';
import { watchRounds, workerRounds } from '../../worker-rounds.js';
import { channels, outcomes, overdue } from './delivery.js';
import { health, stuckEpisodes } from './health.js';
import { slaKept } from './sla.js';

let setting: TestSetting;
let sql: Sql;
let world: World;
let driver: Driver;
let episodeId: string;
const [from, until] = ['2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'];
const raise = (level: 'red' | 'orange' | 'yellow', at: string) => driver.give({ kind: 'escalation-raised', at, level, reason: 'seen on a visit', by: world.accountId, commandId: uuidv7() });
const newest = async (): Promise<string> => (await sql<{ id: string }[]>`select id from escalation order by raised_at desc, id desc limit 1`)[0]?.id ?? '';
const act = (kind: 'escalation-acknowledged' | 'escalation-contacted', escalation: string, at: string) => driver.give({ kind, at, escalation, by: world.accountId, commandId: uuidv7() });
const close = (escalation: string, at: string) => driver.give({ kind: 'escalation-resolved', at, escalation, resolution: 'seen', by: world.accountId, commandId: uuidv7() });

beforeAll(async () => {
  setting = await createSetting();
  sql = setting.sql;
  world = await createWorld(sql);
  episodeId = await launchEpisode(sql, world);
  driver = await drive(sql, setting.activities, episodeId);
  await driver.runUntil(addHours(startsAt, 1));
});
afterAll(() => setting.close());

describe('Promises kept', () => {
  it('count a case as kept, as broken, or not yet', async () => {
    // Kept both: RED, acknowledged after 5 minutes, contacted after 20 (of 15 and 30).
    const first = addHours(startsAt, 2);
    await raise('red', first);
    const kept = await newest();
    await act('escalation-acknowledged', kept, addMinutes(first, 5));
    await act('escalation-contacted', kept, addMinutes(first, 20));
    await close(kept, addMinutes(first, 25));
    // Broken both: RED, nobody for 40 minutes; late is not kept.
    const second = addHours(startsAt, 4);
    await raise('red', second);
    const broken = await newest();
    await driver.runUntil(addMinutes(second, 40));
    await act('escalation-contacted', broken, addMinutes(second, 41));
    await close(broken, addMinutes(second, 42));
    // Contacted at once without an acknowledgement of its own: whoever contacts has acknowledged.
    const third = addHours(startsAt, 6);
    await raise('red', third);
    const direct = await newest();
    await act('escalation-contacted', direct, addMinutes(third, 3));
    await close(direct, addMinutes(third, 5));
    // Not decided: YELLOW, still within its day.
    await raise('yellow', addHours(startsAt, 8));
    expect(await slaKept(sql, world.hospitalId, from, until)).toEqual([
      { level: 'red', raised: 3, ackDecided: 3, ackKept: 2, contactDecided: 3, contactKept: 2, open: 0 },
      { level: 'yellow', raised: 1, ackDecided: 0, ackKept: 0, contactDecided: 0, contactKept: 0, open: 1 },
    ]);
  });
  it('count cases of the period alone, by wall time', async () => expect(await slaKept(sql, world.hospitalId, from, '2021-01-01T00:00:00.000Z')).toEqual([]));
});

describe('Deliveries', () => {
  it('add up: every settled obligation once, every attempt once', async () => {
    const rows = await outcomes(sql, world.hospitalId, from, until);
    const [{ n } = { n: 0 }] = await sql<{ n: number }[]>`select count(*)::int as n from obligation where state in ('sent', 'suppressed', 'failed')`;
    expect(rows.reduce((sum, row) => sum + row.n, 0)).toBe(n);
    expect(n).toBeGreaterThan(0);
    const sent = await channels(sql, world.hospitalId, from, until);
    const [{ attempts } = { attempts: 0 }] = await sql<{ attempts: number }[]>`select count(*)::int as attempts from attempt`;
    expect(sent.reduce((sum, row) => sum + row.attempts, 0)).toBe(attempts);
    for (const row of sent) expect(row.delivered + row.accepted + row.failed + row.ambiguous).toBe(row.attempts);
  });
  it('name the vendor\'s codes of what failed, and what may have arrived twice', async () => {
    const [one] = await sql<{ id: string; channel: string }[]>`select id, channel from attempt order by id limit 1`;
    await sql`update attempt set state = 'failed', code = '30003', possibly_doubled = true, settled_at = now() where id = ${one?.id ?? ''}`;
    const row = (await channels(sql, world.hospitalId, from, until)).find(({ channel }) => channel === one?.channel);
    expect(row).toMatchObject({ failed: 1, possiblyDoubled: 1, codes: [{ code: '30003', n: 1 }] });
    expect(row?.lastBadAt).not.toBeNull();
  });
  it('are late only beyond the grace', async () => {
    await sql`update obligation set state = 'released', wall_due_at = now() - interval '20 minutes' where id = (select id from obligation where state = 'planned' order by id limit 1)`;
    expect(await overdue(sql, world.hospitalId, 1_800)).toEqual([]);
    expect(await overdue(sql, world.hospitalId, 900)).toMatchObject([{ state: 'released', n: 1 }]);
  });
  it('of another hospital are not seen', async () => {
    expect(await outcomes(sql, uuidv7(), from, until)).toEqual([]);
    expect(await channels(sql, uuidv7(), from, until)).toEqual([]);
  });
});

describe('Health', () => {
  it('counts what stands still and what waits', async () => {
    expect(await health(sql, world.hospitalId)).toMatchObject({ open: 1, launching: 0, halted: 0, late: 0, inboxWaiting: 0, oldestInboxAt: null });
    await sql`update episode set status = 'halted', needs_attention = true where id = ${episodeId}`;
    await sql`insert into inbox (command_id, hospital_id, episode_id, kind, payload, received_at, attempts) values ('c1', ${world.hospitalId}, ${episodeId}, 'pause', '{}', now() - interval '2 minutes', 3)`;
    expect(await health(sql, world.hospitalId)).toMatchObject({ open: 1, halted: 1, needsAttention: 1, inboxWaiting: 1, inboxRetried: 1 });
    expect(await stuckEpisodes(sql, world.hospitalId)).toMatchObject([{ episodeId, status: 'halted' }]);
  });
});

describe('The worker\'s rounds', () => {
  it('are written down seldom, and a failure leaves its class alone', async () => {
    let at = 100_000;
    const watched = watchRounds(sql, () => at);
    const came = async () => (await workerRounds(sql)).find(({ name }) => name === 'sweep');
    await watched('sweep', () => Promise.resolve(1))();
    const first = await came();
    at += 5_000;
    await watched('sweep', () => Promise.resolve(1))();
    expect(await came()).toEqual(first);
    await expect(watched('sweep', () => Promise.reject(new RangeError('13800138000')))()).rejects.toThrow(RangeError);
    expect(await came()).toMatchObject({ cameAt: first?.cameAt, failure: 'RangeError' });
  });
});
