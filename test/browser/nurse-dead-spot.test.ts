/** Where the nurse's phone and the hospital do not agree, or do not reach each other: nothing that she wrote and no alarm may be lost without a word. */
import { expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { nurseTexts } from '../../web/nurse/texts.js';
import { moveTo, until } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { bookedVisit, give, type Booked } from './support/nurse-visits.js';
import { visit, type Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const say = (key: keyof typeof nurseTexts): string => nurseTexts[key][0];
async function look(her: Visitor, name: string): Promise<void> {
  await her.page.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(her.page);
  await expectAccessible(her.page);
  await her.shot(`nurse-${name}`);
}
async function checkedIn(ref: string): Promise<{ booked: Booked; her: Visitor }> {
  const booked = await give(house, await bookedVisit(house, ref));
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await her.signIn('nurse');
  await moveTo(house, booked, booked.slot.from);
  await her.goto(booked.path);
  await her.page.getByRole('button', { name: say('checkIn') }).click();
  await her.page.getByRole('link', { name: say('recordOpen') }).waitFor();
  return { booked, her };
}
const redness = ({ page }: Visitor, value: string) => page.locator(`input[name="a.wound.redness"][value="${value}"]`);
const pus = ({ page }: Visitor, value: boolean) => page.locator(`input[name="a.wound.pus"][value="${value}"]`);
const waiting = ({ page }: Visitor): Promise<string[]> => page.evaluate<string[]>('Object.keys(localStorage).filter((key) => /^wuyou.(draft|not-taken)/.test(key))');
const draft = ({ api }: Booked): Promise<{ answers: Record<string, Record<string, unknown>>; writtenAt: string } | null> =>
  house.api<{ draft: { answers: Record<string, Record<string, unknown>>; writtenAt: string } | null }>('GET', `${api}/draft`).then((body) => body.draft);
const put = ({ api }: Booked, answers: object, ahead: number) => house.api('PUT', `${api}/draft`, { answers, writtenAt: new Date(Date.now() + ahead).toISOString() });

it('What she corrects is saved, though another device wrote the record with a clock that runs ahead', async () => {
  const { booked, her } = await checkedIn('spot-ahead');
  await put(booked, { wound: { redness: 'none', pus: false } }, 180_000);
  await her.goto(`${booked.path}/record`);
  await redness(her, 'over-2cm').check();
  await pus(her, true).check();
  await her.page.getByRole('button', { name: say('save') }).click();
  await her.page.waitForURL(/said=saved/);
  expect((await draft(booked))?.answers['wound']).toMatchObject({ redness: 'over-2cm', pus: true });
  expect(await waiting(her)).toEqual([]);
  expectNoComplaints(her);
  await her.close();
});

it('A newer record that she has not seen is shown, hers is not called saved, and she decides', async () => {
  const { booked, her } = await checkedIn('spot-older');
  await her.goto(`${booked.path}/record`);
  await her.context.setOffline(true);
  await redness(her, 'over-2cm').check();
  await her.page.getByRole('button', { name: say('save') }).click();
  await her.page.getByText(say('offline')).waitFor();
  await put(booked, { wound: { redness: 'none', pus: false } }, 0);
  await her.context.setOffline(false);
  const why = her.page.getByRole('alert').filter({ hasText: '没有保存：系统里已有一份更新的' });
  await why.waitFor();
  await redness(her, 'none').and(her.page.locator(':checked')).waitFor(); // the form shows what the hospital has
  await her.page.getByText(say('notTakenShow')).click();
  expect(await her.page.locator('#not-taken li').allTextContents()).toEqual([expect.stringMatching(/ · .*2厘米/)]);
  await look(her, 'not-taken-older');
  await her.page.getByRole('button', { name: say('notTakenMine') }).click();
  await until(async () => (await draft(booked))?.answers['wound']?.['redness'] === 'over-2cm', 'hers is the record');
  await her.page.getByText(say('synced')).waitFor();
  expect([await redness(her, 'over-2cm').isChecked(), await pus(her, false).isChecked()]).toEqual([true, false]); // what she left open is open
  expect(await waiting(her)).toEqual([]);
  await her.close();
});

it('What she wrote in a dead spot stays on her phone when the visit was closed meanwhile, until she has decided', async () => {
  const { booked, her } = await checkedIn('spot-closed');
  await her.goto(`${booked.path}/record`);
  await her.context.setOffline(true);
  await redness(her, 'over-2cm').check();
  await pus(her, true).check();
  await her.page.getByRole('button', { name: say('save') }).click();
  await her.page.getByText(say('offline')).waitFor();
  await house.api('POST', `${booked.api}/miss`, { reason: 'staff', standInReason: '联系不上' });
  await until(async () => (await house.sql`select 1 from occurrence where id = ${booked.occurrence} and status = 'failed'`).length > 0, 'the visit is closed');
  await her.context.setOffline(false);
  const why = her.page.getByRole('alert').filter({ hasText: '访视已经关闭' });
  await why.waitFor();
  await her.goto('/nurse/');
  await why.waitFor();
  await her.page.getByText(say('notTakenShow')).click();
  expect(await her.page.locator('#not-taken li').count()).toBe(2);
  await look(her, 'not-taken-closed');
  await her.page.locator('#not-taken').getByRole('link', { name: say('abnormal') }).click();
  await her.page.getByLabel(say('level.orange')).check();
  await her.page.getByLabel(say('whatFound')).fill('发红超过2厘米，有脓');
  await her.page.getByRole('button', { name: say('send') }).click();
  await until(async () => (await house.sql`select 1 from escalation where episode_id = ${booked.episodeId} and level = 'orange'`).length > 0, 'the finding is a case');
  // Gone only by her press.
  await her.goto('/nurse/');
  await her.page.getByText(say('notTakenDiscard'), { exact: true }).click();
  await her.page.getByRole('button', { name: say('notTakenDiscardYes') }).click();
  await why.waitFor({ state: 'detached' });
  expect(await waiting(her)).toEqual([]);
  await her.close();
});

it('A colleague who signs in on the same phone does not send her record as her own', async () => {
  const { booked, her } = await checkedIn('spot-shared');
  await her.goto(`${booked.path}/record`);
  await her.context.setOffline(true);
  await redness(her, 'over-2cm').check();
  await her.context.clearCookies();
  await her.context.setOffline(false);
  await her.signIn('head-nurse');
  await her.goto('/nurse/');
  await her.page.getByText(say('draftsOfOthers')).waitFor();
  await look(her, 'drafts-of-others');
  expect(await draft(booked)).toBeNull();
  await her.context.clearCookies();
  await her.signIn('nurse');
  await her.goto('/nurse/');
  await until(async () => (await draft(booked)) !== null, 'hers is sent by herself');
  expect(await house.sql`select a.login from visit_draft d join account a on a.id = d.account_id where d.occurrence = ${booked.occurrence}`).toEqual([{ login: 'nurse' }]);
  await her.close();
});

it('What she types while a draft is under way is not forgotten', async () => {
  const { booked, her } = await checkedIn('spot-typing');
  await her.goto(`${booked.path}/record`);
  const { page } = her;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/draft', async (route) => {
    await held;
    await route.continue();
  });
  await redness(her, 'none').check();
  await page.getByRole('button', { name: say('save') }).click();
  await redness(her, 'over-2cm').check();
  release();
  await page.waitForURL(/said=saved/);
  await until(async () => (await draft(booked))?.answers['wound']?.['redness'] === 'over-2cm', 'the last keystroke arrives');
  await page.unroute('**/draft');
  await her.close();
});

it('An alarm in a dead spot keeps the numbers to call, says that it has not gone, and goes once when the network is back', async () => {
  const { booked, her } = await checkedIn('spot-alarm');
  const { page, context } = her;
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 30.2501, longitude: 120.1702 });
  const raised = () => house.sql<{ occurrence: string | null; lat: number | null }[]>`select occurrence, lat from visit_alarm where kind = 'sos' and closed_at is null`;
  await context.setOffline(true);
  await page.getByRole('link', { name: say('alarm') }).click();
  const dialog = page.getByRole('dialog', { name: say('alarmTitle') });
  await dialog.waitFor();
  expect(await dialog.locator('a[href="tel:110"]').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.hasAttribute("data-alarm-open")')).toBe(true);
  await page.getByRole('link', { name: say('alarm') }).click();
  await dialog.getByRole('button', { name: say('alarmSend') }).click();
  await dialog.getByRole('alert').filter({ hasText: say('alarmNotSent') }).waitFor();
  await dialog.getByRole('button', { name: say('alarmSend') }).click(); // pressed again: the same alarm
  await look(her, 'alarm-not-sent');
  expect(await raised()).toEqual([]);
  await context.setOffline(false);
  await dialog.getByRole('alert').filter({ hasText: say('alarmSent') }).waitFor();
  expect(await raised()).toEqual([{ occurrence: booked.occurrence, lat: 30.2501 }]);
  await look(her, 'alarm-sent');
  await dialog.getByRole('button', { name: say('alarmClose') }).click();
  // Pressed on one page, opened another one: it goes on.
  await context.route('**/visit-alarms', (route) => route.abort());
  await her.goto('/nurse/alarm');
  await page.getByRole('button', { name: say('alarmSend') }).click();
  await page.getByText(say('alarmNotSent')).waitFor();
  await her.goto('/nurse/');
  await dialog.getByText(say('alarmNotSent')).waitFor();
  await dialog.getByRole('button', { name: say('alarmStop') }).click();
  await context.unroute('**/visit-alarms');
  await her.goto('/nurse/');
  expect(await dialog.isVisible()).toBe(false);
  expect(await raised()).toHaveLength(1);
  await house.api('POST', `/visit-alarms/${(await house.sql<{ id: string }[]>`select id from visit_alarm where kind = 'sos' and closed_at is null`)[0]?.id}/close`, { note: '已联系，安全' });
  await her.close();
});

it('A form whose sending was stopped can be sent again', async () => {
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  const { page } = her;
  await her.signIn('nurse');
  await page.goto('/nurse/incident');
  const send = page.getByRole('button', { name: say('send') });
  const sendTo = (address: string) => page.evaluate(`{ const form = document.querySelector('form:has(#what)'); form.action = '${address}'; form.querySelector('button').click(); }`);
  await page.locator('input[name=kind]').first().check();
  await page.locator('#what').fill('拔针时刺伤');
  await sendTo('https://elsewhere.invalid/'); // begun, and stopped by the browser: the page's policy forbids it
  expect(await send.getAttribute('aria-disabled')).toBe('true');
  await until(async () => (await send.getAttribute('aria-disabled')) === null, 'the button is free again');
  await sendTo('/nurse/incident');
  await page.getByText(say('incidentSent')).waitFor();
  await her.close();
});
