/** What a patient sends after her session has ended: she is told that it did not arrive, comes in again, and finds it where she wrote it. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { patientTexts } from '../../web/patient/texts.js';
import { sayIn } from '../../web/text.js';
import { expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { enter, look, onDay3, press, type InCare } from './support/patient.js';
import { languages, visit, type Language, type Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
let zhang: InCare;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  zhang = await onDay3(house, 'ended', ['hip-wound-care']);
});

const end = () => house.sql`update patient_session set expires_at = now() - interval '1 minute' where patient_id = ${zhang.patientId}`;
const written = '伤口流脓，很红，发烧39度';
/** As `enter`, which expects the first screen. */
async function comeIn({ page }: Visitor, path = zhang.path): Promise<void> {
  await page.goto(path);
  for (const [name, value] of [['year', '1953'], ['month', '5'], ['day', '4']] as const) await page.locator(`input[name=${name}]`).fill(value);
  await Promise.all([page.waitForEvent('load'), page.locator('main form button[type=submit]').last().click()]);
}
async function entered(language: Language, script = true): Promise<Visitor> {
  const her = await visit(browser, house, { size: 'phone', language, script });
  await enter(her, zhang.path);
  if ((await her.page.locator('html').getAttribute('lang')) !== language) await press(her, her.page.locator('button[name=language]')); // her record says the other one
  return her;
}
const kept = ({ page }: Visitor): Promise<string | null> => page.evaluate<string | null>("sessionStorage.getItem('wuyou.typed')");

describe.each(languages)('In %s', (language) => {
  const say = (key: keyof typeof patientTexts): string => sayIn(language, patientTexts[key]);

  it('words to the nurse have not arrived, are offered again on the same page, and arrive when she sends them', async () => {
    const her = await entered(language);
    const { page } = her;
    const inquiries = async (): Promise<number> => (await house.sql`select 1 from inquiry where patient_id = ${zhang.patientId}`).length;
    const before = await inquiries();
    await her.goto('/p/ask');
    await page.locator('#words').fill(written);
    await end();
    await press(her, page.locator('main form button[type=submit]'));
    expect(await page.getByRole('alert').textContent()).toContain(say('notArrivedWords'));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(say('notArrivedTitle'));
    expect(await page.getByRole('alert').locator('a[href="tel:120"]').count()).toBe(1);
    expect(await inquiries()).toBe(before);
    await look(her, 'not-arrived');
    await comeIn(her);
    expect(new URL(page.url()).pathname).toBe('/p/ask');
    await page.getByText(say('typedBefore')).waitFor();
    expect(await page.locator('#words').inputValue()).toBe(written);
    await look(her, 'typed-before');
    await press(her, page.locator('main form button[type=submit]'));
    expect(await inquiries()).toBe(before + 1);
    expect(await kept(her)).toBeNull();
    expectNoComplaints(her);
    await her.close();
  });

  it('a red flag stands picked on its question again, not yet sent', async () => {
    const her = await entered(language);
    const { page } = her;
    await press(her, page.locator('a[href^="/p/f/"]').first());
    const { pathname } = new URL(page.url());
    await page.locator('label[for=a0]').click();
    await end();
    await press(her, page.locator('main form button[type=submit]').first());
    await page.getByText(say('notArrivedWords')).waitFor();
    await comeIn(her);
    expect(new URL(page.url()).pathname).toBe(pathname);
    expect(await page.locator('#a0').isChecked()).toBe(true);
    expect(await page.locator('.flag').first().isVisible()).toBe(true);
    await look(her, 'typed-before-flag');
    expect(await house.sql`select 1 from escalation where patient_id = ${zhang.patientId} and level = 'red'`).toEqual([]);
    await her.close();
  });
});

it('Nobody else on this phone is offered what she wrote', async () => {
  const her = await entered('zh-CN');
  const { page } = her;
  await her.goto('/p/ask');
  await page.locator('#words').fill(written);
  await end();
  await press(her, page.locator('main form button[type=submit]'));
  expect(await kept(her)).toContain(written);
  await comeIn(her, zhang.family);
  expect(new URL(page.url()).pathname).toBe('/p/ask');
  expect(await page.locator('#words').inputValue()).toBe('');
  expect(await page.getByText(patientTexts.typedBefore[0]).isVisible()).toBe(false);
  expect(await kept(her)).toBeNull();
  await her.close();
});

it('Without script she is told the same and led back to her form', async () => {
  const her = await entered('zh-CN', false);
  await her.page.goto('/p/ask');
  await her.page.locator('#words').fill(written);
  await end();
  await press(her, her.page.locator('main form button[type=submit]'));
  await her.page.getByText(patientTexts.notArrivedWords[0]).waitFor();
  await comeIn(her);
  expect(new URL(her.page.url()).pathname).toBe('/p/ask');
  await her.close();
});
