/** What every page must keep, whoever visits it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Visitor } from './visitor.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA and the good habits beside it; the size of targets is off by default in axe. */
const axeOptions = JSON.stringify({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations', 'passes'],
});

type AxeRun = { violations: { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[]; passes: unknown[] };

/** One line per violation and place: rule, what it says, where. Empty: none. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`if (!window.axe) { ${axe} }`);
  const run: AxeRun = await page.evaluate(`axe.run(document, ${axeOptions}).then(({ violations, passes }) => ({ violations, passes: passes.map(({ id }) => id) }))`);
  if (run.passes.length < 5) throw new Error(`axe looked at nothing on ${page.url()}: only ${run.passes.length} rules applied`);
  return run.violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help} [${target.join(' ')}] ${failureSummary.replaceAll(/\s+/g, ' ')}`));
}

/** Zero violations on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page), `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}

/** No request has left the house so far. */
export function expectNoExternalRequests(visitor: Visitor): void {
  expect(visitor.complaints().filter((line) => line.startsWith('request to '))).toEqual([]);
}

/** No request elsewhere, no error in a script, no answer of 500. */
export function expectNoComplaints(visitor: Visitor): void {
  expect(visitor.complaints()).toEqual([]);
}

/** Nothing sticks out to the right: a phone page that scrolls sideways hides its buttons. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, screen]: [number, number] = await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
  expect(content, `width of ${new URL(page.url()).pathname}`).toBeLessThanOrEqual(screen);
}
