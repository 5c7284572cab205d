/** "This is not meant for me": whoever got a stranger's link says so before anything is shown, a person hears of it once, and nothing tells which links exist. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { birth, inCare, type InCare } from '../test/support/patient-in-care.js';
import { phone, textOf, type Phone } from '../test/support/patient-page.js';
import { rateLimits } from './rate-limit.js';
import { answerAfterMs } from './routes/patient-pages/not-me.js';

/** D3 10:30 in Shanghai. */
const d3 = '2026-03-05T02:30:00.000Z';
const ours = { origin: 'https://care.test', host: 'care.test' };
const unknown = `/p/l/${'x'.repeat(43)}`;
const limit = rateLimits.find(({ name }) => name === 'not-me')?.limit ?? { most: 0, withinMs: 0 };
/** Each test comes after the window of the one before. */
let passed = 0;
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ now: () => Date.now() + passed });
});
afterAll(() => api.close());
const later = (): void => void (passed += limit.withinMs);

const cases = (of: InCare) => api.sql<{ id: string; level: string; status: string; reports: string[] }[]>`select id, level, status, reports from escalation where patient_id = ${of.patientId} and 'STAFF' = any(rules) order by raised_at, id`;
const told = (of: InCare) => api.sql`select 1 from inbox where episode_id = any(${of.episodes}::uuid[]) and kind = 'escalation-raised'`;
/** From the gate by the way that stands on it, to the words of thanks. */
async function press(gate: string): Promise<Phone> {
  const whoever = phone(api);
  await whoever.get(gate);
  const [, way = ''] = /href="([^"]*\/not-me)"/.exec(whoever.page().html) ?? [];
  await whoever.get(way);
  await whoever.send({});
  return whoever;
}

describe('Pressed on the page that asks for the birth date', () => {
  it('reaches a nurse as one yellow case, whose call puts the number aside, and then no package writes to it', async () => {
    later();
    const zhang = await inCare(api, ['hip-wound-care', 'hip-home-rehab'], '2026-03-03T02:30:00.000Z');
    const [mobile] = await api.sql<{ id: string }[]>`select id from contact where patient_id = ${zhang.patientId} and owner = 'patient' and kind = 'mobile'`;
    await api.sql`update contact set quarantined_at = now() where patient_id = ${zhang.patientId} and kind = 'wechat'`;
    await zhang.house.runUntil(d3);
    const whoever = await press(await zhang.link());
    expect([whoever.page().path, textOf(whoever.page().html)]).toEqual(['/p/not-me', expect.stringContaining('谢谢您告诉我们')]);
    await zhang.house.relay(d3);
    const [one, ...others] = await cases(zhang);
    expect([one, others]).toMatchObject([{ level: 'yellow', status: 'open', reports: [expect.stringMatching(/^非本人 not me: .*患者本人.*the patient/)] }, []]);
    // Whose it is by role: which numbers there are, the nurse sees for herself.
    expect(one?.reports.join()).not.toMatch(/\d{4}/);
    const { body } = await api.call('GET', '/worklist/cases', { as: 'nurse' });
    expect((body as { items: { escalationId: string; reports: string[] }[] }).items.find(({ escalationId }) => escalationId === one?.id)?.reports).toEqual(one?.reports);

    const writtenTo = async (): Promise<Set<string>> => new Set((await api.sql<{ id: string }[]>`select id from attempt where contact_id = ${mobile?.id ?? ''}`).map(({ id }) => id));
    await zhang.house.runUntil('2026-03-06T02:30:00.000Z');
    const before = await writtenTo();
    const [call] = await api.sql<{ id: string; episodeId: string }[]>`select id, episode_id from obligation where escalation = ${one?.id ?? ''} and purpose = 'call'`;
    expect((await api.call('POST', `/episodes/${call?.episodeId}/calls`, { as: 'nurse', body: { obligation: call?.id, outcome: 'wrong-number', contact: mobile?.id } })).status).toBe(202);
    await zhang.house.relay('2026-03-06T02:40:00.000Z');
    await zhang.house.runUntil('2026-03-09T04:00:00.000Z');
    expect([before.size > 0, await writtenTo()]).toEqual([true, before]);
  });

  it('twice, anew, and five times at once is one case that says it once; after its end it is another', async () => {
    later();
    const li = await inCare(api, ['hip-wound-care'], d3);
    const gate = await li.link();
    const whoever = await press(gate);
    expect((await whoever.again()).path).toBe('/p/not-me');
    await Promise.all(Array.from({ length: 5 }, () => press(gate)));
    expect(await told(li)).toHaveLength(1);
    await li.house.relay(d3);
    await press(gate);
    await li.house.relay(d3);
    expect(await cases(li)).toMatchObject([{ status: 'open', reports: [expect.any(String)] }]);
    const [one] = await cases(li);
    const [episodeId = ''] = li.episodes;
    await li.house.send({ hospitalId: api.hospitalId, episodeId, by: 'nurse', kind: 'escalation-cancelled', input: { commandId: 'by-mistake', escalation: one?.id ?? '', reason: 'her grandson had pressed' } }, d3);
    await press(gate);
    await li.house.relay(d3);
    expect((await cases(li)).map(({ status }) => status)).toEqual(['closed', 'open']);
  });

  it('by whoever typed the six digits, and on a relative’s link with whose it is', async () => {
    later();
    const wang = await inCare(api, ['hip-wound-care'], d3);
    await api.sql`update contact set relation = '女儿' where id = ${await wang.familyContact()}`;
    const whoever = phone(api);
    await whoever.get('/p/');
    await whoever.send({ code: await wang.code() });
    expect(whoever.page().path).toBe('/p/verify');
    await press(await wang.link(await wang.familyContact()));
    await whoever.get('/p/verify/not-me');
    await whoever.send({});
    expect(whoever.page().path).toBe('/p/not-me');
    await wang.house.relay(d3);
    expect(await cases(wang)).toMatchObject([{ level: 'yellow', reports: [expect.stringContaining('家属（女儿）'), expect.stringContaining('患者本人')] }]);
  });

  it('stops nothing by itself: her link opens as before, and her numbers are written to', async () => {
    later();
    const chen = await inCare(api, ['hip-wound-care'], d3);
    const gate = await chen.link();
    await press(gate);
    await chen.house.relay(d3);
    expect(await api.sql`select 1 from contact where patient_id = ${chen.patientId} and quarantined_at is not null`).toHaveLength(0);
    const her = phone(api);
    await her.get(gate);
    expect((await her.send(birth)).path).toBe('/p/home');
  });

  it('goes to the older package that runs when the newest is stopping', async () => {
    later();
    const qi = await inCare(api, ['hip-wound-care', 'hip-home-rehab'], d3);
    await api.sql`update episode set status = 'stopping' where id = ${qi.episodes[1] ?? ''}`;
    await press(await qi.link());
    expect(await api.sql`select episode_id from inbox where episode_id = any(${qi.episodes}::uuid[]) and kind = 'escalation-raised'`).toEqual([{ episodeId: qi.episodes[0] }]);
  });

  it('where no package runs raises the alarm that a reply raises, once', async () => {
    later();
    const zhao = await inCare(api, ['hip-wound-care'], d3);
    await api.sql`update episode set status = 'completed' where patient_id = ${zhao.patientId}`;
    const gate = await zhao.link();
    await press(gate);
    await press(gate);
    expect(await told(zhao)).toHaveLength(0);
    expect(await api.sql`select detail from alarm where code = 'inbound-without-episode' and hospital_id = ${api.hospitalId}`).toMatchObject([{ detail: expect.stringContaining(zhao.patientId) }]);
  });
});

describe('A link that is unknown, expired or ended', () => {
  it('has the same page and the same answer as one that opens, makes no case, and takes as long', async () => {
    later();
    const hu = await inCare(api, ['hip-wound-care'], d3);
    const [open, expired, ended] = [await hu.link(), await hu.link(), await hu.link()];
    const { body } = await api.call('GET', `/patients/${hu.patientId}/links`, { as: 'case-manager' });
    const [last, middle] = (body as { items: { linkId: string }[] }).items;
    await api.sql`update patient_link set revoked_at = now() where id = ${last?.linkId ?? ''}`;
    await api.sql`update patient_link set expires_at = now() - interval '1 hour', created_at = now() - interval '2 days' where id = ${middle?.linkId ?? ''}`;
    expect(await Promise.all([expired, ended].map(async (path) => (await phone(api).get(path)).status))).toEqual([410, 410]);

    const seen: unknown[] = [];
    for (const path of [unknown, expired, ended, open, '/p/l/nothing', '/p/verify']) {
      const whoever = phone(api);
      const ask = await whoever.get(`${path}/not-me`);
      const begun = performance.now();
      const reply = await api.request(`${path}/not-me`, { method: 'POST', redirect: 'manual', headers: { ...ours, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ csrf: csrfOn(ask.html) }).toString() });
      const took = performance.now() - begun;
      // A timer may fire a millisecond early.
      expect([path, took > answerAfterMs - 5]).toEqual([path, true]);
      const same = (html: string) => html.replaceAll(path, '/p/…').replaceAll(/name="(csrf|key)" value="[^"]*"/g, '$1');
      seen.push([ask.status, same(ask.html), reply.status, reply.headers.get('location'), await reply.text(), [...reply.headers.keys()].sort()]);
    }
    expect(seen.slice(1)).toEqual(seen.slice(1).map(() => seen[0]));
    // The open one alone was heard.
    expect(await told(hu)).toHaveLength(1);
  });

  it('and one that opens show nothing about anybody', async () => {
    later();
    const sun = await inCare(api, ['hip-wound-care'], d3);
    const html = (await phone(api).get(`${await sun.link()}/not-me`)).html + (await phone(api).get('/p/not-me')).html;
    expect(textOf(html)).not.toMatch(/张|阿姨|髋|hip|1954|1380013/i);
    expect(html).not.toContain(sun.patientId);
  });
});

describe('What no page of ours sent', () => {
  it('is refused and does nothing: from elsewhere, without the page’s token, and by looking', async () => {
    later();
    const gao = await inCare(api, ['hip-wound-care'], d3);
    const path = `${await gao.link()}/not-me`;
    const whoever = phone(api);
    const csrf = csrfOn((await whoever.get(path)).html);
    for (const [fields, headers] of [[{}, ours], [{ csrf: 'guessed' }, ours], [{ csrf }, { origin: 'https://elsewhere.example' }], [{ csrf }, { ...ours, 'sec-fetch-site': 'cross-site' }]] as const) {
      expect((await whoever.forge(path, fields, headers)).status).toBe(403);
    }
    for (const method of ['GET', 'HEAD']) expect((await api.request(path, { method })).status).toBe(200);
    expect(await told(gao)).toHaveLength(0);
  });

  it('and what one phone sends again and again is refused after a while, whether the link opens or not', async () => {
    const han = await inCare(api, ['hip-wound-care'], d3);
    for (const path of [await han.link(), unknown]) {
      later();
      const statuses: number[] = [];
      for (let n = 0; n <= limit.most; n += 1) statuses.push((await api.request(`${path}/not-me`, { method: 'POST', headers: ours })).status);
      expect([new Set(statuses.slice(0, -1)), statuses.at(-1)]).toEqual([new Set([403]), 429]);
    }
  });
});

const csrfOn = (html: string): string => /action="[^"]*\/not-me"[\s\S]*?name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
