/** A package within the year of care: chosen on the patient's page, after which stay, started without a sale, and shown as included. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { includeTexts } from '../../web/console/texts/include.js';
import { patientActTexts, patientTexts } from '../../web/console/texts/patient.js';
import { speaker } from '../../web/text.js';
import { launchOf, until } from './support/days.js';
import { expectAccessible } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const titles = { 'zh-CN': { year: '尊享全年', included: '出院随访' }, en: { year: 'The year with a steward', included: 'Follow-up after discharge' } } as const;

describe.each(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const [t, acts, chart] = [speaker(includeTexts, language), speaker(patientActTexts, language), speaker(patientTexts, language)];

  it('a package that the year includes is started from the page of the patient', async () => {
    const her = await launchOf(house, `included-${language}`, 'annual');
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto(`/console/patients/${her.patientId}`);
    const { page } = desk;
    await page.getByRole('button', { name: acts('actionsOf', { title: titles[language].year }) }).click();
    await page.getByRole('menuitem', { name: acts('include') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: t('which') }).click();
    await desk.shot('included-1-choose');
    await page.getByRole('option', { name: titles[language].included, exact: false }).first().click();
    await expectAccessible(page);
    await desk.shot('included-2-chosen');
    await dialog.getByRole('button', { name: t('start'), exact: true }).click();
    await until(async () => (await house.sql`select 1 from episode where patient_id = ${her.patientId} and id <> ${her.episodeId} and status = 'active'`).length > 0, 'the included package runs');
    await page.getByText(chart('includedIn', { title: titles[language].year }), { exact: false }).first().waitFor();
    await desk.shot('included-3-started');
    expect(await house.sql`select 1 from episode where patient_id = ${her.patientId}`).toHaveLength(2);
  });
});
