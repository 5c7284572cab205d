/** The patient's day on her phone: in by code, by link, in both languages, in large type, with and without script. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { addDays, atLocal, fromMs, localDateOf } from '../../pathways/time.js';
import { dischargeToday } from './support/arrange.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import { openHouse } from './support/house.js';
import type { House } from './support/house.js';
import { languages, openBrowser, visit } from './support/visitor.js';
import type { Language, Visitor } from './support/visitor.js';

const zone = 'Asia/Shanghai';
let house: House;
let browser: Browser;
let zhang: { patientId: string; path: string; family: string };
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openBrowser()]);
  zhang = await patientOnDay3('zhang', ['hip-wound-care', 'hip-home-rehab', 'stroke-rehab']);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

async function patientOnDay3(ref: string, packages: string[]): Promise<{ patientId: string; path: string; family: string }> {
  const { dischargeId, patientId } = await dischargeToday(house, ref);
  for (const packageId of packages) await house.api('POST', '/episodes', { dischargeId, packageId, orderNo: `${ref}-${packageId}`, pace: 1 });
  const to = atLocal(addDays(localDateOf(fromMs(Date.now()), zone), 3), '11:00', zone);
  for (let [tries, form] = [0, 0]; form === 0; tries += 1) {
    if (tries > 60) throw new Error('the day-3 form does not open');
    await house.api('POST', `/training/patients/${patientId}/skip`, { to }).catch(() => undefined);
    await new Promise((done) => setTimeout(done, 1_000));
    form = (await house.sql`select 1 from occurrence where patient_id = ${patientId} and step like 'follow-up-d3%' and status = 'open'`).length;
  }
  const link = async (contactId: string | null) => new URL((await house.api<{ url: string }>('POST', `/patients/${patientId}/links`, { purpose: 'plan', contactId })).url).pathname;
  const [contact] = await house.sql<{ id: string }[]>`select id from contact where patient_id = ${patientId} and owner = 'family'`;
  return { patientId, path: await link(null), family: await link(contact?.id ?? null) };
}

async function enter(her: Visitor, path: string): Promise<void> {
  await her.page.goto(path);
  for (const [name, value] of [['year', '1953'], ['month', '5'], ['day', '4']]) await her.page.locator(`input[name=${name}]`).fill(value ?? '');
  await her.page.locator('main form button[type=submit]').last().click();
  await her.page.waitForURL(/\/p\/home/);
}

async function look(her: Visitor, name: string): Promise<void> {
  await expectAccessible(her.page);
  await expectNoSidewaysScroll(her.page);
  await her.shot(`patient-${name}`);
}

const pages = ['home', 'ahead', 'reading', 'reading/bloodPressure', 'upload', 'upload?kind=photo', 'upload?kind=clip', 'ask', 'visits', 'learn', 'qr', 'records', 'units', 'badges', 'wishes', 'consents', 'consents/sms', 'contacts'];

describe.each(languages.flatMap((language) => [{ language, elder: false }, { language, elder: true }]))('In $language, large type $elder', ({ language, elder }) => {
  const name = (page: string) => `${page.replaceAll(/\W/g, '-')}${elder ? '-elder' : ''}`;
  const large = async (her: Visitor): Promise<void> => {
    if (elder) await her.page.locator('button[name=elder][value=e]').click();
  };

  it('the way in and every page of hers is readable, reachable and complete', async () => {
    const her = await visit(browser, house, { size: 'phone', language });
    await her.goto('/p/');
    // By the browser's language; chosen by hand it stays, whatever the record says.
    await her.page.locator('button[name=language]').click();
    await her.page.locator('button[name=language]').click();
    await large(her);
    await look(her, name('enter'));
    await her.page.locator('#code').fill('12');
    await her.page.locator('main form button[type=submit]').click();
    await look(her, name('enter-wrong'));
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
    await form.click();
    await look(her, name('question'));
    await her.page.locator('label[for=a0]').click();
    expect(await her.page.locator('.flag').first().isVisible()).toBe(true);
    await look(her, name('question-flag'));
    for (const href of await hrefs(her, '/p/visits', /^\/p\/visits\/[0-9a-f]+$/)) {
      await her.goto(href);
      await look(her, name('book'));
    }
    for (const href of (await hrefs(her, '/p/learn', /^\/p\/learn\/[0-9a-f]+$/)).slice(0, 1)) {
      await her.goto(href);
      await look(her, name('article'));
    }
    expectNoComplaints(her);
    await her.close();
  });
});

async function hrefs(her: Visitor, path: string, like: RegExp): Promise<string[]> {
  await her.goto(path);
  const all: (string | null)[] = await her.page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  return all.filter((href): href is string => href !== null && like.test(href)).slice(0, 1);
}

describe.each<{ language: Language; script: boolean }>([{ language: 'zh-CN', script: false }, { language: 'en', script: true }])('A questionnaire in $language, script $script', ({ language, script }) => {
  it('is answered, checked, sent, and opens a case that the hospital sees', async () => {
    const { path, patientId } = await patientOnDay3(`form-${language}`, ['hip-wound-care']);
    const her = await visit(browser, house, { size: 'phone', language, script });
    await enter(her, path);
    await her.page.locator('a[href^="/p/f/"]').first().click();
    for (let turn = 0; turn < 40 && !her.page.url().endsWith('/check'); turn += 1) {
      const { page } = her;
      const heading = (await page.locator('h1').first().textContent()) ?? '';
      if (await page.locator('input[type=file]').count()) await page.locator('form[action$="/skip"] button').click();
      else if (await page.locator('input[name=answer][type=text]').count()) {
        await page.locator('input[name=answer]').fill(/体温|temperature/i.test(heading) ? '36.8' : '0');
        await page.locator('main form button[type=submit]').first().click();
      } else {
        const redness = await page.locator('input[value="over-2cm"]').count();
        const wanted = redness ? 'over-2cm' : (await page.locator('input[value=no]').count()) ? 'no' : 'none';
        const id = (await page.locator(`input[name=answer][value="${wanted}"]`).getAttribute('id')) ?? (await page.locator('input[name=answer]').first().getAttribute('id'));
        await page.locator(`label[for=${id}]`).click();
        await page.locator('main form button[type=submit]').first().click();
      }
      await page.waitForLoadState();
    }
    await (script ? look(her, 'check') : her.shot('patient-check-without-script')); // axe itself is a script
    await her.page.locator('form[action$="/send"] button').click();
    await her.page.waitForURL(/\/p\/sent\//);
    await (script ? look(her, 'sent') : her.shot('patient-sent-without-script'));
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

it('The daughter sees her narrower view', async () => {
  const daughter = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await enter(daughter, zhang.family);
  await look(daughter, 'family-home');
  expect(await daughter.page.locator('a[href="/p/records"]').count()).toBe(0);
  expectNoComplaints(daughter);
  await daughter.close();
});

it('Large type is large: 18 pt at least, targets of 60 px, lines 1.3 apart', async () => {
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await her.goto('/p/');
  await her.page.locator('button[name=elder][value=e]').click();
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
