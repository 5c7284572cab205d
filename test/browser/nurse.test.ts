/** The nurse's day on her phone: offered, accepted, screened, checked in, recorded, photographed, redeemed, complete; and the unit is used. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { nurseTexts } from '../../web/nurse/texts.js';
import { speaker } from '../../web/text.js';
import { launchOf, moveTo, until, type Launched } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import { openHouse } from './support/house.js';
import type { House } from './support/house.js';
import { languages, openBrowser, visit } from './support/visitor.js';
import type { Language, Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openBrowser()]);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** A visit on D2, given to the nurse by hand, so that it does not depend on whom the plan of the day would ask. */
let given = 0;
async function visitOfNurse(ref: string): Promise<Launched & { path: string; slot: { from: string; until: string } }> {
  const launched = await launchOf(house, ref);
  await house.api('PUT', `/patients/${launched.patientId}/place`, { district: 'centre', address: '解放路1号', accessNote: '三单元', lat: 30.25, lng: 120.17 });
  const path = `/episodes/${launched.episodeId}/visits/dressing/1`;
  const { slots } = await house.api<{ slots: { from: string; until: string }[] }>('GET', `${path}/slots?days=14`);
  const slot = slots[given++]; // each at another time: nobody is in two places
  if (!slot) throw new Error('no slot is free');
  await house.api('POST', `${path}/book`, { from: slot.from, until: slot.until });
  await until(async () => (await house.sql`select 1 from visit_assignment where episode_id = ${launched.episodeId}`).length > 0, 'the visit looks for a person');
  const [nurse] = await house.sql<{ id: string }[]>`select id from account where login = 'nurse'`;
  await house.api('POST', `${path}/assign`, { accountId: nurse?.id });
  return { ...launched, slot, path: `/nurse/visits/${launched.episodeId}/dressing/1` };
}

async function look(her: Visitor, name: string): Promise<void> {
  await expectAccessible(her.page);
  await expectNoSidewaysScroll(her.page);
  await her.shot(`nurse-${name}`);
}

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
}

describe.each<{ language: Language }>(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const t = speaker(nurseTexts, language);
  it('a visit goes from the list to its end, and its unit is used once', async () => {
    const { path, slot, episodeId, ...patient } = await visitOfNurse(`nurse-${language}`);
    const her = await visit(browser, house, { size: 'phone', language });
    const { page } = her;
    await her.signIn('nurse');
    await her.goto('/nurse/');
    await look(her, 'day');
    await moveTo(house, { episodeId, ...patient }, slot.from);
    await her.goto(path);
    expect(await page.getByText('解放路1号').count()).toBe(1);
    await look(her, 'visit-before');
    await page.getByRole('link', { name: t('risk') }).click();
    await look(her, 'risk');
    for (const no of await page.locator('input[type=radio][value=no]').all()) await no.check();
    await page.getByRole('button', { name: t('send') }).click();
    await page.getByRole('button', { name: t('checkIn') }).click();
    await page.getByText(t('completeMissing', { what: [t('record'), t('redeem')].join('、') })).waitFor();
    await look(her, 'visit-under-way');
    await page.getByRole('link', { name: t('recordOpen') }).click();
    await fillRecord(page);
    expect(await page.locator('[data-score=vitals]').textContent()).toMatch(/^0/);
    await look(her, 'record');
    await page.getByRole('button', { name: t('save') }).click();
    await page.waitForURL(/said=saved/);
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#b06a5a' } }).jpeg().toBuffer();
    await page.locator('input[type=file]').setInputFiles({ name: 'wound.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByRole('button', { name: t('upload') }).click();
    await page.getByText(t('photosCount', { n: 1 })).waitFor();
    await page.getByRole('link', { name: t('redeem') }).click();
    await look(her, 'redeem');
    await page.getByText(t('exception')).first().click();
    await page.getByLabel(t('exception.no-phone')).check();
    await page.getByRole('button', { name: t('send') }).click();
    await page.getByText(t('redeemed', { how: t('how.exception') })).waitFor();
    await page.getByRole('button', { name: t('complete') }).click();
    await page.getByText(t('completed')).waitFor();
    await until(async () => (await house.sql`select 1 from occurrence where id = ${`${episodeId}/dressing/1`} and status = 'completed'`).length > 0, 'the visit is complete');
    const { items } = await house.api<{ items: { service: string; used: number; reserved: number; remaining: number }[] }>('GET', `/episodes/${episodeId}/entitlements`);
    expect(items).toMatchObject([{ service: 'wound-dressing', used: 1, reserved: 0, remaining: 2 }]);
    expectNoComplaints(her);
    await her.close();
  });

  it('alarm, incident and clips are one touch away', async () => {
    const her = await visit(browser, house, { size: 'phone', language });
    await her.signIn('nurse');
    for (const name of ['alarm', 'incident', 'clips']) {
      await her.goto(`/nurse/${name}`);
      await look(her, name);
    }
    await her.goto('/nurse/alarm');
    await her.page.getByRole('button', { name: t('alarmSend') }).click();
    await her.page.getByText(t('alarmSent')).waitFor();
    expect(await house.sql`select 1 from visit_alarm where kind = 'sos' and closed_at is null`).not.toHaveLength(0);
    expectNoComplaints(her);
    await her.close();
  });
});

it('What a dead spot kept on the phone is sent once when the network is back', async () => {
  const launched = await visitOfNurse('nurse-offline');
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  const { page, context } = her;
  await her.signIn('nurse');
  await moveTo(house, launched, launched.slot.from);
  await her.goto(launched.path);
  await page.getByRole('button', { name: nurseTexts.checkIn[0] }).click();
  await page.getByRole('link', { name: nurseTexts.recordOpen[0] }).click();
  await page.waitForURL(/\/record$/); // loaded, scripts included: from here on there is no network
  await context.setOffline(true);
  await fillRecord(page);
  await page.getByRole('button', { name: nurseTexts.save[0] }).click();
  await page.getByText(nurseTexts.offline[0]).waitFor();
  expect(await house.sql`select 1 from visit_draft where episode_id = ${launched.episodeId}`).toHaveLength(0);
  await context.setOffline(false);
  await until(async () => (await house.sql`select 1 from visit_draft where episode_id = ${launched.episodeId}`).length === 1, 'the draft arrives');
  await page.getByText(nurseTexts.synced[0]).waitFor();
  expect(await page.evaluate<string[]>('Object.keys(localStorage).filter((key) => key.startsWith("wuyou.draft."))')).toEqual([]);
  await her.close();
});
