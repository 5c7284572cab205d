/** What the phones must not say: nothing that was not agreed to, nothing that is not so, and never a document for programs. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { nurseTexts } from '../../web/nurse/texts.js';
import { patientTexts } from '../../web/patient/texts.js';
import { sayIn } from '../../web/text.js';
import { dayOf, launchOf, moveTo, until } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { enter, look, press } from './support/patient.js';
import { languages, visit, type Language, type Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => {
  ({ house, browser } = opened);
});
const saidNo = (mobile: string) => ({
  consents: { sms: true, photos: false, family: false, familyDoctor: false },
  contacts: [{ owner: 'patient', kind: 'mobile', value: mobile }, { owner: 'family', kind: 'mobile', value: '13900139077', relation: '女儿' }],
});
const photo = /照片|拍照|photo|picture/i;
const linkOf = async (patientId: string): Promise<string> => new URL((await house.api<{ url: string }>('POST', `/patients/${patientId}/links`, { purpose: 'plan', contactId: null })).url).pathname;
const inLanguage = async (her: Visitor, language: Language): Promise<void> => {
  if (language === 'en') await press(her, her.page.locator('button[name=language]'));
};

describe.each(languages)('A patient who agreed to no photos, in %s', (language) => {
  it('is asked for none by any message, list or questionnaire, and is told what agreeing would allow', async () => {
    const mobile = language === 'en' ? '13800138022' : '13800138011';
    const launched = await launchOf(house, `no-photos-${language}`, 'hip-wound-care', saidNo(mobile));
    await moveTo(house, launched, dayOf(4, '15:00'));
    const asked = () => house.sql<{ body: string }[]>`select m.body from inbox_message m where m.to_address like ${`%${mobile}`}`;
    await until(async () => (await house.sql`select 1 from occurrence where patient_id = ${launched.patientId} and step = 'wound-photo' and status = 'open'`).length > 0, 'the day of the photo has come');
    const invited = () => house.sql<{ state: string; reason: string | null }[]>`select state, reason from obligation where patient_id = ${launched.patientId} and spec->>'text' = 'photo.invite' and due_at <= ${dayOf(4, '15:00')} and state not in ('planned', 'released', 'sending')`;
    await until(async () => (await invited()).length > 0, 'the request has been settled');
    expect((await asked()).filter(({ body }) => photo.test(body))).toEqual([]);
    const her = await visit(browser, house, { size: 'phone', language });
    await enter(her, await linkOf(launched.patientId));
    await inLanguage(her, language);
    await look(her, 'no-photos-home');
    const todo = (await her.page.locator('main ul.plain').first().textContent()) ?? '';
    expect(todo).not.toMatch(photo);
    await her.goto('/p/ahead');
    expect((await her.page.locator('main').textContent()) ?? '').not.toMatch(photo);
    await look(her, 'no-photos-ahead');
    await her.goto('/p/home');
    await press(her, her.page.locator('a[href^="/p/f/"]').first());
    const base = her.page.url().replace(/\/\d+$/, '');
    const total = Number(/(\d+)\D*$/.exec((await her.page.locator('main p.quiet').first().textContent()) ?? '')?.[1]);
    for (let n = 1; n <= total; n += 1) {
      await her.page.goto(`${base}/${n}`);
      expect(await her.page.locator('input[type=file]').count(), `question ${n}`).toBe(0);
    }
    await her.goto('/p/upload');
    await her.page.getByText(sayIn(language, patientTexts.photosNotAgreed)).waitFor();
    expect(await her.page.locator('a[href="/p/upload?kind=photo"]').count()).toBe(0);
    await look(her, 'no-photos-upload');
    expectNoComplaints(her);
    await her.close();
  });
});

describe.each(languages)('The nurse, in %s', (language) => {
  const say = (key: keyof typeof nurseTexts, values?: Record<string, string | number>): string => sayIn(language, nurseTexts[key], values);

  it('is told what is not recorded and not agreed, what the record lacks, and sees the visit again when it is over', async () => {
    const launched = await launchOf(house, `truth-${language}`, 'hip-wound-care', saidNo(language === 'en' ? '13800138044' : '13800138033'));
    const api = `/episodes/${launched.episodeId}/visits/dressing/1`;
    const { slots } = await house.api<{ slots: { from: string; until: string }[] }>('GET', `${api}/slots?days=14`);
    const slot = slots[language === 'en' ? 3 : 0];
    if (!slot) throw new Error('no slot is free');
    await house.api('POST', `${api}/book`, { from: slot.from, until: slot.until });
    await until(async () => (await house.sql`select 1 from visit_assignment where episode_id = ${launched.episodeId}`).length > 0, 'the visit looks for a person');
    const [nurse] = await house.sql<{ id: string }[]>`select id from account where login = 'nurse'`;
    await house.api('POST', `${api}/assign`, { accountId: nurse?.id, override: true });
    await moveTo(house, launched, slot.from);
    const her = await visit(browser, house, { size: 'phone', language });
    const path = `/nurse/visits/${launched.episodeId}/dressing/1`;
    const { page } = her;
    const shown = async (name: string): Promise<void> => {
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await her.shot(`nurse-truth-${name}`);
    };
    await her.signIn('nurse');
    await her.goto('/nurse/');
    await page.getByText(say('noAddress')).first().waitFor();
    await shown('day');
    await her.goto(path);
    await page.getByText(say('address.not-recorded')).waitFor();
    await page.getByText(say('familyWithheld')).waitFor();
    expect(await page.locator('a[href*="13900139077"]').count()).toBe(0);
    await page.getByRole('button', { name: say('checkIn') }).click();
    await page.getByText(say('photoNoConsent')).waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
    await page.getByRole('link', { name: say('recordOpen') }).click();
    await page.locator('input[name="a.vitals.systolic"]').fill('999');
    await page.getByRole('button', { name: say('save') }).click();
    await page.waitForURL(/said=saved/);
    await page.getByText(say('gapRange', { min: '20', max: '300', unit: 'mmHg' })).waitFor();
    expect(await page.getByRole('button', { name: say('complete') }).isDisabled()).toBe(true);
    await shown('gaps');
    await page.locator('a[href*="#f.vitals.systolic"]').click();
    await page.locator('.gap').first().waitFor();
    await shown('record-gaps');
    await her.goto(`${path}/redeem`);
    await page.getByText(say('exception')).first().click();
    await page.getByLabel(say('exception.no-phone')).check();
    await page.getByRole('button', { name: say('send') }).click();
    await page.getByText(say('doneRedeem')).waitFor();
    expect(await page.getByRole('button', { name: say('complete') }).isDisabled()).toBe(true);
    const forms = await house.api<{ items: { occurrence: string; forms: { id: string; questions: { id: string; type: string; options: { id: string }[]; min: string | null; required: boolean; askWhen: unknown }[] }[] }[] }>('GET', `/forms?episodeId=${launched.episodeId}`);
    const usual: Record<string, string> = { respiration: '16', spo2: '97', systolic: '128', diastolic: '76', pulse: '72', temperature: '36.8' };
    const answers = Object.fromEntries((forms.items.find(({ occurrence }) => occurrence === `${launched.episodeId}/dressing/1`)?.forms ?? []).map(({ id, questions }) => [id, Object.fromEntries(questions.filter(({ type }) => type !== 'photo' && type !== 'text').map(({ id: q, type, options, min }) =>
      [q, type === 'boolean' ? /each/i.test(id) : type === 'choice' ? options[0]?.id : type === 'multi' ? [options[0]?.id] : (usual[q] ?? min ?? '0')]))]));
    await house.api('PUT', `${api}/draft`, { answers, writtenAt: new Date().toISOString() });
    await her.goto(path);
    await page.getByText(say('recordComplete')).waitFor();
    await page.getByRole('button', { name: say('complete') }).click();
    await page.getByText(say('completed')).waitFor();
    await until(async () => (await house.sql`select 1 from occurrence where id = ${`${launched.episodeId}/dressing/1`} and status = 'completed'`).length > 0, 'the visit is complete');
    await her.goto('/nurse/');
    await page.getByText(say('dayOver')).click();
    await shown('day-over');
    await her.goto(path);
    expect(await page.getByRole('button', { name: say('checkIn') }).count()).toBe(0);
    expect(await page.getByRole('link', { name: say('notDone') }).count()).toBe(0);
    await page.locator('details summary').first().click();
    await shown('over');
    expectNoComplaints(her);
    await her.close();
  });

  it('who is signed out is led to the sign-in, and back to the page that was asked for', async () => {
    const her = await visit(browser, house, { size: 'phone', language });
    const path = '/nurse/visits/0198c2f0-0000-7000-8000-000000000000/dressing/1';
    await her.goto(path);
    expect(new URL(her.page.url()).pathname).toBe('/sign-in');
    await her.page.locator('input[name=login]').fill('nurse');
    await her.page.locator('input[name=password]').fill('not this one');
    await her.page.locator('button[type=submit]').click();
    const alert = (await her.page.getByRole('alert').textContent()) ?? '';
    expect(alert).toMatch(/账号或密码不正确。.*The login or the password is wrong\./s);
    await expectAccessible(her.page);
    await her.shot('sign-in-wrong');
    await her.page.locator('input[name=login]').fill('nurse');
    await her.page.locator('input[name=password]').fill(house.password);
    await her.page.locator('button[type=submit]').click();
    await her.page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(her.page.url()).pathname).toBe(path);
    for (const nowhere of [path, '/no-such-page', '/nurse/no-such-page', '/console-typo']) {
      await her.goto(nowhere);
      expect(await her.page.getByRole('heading', { level: 1 }).textContent()).toMatch(/没有这一页.*There is no such page/);
      expect(await her.page.locator('main a').count()).toBe(1);
      await expectAccessible(her.page);
      await expectNoSidewaysScroll(her.page);
    }
    await her.shot('no-such-page');
    await her.goto('/console/');
    await her.shot('forbidden');
    expect(await her.page.evaluate<number>("fetch('/favicon.svg').then(({ status }) => status)")).toBe(200);
    expect(await her.page.evaluate<string>("fetch('/no-such-page').then((answer) => answer.headers.get('content-type'))")).toMatch(/problem\+json/);
    await her.close();
  });
});
