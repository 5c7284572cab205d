import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { birth, inCare, type InCare } from '../test/support/patient-in-care.js';
import { fillIn, phone, textOf, type Phone } from '../test/support/patient-page.js';

/** D3 10:30 in Shanghai: the day-3 form waits, the first dressing (D2) is over or missed. */
const d3 = '2026-03-05T02:30:00.000Z';
let api: TestApi;
let zhang: InCare;
beforeAll(async () => {
  api = await testApi();
  zhang = await inCare(api, ['hip-wound-care'], d3);
});
afterAll(() => api.close());

async function signedIn(of = zhang, contactId: string | null = null): Promise<Phone> {
  const her = phone(api);
  await her.get(await of.link(contactId));
  const { path, html } = await her.send(birth);
  if (path !== '/p/home') throw new Error(`not in: ${path} ${textOf(html)}`);
  return her;
}
const words = (her: Phone) => textOf(her.page().html);
const inboxOf = (patientId: string) => api.sql<{ kind: string; payload: { answers?: Record<string, Record<string, unknown>>; occurrence?: string; answeredBy?: string; by?: string; values?: object } }[]>`
  select i.kind, i.payload from inbox i join episode e on e.id = i.episode_id where e.patient_id = ${patientId} and i.command_id not like '%@%' order by i.received_at`;
const everything = async (): Promise<string> => {
  const tables = await api.sql<{ t: string }[]>`select table_name as t from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const counted = [];
  for (const { t } of tables) counted.push([t, (await api.sql`select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as h from ${api.sql(t)} x`)[0]?.['h']]);
  return JSON.stringify(counted);
};

describe('The way in', () => {
  it('asks for the code, then the birth date, then shows the day', async () => {
    const her = phone(api);
    await her.get('/p/');
    expect(words(her)).toContain('请输入短信里的6位码');
    await her.send({ code: await zhang.code() });
    expect(her.page().path).toBe('/p/verify');
    expect(words(her)).not.toContain('张');
    await her.send(birth);
    expect([her.page().path, words(her)]).toEqual(['/p/home', expect.stringContaining('张阿姨，您好')]);
    // The same form once more, from the browser's memory: she is in, and that begins no new session.
    const cookie = her.cookie();
    await her.again();
    expect([her.page().path, her.cookie()]).toEqual(['/p/home', cookie]);
  });

  it('says what is wrong with a code, and gives nothing away', async () => {
    const her = phone(api);
    await her.get('/p/');
    expect((await her.send({ code: '12' })).status).toBe(422);
    expect(words(her)).toContain('6个数字');
    await her.send({ code: '000000' });
    expect(words(her)).toContain('没有这个码');
    await her.get('/p/home');
    expect(her.page().path).toBe('/p/');
  });

  it('locks a link after five wrong birth dates', async () => {
    const her = phone(api);
    await her.get(await zhang.link());
    for (let n = 0; n < 5; n += 1) await her.send({ year: '1950', month: '1', day: '1' });
    expect(her.page().status).toBe(429);
    await her.send(birth);
    expect([her.page().status, words(her)]).toEqual([429, expect.stringContaining('60分钟后再试')]);
  });

  it('says calmly that an expired or unknown link no longer works', async () => {
    const path = await zhang.link();
    await api.sql`update patient_link set expires_at = now() - interval '1 hour', created_at = now() - interval '2 days' where token_hash = (select token_hash from patient_link order by created_at desc limit 1)`;
    const her = phone(api);
    for (const address of [path, `/p/l/${'x'.repeat(43)}`]) expect(await her.get(address)).toMatchObject({ status: 410, html: expect.stringContaining('这个链接不能用了') });
  });

  it('keeps no health data in addresses, caches nothing, allows nothing from elsewhere', async () => {
    const her = await signedIn();
    const response = await api.request('/p/home', { headers: { cookie: her.cookie() } });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('referrer-policy')).toBe('same-origin');
    const html = await response.text();
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    expect(links.filter((href) => /wound|dressing|follow-up|follow_up|hip/.test(href ?? ''))).toEqual([]);
  });

  it('signs out', async () => {
    const her = await signedIn();
    await her.send({}, '/p/out');
    expect(words(her)).toContain('您已退出');
    expect((await her.get('/p/home')).path).toBe('/p/');
  });

  it('shows English and large type when asked to, and remembers it', async () => {
    const her = await signedIn();
    await her.send({ language: 'en' }, '/p/view');
    expect(words(her)).toContain('For today');
    await her.send({ elder: 'e' }, '/p/view');
    expect(her.page().html).toContain('class="elder"');
    const [row] = await api.sql`select language, elder_mode from patient where id = ${zhang.patientId}`;
    expect(row).toEqual({ language: 'en', elderMode: true });
    await api.sql`update patient set language = 'zh-CN', elder_mode = null where id = ${zhang.patientId}`;
  });
});

describe('A post', () => {
  it('from another site does nothing, with or without her cookie', async () => {
    const her = await signedIn();
    const before = await everything();
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, {}] as Record<string, string>[]) {
      expect((await her.forge('/p/ask', { kind: 'question', words: 'x', key: 'k', csrf: 'wrong' }, headers)).status).toBe(403);
    }
    expect(await everything()).toBe(before);
  });

  it('is the only thing that changes anything: every page may be looked at', async () => {
    const her = await signedIn();
    const before = await everything();
    const seen = new Set<string>();
    const open = ['/p/home'];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, html } = await her.get(path);
      expect([path, status]).toEqual([path, 200]);
      for (const [, href = ''] of html.matchAll(/href="(\/p\/[^"]*)"/g)) open.push(href.replaceAll('&amp;', '&'));
    }
    expect([...seen].length).toBeGreaterThan(18);
    expect(await everything()).toBe(before);
  });
});

describe('What is sent with an ended session', () => {
  const end = () => api.sql`update patient_session set expires_at = now() - interval '1 minute' where patient_id = ${zhang.patientId}`;
  const comeIn = async (her: Phone): Promise<string> => {
    await her.send({ code: await zhang.code() }, '/p/');
    return (await her.send(birth)).path;
  };

  it('has not arrived: the page says so, whom to call and how to come in, and leads back to the form', async () => {
    const her = await signedIn();
    await her.get('/p/home');
    await her.get(/href="(\/p\/f\/[0-9a-f]{16})"/.exec(her.page().html)?.[1] ?? '');
    const { path } = her.page();
    await end();
    const before = await everything();
    await her.send({ answer: 'yes' }, path);
    expect([her.page().status, words(her)]).toEqual([401, expect.stringContaining('医院没有收到您刚才填的内容，没有人会因此联系您')]);
    expect(her.page().html).toMatch(/role="alert"[^>]*data-not-arrived.*href="tel:120"/s);
    expect(await everything()).toBe(before);
    expect(await comeIn(her)).toBe(path);
    // Only once: the next way in leads to the first screen.
    expect(her.cookie()).not.toContain('wuyou-back');
  });

  it.each([
    ['/p/ask', '/p/ask'], ['/p/f/0123456789abcdef/3/skip', '/p/f/0123456789abcdef/3'], ['/p/f/0123456789abcdef/3/upload', '/p/f/0123456789abcdef/3'], ['/p/f/0123456789abcdef/send', '/p/f/0123456789abcdef/check'],
    ['/p/upload', '/p/upload'], ['/p/reading/weight', '/p/reading/weight'], ['/p/wishes/away', '/p/wishes'], ['/p/learn/0123456789abcdef/tick', '/p/learn/0123456789abcdef'],
  ])('%s stands on %s', async (path, form) => {
    const response = await api.request(path, { method: 'POST', redirect: 'manual', headers: { origin: 'https://care.test', host: 'care.test', 'content-type': 'application/x-www-form-urlencoded' }, body: 'words=x' });
    expect([response.status, response.headers.get('set-cookie')]).toEqual([401, expect.stringContaining(`wuyou-back=${encodeURIComponent(form)}`)]);
  });

  it('from another site leads nowhere', async () => {
    const response = await api.request('/p/ask', { method: 'POST', redirect: 'manual', headers: { origin: 'https://evil.example', host: 'care.test', 'content-type': 'application/x-www-form-urlencoded' }, body: 'words=x' });
    expect([response.status, response.headers.get('location'), response.headers.get('set-cookie')]).toEqual([303, '/p/', null]);
    const elsewhere = await api.request('/p/verify', { headers: { cookie: 'wuyou-back=%2F%2Fevil.example' } });
    expect(elsewhere.headers.get('location') ?? '').not.toContain('evil');
  });

  it('is no more than a sign-out where she wanted out', async () => {
    const her = await signedIn();
    await her.get('/p/home');
    await end();
    await her.send({}, '/p/out');
    expect([her.page().path, words(her)]).toEqual(['/p/?said=signedOut', expect.stringContaining('您已退出')]);
  });
});

describe('A questionnaire', () => {
  const start = async (her: Phone): Promise<string> => {
    await her.get('/p/home');
    const href = /href="(\/p\/f\/[0-9a-f]{16})"/.exec(her.page().html)?.[1] ?? '';
    await her.get(href);
    return href;
  };

  it('asks one question per page, goes back with the answer kept, and leaves out what does not apply', async () => {
    const li = await inCare(api, ['hip-wound-care'], d3);
    const her = await signedIn(li);
    const base = await start(her);
    expect(her.page().path).toBe(`${base}/1`);
    expect(words(her)).toMatch(/第1题，共\d+题/);
    await her.send({}, `${base}/1`);
    expect([her.page().status, words(her)]).toEqual([422, expect.stringContaining('请选一个答案')]);
    await her.send({ answer: 'no' }, `${base}/1`);
    expect(her.page().path).toBe(`${base}/2`);
    await her.get(`${base}/1`);
    expect(her.page().html).toMatch(/value="no"[^>]*checked/);
    const before = /共(\d+)题/.exec(words(her))?.[1];
    // "Fell" asks more.
    const fall = await find(her, base, '跌倒过');
    await her.send({ answer: 'yes' }, `${base}/${fall}`);
    expect(Number(/共(\d+)题/.exec(words(her))?.[1])).toBe(Number(before) + 3);
    expect(words(her)).toContain('碰到头');
  });

  it('shows what to do beside the answer that is a red flag, before anything is sent and without script', async () => {
    const her = await signedIn();
    const base = await start(her);
    const flagged = /<input id="a0" type="radio" name="answer" value="yes"[^>]*\/><label class="choice" for="a0">有<\/label><div class="flag"><div class="emergency" role="alert">.*?请立即拨打120.*?href="tel:120"/;
    expect(her.page().html).toMatch(flagged);
    // Nothing beside "no".
    expect(her.page().html).not.toMatch(/value="no"[^>]*\/><label class="choice" for="a1">没有<\/label><div class="flag">/);
    expect(base).not.toBe('');
  });

  it('sends a red flag at once, by itself, and once', async () => {
    const wang = await inCare(api, ['hip-wound-care'], d3);
    const her = await signedIn(wang);
    const base = await start(her);
    await her.send({ answer: 'yes' }, `${base}/1`);
    expect([her.page().path, words(her)]).toEqual([`${base}/emergency/1`, expect.stringContaining('请立即拨打120')]);
    await her.again();
    const sent = await inboxOf(wang.patientId);
    expect(sent.map(({ kind, payload }) => [kind, payload.answers, payload.occurrence, payload.answeredBy, payload.by])).toEqual([['answer-received', { core: { chestPain: true } }, undefined, 'patient', 'patient']]);
    await wang.house.relay(d3);
    expect(await api.sql`select level from escalation where patient_id = ${wang.patientId} and 'CORE-1' = any(rules)`).toMatchObject([{ level: 'red' }]);
    // The questionnaire goes on.
    await her.get(base);
    expect(her.page().path).toBe(`${base}/2`);
  });

  it('is checked, changed, sent once, and answered with what the rules say', async () => {
    const chen = await inCare(api, ['hip-wound-care'], d3);
    const her = await signedIn(chen);
    const base = await start(her);
    await fillIn(her, { 发红: 'over-2cm' });
    expect(her.page().path).toBe(`${base}/check`);
    expect(words(her)).toContain('红，超过2厘米');
    await her.send({}, `${base}/send`);
    expect(her.page().path).toMatch(/^\/p\/sent\//);
    expect(words(her)).toContain('正在送达');
    const done = her.page().path;
    await her.again();
    expect(her.page().path).toBe(done);
    const sent = await inboxOf(chen.patientId);
    expect(sent.map(({ kind, payload }) => [kind, payload.occurrence])).toEqual([['answer-received', `${chen.episodes[0]}/follow-up-d3/1`]]);
    expect(sent[0]?.payload.answers?.['wound']).toMatchObject({ redness: 'over-2cm', pus: false });
    await chen.house.relay(d3);
    await her.get(done);
    expect(words(her)).toContain('护士将在2小时内致电您');
    expect(words(her)).toContain('医护人员会看到您的回答');
    await her.get(base);
    expect(words(her)).toContain('这份问卷已经完成');
    await her.get('/p/home');
    expect(words(her)).toContain('我们会打电话给您');
    await her.get('/p/records');
    expect(words(her)).toContain('红，超过2厘米');
    expect(await api.sql`select 1 from answer_draft where patient_id = ${chen.patientId}`).toHaveLength(0);
  });

  it('of somebody else cannot be opened', async () => {
    const her = await signedIn();
    const base = await start(her);
    const other = await inCare(api, ['hip-wound-care'], d3);
    const them = await signedIn(other);
    expect((await them.get(base)).status).toBe(404);
    expect((await them.get(`${base}/1`)).status).toBe(404);
  });

  /** Number of the question with these words. */
  async function find(her: Phone, base: string, text: string): Promise<number> {
    for (let n = 1; n < 40; n += 1) if (textOf((await her.get(`${base}/${n}`)).html).includes(text)) return n;
    throw new Error(`no question ${text}`);
  }
});

describe('A reading', () => {
  it('is questioned when it is odd, sent once, and shown among the records', async () => {
    const stroke = await inCare(api, ['stroke-rehab'], d3);
    const her = await signedIn(stroke);
    await her.get('/p/reading/bloodPressure');
    await her.send({ 'value.systolic': 'hoch', 'value.diastolic': '80', ago: '0' });
    expect([her.page().status, words(her)]).toEqual([422, expect.stringContaining('请填数字')]);
    await her.send({ 'value.systolic': '500', 'value.diastolic': '80', ago: '0' });
    expect(words(her)).toContain('500 mmHg 不常见');
    await her.send({ 'value.systolic': '１３２', 'value.diastolic': '80', ago: '1' });
    expect(her.page().path).toMatch(/^\/p\/sent\//);
    await her.again();
    const sent = await inboxOf(stroke.patientId);
    expect(sent.map(({ kind, payload }) => [kind, payload.values, payload.by])).toEqual([['reading-received', { systolic: '132', diastolic: '80' }, 'patient']]);
    await stroke.house.relay('2026-03-05T02:40:00.000Z');
    await her.get('/p/records');
    expect(words(her)).toContain('132/80 mmHg');
  });
});

describe('A visit', () => {
  it('is rated once; few stars open a case about whoever came', async () => {
    const [occurrence] = await api.sql<{ id: string }[]>`select id from occurrence where patient_id = ${zhang.patientId} and kind = 'visit' order by due_at limit 1`;
    await api.sql`update occurrence set status = 'completed', slot_from = due_at, slot_until = due_at + interval '1 hour' where id = ${occurrence?.id ?? ''}`;
    const her = await signedIn();
    await her.get('/p/visits');
    const href = /href="(\/p\/visits\/[0-9a-f]{16}\/rate)"/.exec(her.page().html)?.[1] ?? '';
    await her.get(href);
    await her.send({ words: '没戴手套' });
    expect(words(her)).toContain('请选几颗星');
    await her.send({ stars: '2', words: '没戴手套' });
    expect(words(her)).toContain('抱歉让您不满意');
    await her.again();
    expect(await api.sql`select kind, state from inquiry where patient_id = ${zhang.patientId} and kind = 'rating'`).toHaveLength(1);
    expect((await her.get(href)).status).toBe(200);
  });

  it('is booked into a time that somebody has free, and only into such a one', async () => {
    const her = await signedIn();
    await her.get('/p/visits');
    const href = /href="(\/p\/visits\/[0-9a-f]{16})"/.exec(her.page().html)?.[1] ?? '';
    await her.get(href);
    expect(words(her)).toMatch(/选一个时间|没有空的时间/);
    const refused = await her.forge(href, { slot: '2026-03-08T02:00:00.000Z|2026-03-08T03:00:00.000Z', key: 'k', csrf: /name="csrf" value="([^"]+)"/.exec(her.page().html)?.[1] ?? '' }, { origin: 'https://care.test' });
    expect([refused.status, textOf(refused.html)]).toEqual([422, expect.stringContaining('这个时间刚刚被约走')]);
  });
});

describe('Her own wishes', () => {
  it('withdraw a consent at once, as evidence', async () => {
    const her = await signedIn();
    await her.get('/p/consents/photos');
    await her.send({});
    expect(words(her)).toContain('已撤回');
    expect((await api.sql`select consents->>'photos' as photos from patient where id = ${zhang.patientId}`)[0]).toEqual({ photos: 'false' });
    expect(await api.sql`select recorded_by, how from consent_record where patient_id = ${zhang.patientId} and kind = 'photos' and decision = 'withdrawn'`).toMatchObject([{ recordedBy: 'patient', how: 'online' }]);
  });

  it('note days away and quiet hours', async () => {
    const her = await signedIn();
    await her.get('/p/wishes');
    await her.send({ from: '2026-03-10', until: '2026-03-09' }, '/p/wishes/away');
    expect(words(her)).toContain('请选两个日期');
    await her.send({ from: '2026-03-09', until: '2026-03-10' }, '/p/wishes/away');
    expect(words(her)).toContain('2026-03-09 至 2026-03-10');
    await her.send({ 'quiet-from': '20:00', 'quiet-until': '' }, '/p/wishes/quiet');
    expect((await api.sql`select quiet_from, quiet_until from patient where id = ${zhang.patientId}`)[0]).toEqual({ quietFrom: '20:00', quietUntil: '08:00' });
  });
});

describe('Writing to the nurse', () => {
  it('is answered on the same page', async () => {
    const her = await signedIn();
    await her.get('/p/ask');
    await her.send({ kind: 'question', words: '  ' });
    expect(words(her)).toContain('请先写几个字');
    await her.send({ kind: 'question', words: '可以洗澡吗？' });
    const thread = her.page().path;
    await her.again();
    expect(her.page().path).toBe(thread);
    const staff = (act: string, text: string) => api.call('POST', `/inquiries/${thread.split('/').at(-1)}/${act}`, { as: 'head', body: { text } });
    await staff('note', '内部备注');
    await staff('reply', '可以，用防水贴。');
    await her.get('/p/home');
    expect(words(her)).toContain('医院回复了您');
    await her.get(thread);
    expect(words(her)).toContain('可以，用防水贴。');
    expect(words(her)).not.toContain('内部');
  });
});

describe('A family contact', () => {
  it('sees the plan and may fill in, but no records, wishes or consents', async () => {
    const lin = await inCare(api, ['hip-wound-care'], d3);
    const daughter = await signedIn(lin, await lin.familyContact());
    expect(words(daughter)).toContain('张阿姨的家人，您好');
    expect(daughter.page().html).not.toContain('/p/records');
    for (const path of ['/p/records', '/p/consents', '/p/contacts', '/p/wishes', '/p/badges', '/p/units']) expect([path, (await daughter.get(path)).status]).toEqual([path, 404]);
    await daughter.get('/p/home');
    const base = /href="(\/p\/f\/[0-9a-f]{16})"/.exec(daughter.page().html)?.[1] ?? '';
    await daughter.get(base);
    await daughter.send({ answer: 'yes' }, `${base}/1`);
    expect(await inboxOf(lin.patientId)).toMatchObject([{ payload: { answeredBy: 'family', by: 'family' } }]);
    // What one wrote is not the other's.
    const patient = await signedIn(lin);
    await patient.get(base);
    expect(patient.page().path).toBe(`${base}/1`);
  });

  it('sees nothing once the patient says no', async () => {
    const hu = await inCare(api, ['hip-wound-care'], d3);
    const son = await signedIn(hu, await hu.familyContact());
    await api.sql`update patient set consents = consents || '{"family": false}' where id = ${hu.patientId}`;
    expect([(await son.get('/p/home')).status, words(son)]).toEqual([403, expect.stringContaining('患者目前没有同意家属查看')]);
  });
});

describe('The code for the door', () => {
  it('is a picture drawn here', async () => {
    const her = await signedIn();
    await her.get('/p/qr');
    expect(her.page().html).toMatch(/<svg[^>]*role="img"[^>]*aria-label="核销二维码"/);
  });
});
