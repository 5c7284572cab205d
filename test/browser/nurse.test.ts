/** The nurse's day on her phone: asked, declined, accepted, screened, checked in, recorded, photographed, escalated, redeemed, complete; the unit is used and the patient rates. */
import { describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { clip } from '../support/pictures.js';
import { sayRefusal } from '../../web/refusals.js';
import { nurseTexts } from '../../web/nurse/texts.js';
import { speaker, type Speaker } from '../../web/text.js';
import { launchOf, moveTo, until } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { asked, bookedVisit, give, type Booked } from './support/nurse-visits.js';
import { languages, visit } from './support/visitor.js';
import type { Language, Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

async function look(her: Visitor, name: string): Promise<void> {
  for (const width of [360, 412]) {
    await her.page.setViewportSize({ width, height: 844 });
    await expectNoSidewaysScroll(her.page);
  }
  await expectAccessible(her.page);
  await her.shot(`nurse-${name}`);
}

/** A phone that says where it is, and counts how often a page asked. */
async function withLocation({ context }: Visitor): Promise<void> {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 30.2501, longitude: 120.1702, accuracy: 12 });
  await context.addInitScript(`{ const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
    navigator.geolocation.getCurrentPosition = (...args) => { localStorage.setItem('asked', String(Number(localStorage.getItem('asked') ?? 0) + 1)); ask(...args); }; }`);
}
const timesAsked = ({ page }: Visitor): Promise<string> => page.evaluate<string>("localStorage.getItem('asked') ?? '0'");

/** The second answer of two (no), the first of more; ordinary vital signs; zero for the rest. */
async function fillRecord(page: Page): Promise<void> {
  for (const set of await page.locator('fieldset fieldset').all()) {
    const choices = set.locator('input[type=radio]');
    const n = await choices.count();
    if (n > 0) await choices.nth(n === 2 ? 1 : 0).check();
  }
  const usual: Record<string, string> = { respiration: '16', spo2: '97', systolic: '128', diastolic: '76', pulse: '72', temperature: '36.8' };
  await page.locator('input[name="a.vitals.spo2Scale"][value="1"]').check();
  for (const input of await page.locator('input[inputmode=decimal]').all()) await input.fill(usual[((await input.getAttribute('name')) ?? '').split('.').at(-1) ?? ''] ?? '0');
  // What the patient says back in her own words: yes.
  for (const yes of await page.locator('fieldset[data-form*=teach] input[type=radio][value=true], fieldset[data-form*=Teach] input[type=radio][value=true]').all()) await yes.check();
}

async function declineThenAccept(booked: Booked, language: Language, t: Speaker<typeof nurseTexts>): Promise<Visitor> {
  const first = await asked(house, booked);
  const she = await visit(browser, house, { size: 'phone', language });
  await she.signIn(first);
  await she.goto('/nurse/');
  await look(she, 'day-asked');
  await she.page.getByRole('link', { name: t('decline') }).first().click();
  await look(she, 'decline');
  await she.page.getByLabel(t('reason.ill')).check();
  await she.page.getByRole('button', { name: t('send') }).click();
  await she.page.getByText(t('noOffers')).waitFor();
  await she.close();
  const second = await asked(house, booked, first);
  expect(await house.sql`select f.state, f.reason from visit_offer f join account a on a.id = f.account_id where f.occurrence = ${booked.occurrence} and a.login = ${first}`).toEqual([{ state: 'declined', reason: 'ill' }]);
  const her = await visit(browser, house, { size: 'phone', language });
  await withLocation(her);
  await her.signIn(second);
  await her.goto('/nurse/');
  await her.page.getByRole('button', { name: t('accept') }).first().click();
  await her.page.locator(`a[href="${booked.path}"]`).waitFor();
  await look(her, 'day');
  return her;
}

async function redeem(her: Visitor, patient: Visitor, how: 'code' | 'exception', t: Speaker<typeof nurseTexts>): Promise<void> {
  const { page } = her;
  await page.getByRole('link', { name: t('redeem') }).click();
  await look(her, 'redeem');
  if (how === 'code') {
    await patient.goto('/p/qr');
    const [code = 'no code on her page'] = (await patient.page.locator('main p').allTextContents()).flatMap((line) => /(?<!\d)\d{6}(?!\d)/.exec(line) ?? []);
    await page.getByLabel(t('code'), { exact: true }).fill(code === '000000' ? '000001' : '000000');
    await page.getByRole('button', { name: t('redeem'), exact: true }).click();
    await page.getByText(sayRefusal('wrong-code', her.language) ?? '').waitFor(); // a wrong one is refused in her language
    await page.getByLabel(t('code'), { exact: true }).fill(code);
    await page.getByRole('button', { name: t('redeem'), exact: true }).click();
    await page.waitForLoadState();
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  } else {
    await page.getByText(t('exception')).first().click();
    await look(her, 'redeem-exception');
    await page.getByLabel(t('exception.no-phone')).check();
    await page.getByRole('button', { name: t('send') }).click();
  }
  await page.getByText(t('redeemed', { how: t(`how.${how}`) })).waitFor();
}

async function enter(patientId: string, language: Language): Promise<Visitor> {
  const her = await visit(browser, house, { size: 'phone', language });
  await her.page.goto(new URL((await house.api<{ url: string }>('POST', `/patients/${patientId}/links`, { purpose: 'plan', contactId: null })).url).pathname);
  for (const [name, value] of [['year', '1953'], ['month', '5'], ['day', '4']]) await her.page.locator(`input[name=${name}]`).fill(value ?? '');
  await her.page.locator('main form button[type=submit]').last().click();
  await her.page.waitForURL(/\/p\/home/);
  return her;
}

describe.each<{ language: Language; proof: 'code' | 'exception' }>(languages.map((language, i) => ({ language, proof: i === 0 ? 'code' : 'exception' })))('In $language', ({ language, proof }) => {
  const t = speaker(nurseTexts, language);
  it('a visit goes from the offer to its end, its unit is used once, and the patient rates', async () => {
    const booked = await bookedVisit(house, `nurse-${language}`);
    const { episodeId, occurrence, path, slot, patientId } = booked;
    const her = await declineThenAccept(booked, language, t);
    const { page } = her;
    await moveTo(house, booked, slot.from);
    await her.goto(path);
    expect(await page.getByText('解放路1号').count()).toBe(1);
    expect(await page.getByRole('link', { name: t('navigate') }).getAttribute('href')).toMatch(/^geo:30\.25,120\.17/);
    await look(her, 'visit-before');
    await page.getByRole('link', { name: t('risk') }).click();
    await look(her, 'risk');
    for (const no of await page.locator('input[type=radio][value=no]').all()) await no.check();
    await page.getByRole('button', { name: t('send') }).click();
    await page.getByText(t('riskDone', { level: t('risk.low') })).waitFor();
    await page.locator('details input[type=checkbox]').first().check();
    expect(await timesAsked(her)).toBe('0'); // neither the day, nor the visit before it, nor the screen looked where she is
    await page.getByRole('button', { name: t('checkIn') }).click();
    await page.getByText(t('completeMissing', { what: [t('record'), t('redeem')].join(t('listComma')) })).waitFor();
    expect(await timesAsked(her)).toBe('1');
    expect(await house.sql`select lat, lng from visit_arrival where occurrence = ${occurrence}`).toEqual([{ lat: 30.2501, lng: 120.1702 }]);
    await page.locator('ol input[type=checkbox]').first().check();
    await page.reload();
    expect(await page.locator('ol input[type=checkbox]').first().isChecked()).toBe(true);
    expect(await page.getByRole('button', { name: t('complete') }).isDisabled()).toBe(true);
    await page.locator('summary').click();
    await look(her, 'visit-under-way');
    await page.getByRole('link', { name: t('recordOpen') }).click();
    await fillRecord(page);
    expect(await page.locator('[data-score=vitals]').textContent()).toMatch(language === 'en' ? /^0 \(low\)/ : /^0 \(低\)/);
    await page.locator('input[name="a.vitals.respiration"]').fill('25');
    expect(await page.locator('[data-score=vitals]').textContent()).toMatch(/^3/); // NEWS2: 25 breaths a minute are 3 points
    await page.locator('input[name="a.vitals.respiration"]').fill('16');
    await look(her, 'record');
    await page.getByRole('button', { name: t('save') }).click();
    await page.waitForURL(/said=saved/);
    expect(await page.getByText(t('photoHint')).count()).toBe(1);
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#b06a5a' } }).jpeg().toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: 'wound.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByRole('button', { name: t('upload') }).click();
    await page.getByText(t('photosCount', { n: 1 })).waitFor();
    await page.getByRole('link', { name: t('abnormal') }).click();
    await look(her, 'abnormal');
    await page.getByLabel(t('level.yellow')).check();
    await page.getByLabel(t('whatFound')).fill('敷料边缘松脱');
    await page.getByRole('button', { name: t('send') }).click();
    await until(async () => (await house.sql`select 1 from escalation where episode_id = ${episodeId} and level = 'yellow' and status <> 'closed'`).length > 0, 'the finding is a case');
    await her.goto(path);
    const patient = await enter(patientId, language);
    await redeem(her, patient, proof, t);
    await page.getByRole('button', { name: t('complete') }).click();
    await page.getByText(t('completed')).waitFor();
    await until(async () => (await house.sql`select 1 from occurrence where id = ${occurrence} and status = 'completed'`).length > 0, 'the visit is complete');
    const { items } = await house.api<{ items: { service: string; used: number; reserved: number; remaining: number }[] }>('GET', `/episodes/${episodeId}/entitlements`);
    expect(items).toMatchObject([{ service: 'wound-dressing', used: 1, reserved: 0, remaining: 2 }]);
    expect(await timesAsked(her)).toBe('1');
    expectNoComplaints(her);
    await her.close();
    await patient.goto('/p/visits');
    await patient.page.locator('a[href$="/rate"]').click();
    await patient.page.locator('input[name=stars][value="5"]').check();
    await patient.page.locator('main form button[type=submit]').last().click();
    await patient.page.getByRole('status').first().waitFor();
    expect(await house.sql`select stars from visit_rating where occurrence = ${occurrence}`).toEqual([{ stars: 5 }]);
    expectNoComplaints(patient);
    await patient.close();
  });

  it('a head nurse acts in her place with a reason, and sees first whose visit it is', async () => {
    const booked = await give(house, await bookedVisit(house, `stand-in-${language}`));
    await moveTo(house, booked, booked.slot.from);
    const head = await visit(browser, house, { size: 'phone', language });
    const { page } = head;
    await head.signIn('head-nurse');
    await head.goto(booked.path);
    await page.getByRole('note').waitFor();
    await look(head, 'stand-in');
    await page.getByRole('button', { name: t('checkIn') }).click();
    expect(await house.sql`select 1 from inbox where kind = 'visit-checked-in' and episode_id = ${booked.episodeId}`).toEqual([]); // the reason is asked first
    await page.locator('#stand-in-check-in').fill('手机没电');
    await page.getByRole('button', { name: t('checkIn') }).click();
    await page.getByText(t('status.checked-in')).first().waitFor();
    expect(await house.sql`select act from visit_stand_in where occurrence = ${booked.occurrence}`).toEqual([{ act: 'check-in' }]);
    const doctor = await visit(browser, house, { size: 'phone', language });
    await doctor.signIn('doctor');
    expect((await doctor.page.goto(booked.path))?.status()).toBe(404);
    await doctor.close();
    expectNoComplaints(head);
    await head.close();
  });

  it('a clip that the patient sent is looked at and commented, and she reads the comment', async () => {
    const { patientId } = await launchOf(house, `clip-${language}`);
    const patient = await enter(patientId, language);
    await patient.goto('/p/upload?kind=clip');
    await patient.page.locator('input[type=file]').setInputFiles({ name: 'walk.mp4', mimeType: 'video/mp4', buffer: clip('mp4') });
    await patient.page.locator('main form button[type=submit]').last().click();
    await until(async () => (await house.sql`select 1 from file where patient_id = ${patientId} and kind = 'clip' and attached_at is not null`).length > 0, 'the clip arrives');
    const her = await visit(browser, house, { size: 'phone', language });
    await her.signIn('therapist');
    await her.goto('/nurse/clips');
    await look(her, 'clips-waiting');
    const said = language === 'en' ? 'Lift the foot higher' : '脚再抬高一点';
    const [sent] = await house.sql<{ id: string }[]>`select id from file where patient_id = ${patientId} and kind = 'clip'`;
    const card = her.page.locator('article', { has: her.page.locator(`video[src="/files/${sent?.id}"]`) });
    await card.getByLabel(t('comment'), { exact: true }).fill(said);
    await card.getByRole('button', { name: t('commentSend') }).click();
    await her.page.getByText(said).waitFor();
    await look(her, 'clips-commented');
    await her.close();
    await patient.goto('/p/upload');
    await patient.page.getByText(said).first().waitFor();
    await patient.close();
  });

  it('alarm, incident and clips are one touch away', async () => {
    const her = await visit(browser, house, { size: 'phone', language });
    await withLocation(her);
    await her.signIn('nurse');
    for (const name of ['alarm', 'incident', 'clips']) {
      await her.goto(`/nurse/${name}`);
      await look(her, name);
    }
    await her.goto('/nurse/alarm');
    expect(await timesAsked(her)).toBe('0');
    await her.page.getByRole('button', { name: t('alarmSend') }).click();
    await her.page.getByText(t('alarmSent')).waitFor();
    expect(await timesAsked(her)).toBe('1');
    expect(await house.sql`select lat from visit_alarm where kind = 'sos' and closed_at is null`).toEqual([{ lat: 30.2501 }]);
    await her.goto('/nurse/incident');
    await her.page.getByLabel(t('incident.needlestick')).check();
    await her.page.getByLabel(t('incidentWhat')).fill('拔针时刺伤左手食指，已挤血冲洗');
    await her.page.getByRole('button', { name: t('send') }).click();
    await her.page.getByText(t('incidentSent')).waitFor();
    const [alarm] = await house.sql<{ id: string }[]>`select id from visit_alarm where kind = 'sos' and closed_at is null`;
    const head = await visit(browser, house, { size: 'phone', language });
    await head.signIn('head-nurse');
    await head.goto('/nurse/');
    await head.page.getByText(t('notice.alarm')).first().waitFor();
    await look(head, 'alarm-told');
    await head.close();
    await house.api('POST', `/visit-alarms/${alarm?.id}/close`, { note: '已联系，安全' }); // the next language begins anew
    expectNoComplaints(her);
    await her.close();
  });
});

it('A visit that is not finished in time raises the alarm, and its end closes it', async () => {
  const booked = await give(house, await bookedVisit(house, 'nurse-overdue'));
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await her.signIn('nurse');
  await moveTo(house, booked, booked.slot.from);
  await her.goto(booked.path);
  await her.page.getByRole('button', { name: nurseTexts.checkIn[0] }).click();
  await her.page.getByText(nurseTexts['status.checked-in'][0]).first().waitFor();
  await until(async () => (await house.sql`select 1 from occurrence where id = ${booked.occurrence} and status = 'checked-in'`).length > 0, 'she is there');
  const overdue = () => house.sql`select closed_at is null as open from visit_alarm where occurrence = ${booked.occurrence} and kind = 'overdue-finish'`;
  expect(await overdue()).toEqual([]);
  await moveTo(house, booked, new Date(Date.parse(booked.slot.until) + 45 * 60_000).toISOString()); // a slot of an hour and thirty minutes of grace
  await until(async () => (await overdue()).length === 1, 'the alarm is raised');
  await her.goto(`${booked.path}/miss`);
  await her.page.getByLabel(nurseTexts['miss.no-show'][0]).check();
  await her.page.getByRole('button', { name: nurseTexts.send[0] }).click();
  await until(async () => (await overdue())[0]?.['open'] === false, 'the alarm is closed');
  const { items } = await house.api<{ items: { step: string; n: number; reason: string }[] }>('GET', `/patients/${booked.patientId}/visits`);
  expect(items.find(({ step, n }) => step === 'dressing' && n === 1)?.reason).toBe('no-show');
  await her.close();
});

it('What a dead spot kept on the phone is sent once when the network is back', async () => {
  const booked = await give(house, await bookedVisit(house, 'nurse-offline'));
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  const { page, context } = her;
  await her.signIn('nurse');
  await moveTo(house, booked, booked.slot.from);
  await her.goto(booked.path);
  await page.getByRole('button', { name: nurseTexts.checkIn[0] }).click();
  await page.getByRole('link', { name: nurseTexts.recordOpen[0] }).click();
  await page.waitForURL(/\/record$/); // loaded, scripts included: from here on there is no network
  await context.setOffline(true);
  await fillRecord(page);
  await page.getByRole('button', { name: nurseTexts.save[0] }).click();
  await page.getByText(nurseTexts.offline[0]).waitFor();
  expect(await house.sql`select 1 from visit_draft where episode_id = ${booked.episodeId}`).toHaveLength(0);
  await context.setOffline(false);
  await until(async () => (await house.sql`select 1 from visit_draft where episode_id = ${booked.episodeId}`).length === 1, 'the draft arrives');
  await page.getByText(nurseTexts.synced[0]).waitFor();
  expect(await page.evaluate<string[]>('Object.keys(localStorage).filter((key) => key.startsWith("wuyou.draft."))')).toEqual([]);
  await her.close();
});
