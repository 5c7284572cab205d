/** What she does on her pages, and what becomes of it: each act in a browser, most of them before any script. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { patternWithout } from '../../web/patient/flagged-pattern.js';
import { patientTexts } from '../../web/patient/texts.js';
import { speaker } from '../../web/text.js';
import { clip, picture } from '../support/pictures.js';
import { until } from './support/days.js';
import { expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { enter, look, onDay3, press, type InCare } from './support/patient.js';
import { visit } from './support/visitor.js';
import type { Visitor } from './support/visitor.js';

const t = speaker(patientTexts, 'zh-CN');
let house: House;
let browser: Browser;
let zhang: InCare;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  // A small department: one nurse for dressings, one therapist, so that a slot is one slot.
  await house.sql`update account set active = false where login in ('nurse-2', 'wound-nurse', 'picc-nurse', 'therapist-2')`;
  zhang = await onDay3(house, 'day-zhang', ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab'], '16:00');
});

const her = (script = false): Promise<Visitor> => visit(browser, house, { size: 'phone', language: 'zh-CN', script });
async function inside(path: string, script = false): Promise<Visitor> {
  const visitor = await her(script);
  await enter(visitor, path);
  return visitor;
}
const link = (of: Visitor, name: string | RegExp) => of.page.getByRole('link', { name }).first();
const button = (of: Visitor, name: string) => of.page.getByRole('button', { name, exact: true });
const said = async (of: Visitor): Promise<string> => (await of.page.getByRole('status').first().textContent()) ?? '';
const problem = async (of: Visitor): Promise<string> => (await of.page.getByRole('alert').first().textContent()) ?? '';
async function leave(of: Visitor): Promise<void> {
  expectNoComplaints(of);
  await of.close();
}

describe('Before any script', () => {
  it('today and what comes next are said in plain words, without a word of the plan’s own language', async () => {
    const patient = await inside(zhang.path);
    const words = (await patient.page.locator('main').textContent()) ?? '';
    expect(words).toMatch(/今天是\d+月\d+日周.。.*今天要做的.*填写：.*接下来.*上门：/s);
    expect(words).not.toMatch(/follow-up|occurrence|hip-|undefined|\{\w+\}/);
    await leave(patient);
  });

  it('the day’s exercise is confirmed once', async () => {
    const patient = await inside(zhang.path);
    await press(patient, link(patient, /^打卡：/));
    await press(patient, button(patient, t('tickDo')));
    expect(await said(patient)).toBe(t('tickDone'));
    expect(await patient.page.getByRole('link', { name: /^打卡：/ }).count()).toBe(0);
    expect(await house.sql`select 1 from occurrence where patient_id = ${zhang.patientId} and step like 'exercise-afternoon%' and status = 'completed'`).toHaveLength(1);
    await leave(patient);
  });

  it('a value that cannot be is asked about, a right one is kept and stands among the records', async () => {
    const patient = await inside(zhang.path);
    await patient.page.goto('/p/reading/bloodPressure');
    await patient.page.locator('input[name="value.systolic"]').fill('500');
    await patient.page.locator('input[name="value.diastolic"]').fill('80');
    await press(patient, button(patient, t('send')));
    expect(await problem(patient)).toContain('500 mmHg 不常见');
    await patient.page.locator('input[name="value.systolic"]').fill('１３２');
    await press(patient, button(patient, t('send')));
    expect(patient.page.url()).toMatch(/\/p\/sent\//);
    await patient.page.goto('/p/records');
    expect(await patient.page.locator('main').textContent()).toContain('132/80 mmHg');
    await look(patient, 'records-filled', { bare: true });
    await leave(patient);
  });

  it('an X-ray goes as it is and stands among what she sent', async () => {
    const patient = await inside(zhang.path);
    await patient.page.goto('/p/upload');
    await press(patient, link(patient, t('uploadXray')));
    await press(patient, button(patient, t('uploadSend')));
    expect(await problem(patient)).toBe(t('uploadMissing'));
    await patient.page.locator('#file').setInputFiles({ name: 'xray.jpg', mimeType: 'image/jpeg', buffer: await picture('jpeg', { width: 3200, height: 2400 }) });
    await press(patient, button(patient, t('uploadSend')));
    expect(await said(patient)).toBe(t('uploadDone'));
    expect(await patient.page.locator('ul.pictures img').count()).toBe(1);
    expect(await house.sql`select kind, source, width from file where patient_id = ${zhang.patientId}`).toMatchObject([{ kind: 'xray', source: 'patient', width: 3200 }]);
    await look(patient, 'upload-xray', { bare: true });
    await leave(patient);
  });

  it('a visit is booked, then moved; the one who comes second for a slot is told so and offered others', async () => {
    const [li, hu] = [await onDay3(house, 'day-li', ['hip-wound-care']), await onDay3(house, 'day-hu', ['hip-wound-care'])];
    const [first, second] = [await inside(li.path), await inside(hu.path)];
    const open = async (of: Visitor): Promise<string[]> => {
      await of.page.goto('/p/visits');
      await press(of, link(of, '选时间：换药'));
      return of.page.locator('input[name=slot]').evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value') ?? ''));
    };
    const [mine, theirs] = [await open(first), await open(second)];
    const wanted = mine.find((slot) => theirs.includes(slot)) ?? '';
    expect(wanted).not.toBe('');
    const take = async (of: Visitor, slot: string): Promise<void> => {
      await of.page.locator(`input[name=slot][value="${slot}"]`).check();
      await press(of, button(of, t('bookSend')));
    };
    await take(first, wanted);
    expect(await said(first)).toBe(t('bookOk'));
    const booked = () => house.sql<{ slot: string }[]>`select to_char(slot_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as slot from occurrence where patient_id = ${li.patientId} and step = 'dressing' and status = 'booked'`;
    expect(await booked()).toEqual([{ slot: wanted.split('|')[0] }]);
    await look(first, 'visits-booked', { bare: true });

    await take(second, wanted); // the page was opened before
    expect(await problem(second)).toBe(t('bookTaken'));
    expect(await second.page.locator(`input[name=slot][value="${wanted}"]`).count()).toBe(0);
    expect(await second.page.locator('input[name=slot]').count()).toBeGreaterThan(0);
    await look(second, 'book-taken', { bare: true });
    await press(second, button(second, t('bookSend')));
    expect(await problem(second)).toBe(t('bookPick'));

    await first.page.goto('/p/visits');
    await press(first, link(first, '改时间：换药'));
    const other = (await first.page.locator('input[name=slot]').first().getAttribute('value')) ?? '';
    expect(other).not.toBe(wanted);
    await take(first, other);
    expect(await said(first)).toBe(t('bookOk'));
    expect(await booked()).toEqual([{ slot: other.split('|')[0] }]);
    await leave(first);
    await leave(second);
  });

  it('a question and a complaint find their way to the hospital, and the answer finds her', async () => {
    const patient = await inside(zhang.path);
    await patient.page.goto('/p/ask');
    await press(patient, button(patient, t('askSend')));
    expect(await problem(patient)).toBe(t('askEmpty'));
    await patient.page.locator('#words').fill('可以洗澡吗？');
    await press(patient, button(patient, t('askSend')));
    const thread = new URL(patient.page.url()).pathname;
    await house.api('POST', `/inquiries/${thread.split('/').at(-1)}/reply`, { text: '可以，请用防水贴。' });
    // She learns of it without looking: a text that says where, and not a word of what about.
    const texts = () => house.sql<{ body: string }[]>`select m.body from inbox_message m join reply_notice n on n.id = m.attempt_id join inquiry i on i.id = n.inquiry_id where i.patient_id = ${zhang.patientId}`;
    await until(async () => (await texts()).length > 0, 'the text about the answer arrives');
    expect(await texts()).toEqual([{ body: expect.stringMatching(/^【.+】【演练】张女士您好，您的留言医院已回复，请在.+码\d{6}.*查看。急事请致电/) }]);
    await patient.page.goto('/p/home');
    await press(patient, link(patient, t('todoAnswer')));
    expect(await patient.page.locator('main').textContent()).toContain('可以，请用防水贴。');
    await look(patient, 'thread-answered', { bare: true });
    await patient.page.goto('/p/ask?kind=complaint');
    await patient.page.locator('#words').fill('护士没有戴手套');
    await press(patient, button(patient, t('askSend')));
    expect(await house.sql`select kind, state from inquiry where patient_id = ${zhang.patientId} order by asked_wall_at`).toMatchObject([{ kind: 'question', state: 'answered' }, { kind: 'complaint', state: 'open' }]);
    await leave(patient);
  });

  it('a visit that is over is rated once, and thanked for with a badge', async () => {
    await house.sql`update occurrence set status = 'completed', slot_from = due_at, slot_until = due_at + interval '1 hour' where id = (select id from occurrence where patient_id = ${zhang.patientId} and kind = 'visit' and step <> 'dressing' order by due_at limit 1)`;
    const patient = await inside(zhang.path);
    await press(patient, link(patient, /^评价：/));
    await press(patient, button(patient, t('rateSend')));
    expect(await problem(patient)).toBe(t('ratePick'));
    await patient.page.getByLabel(t('star5')).check();
    await press(patient, button(patient, t('rateSend')));
    expect(await said(patient)).toBe(t('rateDone'));
    expect(await patient.page.locator('main').textContent()).toContain(t('rated', { stars: 5 }));
    expect(await patient.page.getByRole('link', { name: /^评价：/ }).count()).toBe(0);
    await patient.page.goto('/p/badges');
    expect(await patient.page.locator('main').textContent()).toContain(t('badgesCount', { n: 1 }));
    await patient.page.goto('/p/units');
    expect(await patient.page.locator('main').textContent()).toMatch(/换药：还剩\d次/);
    await leave(patient);
  });

  it('days away and quiet hours are kept and can be taken back; a consent is withdrawn at once', async () => {
    const patient = await inside(zhang.path);
    const { page } = patient;
    await page.goto('/p/wishes');
    const [soon] = await house.sql<{ from: string; until: string }[]>`select (now() + interval '20 days')::date::text as "from", (now() + interval '22 days')::date::text as until`;
    const [from, until] = [soon?.from ?? '', soon?.until ?? ''];
    await page.locator('#from').fill(until);
    await page.locator('#until').fill(from);
    await press(patient, button(patient, t('awayAdd')));
    expect(await problem(patient)).toBe(t('awayBad'));
    await page.locator('#from').fill(from);
    await page.locator('#until').fill(until);
    await press(patient, button(patient, t('awayAdd')));
    expect(await said(patient)).toBe(t('awayDone'));
    expect((await house.sql`select away from patient where id = ${zhang.patientId}`)[0]).toEqual({ away: [{ from, until }] });
    await look(patient, 'wishes-away', { bare: true });
    await press(patient, button(patient, t('awayRemove', { from, until })));
    expect((await house.sql`select away from patient where id = ${zhang.patientId}`)[0]).toEqual({ away: [] });
    await page.locator('#quiet-from').selectOption('20:00');
    await press(patient, button(patient, t('save')));
    expect((await house.sql`select quiet_from, quiet_until from patient where id = ${zhang.patientId}`)[0]).toEqual({ quietFrom: '20:00', quietUntil: '08:00' });

    await page.goto('/p/consents/photos');
    await press(patient, button(patient, t('withdrawYes')));
    expect(await said(patient)).toBe(t('withdrawn'));
    await page.goto('/p/upload?kind=photo');
    await page.getByText(t('photosNotAgreed')).first().waitFor();
    expect(await page.locator('#file').count()).toBe(0);
    await leave(patient);
  });
});

it('A clip is sent; what the nurse says about it stands beside it and on the first screen', async () => {
  const chen = await onDay3(house, 'day-chen', ['hip-wound-care']);
  const patient = await inside(chen.path, true);
  await patient.goto('/p/upload?kind=clip');
  await patient.page.locator('#file').setInputFiles({ name: 'walk.mp4', mimeType: 'video/mp4', buffer: clip('mp4', { seconds: 1 }) });
  await patient.page.locator('#preview video').waitFor();
  await press(patient, button(patient, t('uploadSend')));
  expect(await said(patient)).toBe(t('uploadDone'));
  const [file] = await house.sql<{ id: string }[]>`select id from file where patient_id = ${chen.patientId} and kind = 'clip'`;
  await house.api('POST', `/clips/${file?.id}/reviews`, { comment: '走得很稳，注意抬脚。' });
  await patient.goto('/p/home');
  await look(patient, 'home-comment');
  await link(patient, t('todoClipComment')).click();
  await patient.page.waitForURL(/\/p\/upload#file-/);
  expect(await patient.page.locator(`#file-${file?.id}`).textContent()).toContain('走得很稳，注意抬脚。');
  await look(patient, 'upload-comment');
  // The daughter is shown what she sent herself, and no comment on her mother's clip.
  const daughter = await inside(chen.family);
  await daughter.page.goto('/p/upload');
  expect(await daughter.page.locator('main').textContent()).not.toContain('走得很稳');
  await leave(daughter);
  await leave(patient);
});

describe.each([{ script: true }, { script: false }])('A danger sign, script $script', ({ script }) => {
  it('is answered by the phone itself, without network; the hospital hears of it once it is sent', async () => {
    const wang = await onDay3(house, `day-flag-${script}`, ['hip-wound-care']);
    const patient = await inside(wang.path, script);
    await press(patient, patient.page.locator('a[href^="/p/f/"]').first());
    await patient.context.setOffline(true);
    const flag = patient.page.locator('.flag').first();
    expect(await flag.isVisible()).toBe(false);
    await patient.page.locator('label[for=a1]').click();
    expect(await flag.isVisible()).toBe(false);
    await patient.page.locator('label[for=a0]').click();
    expect(await flag.isVisible()).toBe(true);
    expect(await flag.textContent()).toMatch(/120/);
    expect(await flag.getByRole('link', { name: t('call120') }).getAttribute('href')).toBe('tel:120');
    expect(await flag.textContent()).toContain(t('flagSend'));
    await look(patient, `flag-offline${script ? '' : '-without-script'}`, { bare: true });
    await patient.context.setOffline(false);
    expect(await house.sql`select 1 from escalation where patient_id = ${wang.patientId} and 'CORE-1' = any(rules)`).toHaveLength(0);
    await press(patient, button(patient, t('next')));
    expect(patient.page.url()).toMatch(/\/emergency\/1$/);
    await look(patient, `emergency${script ? '' : '-without-script'}`, { bare: !script });
    expect(await house.sql`select level from escalation where patient_id = ${wang.patientId} and 'CORE-1' = any(rules)`).toMatchObject([{ level: 'red' }]);
    await leave(patient);
  });
});

it('A tapped notice brings its code along, also into large type; no server sees it', async () => {
  const patient = await her(true);
  const asked: string[] = [];
  patient.page.on('request', (request) => asked.push(request.url()));
  await patient.goto('/p/#482913');
  expect(await patient.page.locator('#code').inputValue()).toBe('482913');
  await press(patient, patient.page.locator('button[name=elder][value=e]'));
  expect(await patient.page.locator('#code').inputValue()).toBe('482913');
  await press(patient, button(patient, t('next')));
  expect(await problem(patient)).toBe(t('codeUnknown'));
  expect(asked.filter((url) => url.replace(/#.*/, '').includes('482913'))).toEqual([]);
  await leave(patient);
});

it('A number that is a danger sign is known by the phone itself as it is typed', async () => {
  const patient = await her();
  await patient.page.goto('/p/');
  // No built-in questionnaire of patients has one: the markup of the number page, by its own pattern.
  await patient.page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', '<form><input id="n" ><div class="flag">120</div></form>')`);
  await patient.page.locator('#n').evaluate((input, pattern) => input.setAttribute('pattern', pattern), patternWithout(['39.0', '39.5']));
  await patient.context.setOffline(true);
  for (const [typed, shown] of [['', false], ['38.9', false], ['39', true], ['３９．５', true], ['395', false]] as const) {
    await patient.page.locator('#n').fill(typed);
    expect([typed, await patient.page.locator('.flag').isVisible()]).toEqual([typed, shown]);
  }
  await patient.close();
});

it('The daughter sees her narrower view and nothing beyond it', async () => {
  const daughter = await inside(zhang.family, true);
  await look(daughter, 'family-home');
  for (const page of ['records', 'units', 'badges', 'wishes', 'consents', 'consents/sms', 'contacts']) {
    expect(await daughter.page.locator(`a[href="/p/${page}"]`).count()).toBe(0);
    expect((await daughter.page.goto(`/p/${page}`))?.status(), page).toBe(404);
  }
  await look(daughter, 'family-not-found');
  await leave(daughter);
});
