/** Somebody with a browser: a screen size, a language, and an eye on everything the pages do. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { platformSettings } from '../../../settings.js';
import type { House } from './house.js';

export type Language = 'zh-CN' | 'en';
export const languages: readonly Language[] = ['zh-CN', 'en'];
/** The sizes that pages are judged at: a common phone, a common desk. */
export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
export type Size = keyof typeof sizes;

export type Visitor = {
  page: Page;
  context: BrowserContext;
  language: Language;
  size: Size;
  /** A path of the house; waits until the page has settled. */
  goto(path: string): Promise<void>;
  /** At /sign-in, with the form. The API allows ten attempts a minute for one login: sign in once for several pages. */
  signIn(login: string): Promise<void>;
  /** The whole page into .data/screenshots/<name>.<size>.<language>.png; to be looked at. */
  shot(name: string): Promise<string>;
  /** What should not have happened so far: requests elsewhere, errors in scripts, answers of 500 and more. */
  complaints(): string[];
  close(): Promise<void>;
};

const quietChromium = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-dev-shm-usage'];

/** One for a test file; each visitor has cookies and storage of their own. `more`: switches, e.g. a film in place of the camera. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> => chromium.launch({ executablePath: platformSettings().chromiumPath, args: [...quietChromium, ...more] });

/** Addresses that never leave the browser. */
const stays = /^(data|blob|about):/;

/** `script: false`: what must work before any script, as patients' pages must. */
export async function visit(browser: Browser, house: House, { size, language, script = true }: { size: Size; language: Language; script?: boolean }): Promise<Visitor> {
  const phone = size === 'phone';
  const context = await browser.newContext({
    baseURL: house.url, viewport: sizes[size], locale: language, timezoneId: 'Asia/Shanghai', javaScriptEnabled: script, isMobile: phone, hasTouch: phone, deviceScaleFactor: phone ? 2 : 1, reducedMotion: 'reduce',
  });
  const seen: string[] = [];
  // Refused, not only noted: whatever a page would fetch from elsewhere is missing here as it is in a closed network.
  await context.route((url) => url.origin !== house.url && !stays.test(url.href), async (route) => {
    seen.push(`request to ${new URL(route.request().url()).origin}`);
    await route.abort();
  });
  context.on('weberror', (error) => seen.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) seen.push(`console: ${message.text()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) seen.push(`${response.status()} from ${new URL(response.url()).pathname}`);
  });
  const page = await context.newPage();
  const goto = async (path: string): Promise<void> => {
    await page.goto(path, { waitUntil: 'load' });
    await settled(page);
  };
  return {
    page, context, language, size, goto,
    async signIn(login) {
      await page.goto('/sign-in');
      await page.locator('input[name=login]').fill(login);
      await page.locator('input[name=password]').fill(house.password);
      await page.locator('button[type=submit]').click();
      await page.waitForLoadState();
      const refusal = page.getByRole('alert');
      if (new URL(page.url()).pathname === '/sign-in') throw new Error(`${login} could not sign in: ${(await refusal.count()) > 0 ? ((await refusal.textContent()) ?? '') : await page.content()}`);
      await settled(page);
    },
    async shot(name) {
      const folder = join('.data', 'screenshots');
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${name}.${size}.${language}.png`);
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
      return path;
    },
    complaints: () => [...new Set(seen)],
    close: () => context.close(),
  };
}

/**
 * Until nothing has been drawn or fetched for three looks and nothing says that it is busy: a live stream stays open, so "network idle"
 * never comes. Looked at from here, because a page's policy forbids to poll inside it.
 */
export async function settled(page: Page): Promise<void> {
  let before = '';
  for (let [same, looks] = [0, 0]; same < 3; looks += 1) {
    if (looks > 200) throw new Error(`${page.url()} does not come to rest within 20 seconds`);
    await wait(100);
    const now: string = await page.evaluate<string>(state).catch(() => `leaving ${looks}`); // a redirect takes the page away under our eyes
    same = now === before && now.endsWith('at rest') ? same + 1 : 0;
    before = now;
  }
}
/** Elements, not letters: a countdown of seconds changes those for ever. What is folded away may wait for being opened. */
const state = `[performance.getEntriesByType('resource').length, document.getElementsByTagName('*').length, [...document.querySelectorAll('[aria-busy=true]')].some((one) => one.checkVisibility()) ? 'busy' : 'at rest'].join()`;
