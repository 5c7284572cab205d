/** What every test at a desk does with a console page. */
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScroll } from './expectations.js';
import { settled, type Visitor } from './visitor.js';

/** At rest, accessible, no wider than the screen, and kept as the picture `<prefix>-<name>`. */
export const lookAs = (prefix: string) => async (who: Visitor, name: string): Promise<void> => {
  await settled(who.page);
  await expectAccessible(who.page);
  await expectNoSidewaysScroll(who.page);
  await who.shot(`${prefix}-${name}`);
};

export const press = async (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
