import type { Page, Route } from 'playwright-core';

/** Answers to what fits are kept back until `end`. */
export function holdAnswers(page: Page, fits: (url: URL) => boolean): { begin(): Promise<void>; end(): Promise<void> } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const hold = async (route: Route): Promise<void> => {
    await released;
    await route.continue().catch(() => undefined); // nobody waits for it any more
  };
  return {
    async begin() {
      await page.route(fits, hold);
    },
    async end() {
      release();
      await page.unroute(fits, hold);
    },
  };
}
