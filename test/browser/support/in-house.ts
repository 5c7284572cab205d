/** A house and a browser for all tests of a file, closed after the last. */
import { afterAll, beforeAll } from 'vitest';
import type { Browser } from 'playwright-core';
import { openHouse, type House } from './house.js';
import { openBrowser } from './visitor.js';

export type Opened = { house: House; browser: Browser };

/** `ready` takes both over and arranges what all tests of the file need. Called once, at the top of the file. */
export function inHouse(ready: (opened: Opened) => void | Promise<void>): void {
  const open: { house?: House; browser?: Browser } = {};
  beforeAll(async () => {
    open.house = await openHouse();
    open.browser = await openBrowser();
    await ready({ house: open.house, browser: open.browser });
  }, 400_000);
  afterAll(async () => {
    await open.browser?.close();
    await open.house?.close();
  });
}
