/** A questionnaire that stands open in two windows: an answer belongs to the question that its page showed, and one that is changed while the form is being sent stays. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { birth, inCare, type InCare } from '../test/support/patient-in-care.js';
import { picture } from '../test/support/pictures.js';
import { fillIn, phone, textOf, type Phone } from '../test/support/patient-page.js';

const d3 = '2026-03-05T02:30:00.000Z';
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const words = (her: Phone) => textOf(her.page().html);
const sentBy = ({ patientId }: InCare) => api.sql<{ payload: { answers: Record<string, Record<string, unknown>>; occurrence?: string } }[]>`select i.payload from inbox i join episode e on e.id = i.episode_id
  where e.patient_id = ${patientId} and i.kind = 'answer-received' order by i.received_at`;
const redOf = ({ patientId }: InCare) => api.sql`select rules from escalation where patient_id = ${patientId} and level = 'red'`;

/** Two windows of one patient at the day-3 questionnaire. */
async function twoWindows(packages = ['hip-wound-care']): Promise<{ p: InCare; a: Phone; b: Phone; base: string }> {
  const p = await inCare(api, packages, d3);
  const [a, b] = [phone(api), phone(api)];
  let base = '';
  for (const her of [a, b]) {
    await her.get(await p.link());
    await her.send(birth);
    base = /href="(\/p\/f\/[0-9a-f]{16})"/.exec((await her.get('/p/home')).html)?.[1] ?? '';
    await her.get(base);
  }
  return { p, a, b, base };
}
/** Opens the question with these words and says where it stands. */
async function at(her: Phone, base: string, text: string): Promise<string> {
  for (let n = 1; n < 40; n += 1) if (textOf((await her.get(`${base}/${n}`)).html).includes(text)) return `${base}/${n}`;
  throw new Error(`no question ${text}`);
}
const answer = async (her: Phone, base: string, text: string, given: string) => her.send({ answer: given }, await at(her, base, text));
/** What the page of all answers says of a question. */
async function saidOf(her: Phone, base: string, text: string): Promise<string | undefined> {
  const { html } = await her.get(`${base}/check`);
  return [...html.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<a/g)].find(([, question]) => question?.includes(text))?.[2]?.replace(/<[^>]+>/g, '').trim();
}

describe('An answer from a page that stood open while another answer moved the questions', () => {
  it('that is a red flag reaches the hospital as what was asked, and she is told what to do', async () => {
    const { p, a, b, base } = await twoWindows();
    await answer(a, base, '跌倒过', 'yes');
    const leg = await at(a, base, '变短');
    expect(a.page().html).toContain('class="emergency"');
    await answer(b, base, '跌倒过', 'no');
    await a.send({ answer: 'yes' }, leg);
    expect([a.page().status, words(a)]).toEqual([200, expect.stringContaining('请立即拨打120')]);
    expect((await sentBy(p)).map(({ payload }) => JSON.stringify(payload.answers))).toContainEqual(expect.stringContaining('"legTurned":true'));
    expect(await saidOf(a, base, '变短')).toBe('有');
    await p.house.relay(d3);
    expect(await redOf(p)).not.toEqual([]);
  });

  it('does not overwrite what another question was answered', async () => {
    const { p, a, b, base } = await twoWindows();
    await fillIn(a, { 有没有流脓: 'yes' });
    const edges = await at(a, base, '裂开');
    await answer(b, base, '药', '1');
    await a.send({ answer: 'no' }, edges);
    expect([await saidOf(a, base, '流脓'), await saidOf(a, base, '裂开')]).toEqual(['有', '没有']);
    await a.send({}, `${base}/send`);
    expect((await sentBy(p)).at(-1)?.payload.answers['wound']).toMatchObject({ pus: true });
  });

  it('to a question that is not asked any more is not given to another one', async () => {
    const { p, a, b, base } = await twoWindows();
    await answer(a, base, '漏用了几次药', '1');
    const kinds = await at(a, base, '漏用的是哪些药');
    await answer(b, base, '漏用了几次药', '0');
    const draft = () => api.sql`select answers_enc from answer_draft where patient_id = ${p.patientId}`;
    const before = await draft();
    await a.send({}, kinds);
    expect([a.page().path, words(a), await draft()]).toEqual([`${base}/check?said=notAskedNow`, expect.stringContaining('这一题现在不用答了'), before]);
    // Answered, it is kept for the case that it is asked after all, and not sent.
    await answer(b, base, '漏用了几次药', '1');
    await at(a, base, '漏用的是哪些药');
    await answer(b, base, '漏用了几次药', '0');
    await a.send({ answer: 'other' }, kinds);
    expect(a.page().path).toBe(`${base}/check?said=notAskedNow`);
    await a.send({}, `${base}/send`);
    expect((await sentBy(p)).map(({ payload }) => payload.answers['core'])).toEqual([{ missedDoses: '0' }]);
  });

  it('to a question that is not asked any more still goes out when it is a red flag as it was asked', async () => {
    const { p, a, b, base } = await twoWindows();
    await answer(a, base, '跌倒过', 'yes');
    const head = await at(a, base, '碰到头');
    expect(a.page().html).toContain('class="emergency"');
    await answer(b, base, '跌倒过', 'no');
    await a.send({ answer: 'yes' }, head);
    expect([a.page().status, words(a)]).toEqual([200, expect.stringMatching(/请立即拨打120.*您的回答已送到医院/)]);
    await a.again();
    expect((await sentBy(p)).map(({ payload }) => payload.answers)).toEqual([{ core: { fall: true, fallHead: true } }]);
    await p.house.relay(d3);
    expect(await redOf(p)).toEqual([{ rules: ['CORE-7'] }]);
  });

  it('that is a picture belongs to the question, too', async () => {
    const { p, a, b, base } = await twoWindows();
    await answer(a, base, '跌倒过', 'yes');
    let path = '';
    for (let n = 1; n < 40 && path === ''; n += 1) path = (await a.get(`${base}/${n}`)).html.includes('type="file"') ? `${base}/${n}` : '';
    const page = a.page().html.slice(a.page().html.indexOf(`action="${path}/upload"`));
    const send = async (without: string[] = []) => {
      const form = new FormData();
      for (const name of ['csrf', 'key', 'question'].filter((one) => !without.includes(one))) form.set(name, new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '');
      form.set('file', new Blob([new Uint8Array(await picture('jpeg'))]), 'wound.jpg');
      const reply = await api.request(`${path}/upload`, { method: 'POST', redirect: 'manual', headers: { cookie: a.cookie(), origin: 'https://care.test', host: 'care.test' }, body: form });
      return [reply.status, reply.headers.get('location')];
    };
    const kept = () => api.sql`select 1 from file where patient_id = ${p.patientId}`;
    await answer(b, base, '跌倒过', 'no');
    expect([await send(['question']), await kept()]).toEqual([[303, `${base}/check?said=askAgain`], []]);
    expect([(await send())[0], await kept()]).toEqual([303, [expect.anything()]]);
    expect((await a.get(`${base}/check`)).html).toContain('照片已保存');
    // She does not agree to pictures any more: nothing is kept, and she sees what is asked instead.
    await api.sql`update patient set consents = consents || '{"photos": false}' where id = ${p.patientId}`;
    expect([await send(), await kept()]).toEqual([[303, `${base}/check?said=notAskedNow`], [expect.anything()]]);
  });

  it('of which the page does not say what it asked is not guessed: she is asked again', async () => {
    const { p, a, base } = await twoWindows();
    const csrf = /name="csrf" value="([^"]+)"/.exec(a.page().html.slice(a.page().html.indexOf(`action="${base}/1"`)))?.[1] ?? '';
    for (const [path, question] of [[`${base}/1`, ''], [`${base}/1`, 'core.noSuchQuestion'], [`${base}/1/skip`, '']] as const) {
      await a.forge(path, { csrf, key: 'k', answer: 'yes', question }, { origin: 'https://care.test' });
      expect([a.page().status, words(a)]).toEqual([409, expect.stringContaining('刚才的回答没有记下')]);
      expect(a.page().html).not.toMatch(/checked/);
    }
    await a.forge(`${base}/99`, { csrf, key: 'k', answer: 'yes' }, { origin: 'https://care.test' });
    expect([a.page().path, words(a)]).toEqual([`${base}/check?said=askAgain`, expect.stringContaining('刚才的回答没有记下')]);
    expect([await sentBy(p), await api.sql`select 1 from answer_draft where patient_id = ${p.patientId}`]).toEqual([[], []]);
  });
});

describe('An answer that is changed while the form is being sent', () => {
  /** Runs `act` while the sent answers wait to be stored. */
  async function whileSending(send: () => Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
    await api.sql.unsafe(`create function held_inbox() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$;
      create trigger held_inbox before insert on inbox for each row execute function held_inbox()`);
    const waiting = async () => (await api.sql`select 1 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted and database = (select oid from pg_database where datname = current_database())`).length > 0;
    try {
      let sent: Promise<unknown> | undefined;
      await api.sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(4711)`;
        sent = send();
        for (let looks = 0; !(await waiting()); looks += 1) {
          if (looks > 150) throw new Error('The answers never came to be stored');
          await wait(20);
        }
        await act();
      });
      await sent;
    } finally {
      await api.sql.unsafe('drop trigger held_inbox on inbox; drop function held_inbox()');
    }
  }

  it('stays, and the page leads back to it to be sent too', async () => {
    const { p, a, b, base } = await twoWindows();
    await fillIn(a);
    await whileSending(() => a.send({}, `${base}/send`), () => answer(b, base, '现在有多痛', '3'));
    expect([a.page().path, words(a)]).toEqual([`${base}/check?said=changedSince`, expect.stringContaining('您后来改的还没有发送')]);
    expect(await saidOf(a, base, '现在有多痛')).toBe('3');
    await a.send({}, `${base}/send`);
    expect(a.page().path).toMatch(/^\/p\/sent\//);
    expect((await sentBy(p)).map(({ payload }) => payload.answers['core']?.['pain'])).toEqual(['0', '3']);
    expect(await api.sql`select 1 from answer_draft where patient_id = ${p.patientId}`).toEqual([]);
  });
});
