/** Somebody sets her second factor up and signs in with it: by the picture's secret and a code, by a recovery code, and where her hospital demands it. */
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { demandSecondFactor } from '../../db/second-factor-demand.js';
import { accountTexts } from '../../web/console/texts/account.js';
import { reasonTexts } from '../../web/console/texts/problems.js';
import { factorTexts } from '../../web/console/texts/second-factor.js';
import { speaker } from '../../web/text.js';
import { lookAs } from './support/desk.js';
import { expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { keyboardOf } from './support/keyboard.js';
import { settled, visit, type Language, type Size, type Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const look = lookAs('second-factor');
/** `ahead`: the next step's, which counts already; so nobody waits for a code that was not used before. */
const codeOf = (secret: string, ahead = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });

async function givePassword({ page, goto }: Visitor, login: string, to = '/console/account'): Promise<void> {
  await goto(`/sign-in?to=${encodeURIComponent(to)}`);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(house.password);
  await page.locator('button[type=submit]').click();
  await page.waitForLoadState();
}

/** From the password field on, where the form stands open. Returns the app's secret and the recovery codes. */
async function setUp(her: Visitor, password: string, name: string): Promise<{ secret: string; codes: string[] }> {
  const { page, language } = her;
  const [t, reason] = [speaker(factorTexts, language), speaker(reasonTexts, language)];
  const keys = keyboardOf(page);
  await page.getByLabel(t('password'), { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: t('picture') }).waitFor();
  await look(her, `${name}-picture`);
  const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel(t('codeOfApp')).fill('12345');
  await page.keyboard.press('Enter');
  await page.getByText(reason('code-wrong')).waitFor();
  await page.getByLabel(t('codeOfApp')).fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: t('codesTitle') }).waitFor();
  await look(her, `${name}-codes`);
  const codes = await page.getByRole('list', { name: t('codesTitle') }).getByRole('listitem').allTextContents();
  expect(codes).toHaveLength(10);
  await keys.tabTo(t('kept'), 60);
  await keys.press('Enter');
  await page.getByText(t('left', { n: 10 })).waitFor();
  return { secret, codes };
}

const ways: { size: Size; language: Language; login: string }[] = [{ size: 'desktop', language: 'zh-CN', login: 'case-manager' }, { size: 'phone', language: 'zh-CN', login: 'nurse' }, { size: 'desktop', language: 'en', login: 'doctor' }];

describe.each(ways)('On a $size in $language', ({ size, language, login }) => {
  const t = speaker(factorTexts, language);

  it('it is set up, and asked for at the next sign-in', async () => {
    const her = await visit(browser, house, { size, language });
    const { page } = her;
    await her.signIn(login);
    await her.goto('/console/account');
    await page.getByRole('button', { name: t('setUp'), exact: true }).click();
    await look(her, 'begin');
    const { secret, codes } = await setUp(her, house.password, 'own');
    await look(her, 'in-force');
    const text = await page.content();
    for (const word of [secret, ...codes]) expect(text).not.toContain(word);

    const elsewhere = await visit(browser, house, { size, language });
    const to = size === 'phone' ? '/nurse/' : '/console/account';
    await givePassword(elsewhere, login, to);
    expect(new URL(elsewhere.page.url()).pathname).toBe('/sign-in/code');
    await look(elsewhere, 'code');
    await elsewhere.page.locator('input[name=code]').fill('000000');
    await elsewhere.page.keyboard.press('Enter');
    await elsewhere.page.getByRole('alert').waitFor();
    await look(elsewhere, 'code-wrong');
    await elsewhere.page.locator('input[name=code]').fill(codeOf(secret, 1));
    await elsewhere.page.keyboard.press('Enter');
    await elsewhere.page.waitForURL((url) => url.pathname === to);
    await settled(elsewhere.page);

    const lost = await visit(browser, house, { size, language, script: false });
    await givePassword(lost, login, '/console/account');
    await lost.page.locator('summary').click();
    await lost.page.locator('input[name=recovery]').fill((codes[0] ?? '').toLowerCase());
    await lost.page.keyboard.press('Enter');
    await lost.page.waitForURL((url) => url.pathname === '/console/account');

    await her.goto('/console/account');
    await page.getByText(t('left', { n: 9 })).waitFor();
    await page.getByRole('button', { name: t('remove'), exact: true }).click();
    await look(her, 'remove');
    await page.getByLabel(t('password'), { exact: true }).fill(house.password);
    await page.getByLabel(t('codeOrRecovery')).fill(codes[1] ?? '');
    await page.keyboard.press('Enter');
    await page.getByText(t('none')).waitFor();
    for (const one of [her, elsewhere, lost]) {
      expectNoComplaints(one);
      await one.close();
    }
  });
});

it.each([{ size: 'phone', language: 'zh-CN', login: 'nurse-2' }, { size: 'desktop', language: 'en', login: 'head-nurse' }] as const)('Where the hospital demands it, a $size in $language is led to it first, and then to everything', async ({ size, language, login }) => {
  const t = speaker(factorTexts, language);
  await demandSecondFactor(house.sql, house.hospitalId, true);
  try {
    const her = await visit(browser, house, { size, language });
    await givePassword(her, login, '/nurse/');
    await her.page.getByRole('heading', { level: 1, name: speaker(accountTexts, language)('title') }).waitFor();
    await her.page.getByText(t('toSetUp')).waitFor();
    await look(her, 'demanded');
    await setUp(her, house.password, 'demanded');
    expect(await her.page.getByRole('button', { name: t('remove'), exact: true }).count()).toBe(0);
    await her.goto('/nurse/');
    expect(new URL(her.page.url()).pathname).toBe('/nurse/');
    expectNoComplaints(her);
    await her.close();
  } finally {
    await demandSecondFactor(house.sql, house.hospitalId, false);
  }
});
