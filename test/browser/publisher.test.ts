/** The head's day: the department's own number becomes a draft with a reason, is checked as it is typed, tried on a sample patient and on every story, published, and signed by two; the roster is imported and its gaps shown; operations and the week review. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { addDays, atLocal, fromMs, localDateOf } from '../../pathways/time.js';
import { draftTexts } from '../../web/console/texts/drafts.js';
import { operationsTexts } from '../../web/console/texts/operations.js';
import { packageTexts } from '../../web/console/texts/packages.js';
import { partTexts } from '../../web/console/texts/parts.js';
import { reviewTexts } from '../../web/console/texts/review.js';
import { roleTexts } from '../../web/console/texts/roles.js';
import { rosterTexts } from '../../web/console/texts/roster.js';
import { speaker } from '../../web/text.js';
import { launchOf } from './support/days.js';
import { expectNoComplaints } from './support/expectations.js';
import { lookAs, press } from './support/desk.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { languages, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
inHouse((opened) => void ({ house, browser } = opened));

/** What the machine computes (publisher, ninety days, every story) may take this long beside other work. */
const patience = { timeout: 120_000 };
const zone = 'Asia/Shanghai';
const today = localDateOf(fromMs(Date.now()), zone);

const look = lookAs('publisher');
const tab = async (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();

describe.each(languages.map((language, n) => ({ language, n, packageId: (['discharge-follow-up', 'hip-home-rehab'] as const)[n] ?? 'hip-wound-care' })))('In $language', ({ language, packageId }) => {
  const [words, draft] = [speaker(packageTexts, language), speaker(draftTexts, language)];

  it('the department’s own number goes from the parameter to a published version that two have signed', async () => {
    const head = await visit(browser, house, { size: 'desktop', language });
    await head.signIn('head-nurse');
    await head.goto('/console/packages');
    await look(head, 'packages');
    await head.page.locator(`a[href$="/packages/${packageId}/1"]`).click();
    await head.page.getByRole('heading', { level: 1, name: words('versionN', { n: 1 }) }).waitFor();
    await look(head, 'timeline');
    for (const part of ['rules', 'forms', 'texts', 'parameters'] as const) {
      await tab(head.page, words(part));
      await look(head, part);
    }
    await head.page.getByRole('textbox', { name: words('find') }).fill('painSevere');
    await press(head.page, `${words('change')}: painSevere`);
    await head.page.getByRole('textbox', { name: new RegExp(`^${words('newValue')}`) }).fill('6');
    await head.page.getByRole('textbox', { name: words('whyOwn') }).fill('本科室止痛目标为5分以下');
    await look(head, 'override');
    await press(head.page, words('save'));

    await head.page.waitForURL(/\/drafts\//);
    const good = head.page.getByRole('status').filter({ hasText: draft('good') });
    await good.waitFor(patience);
    await look(head, 'edit');
    const editor = head.page.getByRole('textbox', { name: new RegExp(`^${draft('editorLabel', { path: '' }).trim()}`) });
    await editor.click();
    await head.page.keyboard.press('Control+Home');
    await head.page.keyboard.type('fireworks: {}\n');
    await head.page.getByText('`fireworks` is not part of the language here').first().waitFor(patience);
    await look(head, 'mistake');
    for (let line = 0; line < 'fireworks: {}\n'.length; line += 1) await head.page.keyboard.press('Backspace');
    await good.waitFor(patience);

    await tab(head.page, draft('preview'));
    await press(head.page, draft('run'));
    await head.page.getByRole('heading', { name: draft('changes') }).waitFor(patience);
    expect(await head.page.locator('main').textContent()).toContain('painSevere');
    await look(head, 'preview');
    await tab(head.page, draft('stories'));
    await press(head.page, draft('runStories'));
    await head.page.getByRole('columnheader', { name: draft('verdict') }).waitFor(patience);
    await look(head, 'stories');
    await tab(head.page, draft('publish'));
    await head.page.getByRole('textbox', { name: draft('publishReason') }).fill('疼痛6分即电话评估');
    const broken = head.page.getByRole('checkbox', { name: draft('acceptBroken') });
    if ((await broken.count()) > 0) await broken.check();
    await look(head, 'publish');
    await press(head.page, draft('publishNow', { n: 2 }));
    await head.page.waitForURL(new RegExp(`/packages/${packageId}/2`), patience);
    await press(head.page, words('sign'));
    await head.page.getByText(words('alreadySigned')).waitFor(patience);
    await look(head, 'signed-by-one');

    const doctor = await visit(browser, house, { size: 'desktop', language });
    await doctor.signIn('doctor');
    await doctor.goto(`/console/packages/${packageId}/2?tab=parameters`);
    await press(doctor.page, words('sign'));
    await doctor.page.getByText(words('complete')).waitFor(patience);
    await head.page.getByText(words('complete')).waitFor(patience); // on the other screen too, unasked
    await look(doctor, 'signed-by-two');
    expect(await house.sql`select count(*)::int as n from version_signature where hospital_id = ${house.hospitalId} and id = ${packageId} and version = 2`).toEqual([{ n: 2 }]);
    const { parameters } = await house.api<{ parameters: { name: string; value: unknown; override: unknown }[] }>('GET', `/packages/${packageId}/versions/2/view?language=${language}`);
    expect(parameters.find(({ name }) => name === 'painSevere')).toMatchObject({ value: '6', override: { reason: '本科室止痛目标为5分以下', value: '7' } });
    for (const who of [head, doctor]) {
      expectNoComplaints(who);
      await who.close();
    }
  }, 420_000);

  it('a gap of the roster is shown before it hurts, a roster file closes it, and its bad line is told', async () => {
    const [roster, role] = [speaker(rosterTexts, language), speaker(roleTexts, language)];
    const gapDay = addDays(today, 3);
    // The doctor's duty ends on that day, and nobody follows.
    await house.sql`delete from roster_shift where hospital_id = ${house.hospitalId} and role = 'duty-doctor' and starts_at >= ${atLocal(gapDay, '08:00', zone)}`;
    await house.sql`update roster_shift set ends_at = ${atLocal(gapDay, '08:00', zone)} where hospital_id = ${house.hospitalId} and role = 'duty-doctor' and starts_at < ${atLocal(gapDay, '08:00', zone)} and ends_at > ${atLocal(gapDay, '08:00', zone)}`;
    const head = await visit(browser, house, { size: 'desktop', language });
    await head.signIn('head-nurse');
    await head.goto('/console/roster');
    const gaps = head.page.getByRole('status').filter({ hasText: role('duty-doctor') });
    await gaps.waitFor();
    await look(head, 'roster-gap');
    await press(head.page, roster('import'));
    const lines = Array.from({ length: 16 }, (_, n) => `${addDays(gapDay, n)},值班医生,doctor,24小时`);
    await head.page.locator('input[type=file]').setInputFiles({ name: '值班表.csv', mimeType: 'text/csv', buffer: Buffer.from(['日期,岗位,姓名,班次', ...lines, `${gapDay},院长,doctor,白班`].join('\n')) });
    await press(head.page, roster('checkFile'));
    await head.page.getByText(roster('refuses', { n: 1 })).waitFor();
    await look(head, 'roster-import');
    await press(head.page, roster('store', { n: 16 }));
    await head.page.getByText(roster('stored', { n: 16 })).waitFor();
    await press(head.page, speaker(partTexts, language)('close'));
    await gaps.waitFor({ state: 'detached' });
    for (const part of ['capacity', 'people'] as const) {
      await tab(head.page, roster(part));
      await look(head, `roster-${part}`);
    }
    expectNoComplaints(head);
    await head.close();
  });

  it('operations are healthy and audited by a button, and the week is reviewed against a target and exported', async () => {
    const [operations, review] = [speaker(operationsTexts, language), speaker(reviewTexts, language)];
    await launchOf(house, `review-${language}`);
    const head = await visit(browser, house, { size: 'desktop', language });
    await head.signIn('head-nurse');
    await head.goto('/console/operations');
    await look(head, 'operations');
    await head.goto('/console/review');
    await press(head.page, `${review('set')}: ${review('launched')}`);
    await head.page.getByRole('textbox', { name: review('target') }).fill('1');
    await head.page.getByRole('textbox', { name: review('source') }).fill('科室计划');
    await head.page.getByRole('textbox', { name: review('reason') }).fill('试点');
    await look(head, 'target');
    await press(head.page, review('save'));
    await head.page.getByText(review('reached')).first().waitFor();
    await head.page.getByText(review('counts')).click();
    await head.page.getByRole('combobox', { name: review('chartOf') }).click();
    await head.page.getByRole('option', { name: review('launched'), exact: true }).click();
    await look(head, 'review');
    const [file] = await Promise.all([head.page.waitForEvent('download'), head.page.getByRole('link', { name: review('export') }).click()]);
    const csv = readFileSync(await file.path(), 'utf8');
    expect(csv.startsWith('\ufeff')).toBe(true);
    expect(csv).toMatch(/,launched,,[1-9]\d*,/);
    expectNoComplaints(head);
    await head.close();
    const trainer = await visit(browser, house, { size: 'desktop', language });
    await trainer.signIn('trainer');
    await trainer.goto('/console/operations');
    await press(trainer.page, operations('run'));
    await trainer.page.getByText(operations('clean')).first().waitFor(patience);
    await look(trainer, 'audit');
    expectNoComplaints(trainer);
    await trainer.close();
  });
});
