/** A phone that is somebody else's now: the link of a stranger is sent back by two presses, in both languages, with and without script. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { look, onDay3, press, type InCare } from './support/patient.js';
import { languages, visit, type Language } from './support/visitor.js';

let house: House;
let browser: Browser;
let zhang: InCare;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  zhang = await onDay3(house, 'not-me', ['hip-wound-care']);
});

const said = { 'zh-CN': { way: '这不是发给我的', back: '返回，我是患者或家属', yes: '对，不是发给我的', thanks: '谢谢您告诉我们' }, en: { way: 'This is not meant for me', back: 'Back: I am the patient or family', yes: 'Yes, it is not meant for me', thanks: 'Thank you for telling us' } } as const;

type Way = { language: Language; script: boolean; elder: boolean };
const ways: Way[] = [...languages.flatMap((language) => [false, true].map((elder) => ({ language, script: true, elder }))), { language: 'zh-CN', script: false, elder: false }];

describe.each(ways)('In $language, large type $elder, script $script', ({ language, script, elder }) => {
  it('it is found on the first page, asked once more, and taken', async () => {
    const whoever = await visit(browser, house, { size: 'phone', language, script });
    const { page } = whoever;
    const name = (what: string) => `${what}${elder ? '-elder' : ''}${script ? '' : '-without-script'}`;
    await whoever.goto(zhang.path);
    if (elder) await press(whoever, page.locator('button[name=elder][value=e]'));
    await look(whoever, name('gate'), { bare: !script });
    await press(whoever, page.getByRole('link', { name: said[language].way }));
    expect(new URL(page.url()).pathname).toBe(`${zhang.path}/not-me`);
    await look(whoever, name('not-me'), { bare: !script });
    await press(whoever, page.getByRole('link', { name: said[language].back }));
    expect(new URL(page.url()).pathname).toBe(zhang.path);
    await press(whoever, page.getByRole('link', { name: said[language].way }));
    await press(whoever, page.getByRole('button', { name: said[language].yes }));
    expect(new URL(page.url()).pathname).toBe('/p/not-me');
    await page.getByRole('heading', { name: said[language].thanks }).waitFor();
    await look(whoever, name('not-me-thanks'), { bare: !script });
    expect(await page.locator('html').innerText()).not.toMatch(/张|hip|髋/);
    expectNoComplaints(whoever);
    await whoever.close();
  });
});

it('A nurse finds all of them as one case, saying whose number to check', async () => {
  const cases = () => house.sql<{ id: string; level: string; reports: string[] }[]>`select id, level, reports from escalation where patient_id = ${zhang.patientId} and 'STAFF' = any(rules)`;
  await expect.poll(cases, { timeout: 120_000, interval: 1_000 }).toMatchObject([{ level: 'yellow', reports: [expect.stringContaining('患者本人')] }]);
  const nurse = await visit(browser, house, { size: 'desktop', language: 'zh-CN' });
  await nurse.signIn('nurse');
  const [one] = await cases();
  await nurse.goto(`/console/?case=${encodeURIComponent(one?.id ?? '')}`);
  await nurse.page.getByText('有人打开了给患者本人的链接或6位码').first().waitFor();
  await nurse.shot('not-me-case');
  expectNoComplaints(nurse);
  await nurse.close();
});
