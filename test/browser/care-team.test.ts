/** A hospital keeps to care teams: a nurse without a shift is refused a record, opens it in an emergency with a reason, and the head reviews it; a colleague comes into the team by hand. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { keepToCareTeams } from '../../db/care-team/confined.js';
import { careTeamTexts, emergencyTexts } from '../../web/console/texts/care-team.js';
import { patientTexts } from '../../web/console/texts/patient.js';
import { peopleTexts } from '../../web/console/texts/people.js';
import { shellTexts } from '../../web/console/texts/shell.js';
import { worklistTexts } from '../../web/console/texts/worklist.js';
import { speaker } from '../../web/text.js';
import { dischargeToday } from './support/arrange.js';
import { lookAs, press } from './support/desk.js';
import { until } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, settled, sizes, visit, type Language, type Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  await keepToCareTeams(house.sql, house.hospitalId, true, ['nurse', 'therapist']);
});

const lookWide = lookAs('care-team');
/** WCAG 1.4.10: no wider than 320 CSS pixels. */
const narrow = { width: 320, height: 800 };
async function look(who: Visitor, name: string): Promise<void> {
  await lookWide(who, name);
  await who.page.setViewportSize(narrow);
  await settled(who.page);
  await expectAccessible(who.page);
  await expectNoSidewaysScroll(who.page);
  await who.shot(`care-team-${name}-narrow`);
  await who.page.setViewportSize(sizes.desktop);
  await settled(who.page);
}
const signedIn = async (login: string, language: Language): Promise<Visitor> => {
  const who = await visit(browser, house, { size: 'desktop', language });
  await who.signIn(login);
  return who;
};
const born = '1953-05-04'; // as in dischargeOf
/** Off duty, in no care team, one for each language: what one reviews is the other's nothing. */
const nurses = { 'zh-CN': { login: 'nurse-2', name: '责任护士二 Nurse 2' }, en: { login: 'wound-nurse', name: '伤口造口专科护士 Wound and stoma nurse' } } as const;
const patientOf = (ref: string, familyName: string) => dischargeToday(house, ref, { patient: { identifiers: [{ system: 'mrn', value: `M-${ref}` }], familyName, givenName: '阿姨', birthDate: born, sex: 'female' } });

describe.each<{ language: Language }>(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const [t, team, patient, people, shell, worklist] = [speaker(emergencyTexts, language), speaker(careTeamTexts, language), speaker(patientTexts, language), speaker(peopleTexts, language), speaker(shellTexts, language), speaker(worklistTexts, language)];
  const { login, name } = nurses[language];
  const why = language === 'en' ? 'Her daughter called: the wound bleeds' : '女儿来电：伤口出血，需核对医嘱';

  it('a record outside the care team opens with a reason, and is gone when that was not justified', async () => {
    const { patientId } = await patientOf(`team-${language}`, language === 'en' ? '沈' : '韩');
    const [nurse, head] = [await signedIn(login, language), await signedIn('head-nurse', language)];
    await nurse.goto(`/console/patients/${patientId}`);
    await nurse.page.getByRole('alert').filter({ hasText: t('outside') }).waitFor();
    await look(nurse, 'outside');
    const reason = nurse.page.getByRole('textbox', { name: t('reason') });
    await reason.fill('short');
    await press(nurse.page, t('open'));
    await nurse.page.getByText(t('tooShort', { n: 5 })).waitFor();
    await until(async () => reason.evaluate((field) => field === field.ownerDocument.activeElement), 'the keyboard stands where it has to be mended');
    await look(nurse, 'outside-errors');
    await reason.fill(why);
    await nurse.page.evaluate('window.dispatchEvent(new Event("focus")), document.dispatchEvent(new Event("visibilitychange"))'); // read again meanwhile
    await settled(nurse.page);
    expect(await reason.inputValue()).toBe(why);
    await press(nurse.page, t('open'));
    await nurse.page.getByRole('tab', { name: patient('record') }).waitFor();
    await settled(nurse.page);
    expect(await house.sql`select verdict from emergency_access where patient_id = ${patientId}`).toEqual([{ verdict: null }]);

    await head.goto('/console/?tab=alarms');
    await head.page.getByRole('link', { name: worklist('review'), exact: true }).first().click();
    await head.page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
    await head.page.getByText(why).waitFor();
    await look(head, 'review');
    const row = head.page.getByRole('listitem').filter({ hasText: why });
    await row.getByRole('button', { name: new RegExp(`^${t('not-justified')}`) }).click();
    await head.page.getByRole('dialog').waitFor();
    await look(head, 'review-sure');
    await press(head.page, t('confirm'));
    await head.page.getByText(t('done-not-justified')).waitFor();
    await row.getByRole('button').first().waitFor({ state: 'detached' });
    await row.getByText(t('not-justified'), { exact: true }).waitFor();
    await look(head, 'reviewed');

    // Nobody touched her page.
    await nurse.page.getByRole('alert').filter({ hasText: t('outside') }).waitFor();
    expect(await nurse.page.getByRole('tab').count()).toBe(0);
    await nurse.goto(`/console/patients/${patientId}/plan`);
    await nurse.page.getByRole('alert').filter({ hasText: t('outside') }).waitFor();
    for (const who of [nurse, head]) {
      expectNoComplaints(who);
      await who.close();
    }
  });

  it('a search that finds nobody leads to it, by record number and birth date together', async () => {
    const { patientId } = await patientOf(`found-${language}`, language === 'en' ? '蒋' : '沈');
    const nurse = await signedIn(login, language);
    const { page } = nurse;
    await nurse.goto('/console/patients');
    await page.getByRole('searchbox').fill(`M-found-${language}`);
    await page.getByText(t('nobodyFound')).waitFor();
    await look(nurse, 'nobody-found');
    await press(page, t('title'));
    const number = page.getByRole('textbox', { name: t('recordNumber') });
    await number.waitFor();
    await settled(page);
    expect(await number.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await press(page, t('open'));
    expect(await page.getByText(t('missing')).count()).toBe(2);
    await number.fill(`M-found-${language}`);
    await page.getByLabel(t('birthDate')).fill('1953-05-05');
    await page.getByRole('textbox', { name: t('reason') }).fill(why);
    await press(page, t('open'));
    await page.getByText(t('notFound')).first().waitFor();
    await look(nurse, 'by-number-errors');
    await page.getByLabel(t('birthDate')).fill(born);
    await press(page, t('open'));
    await page.waitForURL((url) => url.pathname === `/console/patients/${patientId}`);
    await page.getByRole('tab', { name: patient('record') }).waitFor();
    // Once more while it is open: no second alarm.
    await nurse.goto('/console/patients');
    await page.getByRole('searchbox').fill('nobody of that name');
    await press(page, t('title'));
    await number.fill(`M-found-${language}`);
    await page.getByLabel(t('birthDate')).fill(born);
    await page.getByRole('textbox', { name: t('reason') }).fill(why);
    await press(page, t('open'));
    await page.getByText(t('openAnyway')).waitFor();
    await page.waitForURL((url) => url.pathname === `/console/patients/${patientId}`);
    expect(await house.sql`select 1 from emergency_access where patient_id = ${patientId}`).toHaveLength(1);
    // On duty she sees everybody, and is offered nothing more as soon as she looks again.
    await nurse.goto('/console/patients');
    await page.getByRole('searchbox').fill('nobody of that name');
    await page.getByText(t('nobodyFound')).waitFor();
    await house.sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at) select gen_random_uuid(), hospital_id, id, 'duty-nurse', now() - interval '1 minute', now() + interval '1 hour' from account where login = ${login}`;
    await page.getByRole('searchbox').fill('nobody of another name');
    await page.getByText(t('nobodyFound')).waitFor({ state: 'detached' });
    await settled(page);
    expect(await page.getByText(t('nobodyFound')).count()).toBe(0);
    await house.sql`delete from roster_shift where account_id = (select id from account where login = ${login})`;
    await page.getByRole('navigation').getByText(people('patients')).first().waitFor();
    expect(await page.getByRole('link', { name: shell('emergencyAccess') }).count()).toBe(0);
    expectNoComplaints(nurse);
    await nurse.close();
  });

  it('whoever arranges care names a colleague and takes her out again; their own emergency access somebody else reviews', async () => {
    const { patientId } = await patientOf(`named-${language}`, language === 'en' ? '韩' : '蒋');
    const head = await signedIn('head-nurse', language);
    const { page } = head;
    await head.goto(`/console/patients/${patientId}?tab=record`);
    const card = page.getByRole('region', { name: team('title') });
    await card.getByText(team('nobody')).waitFor();
    await card.getByLabel(team('colleague')).first().click();
    await page.getByRole('option', { name }).click();
    await card.getByRole('button', { name: team('add') }).click();
    await page.getByText(team('added', { name })).waitFor();
    await card.getByText(team('named')).waitFor();
    await look(head, 'card');
    const nurse = await signedIn(login, language);
    await nurse.goto(`/console/patients/${patientId}?tab=record`);
    await nurse.page.getByRole('listitem').filter({ hasText: name }).waitFor();
    expect(await nurse.page.getByRole('button', { name: team('removeOf', { name }) }).count()).toBe(0);
    expect(await nurse.page.getByLabel(team('colleague')).count()).toBe(0);
    await card.getByRole('button', { name: team('removeOf', { name }) }).click();
    await page.getByText(team('removed', { name })).waitFor();
    await card.getByText(team('nobody')).waitFor();
    expect(await card.getByRole('heading').evaluate((heading) => heading === heading.ownerDocument.activeElement)).toBe(true);
    expect(await house.sql`select 1 from care_team_member where patient_id = ${patientId}`).toEqual([]);

    await page.evaluate(`fetch('/emergency-access', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: ${JSON.stringify(JSON.stringify({ patientId, reason: `${why} (own)` }))} })`);
    await head.goto('/console/emergency-access');
    const own = page.getByRole('listitem').filter({ hasText: `${why} (own)` });
    await own.getByText(t('own')).waitFor();
    expect(await own.getByRole('button').count()).toBe(0);
    await look(head, 'own');
    for (const who of [head, nurse]) {
      expectNoComplaints(who);
      await who.close();
    }
  });
});
