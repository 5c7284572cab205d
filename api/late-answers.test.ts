/** What a patient says in a questionnaire reaches the hospital, also when it closed meanwhile or could not be handed over at first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { birth, inCare, type InCare } from '../test/support/patient-in-care.js';
import { fillIn, phone, textOf, type Phone } from '../test/support/patient-page.js';
import { addMinutes } from '../pathways/time.js';

const d3 = '2026-03-05T02:30:00.000Z';
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const words = (her: Phone) => textOf(her.page().html);
type Sent = { commandId: string; payload: { answers: Record<string, Record<string, unknown>>; occurrence?: string; answeredBy: string } };
const sentBy = ({ patientId }: InCare) => api.sql<Sent[]>`select i.command_id, i.payload from inbox i join episode e on e.id = i.episode_id
  where e.patient_id = ${patientId} and i.kind = 'answer-received' order by i.received_at`;
const redOf = ({ patientId }: InCare) => api.sql`select rules from escalation where patient_id = ${patientId} and level = 'red'`;
const formOf = async ({ patientId }: InCare) => {
  const [row] = await api.sql<{ id: string; status: string; windowUntil: string }[]>`select id, status, window_until from occurrence where patient_id = ${patientId} and kind = 'form' and step = 'follow-up-d3'`;
  if (!row) throw new Error('no form');
  return row;
};
/** Its time runs out. */
const close = async (p: InCare): Promise<void> => {
  await p.house.runUntil(addMinutes((await formOf(p)).windowUntil, 1));
  expect((await formOf(p)).status).toBe('failed');
};
/** At the first question, chest pain. */
async function atForm(p: InCare, contactId: string | null = null): Promise<{ her: Phone; base: string }> {
  const her = phone(api);
  await her.get(await p.link(contactId));
  await her.send(birth);
  const base = /href="(\/p\/f\/[0-9a-f]{16})"/.exec((await her.get('/p/home')).html)?.[1] ?? '';
  await her.get(base);
  expect(her.page().path).toBe(`${base}/1`);
  return { her, base };
}
/** Nothing can be stored for a while, as when the database waits too long for a lock. */
async function busy(act: () => Promise<void>): Promise<void> {
  await api.sql.unsafe(`create function busy_inbox() returns trigger language plpgsql as $$ begin raise exception 'canceling statement due to lock timeout' using errcode = '57014'; end $$;
    create trigger busy_inbox before insert on inbox for each row execute function busy_inbox()`);
  try {
    await act();
  } finally {
    await api.sql.unsafe('drop trigger busy_inbox on inbox; drop function busy_inbox()');
  }
}

describe('A questionnaire that closed while it was filled in', () => {
  it('takes a red flag to the hospital at once, shows what to do, and may be filled in to its end', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await close(p);
    await her.send({ answer: 'yes' }, `${base}/1`);
    expect([her.page().path, words(her)]).toEqual([`${base}/emergency/1`, expect.stringMatching(/请立即拨打120.*问卷之前已经结束，您的回答仍然送到了医院/)]);
    expect(await sentBy(p)).toMatchObject([{ payload: { answers: { core: { chestPain: true } }, answeredBy: 'patient' } }]);
    await p.house.relay(d3);
    expect(await redOf(p)).toMatchObject([{ rules: ['CORE-1'] }]);
    await her.get(base);
    expect([her.page().path, words(her)]).toEqual([`${base}/2`, expect.stringContaining('您填的仍然有用')]);
    await fillIn(her);
    await her.send({}, `${base}/send`);
    expect(words(her)).toContain('问卷之前已经结束，您的回答仍然收到了');
    expect((await sentBy(p)).at(-1)?.payload.occurrence).toBe((await formOf(p)).id);
    await her.get(base);
    expect([her.page().status, words(her)]).toEqual([200, expect.stringContaining('不用再填了')]);
    expect(words(her)).not.toContain('已收到');
  });

  it('takes all answers that are sent after it closed, and says so', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await fillIn(her, { 发红: 'over-2cm' });
    await close(p);
    await her.send({}, `${base}/send`);
    const done = her.page().path;
    expect(words(her)).toContain('问卷之前已经结束，您的回答仍然收到了');
    await her.again();
    expect(her.page().path).toBe(done);
    expect(await sentBy(p)).toHaveLength(1);
    await p.house.relay(d3);
    expect(await api.sql`select level from escalation where patient_id = ${p.patientId} and level = 'orange'`).toHaveLength(1);
    await her.get(done);
    expect(words(her)).toContain('护士将在2小时内致电您');
  });

  it('is not said to be sent or kept while nothing can be stored, and is sent when it is pressed again', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await fillIn(her);
    await close(p);
    await busy(async () => {
      await her.send({}, `${base}/send`);
      expect([her.page().status, words(her)]).toEqual([503, expect.stringContaining('可能没有保存')]);
    });
    await her.again();
    expect([her.page().path, await sentBy(p)]).toEqual([expect.stringMatching(/^\/p\/sent\//), expect.objectContaining({ length: 1 })]);
  });

  it('because the daughter was quicker still hears the patient’s own chest pain', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const [{ her, base }, daughter] = [await atForm(p), await atForm(p, await p.familyContact())];
    await fillIn(daughter.her);
    await daughter.her.send({}, `${base}/send`);
    await p.house.relay(d3);
    expect(await redOf(p)).toEqual([]);
    await her.send({ answer: 'yes' }, `${base}/1`);
    expect(her.page().path).toBe(`${base}/emergency/1`);
    await p.house.relay(d3);
    expect(await redOf(p)).toMatchObject([{ rules: ['CORE-1'] }]);
  });

  it('is not called done by whoever begins too late, nor before its time', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await close(p);
    await her.get(`${base}/1`);
    expect([words(her).includes('已收到'), words(her)]).toEqual([false, expect.stringContaining('这份问卷已经结束')]);
    await api.sql`update occurrence set status = 'planned' where id = ${(await formOf(p)).id}`;
    await her.get(base);
    expect(words(her)).toContain('还没到填写的时间');
  });

  it('says nothing of "received" when the answers were refused after all', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await her.send({ answer: 'yes' }, `${base}/1`);
    await her.get(`${base}/check`);
    await her.send({}, `${base}/send`);
    await api.sql`update inbox set state = 'rejected', rejection = 'no' where command_id = ${(await sentBy(p))[1]?.commandId ?? ''}`;
    await her.get(her.page().path);
    expect([her.page().status, words(her).includes('已收到'), words(her)]).toEqual([409, false, expect.stringMatching(/请立即拨打120.*没有收下/)]);
  });
});

describe('A red flag that could not be handed over', () => {
  it('is called so, with what to do, and goes out when it is pressed again', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await busy(async () => {
      await her.send({ answer: 'yes' }, `${base}/1`);
      expect([her.page().status, words(her)]).toEqual([503, expect.stringMatching(/还没有送到医院.*请立即拨打120/)]);
      expect(her.page().html).toMatch(/value="yes"[^>]*checked/);
    });
    expect(await sentBy(p)).toEqual([]);
    await her.send({ answer: 'yes' }, `${base}/1`);
    expect(her.page().path).toBe(`${base}/emergency/1`);
    expect(await sentBy(p)).toMatchObject([{ payload: { answers: { core: { chestPain: true } } } }]);
    // Once said, the same answer says nothing new.
    await her.again();
    await her.get(`${base}/1`);
    await her.send({ answer: 'yes' }, `${base}/1`);
    expect([her.page().path, await sentBy(p)]).toEqual([`${base}/emergency/1`, expect.objectContaining({ length: 1 })]);
  });

  it('goes out from a draft that holds it already', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await her.send({ answer: 'yes' }, `${base}/1`);
    await api.sql`delete from inbox where command_id = ${(await sentBy(p))[0]?.commandId ?? ''}`;
    await her.get(`${base}/1`);
    await her.send({ answer: 'yes' }, `${base}/1`);
    expect(await sentBy(p)).toHaveLength(1);
  });

  it('is one command however often it is tapped at once', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await Promise.all([her.send({ answer: 'yes' }, `${base}/1`), her.again(), her.again()]);
    expect(await sentBy(p)).toHaveLength(1);
  });

  it('is said anew after it was taken back, from the same page and also after a failed try', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    const page = her.page().html;
    const say = async (answer: string) => {
      const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page.slice(page.indexOf(`action="${base}/1"`)))?.[1] ?? '';
      return her.forge(`${base}/1`, { csrf: hidden('csrf'), key: hidden('key'), question: hidden('question'), answer }, { origin: 'https://care.test' });
    };
    await say('yes');
    await say('no');
    await busy(async () => {
      expect((await say('yes')).status).toBe(503);
    });
    await say('yes');
    expect(await sentBy(p)).toHaveLength(2);
    // Taken back, sent so, and then it comes after all: the old page stands in the browser's memory.
    await say('no');
    await her.get(`${base}/2`);
    await fillIn(her);
    await her.send({}, `${base}/send`);
    await say('yes');
    expect((await sentBy(p)).map(({ payload }) => payload.answers['core']?.['chestPain'])).toEqual([true, true, false, true]);
  });

  it('and whatever else is answered after sending is not said to be sent by pressing the old page', async () => {
    const p = await inCare(api, ['hip-wound-care'], d3);
    const { her, base } = await atForm(p);
    await fillIn(her);
    const page = her.page().html;
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page.slice(page.indexOf(`action="${base}/send"`)))?.[1] ?? '';
    const send = () => her.forge(`${base}/send`, { csrf: hidden('csrf'), key: hidden('key') }, { origin: 'https://care.test' });
    const done = (await send()).path;
    expect([(await send()).path, done]).toEqual([done, expect.stringMatching(/^\/p\/sent\//)]);
    await her.get(`${base}/2`);
    await her.send({ answer: 'yes' }, `${base}/2`);
    expect((await send()).path).toBe(`${base}/check?said=changedSince`);
  });
});
