/** What the API does when the world under it fails, one test per fault of docs/faults.md that no other test has. */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../db/client.js';
import { atTheDoor } from '../db/hospitals-apart.js';
import { fromMs, localDateOf } from '../pathways/time.js';
import { databaseUser } from '../platform/postgres-binaries.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';
import { toProblem } from './problem.js';
import { mostAtWork } from './shed.js';

let api: TestApi;
let url: string;
let episodeId: string;
const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
const pause = (key: string) => api.call('POST', `/episodes/${episodeId}/pause`, { body: { reason: 'staff' }, key });
beforeAll(async () => {
  api = await testApi({ providers: { twilio: { accountSid: 'AC1', authToken: 't', from: '+15005550006', baseUrl: undefined } } });
  const { host, port, user, pass, database } = api.sql.options;
  url = `postgres://${user}:${encodeURIComponent(String(pass))}@${host[0] ?? ''}:${port[0] ?? ''}/${database}`;
  const { dischargeId } = (await api.call('POST', '/discharges', { body: dischargeOf('faults', today) })).body as { dischargeId: string };
  ({ episodeId } = (await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: 'F-1' } })).body as { episodeId: string });
});
afterAll(() => api.close());

/** A disk of 256 KB that belongs to PostgreSQL; null where only root could make one and this is not root. */
function smallDisk(): { folder: string; remove: () => void } | null {
  const owner = databaseUser();
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-small-disk-'));
  const remove = (): void => {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  if (owner === undefined || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k,mode=700', 'tmpfs', folder]).status !== 0) {
    remove();
    return null;
  }
  chownSync(folder, owner.uid, owner.gid);
  return { folder, remove };
}

/** The inbox lies on a disk without a free block; `free` makes room. Without root the server itself raises the same SQLSTATE. */
async function fullDisk(): Promise<{ free: () => Promise<void>; remove: () => Promise<void> }> {
  const disk = smallDisk();
  if (!disk) {
    await api.sql.unsafe(`create function disk_is_full() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
      create trigger disk_is_full before insert on inbox for each row execute function disk_is_full()`);
    const free = async (): Promise<void> => void (await api.sql.unsafe('drop trigger if exists disk_is_full on inbox'));
    return { free, remove: free };
  }
  await api.sql.unsafe(`create tablespace wuyou_small location '${disk.folder}'`);
  await api.sql.unsafe('alter table inbox set tablespace wuyou_small');
  await api.sql.unsafe('create table filler (text text) tablespace wuyou_small');
  await expect(api.sql`insert into filler select repeat('x', 1000) from generate_series(1, 10000)`).rejects.toMatchObject({ code: '53100' });
  for (let block = 0; block < 100; block += 1) {
    const full = await api.sql`insert into filler select repeat('x', 7000)`.then(() => false, () => true);
    if (full) break;
  }
  return {
    free: async () => void (await api.sql`drop table filler`),
    remove: async () => {
      await api.sql.unsafe('alter table inbox set tablespace pg_default');
      await api.sql.unsafe('drop table if exists filler');
      await api.sql.unsafe('drop tablespace wuyou_small');
      disk.remove();
    },
  };
}

describe('A full disk', () => {
  it('is told as 503 with what to do, stores nothing by halves, and the same request works once there is room', async () => {
    const disk = await fullDisk();
    try {
      expect(await pause('full-1')).toMatchObject({ status: 503, body: { code: 'database-unavailable', detail: expect.stringContaining('no disk space left') as string } });
      expect(await api.sql`select 1 from inbox where episode_id = ${episodeId}`).toHaveLength(0);
      await disk.free();
      expect(await pause('full-1')).toMatchObject({ status: 202, body: { state: 'accepted' } });
    } finally {
      await disk.remove();
    }
  });
});

describe('A slow database', () => {
  it('whose connections are all taken makes the API not ready within seconds, and ready again by itself', async () => {
    const blocker = connect(url, { max: 1, applicationName: 'blocker' });
    const waiting: Promise<unknown>[] = [];
    await blocker.begin(async (tx) => {
      await tx`lock table vendor_token in access exclusive mode`;
      for (let i = 0; i < 6; i += 1) waiting.push(atTheDoor(() => api.apart`select 1 from vendor_token`).catch(() => null));
      expect(await api.call('GET', '/readyz', { as: null })).toMatchObject({ status: 503, body: { ready: false, checks: { database: 'does not answer within 2 s' } } });
    });
    await blocker.end({ timeout: 2 });
    await Promise.all(waiting);
    expect(await api.call('GET', '/readyz', { as: null })).toMatchObject({ status: 200 });
  });

  it('lets so many requests wait for it and refuses the others at once, with what to do', async () => {
    const tooMany = 20;
    const blocker = connect(url, { max: 1, applicationName: 'blocker' });
    const asked = () => api.call('GET', `/episodes/${episodeId}`);
    let waiting: ReturnType<typeof asked>[] = [];
    await blocker.begin(async (tx) => {
      await tx`lock table api_key in access exclusive mode`;
      waiting = Array.from({ length: mostAtWork }, asked);
      const refused = await Promise.all(Array.from({ length: tooMany }, asked));
      for (const answer of refused) expect(answer).toMatchObject({ status: 503, body: { code: 'overloaded', detail: expect.stringContaining('in a few seconds') as string } });
      expect((await api.call('GET', '/healthz', { as: null })).status).toBe(200);
    });
    await blocker.end({ timeout: 2 });
    expect((await Promise.all(waiting)).filter(({ body }) => (body as { code?: string }).code === 'overloaded')).toEqual([]);
    expect((await asked()).status).toBe(200);
  });

  it.each<[string, string[]]>([
    ['a statement that took too long', [`set local statement_timeout = '1ms'`, 'select pg_sleep(1)']],
    ['a lock that was never free', [`set local lock_timeout = '1ms'`, 'update hospital set name = name']],
    ['too many connections', [`do $$ begin raise exception 'too many' using errcode = '53300'; end $$`]],
  ])('is told as 503, not as our fault: %s', async (_, statements) => {
    const blocker = connect(url, { max: 1 });
    const error = await blocker.begin(async (tx) => {
      await tx`update hospital set name = name`;
      return api.sql.begin(async (own) => { for (const statement of statements) await own.unsafe(statement); }).then(() => null, (thrown: unknown) => thrown);
    });
    await blocker.end({ timeout: 2 });
    expect(toProblem(error)).toMatchObject({ code: 'database-unavailable', message: expect.stringContaining('Send the request again') as string });
  });
});

describe('A command', () => {
  it('of more than 256 KB is refused, and one just below is read', async () => {
    const note = (bytes: number) => JSON.stringify({ reason: 'staff', note: 'x'.repeat(bytes) });
    const post = (raw: string) => api.call('POST', `/episodes/${episodeId}/resume`, { raw, headers: { 'content-type': 'application/json', 'content-length': String(raw.length) } });
    expect(await post(note(256 * 1024))).toMatchObject({ status: 413, body: { code: 'too-large', detail: expect.stringContaining('256 KB') as string } });
    expect((await post(note(255 * 1024))).status).not.toBe(413);
  });

  it('posted fifty times at once under one key is stored once, and every answer speaks of that one', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => pause('fifty-1')));
    expect([...new Set(answers.map(({ status }) => status))].filter((status) => status !== 202 && status !== 409)).toEqual([]);
    expect(new Set(answers.flatMap(({ status, body }) => (status === 202 ? [(body as { commandId: string }).commandId] : []))).size).toBe(1);
    expect(answers.filter(({ status }) => status === 409).every(({ body }) => (body as { code: string }).code === 'in-flight')).toBe(true);
    expect(await api.sql`select 1 from inbox where command_id like '%:fifty-1'`).toHaveLength(1);
  });
});

describe('A forged webhook', () => {
  it('is refused and written into the access log, which a flood of them does not fill', async () => {
    const forged = () => api.call('POST', '/webhooks/twilio/status', { as: null, raw: 'MessageSid=SM1&MessageStatus=delivered', headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'forged' } });
    for (let i = 0; i < 5; i += 1) expect(await forged()).toMatchObject({ status: 401, body: { code: 'bad-signature' } });
    expect([...(await api.sql`select actor, ref, allowed from audit_log where action = 'webhook'`)]).toEqual([{ actor: 'stranger', ref: 'Twilio', allowed: false }]);
  });
});

describe('A list import', () => {
  it('that broke off in the middle goes on where it stopped when the same file comes again, and no row counts twice', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `B${i},张三${i},${i % 5 === 4 ? '12' : `138001380${String(i).padStart(2, '0')}`},BC${i},${today}`);
    const post = () => api.call('POST', '/discharges/import', { raw: ['病案号,姓名,手机,住院号,出院日期', ...rows].join('\n'), headers: { 'content-type': 'text/csv' } });
    await api.sql.unsafe(`create function die_at_row() returns trigger language plpgsql security definer as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
      create trigger die_at_row before insert on import_row for each row when (new.row_no = 7) execute function die_at_row()`);
    expect(await post()).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
    await api.sql.unsafe('drop trigger die_at_row on import_row');
    expect((await api.sql`select count(*)::int as n from import_row`)[0]).toEqual({ n: 5 });
    expect((await post()).body).toMatchObject({ resumed: true, counts: { refused: 2 } });
    expect((await api.sql`select count(*)::int as n from discharge where encounter_ref like 'BC%'`)[0]).toEqual({ n: 10 });
  });
});
