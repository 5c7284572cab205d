/** The head nurse keeps the roster's people: profile, certificates, hours; what that does to confirmed visits and to the days ahead shows at once. */
import { describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { rosterTexts } from '../../web/console/texts/roster.js';
import { speaker } from '../../web/text.js';
import { until } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import { holdAnswers } from './support/hold-answers.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { bookedVisit, give, type Booked } from './support/nurse-visits.js';
import { languages, visit } from './support/visitor.js';
import type { Language, Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
let booked: Booked;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  booked = await give(house, await bookedVisit(house, 'roster'), 'nurse-2');
});

async function look(her: Visitor, name: string): Promise<void> {
  await expectAccessible(her.page);
  await expectNoSidewaysScroll(her.page);
  await her.shot(`roster-${name}`);
}
const profileOf = async (login: string) => (await house.sql<{ skills: string[]; certificates: { kind: string; number: string; issuedOn: string | null; validUntil: string | null }[] }[]>`select s.skills, s.certificates from staff_profile s join account a on a.id = s.account_id where a.login = ${login}`)[0];
const hoursOf = (login: string) => house.sql<{ weekday: number; fromTime: string; untilTime: string }[]>`select h.weekday, h.from_time, h.until_time from working_hours h join account a on a.id = h.account_id where a.login = ${login} order by 1, 2`;
const nurse2 = '责任护士二 Nurse 2';

describe.each<{ language: Language }>(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const t = speaker(rosterTexts, language);
  const open = async (page: Page, what: 'editProfile' | 'editHours'): Promise<void> => {
    await page.getByRole('button', { name: `${t(what)}: ${nurse2}` }).click();
    await page.getByRole('dialog').waitFor();
  };

  it('a certificate is added with its errors said at their fields, and a skill is taken back knowingly', async () => {
    const her = await visit(browser, house, { size: 'desktop', language });
    const { page } = her;
    await her.signIn('head-nurse');
    await her.goto('/console/roster?tab=people');
    await look(her, 'people');
    await open(page, 'editProfile');
    await look(her, 'profile');
    await page.getByRole('button', { name: t('addCertificate') }).click();
    const certificate = page.getByRole('group', { name: t('certificateN', { n: 2 }) });
    await certificate.getByLabel(t('issued')).fill('2025-05-01');
    await certificate.getByLabel(t('lastValid')).fill('2024-05-01');
    await page.getByRole('button', { name: t('save'), exact: true }).click();
    await page.getByText(t('endsBeforeIssued')).waitFor();
    expect(await certificate.getByLabel(t('number')).getAttribute('aria-invalid')).toBe('true');
    await look(her, 'profile-errors');
    await certificate.getByLabel(t('number')).fill(`W-${language}`);
    await certificate.getByLabel(t('lastValid')).fill('2029-04-30');
    await page.getByRole('checkbox', { name: language === 'en' ? 'wound' : '伤口', exact: true }).uncheck();
    await page.getByRole('button', { name: t('preview') }).click();
    await page.getByText(t('unfitAfter', { n: 1 })).waitFor();
    await look(her, 'profile-effects');
    await page.getByRole('button', { name: t('save'), exact: true }).click();
    await page.getByText(t('unqualified')).waitFor(); // the visit stays hers, and everybody who plans sees it
    await look(her, 'people-unqualified');
    expect(await profileOf('nurse-2')).toMatchObject({ skills: ['stoma'], certificates: [{ kind: 'stoma' }, { kind: 'wound', number: `W-${language}`, issuedOn: '2025-05-01', validUntil: '2029-04-30' }] });
    expect(await house.sql`select state from visit_assignment where occurrence = ${booked.occurrence}`).toEqual([{ state: 'assigned' }]);
    await her.goto('/console/roster?tab=capacity');
    await page.getByText(t('unqualified')).waitFor();
    await look(her, 'capacity');
    await her.goto('/console/roster?tab=people');
    await open(page, 'editProfile');
    await page.getByRole('checkbox', { name: language === 'en' ? 'wound' : '伤口', exact: true }).check();
    await page.getByRole('button', { name: t('removeCertificate', { n: 2 }) }).click();
    await page.getByRole('button', { name: t('save'), exact: true }).click();
    await page.getByText(t('unqualified')).waitFor({ state: 'detached' });
    expectNoComplaints(her);
    await her.close();
  });

  it('hours are edited by keyboard alone, and overlaps are said at their field', async () => {
    const before = await hoursOf('nurse-2');
    const her = await visit(browser, house, { size: 'desktop', language });
    const { page } = her;
    await her.signIn('head-nurse');
    await her.goto('/console/roster?tab=people');
    await page.getByRole('button', { name: `${t('editHours')}: ${nurse2}` }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: `${t('addHours')}: ${t('full-monday')}` }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter'); // twice: overlaps itself
    await page.getByRole('button', { name: t('save'), exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(t('overlaps')).waitFor();
    await look(her, 'hours-errors');
    await page.getByRole('button', { name: t('removeHours', { day: t('full-monday'), from: '08:00' }) }).last().focus();
    await page.keyboard.press('Enter');
    const reading = holdAnswers(page, ({ pathname }) => pathname.endsWith('/staff'));
    await reading.begin();
    await page.getByRole('button', { name: t('save'), exact: true }).focus();
    await page.keyboard.press('Enter');
    await until(async () => (await hoursOf('nurse-2')).length === before.length + 1, 'Monday is worked');
    expect((await hoursOf('nurse-2'))[0]).toEqual({ weekday: 1, fromTime: '08:00', untilTime: '17:30' });
    // Closed before the week was read again, it would be opened with the week of before, and saving that takes Monday away.
    await page.getByText(t('hoursSaved')).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await reading.end();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await open(page, 'editHours');
    await page.getByRole('button', { name: t('removeHours', { day: t('full-monday'), from: '08:00' }) }).click();
    await page.getByRole('button', { name: t('save'), exact: true }).click();
    await until(async () => (await hoursOf('nurse-2')).length === before.length, 'Monday is off again');
    expectNoComplaints(her);
    await her.close();
  });

  it('who may not edit sees so instead of buttons', async () => {
    const her = await visit(browser, house, { size: 'desktop', language });
    await her.signIn('case-manager');
    await her.goto('/console/roster?tab=people');
    await her.page.getByText(t('whoEdits')).waitFor();
    expect(await her.page.getByRole('button', { name: `${t('editProfile')}: ${nurse2}` }).count()).toBe(0);
    await look(her, 'people-read-only');
    await her.close();
  });
});
