/** The case manager's day at the desk: a RED comes in, is acknowledged, noted, given to a colleague and resolved; a call with its answers; many visits moved and taken back; the list for a downtime; the shift handed over and signed by two. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { addDays, fromMs, localDateOf } from '../../pathways/time.js';
import { bulkTexts } from '../../web/console/texts/bulk.js';
import { callTexts } from '../../web/console/texts/call.js';
import { caseTexts } from '../../web/console/texts/case.js';
import { downtimeTexts } from '../../web/console/texts/downtime.js';
import { formTexts } from '../../web/console/texts/forms.js';
import { handoverTexts } from '../../web/console/texts/handover.js';
import { partTexts } from '../../web/console/texts/parts.js';
import { whyTexts } from '../../web/console/texts/why.js';
import { worklistTexts } from '../../web/console/texts/worklist.js';
import { speaker } from '../../web/text.js';
import { dayOf, launchOf, moveTo, until, type Launched } from './support/days.js';
import { expectNoComplaints } from './support/expectations.js';
import { lookAs, press } from './support/desk.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

const zone = 'Asia/Shanghai';
/** A patient of her own name, so that her rows are found among the others'. */
const patientOf = (ref: string, familyName: string): Record<string, unknown> => ({
  patient: { identifiers: [{ system: 'mrn', value: `M-${ref}` }], familyName, givenName: ref, birthDate: '1950-03-08', sex: 'female' },
  contacts: [{ owner: 'patient', kind: 'mobile', value: '13800138111' }],
});
const accountOf = async (login: string): Promise<string> => (await house.sql<{ id: string }[]>`select id from account where login = ${login} and hospital_id = ${house.hospitalId}`)[0]?.id ?? '';

const look = lookAs('desk');
const choose = async (page: Page, label: string, option: string | RegExp): Promise<void> => {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};

describe.each(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const zh = language === 'zh-CN';
  const [list, cases, calls, parts] = [speaker(worklistTexts, language), speaker(caseTexts, language), speaker(callTexts, language), speaker(partTexts, language)];
  const ref = (name: string): string => `${name}-${language}`;

  it('a RED comes in without reload, is acknowledged by keyboard, noted, given to a colleague, and resolved', async () => {
    const her = await launchOf(house, ref('red'), 'hip-wound-care', patientOf(ref('red'), '赵'));
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/');
    await house.api('POST', `/episodes/${her.episodeId}/answers`, { answers: { core: { chestPain: true, breathless: false, faint: false } }, answeredBy: 'patient' });
    const row = desk.page.getByRole('button', { name: list('openCase', { level: list('red'), patient: `赵${ref('red')}` }) });
    await row.waitFor({ timeout: 30_000 });
    await look(desk, 'worklist');
    await row.focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('button', { name: cases('acknowledge'), exact: true }).focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByText(cases('acknowledgedDone')).first().waitFor();
    await desk.page.getByRole('textbox', { name: cases('addNote') }).fill('女儿说已叫车去急诊');
    await press(desk.page, cases('noteAdd'));
    await desk.page.getByText('女儿说已叫车去急诊').first().waitFor();
    await desk.page.getByRole('button', { name: cases('clock') }).click();
    await desk.page.getByRole('button', { name: cases('why') }).click();
    await desk.page.getByText(speaker(whyTexts, language)('verified')).waitFor();
    await look(desk, 'case');
    await choose(desk.page, cases('owner'), /Duty doctor/);
    await desk.page.getByText(cases('ownerChanged')).first().waitFor();
    const doctor = await accountOf('doctor');
    const owners = await house.sql<{ accountId: string; how: string }[]>`select account_id, how from case_owner where episode_id = ${her.episodeId} order by id desc limit 1`;
    expect(owners).toMatchObject([{ accountId: doctor, how: 'assigned' }]);
    await press(desk.page, cases('contacted'));
    await desk.page.getByText(cases('contactedDone')).first().waitFor();
    await press(desk.page, cases('resolve'));
    await desk.page.getByRole('textbox', { name: cases('resolution') }).fill('已到急诊，排除肺栓塞');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByText(cases('resolvedDone')).first().waitFor();
    expect(await house.sql`select outcome from escalation where episode_id = ${her.episodeId} and level = 'red'`).toMatchObject([{ outcome: 'resolved' }]);
    await desk.page.keyboard.press('Escape');
    await row.waitFor({ state: 'detached' });
    expectNoComplaints(desk);
    await desk.close();
  });

  it('the first call is made with its script, its answers are sent with its outcome, and it leaves the list', async () => {
    const her = await launchOf(house, ref('call'), 'hip-wound-care', patientOf(ref('call'), '钱'));
    await moveTo(house, her, dayOf(1, '10:20'));
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/?tab=calls');
    const row = desk.page.getByRole('button', { name: `${list('call')}: 钱${ref('call')}` });
    await row.waitFor({ timeout: 30_000 });
    await look(desk, 'calls');
    await row.click();
    await press(desk.page, calls('showNumbers'));
    await desk.page.getByRole('radio', { name: /8111/ }).check();
    const form = speaker(formTexts, language);
    for (const answer of await desk.page.getByRole('radiogroup').filter({ has: desk.page.getByRole('radio', { name: form('no'), exact: true }) }).all()) await answer.getByRole('radio', { name: form('no'), exact: true }).check();
    await desk.page.getByRole('textbox', { name: zh ? /多痛/ : /strong is your pain/ }).fill('2');
    await look(desk, 'call');
    await press(desk.page, calls('reached'));
    await desk.page.getByText(calls('recorded')).first().waitFor();
    await row.waitFor({ state: 'detached' });
    expect(await house.sql`select answers from answer where episode_id = ${her.episodeId}`).toMatchObject([{ answers: { core: { chestPain: false, pain: '2' } } }]);
    expectNoComplaints(desk);
    await desk.close();
  });

  it('a colleague’s alarm is acknowledged and closed with what was done', async () => {
    const { alarmId } = await house.api<{ alarmId: string }>('POST', '/visit-alarms', { lat: 30.25, lng: 120.17 });
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/?tab=alarms');
    await press(desk.page, list('acknowledge'));
    await desk.page.getByText(list('acknowledged')).first().waitFor();
    await look(desk, 'alarms');
    await desk.page.getByRole('listitem').filter({ hasText: '30.25000' }).waitFor();
    expect(await desk.page.getByRole('list', { name: list('alarms') }).getByRole('listitem').count()).toBe(1); // also raised for ops, shown once
    await press(desk.page, list('closeAlarm'));
    await desk.page.getByRole('textbox', { name: list('alarmNote') }).fill('已联系，平安');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByText(list('alarmClosed')).first().waitFor();
    expect(await house.sql`select 1 from visit_alarm where id = ${alarmId} and closed_at is not null`).toHaveLength(1);
    for (const tab of ['visits', 'undelivered', 'questions'] as const) {
      await desk.goto(`/console/?tab=${tab}`);
      await look(desk, tab);
    }
    expectNoComplaints(desk);
    await desk.close();
  });

  it('a district’s visits are moved for a typhoon and taken back; a sick nurse’s visit goes to somebody else', async () => {
    const bulk = speaker(bulkTexts, language);
    const district = zh ? { code: 'east', name: /East/ } : { code: 'north', name: /North/ };
    const [one, two] = [await booked(ref('typhoon-1'), district.code, 0), await booked(ref('typhoon-2'), district.code, 1)];
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/bulk');
    await look(desk, 'bulk-ask');
    const day = localDateOf(one.from, zone);
    await desk.page.getByRole('textbox', { name: bulk('day'), exact: true }).fill(day);
    await desk.page.getByRole('textbox', { name: bulk('toDay'), exact: true }).fill(addDays(day, 1));
    await choose(desk.page, bulk('district'), district.name);
    await desk.page.getByRole('textbox', { name: bulk('reason') }).fill('台风');
    await press(desk.page, bulk('preview'));
    await desk.page.getByRole('checkbox', { name: bulk('includeOf', { patient: `孙${ref('typhoon-1')}` }) }).waitFor();
    await look(desk, 'bulk-preview');
    expect(await slotOf(one)).toBe(one.from);
    await desk.page.getByRole('button', { name: bulk('apply', { n: 2 }) }).click();
    await desk.page.getByText(bulk('applied')).first().waitFor();
    for (const moved of [one, two]) await until(async () => localDateOf(await slotOf(moved), zone) === addDays(day, 1), 'the visit is moved');
    await look(desk, 'bulk-applied');
    await press(desk.page, bulk('undo'));
    await desk.page.getByText(bulk('undone')).first().waitFor();
    for (const moved of [one, two]) await until(async () => (await slotOf(moved)) === moved.from, 'the visit is back');
    // The nurse is asked again after a move; here she says yes.
    for (const { episodeId } of [one, two]) await house.api('POST', `/episodes/${episodeId}/visits/dressing/1/assign`, { accountId: await accountOf('nurse') });
    await press(desk.page, bulk('again'));
    await desk.page.getByText(bulk('reassign-visits'), { exact: true }).click();
    await desk.page.getByRole('textbox', { name: bulk('day'), exact: true }).fill(day);
    await choose(desk.page, bulk('district'), district.name);
    await choose(desk.page, bulk('whose'), /Responsible nurse/);
    await desk.page.getByRole('textbox', { name: bulk('reason') }).fill('发烧');
    await press(desk.page, bulk('preview'));
    await desk.page.getByRole('checkbox', { name: bulk('includeOf', { patient: `孙${ref('typhoon-1')}` }) }).waitFor();
    await look(desk, 'bulk-reassign');
    await desk.page.getByRole('button', { name: bulk('apply', { n: 2 }) }).click();
    await desk.page.getByText(bulk('applied')).first().waitFor();
    const nurse = await accountOf('nurse');
    await until(async () => (await house.sql`select 1 from visit_assignment where episode_id = any(${[one.episodeId, two.episodeId]}) and account_id = ${nurse}`).length === 0, 'neither visit is hers any more');
    expectNoComplaints(desk);
    await desk.close();
  });

  it('the list for a downtime is saved as one file with whole numbers, and fits on paper', async () => {
    const her = await launchOf(house, ref('downtime'), 'hip-wound-care', patientOf(ref('downtime'), '周'));
    await house.api('POST', `/episodes/${her.episodeId}/answers`, { answers: { core: { pain: '8' } }, answeredBy: 'patient' });
    await until(async () => (await house.sql`select 1 from escalation where episode_id = ${her.episodeId}`).length > 0, 'the case is open');
    const words = speaker(downtimeTexts, language);
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/downtime');
    await press(desk.page, words('show'));
    await desk.page.getByRole('heading', { name: words('duty') }).waitFor();
    await look(desk, 'downtime');
    const [file] = await Promise.all([desk.page.waitForEvent('download'), press(desk.page, words('save'))]);
    const saved = readFileSync(await file.path(), 'utf8');
    expect(saved).toContain(`周${ref('downtime')}`);
    expect(saved).toMatch(/138\s?0013\s?8111/);
    expect(saved).not.toMatch(/<script|src=|href="http/);
    await desk.page.pdf({ path: `.data/screenshots/desk-downtime.${language}.pdf`, format: 'A4', printBackground: true });
    expectNoComplaints(desk);
    await desk.close();
  });

  it('the shift is handed over on one page: signed by who goes, read and signed by who comes, and everything is hers', async () => {
    const her = await launchOf(house, ref('handover'), 'hip-wound-care', patientOf(ref('handover'), '吴'));
    await house.api('POST', `/episodes/${her.episodeId}/answers`, { answers: { core: { pain: '8' } }, answeredBy: 'patient' });
    const words = speaker(handoverTexts, language);
    const desk = await visit(browser, house, { size: 'desktop', language });
    await desk.signIn('case-manager');
    await desk.goto('/console/');
    await desk.page.getByRole('button', { name: list('openCase', { level: list('orange'), patient: `吴${ref('handover')}` }) }).click({ timeout: 30_000 });
    await press(desk.page, cases('take'));
    await desk.page.getByText(cases('ownerChanged')).first().waitFor();
    await press(desk.page, parts('close'));
    await desk.page.getByRole('link', { name: list('handover') }).click();
    await look(desk, 'handover');
    await choose(desk.page, words('to'), /Head nurse/);
    await desk.page.getByRole('textbox', { name: words('remarks') }).fill('明早先打吴阿姨的电话');
    await press(desk.page, words('make'));
    await desk.page.getByText(`吴${ref('handover')}`).first().waitFor();
    await press(desk.page, words('sign'));
    await desk.page.getByText(words('signedDone')).first().waitFor();
    const page = new URL(desk.page.url());
    const next = await visit(browser, house, { size: 'desktop', language });
    await next.signIn('head-nurse');
    await next.goto(page.pathname + page.search);
    await look(next, 'handover-page');
    await press(next.page, words('sign'));
    await next.page.getByText(words('movedDone')).first().waitFor();
    await desk.page.getByText(words('signedAt', { name: '护士长 Head nurse', at: '' }).split('，')[0] ?? '').first().waitFor(); // hers is on my screen too, unasked
    expect(await house.sql`select account_id from case_owner where episode_id = ${her.episodeId} order by id desc limit 1`).toEqual([{ accountId: await accountOf('head-nurse') }]);
    await next.page.pdf({ path: `.data/screenshots/desk-handover.${language}.pdf`, format: 'A4', printBackground: true });
    for (const who of [desk, next]) {
      expectNoComplaints(who);
      await who.close();
    }
  });
});

it('what the first script asks for is, letter by letter, what each page reads, and its stream begins before the first answer', async () => {
  const her = await launchOf(house, 'early', 'hip-wound-care', patientOf('early', '李'));
  const desk = await visit(browser, house, { size: 'desktop', language: 'zh-CN' });
  await desk.signIn('trainer');
  const marked = (name: string): Promise<string[]> => desk.page.evaluate<string[]>(`performance.getEntriesByName('${name}').map(({ detail }) => detail).sort()`);
  for (const path of ['', '?tab=calls', '?tab=visits', 'handover', 'bulk', 'discharges', `patients/${her.patientId}`, 'packages', 'packages/hip-wound-care/1', 'roster', 'operations', 'review', 'account']) {
    const stream = desk.page.waitForRequest((request) => new URL(request.url()).pathname === '/changes');
    await desk.goto(`/console/${path}`);
    const asked = await marked('early-asked');
    expect(asked.length, path).toBeGreaterThan(1);
    expect(await marked('early-taken'), path).toEqual(asked);
    expect(new URL((await stream).url()).search, path).toMatch(/^[?]after=\d+$/);
  }
  expectNoComplaints(desk);
  await desk.close();
});

type Booked = Launched & { from: string };
const slotOf = async ({ episodeId }: Launched): Promise<string> => (await house.sql<{ slotFrom: string }[]>`select slot_from from occurrence where id = ${`${episodeId}/dressing/1`}`)[0]?.slotFrom ?? fromMs(0);

/** A first dressing in a district, booked on the second day at its own hour and accepted by the nurse. */
let hours = 0;
async function booked(ref: string, district: string, n: number): Promise<Booked> {
  const launched = await launchOf(house, ref, 'hip-wound-care', patientOf(ref, '孙'));
  await house.api('PUT', `/patients/${launched.patientId}/place`, { district, address: '解放路1号', accessNote: '', lat: 30.27, lng: 120.2 });
  const path = `/episodes/${launched.episodeId}/visits/dressing/1`;
  const { slots } = await house.api<{ slots: { from: string; until: string }[] }>('GET', `${path}/slots?days=14`);
  const [first] = slots;
  const sameDay = slots.filter(({ from }) => localDateOf(from, zone) === localDateOf(first?.from ?? '', zone));
  const slot = sameDay[hours++] ?? sameDay[n];
  if (!slot) throw new Error('no slot is free');
  await house.api('POST', `${path}/book`, { from: slot.from, until: slot.until });
  await until(async () => (await house.sql`select 1 from visit_assignment where episode_id = ${launched.episodeId}`).length > 0, 'the visit looks for a person');
  await house.api('POST', `${path}/assign`, { accountId: await accountOf('nurse') });
  return { ...launched, from: slot.from };
}
