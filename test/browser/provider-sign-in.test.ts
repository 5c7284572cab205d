/** Sign-in by the hospital's identity provider, as staff see it: there and back, out at both, and refused in words. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIdentity } from '../../db/identities.js';
import { client, startIdentityProvider, type TestProvider } from '../support/identity-provider.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import { openHouse, type House } from './support/house.js';
import { openBrowser, settled, visit, type Visitor } from './support/visitor.js';

let provider: TestProvider;
let house: House;
let browser: Browser;
beforeAll(async () => {
  provider = await startIdentityProvider();
  [house, browser] = await Promise.all([openHouse({ variables: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret } }), openBrowser()]);
  provider.open(`${house.url}/sign-in/provider/back`, `${house.url}/sign-in`);
  await linkIdentity(house.sql, { hospitalId: house.hospitalId, login: 'nurse', issuer: provider.issuer, subject: '10423' });
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
  await provider?.close();
});

/** The provider is the one place elsewhere that staff are sent to; nothing else may be asked for. */
async function visitor(way: Parameters<typeof visit>[2]): Promise<Visitor> {
  const one = await visit(browser, house, way);
  await one.context.route((url) => url.origin === provider.issuer, (route) => route.continue());
  return one;
}
const place = ({ page }: Visitor): string => new URL(page.url()).pathname;
async function atTheProvider({ page }: Visitor, staffNumber: string): Promise<void> {
  await page.getByRole('link', { name: '用医院统一身份认证登录' }).click();
  await page.getByLabel('工号 Staff number').fill(staffNumber);
  await page.getByRole('button', { name: '登录 Log in' }).click();
  await settled(page);
}

describe.each([['phone', 'zh-CN', '退出'], ['desktop', 'en', 'Sign out']] as const)('On a %s in %s', (size, language, signOut) => {
  it('a nurse comes in by the hospital’s account, leaves at both, and the next has to prove it anew', async () => {
    const nurse = await visitor({ size, language });
    await nurse.goto('/nurse/');
    expect(place(nurse)).toBe('/sign-in');
    await expectAccessible(nurse.page);
    await expectNoSidewaysScroll(nurse.page);
    await nurse.shot('provider-sign-in');
    await atTheProvider(nurse, '10423');
    expect(place(nurse)).toBe('/nurse/');
    await nurse.page.getByRole('button', { name: signOut }).first().click();
    // By itself through our page to the provider's own sign-out.
    await nurse.page.waitForURL(`${provider.issuer}/**`);
    await nurse.page.getByRole('button', { name: /yes/i }).click();
    await nurse.page.waitForURL(`${house.url}/sign-in`);
    await nurse.page.getByRole('link', { name: '用医院统一身份认证登录' }).click();
    expect(await nurse.page.getByLabel('工号 Staff number').isVisible()).toBe(true);
    expectNoComplaints(nurse);
    await nurse.close();
  });

  it('a stranger of the provider reads why she is not let in, in both languages', async () => {
    const stranger = await visitor({ size, language });
    await stranger.goto('/sign-in');
    await atTheProvider(stranger, '99999');
    expect([place(stranger), new URL(stranger.page.url()).searchParams.get('refused')]).toEqual(['/sign-in', 'identity-unknown']);
    expect(await stranger.page.getByRole('alert').textContent()).toMatch(/没有登录：您的统一身份还没有关联无忧账号。.*Not signed in: Your identity is not linked to an account here/s);
    await expectAccessible(stranger.page);
    await expectNoSidewaysScroll(stranger.page);
    await stranger.shot('provider-refused');
    expectNoComplaints(stranger);
    await stranger.close();
  });
});
