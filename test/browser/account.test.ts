/** Somebody looks after her own account: she ends a session that she left open elsewhere, and changes her password, by keyboard alone. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { accountCommand } from '../../cli/account.js';
import { accountTexts } from '../../web/console/texts/account.js';
import { reasonTexts } from '../../web/console/texts/problems.js';
import { shellTexts } from '../../web/console/texts/shell.js';
import { nurseTexts } from '../../web/nurse/texts.js';
import { speaker } from '../../web/text.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { keyboardOf } from './support/keyboard.js';
import { settled, sizes, visit, type Language, type Size, type Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const ways: { size: Size; language: Language; login: string }[] = [{ size: 'desktop', language: 'zh-CN', login: 'nurse' }, { size: 'phone', language: 'zh-CN', login: 'nurse-2' }, { size: 'desktop', language: 'en', login: 'doctor' }];

async function look(her: Visitor, name: string): Promise<void> {
  await expectAccessible(her.page);
  await expectNoSidewaysScroll(her.page);
  await her.shot(`account-${name}`);
}
const isOut = async (visitor: Visitor): Promise<boolean> => {
  await visitor.goto('/console/account');
  return new URL(visitor.page.url()).pathname === '/sign-in';
};

describe.each(ways)('On a $size in $language', ({ size, language, login }) => {
  const [t, shell, reason, nurse] = [speaker(accountTexts, language), speaker(shellTexts, language), speaker(reasonTexts, language), speaker(nurseTexts, language)];

  it('a session is ended and the password changed', async () => {
    const [elsewhere, her] = [await visit(browser, house, { size: 'phone', language }), await visit(browser, house, { size, language })];
    await elsewhere.signIn(login);
    await her.signIn(login);
    const { page } = her;
    if (size === 'phone') {
      await her.goto('/nurse/');
      await page.getByRole('link', { name: nurse('account'), exact: true }).click();
      await page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
    }
    await her.goto('/console/');
    if (size === 'phone') await page.getByRole('button', { name: shell('menu') }).click();
    const way = await page.getByRole('button', { name: shell('signOut') }).boundingBox();
    expect((way?.x ?? Infinity) + (way?.width ?? 0)).toBeLessThanOrEqual(sizes[size].width);
    await page.getByRole('link', { name: shell('account') }).click();
    await page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
    await settled(page);
    await page.getByText(t('current'), { exact: true }).waitFor();
    await look(her, 'sessions');

    const keys = keyboardOf(page);
    await keys.tabTo(t('end'));
    await keys.press('Enter');
    await page.getByText(t('noOthers')).waitFor();
    // A notice that is pointed at stays: it may not lie over the field that the keyboard comes to.
    await page.locator('.mantine-Notification-root').first().hover();
    expect(await isOut(elsewhere)).toBe(true);
    await elsewhere.signIn(login);

    await keys.tabTo(t('currentPassword'));
    await keys.type('not my password');
    await keys.press('Tab');
    await keys.type('kestrel-moo');
    await keys.press('Tab');
    await keys.type('kestrel-moor');
    await keys.press('Enter');
    await page.getByText(t('differs')).waitFor();
    await keys.press('ControlOrMeta+a');
    await keys.type('kestrel-moo');
    await keys.press('Enter');
    await page.getByText(reason('password-too-short')).waitFor();
    await look(her, 'too-short');
    for (const label of ['newPassword', 'repeated'] as const) await page.getByLabel(t(label), { exact: true }).fill('kestrel over the moor');
    await keys.press('Enter');
    await page.getByText(reason('wrong-current-password')).waitFor();
    expect(await page.getByLabel(t('currentPassword')).getAttribute('aria-invalid')).toBe('true');
    await look(her, 'wrong-current');
    await page.getByLabel(t('currentPassword')).fill(house.password);
    await keys.press('Enter');
    await page.getByText(t('changed', { n: 1 })).waitFor();
    await settled(page);
    await look(her, 'changed');

    expect(await isOut(elsewhere)).toBe(true);
    expect(await isOut(her)).toBe(false);
    await elsewhere.page.locator('input[name=login]').fill(login);
    await elsewhere.page.locator('input[name=password]').fill('kestrel over the moor');
    await elsewhere.page.locator('button[type=submit]').click();
    await elsewhere.page.waitForURL((url) => url.pathname !== '/sign-in');
    for (const one of [elsewhere, her]) {
      expectNoComplaints(one);
      await one.close();
    }
  });
});

describe.each([{ size: 'phone', language: 'zh-CN', login: 'therapist' }, { size: 'desktop', language: 'en', login: 'surgeon' }] as const)('Whoever forgot her password, on a $size in $language', ({ size, language, login }) => {
  const [t, shell] = [speaker(accountTexts, language), speaker(shellTexts, language)];

  it('is given another one, chooses her own where it leads her, and goes on', async () => {
    const said: string[] = [];
    await accountCommand(house.sql, ['reset-password', '--login', login, '--hospital', house.hospitalId], (line) => said.push(line));
    const given = /\/ (\S+)$/.exec(said[0] ?? '')?.[1] ?? '';
    const her = await visit(browser, house, { size, language });
    const { page } = her;
    await her.goto('/sign-in');
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(given);
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { level: 1, name: t('title') }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/console/account');
    await page.getByRole('note').filter({ hasText: t('toChoose', { by: '|' }).split('|')[0] ?? '' }).waitFor();
    await settled(page);
    await look(her, 'to-choose');

    const keys = keyboardOf(page);
    await keys.tabTo(t('currentPassword'));
    await keys.type(given);
    for (const _ of ['new', 'again']) {
      await keys.press('Tab');
      await keys.type('heron beside the mill');
    }
    await keys.press('Enter');
    await page.getByText(t('changed', { n: 0 })).waitFor();
    await page.getByText(t('toChoose', { by: '|' }).split('|')[0] ?? '').waitFor({ state: 'detached' });
    if (size === 'phone') await page.getByRole('button', { name: shell('menu') }).click();
    await page.getByRole('link', { name: shell(size === 'phone' ? 'nurse' : 'patients'), exact: true }).click();
    await page.waitForURL(size === 'phone' ? /\/nurse\/$/ : /\/console\/patients$/);
    await settled(page);
    expectNoComplaints(her);
    await her.close();
  });
});
