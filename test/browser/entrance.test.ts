/** The two pages that every face begins with, and the bench itself: that it would notice. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { expectAccessible, expectNoComplaints, expectNoExternalRequests, expectNoSidewaysScroll, violations } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, sizes, visit } from './support/visitor.js';
import type { Size } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const ways = (Object.keys(sizes) as Size[]).flatMap((size) => languages.map((language) => ({ size, language })));

describe.each(ways)('On a $size in $language', (way) => {
  it('a stranger finds the sign-in page, signs in, and reads what the hospital sent', async () => {
    const visitor = await visit(browser, house, way);
    await visitor.goto('/inbox');
    expect(new URL(visitor.page.url()).pathname).toBe('/sign-in');
    await expectAccessible(visitor.page);
    await expectNoSidewaysScroll(visitor.page);
    await visitor.shot('sign-in');
    await visitor.signIn('case-manager');
    await visitor.goto('/inbox');
    expect(new URL(visitor.page.url()).pathname).toBe('/inbox');
    await expectAccessible(visitor.page);
    await expectNoSidewaysScroll(visitor.page);
    await visitor.shot('inbox');
    expectNoComplaints(visitor);
    await visitor.close();
  });
});

it('A wrong password is told in words, and without a script', async () => {
  const visitor = await visit(browser, house, { size: 'phone', language: 'zh-CN', script: false });
  await visitor.page.goto('/sign-in');
  await visitor.page.locator('input[name=login]').fill('nurse');
  await visitor.page.locator('input[name=password]').fill('wrong');
  await visitor.page.locator('button[type=submit]').click();
  await visitor.page.waitForLoadState();
  expect(await visitor.page.getByRole('alert').textContent()).toMatch(/没有登录：账号或密码不正确。.*Not signed in:/s);
  await visitor.close();
});

describe('The bench', () => {
  it('notices a request elsewhere, a script’s error and an answer of 500, and refuses the request', async () => {
    const visitor = await visit(browser, house, { size: 'desktop', language: 'en' });
    await visitor.page.route('**/broken', (route) => route.fulfill({ status: 503, body: '' }));
    // Every page of ours has a policy that stops such a request before it is one.
    await visitor.page.route('**/bare', (route) => route.fulfill({ contentType: 'text/html', body: '<title>bare</title>' }));
    await visitor.page.goto('/bare');
    const reached = await visitor.page.evaluate(`fetch('https://cdn.example.com/x.js', { mode: 'no-cors' }).then(() => true, () => false)`);
    await visitor.page.evaluate(`fetch('/broken').then(() => setTimeout(() => { throw new Error('planted'); }))`);
    await expect.poll(() => visitor.complaints()).toEqual(expect.arrayContaining(['request to https://cdn.example.com', 'uncaught: planted', '503 from /broken']));
    expect(reached).toBe(false);
    expect(() => expectNoExternalRequests(visitor)).toThrow();
    await visitor.close();
  });

  it('notices a button without a name, pale text, and a target too small for a finger', async () => {
    const visitor = await visit(browser, house, { size: 'phone', language: 'en' });
    await visitor.goto('/sign-in');
    await visitor.page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><p style="color:#ccc;background:#fff">pale</p><a href="/a" style="font-size:9px">a</a><a href="/b" style="font-size:9px">b</a>')`);
    const found = await violations(visitor.page);
    for (const rule of ['button-name', 'color-contrast', 'target-size']) expect(found.some((line) => line.startsWith(`${rule}:`)), rule).toBe(true);
    await visitor.close();
  });
});
