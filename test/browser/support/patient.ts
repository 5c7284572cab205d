/** A training patient some days after going home, the ways to her pages, and what each of them must keep. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { dischargeToday } from './arrange.js';
import { dayOf } from './days.js';
import { expectAccessible, expectNoSidewaysScroll } from './expectations.js';
import type { House } from './house.js';
import type { Visitor } from './visitor.js';

export type InCare = { patientId: string; episodes: string[]; /** Her own link, and her daughter’s. */ path: string; family: string };

/** On day 3, when the day’s questionnaire is open, at `time`. */
export async function onDay3(house: House, ref: string, packages: string[], time = '11:00'): Promise<InCare> {
  const { dischargeId, patientId } = await dischargeToday(house, ref);
  const episodes: string[] = [];
  for (const packageId of packages) episodes.push((await house.api<{ episodeId: string }>('POST', '/episodes', { dischargeId, packageId, orderNo: `${ref}-${packageId}`, pace: 1 })).episodeId);
  const clocksShow = async (to: string): Promise<boolean> =>
    (await house.sql`select 1 from episode where id = any(${episodes}::uuid[]) and (clock->>'episodeAnchor')::timestamptz >= ${to}::timestamptz`).length === episodes.length;
  const goTo = async (to: string, what: string, isThere = (): Promise<boolean> => clocksShow(to)): Promise<void> => {
    // Refused while the runs still start.
    for (let [tries, there] = [0, false]; !there; tries += 1) {
      if (tries > 120) throw new Error(what);
      await house.api('POST', `/training/patients/${patientId}/skip`, { to }).catch(() => undefined);
      await wait(1_000);
      there = await isThere();
    }
  };
  // The first morning's lesson goes out on its morning: what is passed over in one jump expires, and on day 3 several packages share the day's texts.
  if (packages.length > 1) await goTo(dayOf(1, '09:10'), 'the clocks do not move to the first morning');
  const to = dayOf(3, time);
  await goTo(to, 'the day-3 form does not open', async () =>
    (await house.sql`select 1 from occurrence where patient_id = ${patientId} and step like 'follow-up-d3%' and status = 'open'`).length > 0 && clocksShow(to));
  const link = async (contactId: string | null) => new URL((await house.api<{ url: string }>('POST', `/patients/${patientId}/links`, { purpose: 'plan', contactId })).url).pathname;
  const [contact] = await house.sql<{ id: string }[]>`select id from contact where patient_id = ${patientId} and owner = 'family'`;
  return { patientId, episodes, path: await link(null), family: await link(contact?.id ?? null) };
}

/** Presses what leads to another page, and waits until that one has its style: a page that is still bare has no contrast to speak of. */
export async function press(her: Visitor, what: Locator): Promise<void> {
  await Promise.all([her.page.waitForEvent('load'), what.click()]);
}

/** By the personal link and the birth date, to the first screen. */
export async function enter(her: Visitor, path: string): Promise<void> {
  await her.page.goto(path);
  await giveBirthDate(her);
}

export async function giveBirthDate(her: Visitor): Promise<void> {
  for (const [name, value] of [['year', '1953'], ['month', '5'], ['day', '4']] as const) await her.page.locator(`input[name=${name}]`).fill(value);
  await press(her, her.page.locator('main form button[type=submit]').last());
  expect(new URL(her.page.url()).pathname).toBe('/p/home');
}

/** Convention of issue 4: bytes of script that a page may ask for, unpacked. */
const mostScript = 30_000;
const narrow = { width: 360, height: 780 };

/** A picture to look at, and what holds for every page; `bare`: a visitor without script, so that axe cannot run. */
export async function look(her: Visitor, name: string, { bare = false } = {}): Promise<void> {
  const { page } = her;
  const usual = page.viewportSize() ?? narrow;
  if (!bare) {
    await expectAccessible(page);
    const script: number = await page.evaluate(`performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'script').reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)`);
    expect(script, `script of ${name}`).toBeGreaterThan(0);
    expect(script, `script of ${name}`).toBeLessThan(mostScript);
  }
  await page.setViewportSize(narrow);
  await expectNoSidewaysScroll(page);
  const bar: number = await page.evaluate(`document.querySelector('nav.bar').getBoundingClientRect().height`);
  expect(bar, `help at the foot of ${name}`).toBeLessThan(narrow.height / 7);
  await page.setViewportSize(usual);
  await her.shot(`patient-${name}`);
}
