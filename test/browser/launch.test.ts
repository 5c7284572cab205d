/** A case manager launches by keyboard alone: entered by hand or imported, assessed, agreed to, paid, laid out, started; and what keeps a launch from starting is said where it is mended. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Browser, Locator } from 'playwright-core';
import { workbook } from '../../discharges/testing/workbook.js';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { launchTexts } from '../../web/console/texts/launch.js';
import { orderTexts } from '../../web/console/texts/orders.js';
import { patientActTexts, patientTexts } from '../../web/console/texts/patient.js';
import { peopleTexts, refusalTexts } from '../../web/console/texts/people.js';
import { planTexts } from '../../web/console/texts/plan.js';
import { speaker } from '../../web/text.js';
import { dischargeToday } from './support/arrange.js';
import { until } from './support/days.js';
import { expectAccessible, expectNoComplaints } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { keyboardOf } from './support/keyboard.js';
import { languages, visit } from './support/visitor.js';

let house: House;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'wuyou-launch-'));
inHouse((opened) => void ({ house, browser } = opened));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
/** Seconds a skilled typist needs for a key (Card, Moran and Newell 1983, average skilled typist, 55 words a minute). */
const secondsPerKey = 0.2;
/** As Chromium's date field takes it in its own language (en-US wherever the tests run): month, day, year. */
const typedDay = (day: string): string => day.slice(5, 7) + day.slice(8, 10) + day.slice(0, 4);

describe.each(languages.map((language) => ({ language })))('In $language', ({ language }) => {
  const [t, p, refusal] = [speaker(launchTexts, language), speaker(peopleTexts, language), speaker(refusalTexts, language)];
  const [r, act, o, plan] = [speaker(patientTexts, language), speaker(patientActTexts, language), speaker(orderTexts, language), speaker(planTexts, language)];
  const wound = language === 'en' ? 'Wound care after hip replacement' : '髋关节置换术后伤口护理';
  const desk = async (login = 'case-manager') => {
    const visitor = await visit(browser, house, { size: 'desktop', language });
    await visitor.page.setViewportSize({ width: 1024, height: 768 });
    await visitor.signIn(login);
    return visitor;
  };

  it('says that no paid package is needed, and of every package why or why not', async () => {
    const nothing = {
      tubes: [], wound: false, stoma: false, surgery: [], injections: [], conditions: [], chemotherapy: false, delivery: false, medicines: '1', charlson: [], acute: false, emergencyVisits: '0', barthel: '100', stayDays: '2',
    };
    const visitor = await desk();
    const { page } = visitor;
    const packages = page.getByRole('region', { name: `3 ${t('part3')}` });
    const open = async (more: Record<string, unknown>, ref: string) => {
      const { dischargeId } = await dischargeToday(house, ref, { ...more, patient: { identifiers: [{ system: 'mrn', value: ref }], familyName: '周', givenName: ref, birthDate: '1953-05-04', sex: 'female' } });
      await visitor.goto(`/console/discharges/${dischargeId}/launch`);
      await packages.getByRole('checkbox', { name: wound, exact: true }).waitFor();
      for (const title of ['notRecommended', 'onRequest'] as const) await packages.getByText(t(title)).click();
      await visitor.shot(`launch-${ref}`);
      await expectAccessible(page);
    };
    await open({ procedures: [], findings: nothing }, `well-${language}`);
    const answer = packages.getByRole('alert').filter({ hasText: t('noPaid') });
    expect(await answer.textContent()).toContain('LACE 2');
    expect(await packages.getByRole('checkbox', { checked: true }).count(), 'the free follow-up alone').toBe(1);
    expect(await packages.getByRole('listitem').filter({ hasText: language === 'en' ? 'Seven days after surgery' : '术后7天订阅' }).count()).toBeGreaterThan(0);

    await open({ conditions: [{ display: '2型糖尿病', code: 'E11.9', system: 'icd-10' }], findings: { ...nothing, surgery: ['hip'], conditions: ['diabetes'], tubes: ['drain'] } }, `ill-${language}`);
    expect(await answer.count()).toBe(0);
    expect(await packages.getByText(language === 'en' ? /contained in "Home rehabilitation after hip replacement"/ : /已包含在“髋关节置换术后居家康复”中/).count()).toBeGreaterThan(0);
    expect(await packages.getByRole('checkbox', { checked: true }).count()).toBe(4);
    expectNoComplaints(visitor);
    await visitor.close();
  });

  it('from the worklist to the running package in under a minute of keys', async () => {
    const visitor = await desk();
    const { page } = visitor;
    await visitor.goto('/console/');
    const keys = keyboardOf(page);
    const begun = performance.now();
    await keys.press('g', 'n');
    await until(async () => (await keys.focused()).includes(p('familyName')), 'the first field waits for the name');
    await keys.type('张');
    for (const [field, typed] of [
      ['givenName', language === 'en' ? '秀英' : '桂兰'], ['birthDate', typedDay('1953-05-04')], ['mrn', `K-${language}`], ['mobile', '13812345678'], ['relativePhone', '13912345678'], ['relation', '女儿'],
      ['stayNo', `ZYK-${language}`], ['operation', '左侧全髋关节置换术'], ['operatedOn', typedDay(today)],
    ] as const) {
      await keys.tabTo(p(field));
      await keys.type(typed);
    }
    await keys.press('Control+Enter');
    await page.waitForURL(/\/launch$/);
    await page.getByRole('heading', { name: `3 ${t('part3')}` }).waitFor();
    await page.getByRole('checkbox', { name: wound, exact: true }).waitFor();
    expect(await page.getByRole('checkbox', { name: wound, exact: true }).isChecked(), 'recommended because of the operation that was entered').toBe(true);
    await keys.press('Alt+4');
    for (const kind of ['sms', 'photos', 'family'] as const) {
      await keys.tabTo(t(kind));
      await keys.press('Space');
    }
    await keys.tabTo(t('noticeFor', { what: '' }));
    await keys.press('Space', 'Alt+5');
    await keys.tabTo(t('district'));
    await keys.type('east');
    await keys.press('Enter');
    await keys.tabTo(t('address'));
    await keys.type('解放路1号2幢301');
    await keys.press('Alt+6');
    await keys.tabTo(t('pay'));
    await keys.press('Space');
    for (const receipt of [`A1${language}`, `A2${language}`]) {
      await keys.tabTo(t('receiptNo'));
      await keys.type(receipt);
    }
    await keys.press('Alt+7');
    await page.getByText(t('firm'), { exact: false }).first().waitFor();
    await keys.press('Control+Enter');
    await until(async () => (await keys.focused()) === t('done'), 'the keyboard stands on the result');
    const waited = (performance.now() - begun) / 1000;
    const typing = keys.strokes() * secondsPerKey;
    process.stdout.write(`\n  launch by keyboard, ${language}: ${keys.strokes()} keys, ${typing.toFixed(0)} s of typing, ${waited.toFixed(1)} s of the machine\n`);
    expect(typing, `${keys.strokes()} keys`).toBeLessThan(60);
    await visitor.shot('launch-done');
    await expectAccessible(page);

    const [patient] = await house.sql<{ id: string; consents: Record<string, boolean> }[]>`select p.id, p.consents from patient p join patient_identifier i on i.patient_id = p.id where i.value = ${`K-${language}`}`;
    const patientId = patient?.id ?? '';
    expect(patient?.consents).toMatchObject({ sms: true, photos: true, family: true });
    expect(await house.sql`select plan_id, clock->>'pace' as pace from episode where patient_id = ${patientId} order by plan_id`).toEqual([{ planId: 'hip-home-rehab', pace: '1' }, { planId: 'hip-wound-care', pace: '1' }]);
    expect(await house.sql`select state, episode_id is not null as used from care_order where patient_id = ${patientId}`).toEqual([{ state: 'paid', used: true }, { state: 'paid', used: true }]);
    expect(await house.sql`select kind, how, text_version, about->>'packageId' as package from consent_record where patient_id = ${patientId} order by kind, package`).toEqual([
      { kind: 'family', how: 'signed', textVersion: 1, package: null }, { kind: 'photos', how: 'signed', textVersion: 1, package: null }, { kind: 'service-notice', how: 'signed', textVersion: 1, package: 'hip-home-rehab' },
      { kind: 'service-notice', how: 'signed', textVersion: 1, package: 'hip-wound-care' }, { kind: 'sms', how: 'signed', textVersion: 1, package: null },
    ]);
    expect(await house.api('GET', `/patients/${patientId}/place`)).toMatchObject({ district: 'east', address: '解放路1号2幢301' });
    expectNoComplaints(visitor);
    await visitor.close();
  });

  it('says what is missing where it is mended, and starts nothing before', async () => {
    const ref = `miss-${language}`;
    const visitor = await desk();
    const { page } = visitor;
    const { dischargeId, patientId } = await house.api<{ dischargeId: string; patientId: string }>('POST', '/discharges', {
      patient: { identifiers: [{ system: 'mrn', value: ref }], familyName: '李', givenName: '建国', birthDate: '1950-01-02', sex: 'male' }, contacts: [{ owner: 'patient', kind: 'mobile', value: '13812340000' }],
      stay: { ref, dischargedAt: today }, procedures: [{ display: '全髋关节置换术' }],
    });
    await visitor.goto(`/console/discharges/${dischargeId}/launch`);
    const keys = keyboardOf(page);
    const refused = async (sentence: string, field: Locator): Promise<void> => {
      await keys.press('Control+Enter');
      await page.getByRole('alert').filter({ hasText: sentence }).first().waitFor();
      await until(async () => (await field.and(page.locator(':focus')).count()) === 1, `the keyboard stands where this is mended: ${sentence}`);
    };
    await refused(t('needSms'), page.getByRole('checkbox', { name: t('sms') }));
    await keys.press('Space');
    await refused(t('noticeNeeded'), page.getByRole('checkbox', { name: t('noticeFor', { what: '' }) }));
    await keys.press('Space', 'Alt+4');
    await keys.tabTo(t('how'));
    await page.getByRole('combobox', { name: t('how') }).or(page.getByRole('textbox', { name: t('how') })).first().click();
    await page.getByRole('option', { name: t('scanned') }).click();
    await refused(t('scanNeeded'), page.getByRole('button', { name: t('scan') }));
    await page.locator('input[type=file]').setInputFiles({ name: 'consent.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf) });
    await page.getByLabel(t('address')).fill('解放路 2 号');
    await refused(t('districtNeeded'), page.getByLabel(t('district')));
    await page.getByLabel(t('address')).fill('');
    await page.getByRole('checkbox', { name: t('pay') }).check();
    await refused(t('receiptNeeded'), page.getByLabel(t('receiptNo')).first());
    await keys.type('R-1');
    await keys.tabTo(t('receiptNo'));
    await keys.type('R-1');
    await refused(t('receiptTwice'), page.getByLabel(t('receiptNo')).nth(1));
    expect(await house.sql`select 1 from episode where patient_id = ${patientId}`).toHaveLength(0);
    expect(await house.sql`select 1 from consent_record where patient_id = ${patientId}`).toHaveLength(0);
    await visitor.shot('launch-refused');
    await expectAccessible(page);
    await page.getByLabel(t('receiptNo')).first().fill(`S1-${language}`);
    await page.getByLabel(t('receiptNo')).nth(1).fill(`S2-${language}`);
    await keys.press('Control+Enter');
    await page.getByRole('heading', { name: t('done') }).waitFor();
    const [scan] = await house.sql<{ how: string; fileId: string | null }[]>`select how, file_id from consent_record where patient_id = ${patientId} and kind = 'sms'`;
    expect(scan).toMatchObject({ how: 'scanned', fileId: expect.any(String) });
    expect(await house.sql`select kind, mime from file where id = ${scan?.fileId ?? ''}`).toEqual([{ kind: 'document', mime: 'application/pdf' }]);

    // A third package of the same person lives by the clock of the first two, and the page says so instead of asking.
    await visitor.goto(`/console/discharges/${dischargeId}/launch`);
    await page.getByText(t('sharedClock', { what: '' }).slice(0, 8)).waitFor();
    expect(await page.getByRole('radio', { name: t('byItself') }).count()).toBe(0);
    expectNoComplaints(visitor);
    await visitor.close();
  });

  it('one person met twice is merged with a reason by keyboard, taken apart again, and nothing is launched by it', async () => {
    const person = (ref: string) => ({
      patient: { identifiers: [{ system: 'mrn', value: ref }], familyName: '钱', givenName: '多多', birthDate: language === 'en' ? '1949-10-01' : '1948-10-01', sex: 'female' }, contacts: [{ owner: 'patient', kind: 'mobile', value: language === 'en' ? '13700000001' : '13700000002' }],
      consents: { sms: true }, stay: { ref, dischargedAt: today },
    });
    const [kept, other] = [await house.api<{ dischargeId: string; patientId: string }>('POST', '/discharges', person(`one-${language}`)), await house.api<{ dischargeId: string; patientId: string }>('POST', '/discharges', person(`two-${language}`))];
    const visitor = await desk();
    const { page } = visitor;
    await visitor.goto('/console/discharges');
    await page.getByText(p('duplicates', { n: 1 })).first().waitFor();
    await visitor.goto(`/console/discharges/${kept.dischargeId}/launch`);
    const keys = keyboardOf(page);
    await keys.press('Alt+1');
    await keys.tabTo(t('sameAs'));
    await keys.press('Enter');
    await until(async () => (await keys.focused()).includes(t('mergeReason')), 'the keyboard stands on the reason');
    await expectAccessible(page);
    await keys.type('同一张身份证');
    await keys.press('Control+Enter');
    await page.getByText(t('undo'), { exact: true }).waitFor();
    expect(await house.sql`select merged_into from patient where id = ${other.patientId}`).toEqual([{ mergedInto: kept.patientId }]);
    expect(await house.sql`select 1 from episode where patient_id = ${kept.patientId}`, 'Ctrl+Enter meant the question alone').toHaveLength(0);
    await visitor.shot('launch-merged');
    await keys.press('Alt+1');
    await keys.tabTo(t('undo'));
    await keys.press('Enter');
    await until(async () => (await keys.focused()).includes(t('undoReason')), 'the keyboard stands on the reason');
    await keys.type('是双胞胎');
    await keys.press('Control+Enter');
    await page.getByRole('button', { name: t('different') }).first().waitFor();
    expect(await house.sql`select merged_into from patient where id = ${other.patientId}`).toEqual([{ mergedInto: null }]);
    await keys.press('Alt+1');
    await keys.tabTo(t('different'));
    await keys.press('Enter');
    await page.getByRole('button', { name: t('lookAgain') }).waitFor();
    expectNoComplaints(visitor);
    await visitor.close();
  });

  it('files are taken row by row: a GBK list, a workbook, bundles; a bad row and a bad file stop nobody', async () => {
    const visitor = await desk();
    const { page } = visitor;
    await visitor.goto('/console/discharges/import');
    const heading = ['病案号', '姓名', '住院号', '出院日期', '手机', '手术名称', '手术日期', '短信同意'];
    const csv = [heading, [`G1-${language}`, '周一', `ZG1-${language}`, today, '13612340001', '全髋关节置换术', today, '是'], [`G2-${language}`, '周二', `ZG2-${language}`, '前天', '123', '', '', ''], [`G3-${language}`, '周三\u0000', `ZG3-${language}`, today, '13612340003', '', '', '是'], [`G4-${language}`, '周四', `ZG4-${language}`, today, '13612340004', '', '', '']].map((row) => row.join(',')).join('\r\n');
    const stay = (index: number) => ({ patient: { identifiers: [{ system: 'mrn', value: `B${index}-${language}` }], familyName: '吴', givenName: '九' }, contacts: [{ owner: 'patient', kind: 'mobile', value: '13612340009' }], consents: { sms: true }, stay: { ref: `B${index}-${language}`, dischargedAt: today } });
    await page.locator('input[type=file]').setInputFiles([
      file('list.csv', gbk(csv)), file('list.xlsx', workbook([heading, [`X1-${language}`, '郑五', `ZX1-${language}`, today, 13612340005, '', '', '是']])), file('bundle.json', bundle(`R4-${language}`)), file('own.json', JSON.stringify(stay(1))), file('broken.json', '{"resourceType": "Bundle"'), file('wrong.csv', 'a,b\n1,2'),
    ]);
    await page.getByText(p('importDone', { name: 'own.json', imported: 1, updated: 0, unchanged: 0, refused: 0 })).waitFor();
    await page.getByText(p('importDone', { name: 'list.csv', imported: 2, updated: 0, unchanged: 0, refused: 2 })).waitFor();
    await page.getByRole('alert').filter({ hasText: 'wrong.csv' }).waitFor();
    const row = (name: string, line: number) => page.getByRole('row').filter({ hasText: name }).filter({ has: page.getByRole('rowheader', { name: String(line), exact: true }) });
    expect(await row('list.csv', 3).textContent()).toMatch(/出院日期 应为日期/);
    expect(await row('list.csv', 4).textContent()).toContain(p('rowRefused'));
    expect(await row('bundle.json', 1).textContent()).toContain(refusal('discharge-long-past'));
    expect(await row('broken.json', 1).textContent()).toContain('JSON');
    await visitor.shot('import-verdicts');
    await expectAccessible(page);
    const keys = keyboardOf(page);
    await page.getByRole('link', { name: `${p('launch')}: list.csv ${p('line')} 2` }).focus();
    await keys.press('Enter');
    await page.getByRole('heading', { level: 1, name: '周一', exact: false }).waitFor();
    await page.getByRole('heading', { name: t('recommended') }).waitFor();
    await visitor.goto('/console/discharges/import');
    await page.locator('input[type=file]').setInputFiles([join(folder, 'list.csv')]);
    await page.getByText(p('sameFile')).waitFor();
    expectNoComplaints(visitor);
    await visitor.close();
  });

  it('afterwards on the patient page: a relative mended, a consent withdrawn, an order paid later, a pause in her own words, a death recorded by mistake', async () => {
    const ref = `later-${language}`;
    const { dischargeId, patientId } = await house.api<{ dischargeId: string; patientId: string }>('POST', '/discharges', {
      patient: { identifiers: [{ system: 'mrn', value: ref }], familyName: '孙', givenName: '立', birthDate: '1951-02-03', sex: 'male' },
      contacts: [{ owner: 'patient', kind: 'mobile', value: '13812345001' }, { owner: 'family', kind: 'mobile', value: '13812345002', relation: '儿子' }], consents: { sms: true }, stay: { ref, dischargedAt: today },
    });
    const visitor = await desk();
    const { page } = visitor;
    await visitor.goto(`/console/patients/${patientId}`);
    await page.getByRole('link', { name: `${p('launch')}: ${ref}` }).waitFor(); // nothing runs yet: the page leads to the launch
    await expectAccessible(page);
    const { orderNo } = await house.api<{ orderNo: string }>('POST', '/orders', { dischargeId, packageId: 'hip-wound-care' });
    const { episodeId } = await house.api<{ episodeId: string }>('POST', '/episodes', { dischargeId, packageId: 'hip-wound-care', orderNo, pace: 1 });
    await until(async () => (await house.sql`select 1 from episode where id = ${episodeId} and status = 'active'`).length > 0, 'the episode starts');
    await visitor.goto(`/console/patients/${patientId}?tab=record`);
    await page.getByText(t('familyUnasked')).waitFor();
    await page.getByRole('button', { name: t('editContact', { what: '儿子' }) }).click();
    await page.getByLabel(t('relation')).last().fill('侄子');
    await page.getByRole('button', { name: t('saveContact'), exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('侄子', { exact: true }).waitFor();
    await page.getByRole('button', { name: `${r('agree')}: ${r('familyConsent')}`, exact: true }).click();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: `${r('agree')}: ${r('familyConsent')}`, exact: true }).click();
    await page.getByRole('button', { name: `${r('withdraw')}: ${r('familyConsent')}`, exact: true }).click();
    await page.getByText(r('withdrawHint')).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: `${r('withdraw')}: ${r('familyConsent')}`, exact: true }).click();
    await page.getByText(t('familyUnasked')).waitFor();
    expect(await house.sql`select decision, how, text_version from consent_record where patient_id = ${patientId} and kind = 'family' order by recorded_at`).toEqual([{ decision: 'given', how: 'signed', textVersion: 1 }, { decision: 'withdrawn', how: 'spoken', textVersion: null }]);
    await page.getByRole('button', { name: `${o('take')}: ${orderNo}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: o('take'), exact: true }).click();
    await page.getByText(o('receiptNeeded')).waitFor();
    await page.getByLabel(o('receipt')).fill(`L-${language}`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `${o('take')}: ${orderNo}` }).waitFor({ state: 'detached' });
    expect(await house.sql`select state from care_order where order_no = ${orderNo}`).toEqual([{ state: 'paid' }]);
    await visitor.shot('patient-record');
    await expectAccessible(page);
    await page.getByRole('button', { name: act('actionsOf', { title: wound }) }).click();
    await page.getByRole('menuitem', { name: act('pause') }).click();
    await page.getByRole('radio').first().check();
    await page.getByLabel(act('noteWords')).fill('女儿来电：去外地住两周');
    await page.getByRole('button', { name: act('confirm') }).click();
    await until(async () => (await house.sql`select 1 from episode where id = ${episodeId} and status = 'paused'`).length > 0, 'the episode is paused');
    await visitor.goto(`/console/patients/${patientId}?tab=timeline`);
    await page.getByText('女儿来电：去外地住两周').waitFor();
    await page.getByRole('button', { name: act('patientActions') }).click();
    await page.getByRole('menuitem', { name: act('died') }).click();
    await page.getByRole('button', { name: act('diedOnce') }).click();
    await page.getByLabel(act('diedSure')).check();
    await page.getByRole('button', { name: act('diedTwice') }).click();
    await until(async () => (await house.sql`select 1 from episode where id = ${episodeId} and status = 'stopped'`).length > 0, 'the episode has stopped');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: act('notDied') }).click();
    await page.getByText(act('notDiedWarning')).waitFor();
    await page.getByRole('tooltip').waitFor({ state: 'detached' }); // the mouse stood on the timeline
    await expectAccessible(page);
    await visitor.shot('death-taken-back');
    await page.getByLabel(act('notDiedSure')).check();
    await page.getByRole('button', { name: act('notDiedTwice') }).click();
    await page.getByRole('button', { name: act('notDied') }).waitFor({ state: 'detached' });
    expect(await house.sql`select died_at from patient where id = ${patientId}`).toEqual([{ diedAt: null }]);
    expectNoComplaints(visitor);
    await visitor.close();
  });

  it('the plan on paper: A4, with a code that opens the phone page, and no hour for a visit that nobody has booked', async () => {
    const ref = `paper-${language}`;
    const { dischargeId, patientId } = await house.api<{ dischargeId: string; patientId: string }>('POST', '/discharges', {
      patient: { identifiers: [{ system: 'mrn', value: ref }], familyName: '冯', givenName: '春', birthDate: '1951-02-03' }, contacts: [{ owner: 'patient', kind: 'mobile', value: '13812345003' }], consents: { sms: true }, stay: { ref, dischargedAt: today },
    });
    const { episodeId } = await house.api<{ episodeId: string }>('POST', '/episodes', { dischargeId, packageId: 'hip-wound-care', orderNo: ref, pace: 1 });
    await until(async () => (await house.sql`select 1 from episode where id = ${episodeId} and status = 'active'`).length > 0, 'the episode starts');
    const visitor = await desk();
    const { page } = visitor;
    await visitor.goto(`/console/patients/${patientId}/plan`);
    await page.getByRole('button', { name: plan('make') }).click();
    await page.getByRole('img', { name: plan('scan') }).waitFor();
    await expectAccessible(page);
    await visitor.shot('plan');
    const rows = await page.getByRole('row').allTextContents();
    expect(rows.filter((row) => row.includes(plan('visit'))).every((row) => row.includes(plan('toAgree')))).toBe(true);
    expect(rows.filter((row) => row.includes(plan('visit')))).toHaveLength(3);
    await page.emulateMedia({ media: 'print' });
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(paper.match(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/g)?.length, 'A4 pages').toBeGreaterThan(0);
    expectNoComplaints(visitor);
    await visitor.close();
  });
});

/** The smallest document that a reader opens. */
const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** The FHIR fixture of another person. */
/** A stay of its own with each number: one stay is one patient's. */
const bundle = (mrn: string): string => readFileSync('discharges/fixtures/r4-bundle.json', 'utf8').replaceAll('M-1001', mrn).replaceAll('e-1"', `e-1-${mrn}"`);

/** What a Chinese Excel writes; only the characters of the lists above. */
function gbk(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, [number, number]>();
  for (let high = 0x81; high <= 0xfe; high += 1) for (let low = 0x40; low <= 0xfe; low += 1) if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Uint8Array.from([...text].flatMap((character) => (character.charCodeAt(0) < 0x80 ? [character.charCodeAt(0)] : (codes.get(character) ?? []))));
}
