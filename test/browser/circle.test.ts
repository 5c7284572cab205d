/** One circle through three screens: the text in the inbox, the answer on the phone, the case on the desk without reload, acted on and explained. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { caseTexts } from '../../web/console/texts/case.js';
import { worklistTexts } from '../../web/console/texts/worklist.js';
import { speaker } from '../../web/text.js';
import { dayOf, launchOf, moveTo, until } from './support/days.js';
import { expectAccessible, expectNoComplaints } from './support/expectations.js';
import { openHouse } from './support/house.js';
import type { House } from './support/house.js';
import { languages, openBrowser, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openBrowser()]);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** Answers every question as one who is well, but for redness of more than two centimetres. */
async function answerAll(page: Page): Promise<void> {
  for (let turn = 0; turn < 60 && !page.url().endsWith('/check'); turn += 1) {
    const at = page.url();
    if ((await page.locator('form[action$="/skip"]').count()) > 0 && (await page.locator('input[type=file]').count()) > 0) await page.locator('form[action$="/skip"] button').click();
    else if ((await page.locator('input[name=answer][type=text]').count()) > 0) {
      const heading = (await page.locator('h1').first().textContent()) ?? '';
      await page.locator('input[name=answer]').fill(/体温|temperature/i.test(heading) ? '36.8' : '0');
      await page.locator('main form button[type=submit]').first().click();
    } else {
      const wanted = (await page.locator('input[value="over-2cm"]').count()) > 0 ? 'over-2cm' : (await page.locator('input[value=no]').count()) > 0 ? 'no' : null;
      const choice = wanted === null ? page.locator('input[name=answer]').first() : page.locator(`input[name=answer][value="${wanted}"]`);
      await page.locator(`label[for=${(await choice.getAttribute('id')) ?? ''}]`).click();
      await page.locator('main form button[type=submit]').first().click();
    }
    await page.waitForURL((url) => url.href !== at);
  }
}

describe.each(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const [cases, list] = [speaker(caseTexts, language), speaker(worklistTexts, language)];
  it('redness reported on day 3 becomes a case on the open worklist, is acknowledged, resolved and explained', async () => {
    const zhang = await launchOf(house, `circle-${language}`);
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/');
    await moveTo(house, zhang, dayOf(3, '11:00'));
    const form = `${zhang.episodeId}/follow-up-d3/1`;
    await until(async () => (await house.sql`select 1 from occurrence where id = ${form} and status = 'open'`).length > 0, 'the questionnaire is open');
    await until(async () => (await house.sql`select 1 from inbox_message m join attempt a on a.id = m.attempt_id where a.patient_id = ${zhang.patientId} and m.channel = 'sms'`).length > 0, 'the text is in the inbox');
    const texts = await house.sql<{ body: string }[]>`select m.body from inbox_message m join attempt a on a.id = m.attempt_id where a.patient_id = ${zhang.patientId} and m.channel = 'sms' order by m.at desc`;
    const code = texts.map(({ body }) => /(?:码|code )(\d{6})/.exec(body)?.[1]).find(Boolean);
    expect(code, `a code in: ${texts[0]?.body ?? 'no text'}`).toBeDefined();

    const her = await visit(browser, house, { size: 'phone', language });
    await her.goto('/p/');
    await her.page.locator('#code').fill(code ?? '');
    await her.page.locator('main form button[type=submit]').click();
    for (const [name, value] of [['year', '1953'], ['month', '5'], ['day', '4']] as const) await her.page.locator(`input[name=${name}]`).fill(value);
    await her.page.locator('main form button[type=submit]').last().click();
    await her.page.waitForURL(/\/p\/home/);
    await her.shot('circle-patient-home');
    await her.page.locator('a[href^="/p/f/"]').first().click();
    await answerAll(her.page);
    await her.page.locator('form[action$="/send"] button').click();
    await her.page.waitForURL(/\/p\/sent\//);

    const row = desk.page.getByRole('button', { name: list('openCase', { level: list('orange'), patient: '张阿姨' }) });
    await row.first().waitFor({ timeout: 30_000 }); // nobody reloaded the page
    await desk.shot('circle-worklist');
    await expectAccessible(desk.page);
    await row.first().click();
    await desk.page.getByRole('button', { name: cases('acknowledge'), exact: true }).click();
    await desk.page.getByText(cases('acknowledgedDone')).first().waitFor();
    await desk.page.getByText(cases('why')).click();
    await desk.page.getByText(cases('verified')).waitFor();
    await desk.shot('circle-why');
    await desk.page.getByRole('button', { name: cases('contacted'), exact: true }).click();
    await desk.page.getByText(cases('contactedDone')).first().waitFor();
    await desk.page.getByRole('button', { name: cases('resolve'), exact: true }).click();
    await desk.page.getByRole('textbox').last().fill('医生看过照片，明日复查');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByText(cases('resolvedDone')).first().waitFor();
    expect(await house.sql`select outcome from escalation where patient_id = ${zhang.patientId} and 'W-2' = any(rules)`).toMatchObject([{ outcome: 'resolved' }]);
    for (const visitor of [desk, her]) {
      expectNoComplaints(visitor);
      await visitor.close();
    }
  });
});
