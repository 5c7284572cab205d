/** The duty roster over HTTP: a file is looked at, then stored; gaps and shifts follow; everybody may read, few may write. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import type { DutyVerdict } from '../rosters/roster-table.js';
import type { DutyGap, DutyShift } from '../db/read-models/duty-roster.js';

let api: TestApi;
const now = Date.parse('2099-03-02T01:00:00.000Z');
beforeAll(async () => {
  api = await testApi({ now: () => now });
  await api.sql`delete from roster_shift`;
});
afterAll(() => api.close());

const csv = '日期,岗位,姓名,班次\n2099-03-02,值班医生,doctor,24小时\n2099-03-03,值班医生,doctor,白班\n2099-03-03,院长,doctor,白班\n';
const upload = (raw: Buffer | string, store: boolean, as = 'head') => api.call('POST', `/roster/import?store=${store}`, { as, raw, headers: { 'content-type': 'text/csv' } });
const duty = async () => (await api.call('GET', '/roster/duty?from=2099-03-02&days=3', { as: 'nurse' })).body as { shifts: DutyShift[]; gaps: DutyGap[]; roles: { role: string; red: boolean }[] };

describe('A roster file', () => {
  it('in GBK is looked at line by line, and nothing is stored by looking', async () => {
    const gbk = Buffer.from([...csv].flatMap((char) => gbkOf(char)));
    for (const file of [csv, gbk]) {
      const { status, body } = await upload(file, false);
      expect(status).toBe(200);
      const { verdicts, stored } = body as { verdicts: DutyVerdict[]; stored: number };
      expect([stored, verdicts.map(({ line, problem }) => [line, problem === null])]).toEqual([0, [[2, true], [3, true], [4, false]]]);
    }
    expect((await duty()).shifts).toEqual([]);
  });
  it('is stored when asked, its good lines alone, and twice is once', async () => {
    await upload(csv, true);
    expect((await upload(csv, true)).body).toMatchObject({ stored: 2 });
    const { shifts, gaps, roles } = await duty();
    expect(shifts.map(({ role, startsAt, endsAt }) => [role, startsAt, endsAt])).toEqual([['duty-doctor', '2099-03-02T00:00:00.000Z', '2099-03-03T00:00:00.000Z'], ['duty-doctor', '2099-03-03T00:00:00.000Z', '2099-03-03T12:00:00.000Z']]);
    expect(gaps.filter(({ role }) => role === 'duty-doctor')).toEqual([{ role: 'duty-doctor', red: true, from: '2099-03-03T12:00:00.000Z', until: '2099-03-04T16:00:00.000Z' }]);
    expect(gaps.find(({ role }) => role === 'responsible-nurse')).toMatchObject({ from: '2099-03-02T01:00:00.000Z', red: true });
    expect(roles[0]).toMatchObject({ red: true });
  });
  it('is not taken when it is unclear whether it is to be stored', async () => {
    const before = (await duty()).shifts;
    const { status, body } = await api.call('POST', '/roster/import?store=yes', { as: 'head', raw: csv, headers: { 'content-type': 'text/csv' } });
    expect([status, body]).toMatchObject([422, { reason: 'schema', errors: [{ pointer: '/store' }] }]);
    expect((await duty()).shifts).toEqual(before);
  });
  it('that is none, or from somebody who may not write, is refused', async () => {
    expect(await upload('天气,温度\n晴,20\n', false)).toMatchObject({ status: 422, body: { reason: 'not-a-roster' } });
    expect((await upload(csv, true, 'nurse')).status).toBe(403);
  });
});

describe('A shift', () => {
  it('that is to come is taken out once', async () => {
    const [, second] = (await duty()).shifts;
    expect(await api.call('POST', `/roster/shifts/${second?.shiftId ?? ''}/remove`, { as: 'head', body: {} })).toMatchObject({ status: 200, body: { outcome: 'removed' } });
    expect((await api.call('POST', `/roster/shifts/${second?.shiftId ?? ''}/remove`, { as: 'head', body: {} })).status).toBe(404);
    expect((await duty()).shifts).toHaveLength(1);
  });
});

/** The few characters of this test; a real GBK encoder is not part of Node. */
function gbkOf(char: string): number[] {
  const code = char.codePointAt(0) ?? 0;
  if (code < 128) return [code];
  for (let high = 0x81; high <= 0xfe; high++) for (let low = 0x40; low <= 0xfe; low++) if (new TextDecoder('gb18030').decode(Uint8Array.of(high, low)) === char) return [high, low];
  throw new Error(`${char} is not in GBK`);
}
