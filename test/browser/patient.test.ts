/** The patient's day on her phone: in by code, by link, in both languages, in large type, with and without script. */
import { describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { enter, look, onDay3, press, type InCare } from './support/patient.js';
import { languages, visit } from './support/visitor.js';
import type { Language, Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
let zhang: InCare;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  zhang = await onDay3(house, 'zhang', ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab']);
  // A visit that is over, to be looked at; how it gets there is the nurse's day.
  await house.sql`update occurrence set status = 'completed', slot_from = due_at, slot_until = due_at + interval '1 hour' where id = (select id from occurrence where patient_id = ${zhang.patientId} and kind = 'visit' order by due_at limit 1)`;
});

const pages = ['home', 'ahead', 'reading', 'reading/bloodPressure', 'upload', 'upload?kind=photo', 'upload?kind=clip', 'upload?kind=xray', 'ask', 'visits', 'learn', 'qr', 'records', 'units', 'badges', 'wishes', 'consents', 'consents/sms', 'contacts', 'no-such-page'];

describe.each(languages.flatMap((language) => [{ language, elder: false }, { language, elder: true }]))('In $language, large type $elder', ({ language, elder }) => {
  const name = (page: string) => `${page.replaceAll(/\W/g, '-')}${elder ? '-elder' : ''}`;
  const large = async (her: Visitor): Promise<void> => {
    if (elder) await press(her, her.page.locator('button[name=elder][value=e]'));
  };

  it('the way in and every page of hers is readable, reachable and complete', async () => {
    const her = await visit(browser, house, { size: 'phone', language });
    await her.goto('/p/');
    // By the browser's language; chosen by hand it stays, whatever the record says.
    await press(her, her.page.locator('button[name=language]'));
    await press(her, her.page.locator('button[name=language]'));
    await large(her);
    await look(her, name('enter'));
    await her.page.locator('#code').fill('12');
    await press(her, her.page.locator('main form button[type=submit]'));
    await look(her, name('enter-wrong'));
    await her.goto(`/p/l/${'x'.repeat(43)}`);
    await look(her, name('closed'));
    await her.goto(zhang.path);
    await look(her, name('factor'));
    await enter(her, zhang.path);
    for (const page of pages) {
      await her.goto(`/p/${page}`);
      expect(new URL(her.page.url()).pathname + new URL(her.page.url()).search).toBe(`/p/${page}`);
      await look(her, name(page));
    }
    await her.goto('/p/home');
    const form = her.page.locator('a[href^="/p/f/"]').first();
    await press(her, form);
    await look(her, name('question'));
    await her.page.locator('label[for=a0]').click();
    expect(await her.page.locator('.flag').first().isVisible()).toBe(true);
    await look(her, name('question-flag'));
    for (const [page, from, like] of [['book', '/p/visits', /^\/p\/visits\/[0-9a-f]+$/], ['rate', '/p/visits', /\/rate$/], ['article', '/p/learn', /^\/p\/learn\/[0-9a-f]+$/]] as const) {
      await her.goto(from);
      const all: (string | null)[] = await her.page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      const href = all.find((one) => one !== null && like.test(one));
      expect(href, `a way from ${from} to ${page}`).toBeTruthy();
      await her.goto(href ?? '');
      await look(her, name(page));
    }
    await her.goto('/p/ask');
    await her.page.locator('#words').fill('可以洗澡吗？');
    await press(her, her.page.locator('main form button[type=submit]'));
    await look(her, name('thread'));
    await her.goto('/p/home');
    await press(her, her.page.locator('form[action="/p/out"] button'));
    await look(her, name('signed-out'));
    expectNoComplaints(her);
    await her.close();
  }, 400_000); // thirty pages, each looked at by axe and at two widths: 77 to 147 s were measured on two busy cores
});

describe.each<{ language: Language; script: boolean }>([{ language: 'zh-CN', script: false }, { language: 'en', script: true }])('A questionnaire in $language, script $script', ({ language, script }) => {
  it('is answered, checked, sent, and opens a case that the hospital sees', async () => {
    const { path, patientId } = await onDay3(house, `form-${language}`, ['hip-wound-care']);
    const her = await visit(browser, house, { size: 'phone', language, script });
    await enter(her, path);
    if (language === 'en') await press(her, her.page.locator('button[name=language]')); // her record says Chinese
    await press(her, her.page.locator('a[href^="/p/f/"]').first());
    for (let turn = 0; turn < 40 && !her.page.url().endsWith('/check'); turn += 1) {
      const { page } = her;
      const heading = (await page.locator('h1').first().textContent()) ?? '';
      if (await page.locator('input[type=file]').count()) await press(her, page.locator('form[action$="/skip"] button'));
      else if (await page.locator('input[name=answer][type=text]').count()) {
        await page.locator('input[name=answer]').fill(/体温|temperature/i.test(heading) ? '36.8' : '0');
        await press(her, page.locator('main form button[type=submit]').first());
      } else {
        const redness = await page.locator('input[value="over-2cm"]').count();
        const wanted = redness ? 'over-2cm' : (await page.locator('input[value=no]').count()) ? 'no' : 'none';
        const id = (await page.locator(`input[name=answer][value="${wanted}"]`).getAttribute('id')) ?? (await page.locator('input[name=answer]').first().getAttribute('id'));
        await page.locator(`label[for=${id}]`).click();
        await press(her, page.locator('main form button[type=submit]').first());
      }
    }
    await look(her, script ? 'check' : 'check-without-script', { bare: !script }); // axe itself is a script
    await press(her, her.page.locator('form[action$="/send"] button'));
    expect(her.page.url()).toMatch(/\/p\/sent\//);
    await look(her, script ? 'sent' : 'sent-without-script', { bare: !script });
    expect(await her.page.getByRole('alert').textContent()).toMatch(/护士将在2小时内致电您|A nurse will call you/i);
    expect(await house.sql`select level from escalation where patient_id = ${patientId} and 'W-2' = any(rules)`).toMatchObject([{ level: 'orange' }]);
    expectNoComplaints(her);
    await her.close();
  });
});

it('A picture is made smaller on the phone, shown, sent and kept', async () => {
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await enter(her, zhang.path);
  await her.goto('/p/upload?kind=photo');
  await her.page.evaluate(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
    const draw = canvas.getContext('2d');
    for (let n = 0; n < 400; n += 1) { draw.fillStyle = 'hsl(' + n * 7 + ' 60% 60%)'; draw.fillRect((n * 211) % 4000, (n * 157) % 3000, 300, 300); }
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], 'wound.png', { type: 'image/png' }));
    const input = document.querySelector('#file');
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
  await her.page.locator('#preview img').waitFor();
  await her.page.locator('#file[data-bytes]').waitFor({ state: 'attached' });
  await look(her, 'upload-preview');
  await her.page.locator('main form button[type=submit]').click();
  await her.page.waitForURL(/said=uploadDone/);
  await look(her, 'upload-done');
  expect(await house.sql`select kind, source, width from file where patient_id = ${zhang.patientId}`).toMatchObject([{ kind: 'photo', source: 'patient', width: 1920 }]);
  expectNoComplaints(her);
  await her.close();
});

it('Large type is large: 18 pt at least, targets of 60 px, lines 1.3 apart', async () => {
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await her.goto('/p/');
  await press(her, her.page.locator('button[name=elder][value=e]'));
  await enter(her, zhang.path);
  for (const path of ['/p/home', '/p/visits', '/p/wishes', '/p/ask']) {
    await her.goto(path);
    const small: string[] = await her.page.evaluate(`[...document.querySelectorAll('a, button, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea, label.choice, summary')]
      .filter((e) => e.getClientRects().length > 0 && !e.classList.contains('skip') && (e.getBoundingClientRect().height < 60 || e.getBoundingClientRect().width < 60))
      .map((e) => e.outerHTML.slice(0, 90) + ' ' + Math.round(e.getBoundingClientRect().width) + 'x' + Math.round(e.getBoundingClientRect().height))`);
    expect(small, path).toEqual([]);
    const thin: string[] = await her.page.evaluate(`[...document.querySelectorAll('main *, header *, nav *')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '') && e.getClientRects().length > 0)
      .filter((e) => parseFloat(getComputedStyle(e).fontSize) < 24 || parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize) < 1.295).map((e) => e.outerHTML.slice(0, 90))`);
    expect(thin, path).toEqual([]);
  }
  await her.close();
});
