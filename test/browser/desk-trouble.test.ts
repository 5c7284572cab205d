/** The desk when something fails: a stream of changes that was refused, answers that are slow, a session that ends while somebody writes, a narrow screen. */
import { describe, expect, it } from 'vitest';
import type { Browser, Route } from 'playwright-core';
import { caseTexts } from '../../web/console/texts/case.js';
import { paletteTexts } from '../../web/console/texts/palette.js';
import { patientTexts } from '../../web/console/texts/patient.js';
import { shellTexts } from '../../web/console/texts/shell.js';
import { worklistTexts } from '../../web/console/texts/worklist.js';
import { speaker } from '../../web/text.js';
import { dischargeToday } from './support/arrange.js';
import { launchOf, until, type Launched } from './support/days.js';
import { lookAs, press } from './support/desk.js';
import { expectAccessible, expectNoSidewaysScroll } from './support/expectations.js';
import { holdAnswers } from './support/hold-answers.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const patientOf = (ref: string, familyName: string): Record<string, unknown> => ({
  patient: { identifiers: [{ system: 'mrn', value: `M-${ref}` }], familyName, givenName: ref, birthDate: '1950-03-08', sex: 'female' },
  contacts: [{ owner: 'patient', kind: 'mobile', value: '13800138111' }],
});
const look = lookAs('trouble');
/** What follows the value in a wording. */
const tail = (text: string): string => text.split('|').at(-1) ?? '';

async function redOf({ episodeId }: Launched): Promise<string> {
  await house.api('POST', `/episodes/${episodeId}/answers`, { answers: { core: { chestPain: true, breathless: false, faint: false } }, answeredBy: 'patient' });
  const found = () => house.sql<{ id: string }[]>`select id from escalation where episode_id = ${episodeId} and level = 'red'`;
  await until(async () => (await found()).length > 0, 'the RED is raised');
  return (await found())[0]?.id ?? '';
}

describe.each(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const [list, cases, shell, chart, palette] = [speaker(worklistTexts, language), speaker(caseTexts, language), speaker(shellTexts, language), speaker(patientTexts, language), speaker(paletteTexts, language)];
  const ref = (name: string): string => `${name}-${language}`;
  /** One for each language: a login may be tried ten times in a minute. */
  const login = language === 'en' ? 'doctor' : 'case-manager';
  const desk = async (size: 'desktop' | 'phone' = 'desktop') => {
    const who = await visit(browser, house, { size, language });
    await who.signIn(login);
    return who;
  };

  it('a page whose stream was refused says since when it is not live, opens it again, and shows what came in meanwhile', async () => {
    const her = await launchOf(house, ref('deaf'), 'hip-wound-care', patientOf(ref('deaf'), '郑'));
    const { page, goto, shot, close, ...who } = await desk();
    // A server that restarts behind a proxy. The browser never asks again by itself after such an answer.
    const away = (route: Route): Promise<void> => route.fulfill({ status: 502, body: 'Bad Gateway' });
    await page.route('**/changes*', away);
    await page.clock.install();
    await goto('/console/');
    await redOf(her);
    const row = page.getByRole('button', { name: list('openCase', { level: list('red'), patient: `郑${ref('deaf')}` }) });
    expect(await row.count()).toBe(0);
    await page.clock.fastForward(50_000);
    const notice = page.getByRole('status').filter({ hasText: tail(shell('notLive', { at: '|' })) });
    await notice.waitFor();
    await expectAccessible(page);
    await shot('trouble-not-live');
    await page.unroute('**/changes*', away);
    await press(page, shell('again'));
    await row.waitFor({ timeout: 15_000 });
    await notice.waitFor({ state: 'detached' });
    expect(who.complaints()).toEqual(['502 from /changes']);
    await close();
  });

  it('from one patient to the next: nothing of the first is shown as the second’s, however slow the answers are', async () => {
    const [a, b] = [await launchOf(house, ref('first'), 'hip-wound-care', patientOf(ref('first'), '冯')), await launchOf(house, ref('second'), 'hip-wound-care', patientOf(ref('second'), '陈'))];
    await redOf(a);
    const who = await desk();
    const { page } = who;
    const main = page.locator('#main');
    for (const withChart of [false, true]) {
      await who.goto(`/console/patients/${a.patientId}`);
      await main.getByRole('heading', { name: `冯${ref('first')}` }).waitFor();
      const held = holdAnswers(page, ({ pathname }) => pathname.startsWith(`/patients/${b.patientId}/`) && !(withChart && pathname.endsWith('/chart')));
      await held.begin();
      await page.keyboard.press('Control+k');
      await page.getByRole('textbox', { name: palette('placeholder') }).fill(`陈${ref('second')}`);
      await page.getByText(`陈${ref('second')}`).last().click();
      await page.waitForURL(`**/console/patients/${b.patientId}`);
      if (withChart) await main.getByRole('heading', { name: `陈${ref('second')}` }).waitFor();
      await main.getByText(shell('loading')).first().waitFor();
      await who.shot(`trouble-next-patient-${withChart ? 2 : 1}`);
      const shown = await main.innerText();
      expect(shown).not.toContain(`冯${ref('first')}`);
      expect(await main.getByRole('table').count(), 'her days, what comes next and what happened lately').toBe(0);
      await held.end();
      await main.getByRole('heading', { name: chart('lately') }).waitFor();
    }
    await who.close();
  });

  it('a session that ends while somebody writes takes nothing away; what is pressed then was not taken, says so, and is pressed again after signing in elsewhere', async () => {
    const her = await launchOf(house, ref('over'), 'hip-wound-care', patientOf(ref('over'), '褚'));
    const escalationId = await redOf(her);
    const who = await desk();
    const { page, context } = who;
    await page.clock.install();
    const address = `/console/?case=${encodeURIComponent(escalationId)}`;
    await who.goto(address);
    const [stands, note] = [page.url(), page.getByRole('textbox', { name: cases('addNote') })];
    await note.fill('女儿说凌晨3点起呕吐，服华法林');
    await house.sql`update session set expires_at = now() where account_id = (select id from account where login = ${login} and hospital_id = ${house.hospitalId})`;
    // The page reads its counts by itself.
    await page.clock.fastForward(61_000);
    await page.getByRole('alert').filter({ hasText: shell('over') }).waitFor();
    expect([page.url(), await note.inputValue()]).toEqual([stands, '女儿说凌晨3点起呕吐，服华法林']);
    await who.shot('trouble-over');
    await press(page, cases('noteAdd'));
    const dialog = page.getByRole('dialog', { name: shell('notTaken') });
    await dialog.waitFor();
    await look(who, 'not-taken');
    expect(await dialog.locator(':focus').count(), 'the keyboard stands in the dialog').toBe(1);
    // Leaving the question leaves everything else where it was.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await note.inputValue()).toBe('女儿说凌晨3点起呕吐，服华法林');
    await press(page, cases('noteAdd'));
    const [other] = await Promise.all([context.waitForEvent('page'), dialog.getByRole('link', { name: shell('signInElsewhere') }).click()]);
    await other.locator('input[name=login]').fill(login);
    await other.locator('input[name=password]').fill(house.password);
    await other.locator('button[type=submit]').click();
    await other.waitForURL(stands);
    await other.close();
    await page.evaluate(`window.dispatchEvent(new Event('focus'))`); // what coming back to a window does
    await dialog.getByText(tail(shell('backAs', { name: '|' }))).waitFor();
    await who.shot('trouble-back');
    await page.keyboard.press('Escape');
    await press(page, cases('noteAdd'));
    await page.getByText(cases('noteDone')).first().waitFor();
    expect(await house.sql`select 1 from case_note where escalation = ${escalationId}`).toHaveLength(1);
    expect(await page.getByRole('alert').filter({ hasText: shell('over') }).count()).toBe(0);
    expect(page.url()).toBe(stands);
    await who.close();
  });

  it('what was refused is asked anew once it is mended, and what may have been done is asked for under the same key', async () => {
    const her = await launchOf(house, ref('again'), 'hip-wound-care', patientOf(ref('again'), '卫'));
    const escalationId = await redOf(her);
    const who = await desk();
    const { page } = who;
    const [keys, answers]: [string[], { status: number; code: string }[]] = [[], [{ status: 409, code: 'refused' }, { status: 502, code: 'internal' }]];
    await page.route('**/acknowledge', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      const said = answers.shift();
      await (said === undefined ? route.continue() : route.fulfill({ status: said.status, json: { code: said.code, detail: `not yet ${said.status}` } }));
    });
    await who.goto(`/console/?case=${encodeURIComponent(escalationId)}`);
    for (const status of [409, 502]) {
      await press(page, cases('acknowledge'));
      await page.getByText(`not yet ${status}`).first().waitFor();
    }
    await press(page, cases('acknowledge'));
    await page.getByText(cases('acknowledgedDone')).first().waitFor();
    const [refused, lost, taken] = keys;
    expect([lost === refused, taken === lost]).toEqual([false, true]);
    await who.close();
  });

  it('on a narrow phone a long name stays words, and the language can be chosen', async () => {
    const name = '欧阳阿卜杜热依木';
    await dischargeToday(house, ref('narrow'), { ...patientOf(ref('narrow'), name), patient: { identifiers: [{ system: 'mrn', value: `M-${ref('narrow')}` }], familyName: name, givenName: '买买提艾力·吐尔逊古丽·阿卜杜拉', birthDate: '1953-05-04', sex: 'female' } });
    const who = await desk('phone');
    await who.page.setViewportSize({ width: 360, height: 780 });
    await who.goto('/console/discharges');
    await expectNoSidewaysScroll(who.page);
    const cell = who.page.getByRole('rowheader', { name: new RegExp(name) }).first();
    expect((await cell.boundingBox())?.width, 'width of the name').toBeGreaterThan(130);
    const button = await who.page.getByRole('banner').getByRole('button', { name: shell('language'), exact: true }).boundingBox();
    expect((button?.x ?? 360) + (button?.width ?? 0)).toBeLessThanOrEqual(360);
    await look(who, 'narrow');
    await who.close();
  });
});
