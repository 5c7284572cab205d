/** Large photos from the patient's and the nurse's phone, files that cannot be taken, and video calls from every side. */
import { describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { videoTexts } from '../../web/console/texts/video.js';
import { nurseTexts } from '../../web/nurse/texts.js';
import { patientTexts } from '../../web/patient/texts.js';
import { speaker } from '../../web/text.js';
import { dayOf, launchOf, moveTo, until, type Launched } from './support/days.js';
import { expectAccessible, expectNoComplaints, expectNoSidewaysScroll } from './support/expectations.js';
import type { House } from './support/house.js';
import { inHouse } from './support/in-house.js';
import { visit } from './support/visitor.js';
import type { Visitor } from './support/visitor.js';

let house: House;
let browser: Browser;
let zhang: Launched;
inHouse(async (opened) => {
  ({ house, browser } = opened);
  zhang = await launchOf(house, 'files-1');
});

/** As phones write it: lying on its side (orientation 6), with the place, badly compressible; red in the corner that is top left once upright. */
async function phonePhoto(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const grain = ((x * 2_654_435_761) ^ (y * 40_503)) >>> 27;
      const red = x < width / 4 && y > (height * 3) / 4;
      pixels[at] = red ? 200 : 120 + grain;
      pixels[at + 1] = red ? 20 : 100 + ((x >> 3) % 50) + grain;
      pixels[at + 2] = red ? 20 : 90 + ((y >> 3) % 60);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { Make: 'Secretphone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1', GPSLongitudeRef: 'E', GPSLongitude: '121/1 28/1 25/1' } })
    .withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toBuffer();
}
const sizes = [['12-megapixel', 4032, 3024], ['4-megapixel', 2304, 1728]] as const;

type StoredFile = { id: string; width: number; height: number; bytes: number; mime: string };
const newest = async (by: 'patient' | 'staff'): Promise<StoredFile> => {
  const [row] = await house.sql<StoredFile[]>`select id, width, height, bytes, mime from file where source = ${by} order by created_at desc limit 1`;
  if (!row) throw new Error('nothing was stored');
  return row;
};
const count = async (): Promise<number> => (await house.sql<{ n: number }[]>`select count(*)::int as n from file`)[0]?.n ?? 0;

/** What lies in the store, as the API hands it out: upright, clean, no longer than `longest`. */
async function expectClean(page: Page, file: StoredFile, path: string, longest: number): Promise<void> {
  const response = await page.request.get(`${path}/${file.id}`);
  expect(response.status()).toBe(200);
  const bytes = await response.body();
  const { exif, xmp, icc, orientation, width, height } = await sharp(bytes).metadata();
  expect([exif, xmp, icc, orientation, bytes.includes('Secretphone')]).toEqual([undefined, undefined, undefined, undefined, false]);
  expect([width, height, bytes.length]).toEqual([file.width, file.height, file.bytes]);
  expect([Math.max(width, height), width < height]).toEqual([longest, true]);
  const [red = 0, green = 0] = await sharp(bytes).extract({ left: 20, top: 20, width: 1, height: 1 }).raw().toBuffer();
  expect(red - green).toBeGreaterThan(120);
}

async function patientIn(how: { script?: boolean } = {}, of: Launched = zhang): Promise<Visitor> {
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN', ...how });
  const { url } = await house.api<{ url: string }>('POST', `/patients/${of.patientId}/links`, { purpose: 'plan', contactId: null });
  await her.page.goto(new URL(url).pathname);
  for (const [name, value] of [['year', '1953'], ['month', '5'], ['day', '4']] as const) await her.page.locator(`input[name=${name}]`).fill(value);
  await her.page.locator('main form button[type=submit]').last().click();
  await her.page.waitForURL(/\/p\/home/);
  return her;
}
const choose = (page: Page, buffer: Buffer): Promise<void> => page.locator('input[type=file]').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer });
/** Bytes that the form would send now. */
const chosen = (page: Page): Promise<number> => page.evaluate<number>('document.querySelector("input[type=file]").files[0].size');
const enabled = (page: Page, name: string) => page.locator(`button:has-text("${name}"):not([disabled])`).first();
const p = speaker(patientTexts, 'zh-CN');
const n = speaker(nurseTexts, 'zh-CN');

describe('A photo from the patient’s phone', () => {
  it.each(sizes)('of a %s camera is made small on the phone, and lies in the record upright and without its place', async (_, width, height) => {
    const her = await patientIn();
    const photo = await phonePhoto(width, height);
    await her.goto('/p/upload?kind=photo');
    await choose(her.page, photo);
    await enabled(her.page, p('uploadSend')).waitFor();
    await her.shot(`files-patient-chosen-${width}`);
    expect(await chosen(her.page)).toBeLessThan(photo.length);
    await enabled(her.page, p('uploadSend')).click();
    await her.page.getByText(p('uploadDone')).waitFor();
    await expectClean(her.page, await newest('patient'), '/p/files', 1920);
    await her.shot(`files-patient-sent-${width}`);
    expectNoComplaints(her);
    await her.close();
  });

  it('goes as it is where no script runs; the hospital makes it small', async () => {
    const her = await patientIn({ script: false });
    await her.goto('/p/upload?kind=photo');
    await choose(her.page, await phonePhoto(4032, 3024));
    await enabled(her.page, p('uploadSend')).click();
    await her.page.getByText(p('uploadDone')).waitFor();
    await expectClean(her.page, await newest('patient'), '/p/files', 3072);
    await her.close();
  });
});

describe.each([{ script: true }, { script: false }])('What cannot be taken, script $script', ({ script }) => {
  it('is said in a clear sentence on the same page, and nothing is stored', async () => {
    const her = await patientIn({ script });
    const { page } = her;
    const before = await count();
    const send = async (buffer: Buffer, words: RegExp): Promise<void> => {
      await her.goto('/p/upload?kind=photo');
      await choose(page, buffer);
      const shownAtOnce = page.locator('#too-large:visible');
      if (script) await enabled(page, p('uploadSend')).waitFor();
      if ((await shownAtOnce.count()) === 0) await enabled(page, p('uploadSend')).click();
      await page.getByRole('alert').filter({ hasText: words }).waitFor();
      expect(await page.locator('input[type=file]').count()).toBe(1);
    };
    await send(Buffer.from('%!PS not a picture at all'), /这种文件不能接收/);
    await send((await phonePhoto(800, 600)).subarray(0, 9_000), /不完整或已损坏/);
    await her.shot(`files-damaged-script-${script}`);
    await send(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(11 * 1024 * 1024, 7)]), script ? /文件太大，最多10 MB/ : /文件太大：照片和文档不超过 10 MB/);
    await her.shot(`files-too-large-script-${script}`);
    if (script) await expectAccessible(page);
    expect(await count()).toBe(before);
    await her.close();
  });
});

/** A booked visit of the nurse's own, begun at her door. */
async function visitUnderWay(of: Launched): Promise<{ path: string; slot: { from: string; until: string } }> {
  const visitOf = `/episodes/${of.episodeId}/visits/dressing/1`;
  const { slots: [slot] } = await house.api<{ slots: { from: string; until: string }[] }>('GET', `${visitOf}/slots?days=14`);
  if (!slot) throw new Error('no slot is free');
  await house.api('POST', `${visitOf}/book`, { from: slot.from, until: slot.until });
  await until(async () => (await house.sql`select 1 from visit_assignment where episode_id = ${of.episodeId}`).length > 0, 'the visit looks for a person');
  const [nurse] = await house.sql<{ id: string }[]>`select id from account where login = 'nurse'`;
  await house.api('POST', `${visitOf}/assign`, { accountId: nurse?.id });
  await moveTo(house, of, slot.from);
  return { path: `/nurse/visits/${of.episodeId}/dressing/1`, slot };
}

it('A nurse photographs with a 12-megapixel phone, and calls the patient by video from the same page', async () => {
  const of = await launchOf(house, 'files-nurse');
  const { path } = await visitUnderWay(of);
  const nurse = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  const { page } = nurse;
  await nurse.signIn('nurse');
  await nurse.goto(path);
  await page.getByRole('button', { name: n('callStart') }).click();
  await page.getByText(n('callArranged')).waitFor();
  await nurse.shot('files-nurse-call');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const [call] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: n('callJoin') }).click()]);
  await call.getByText('医护人员从这里进入通话').waitFor();
  await call.close();

  const her = await patientIn({}, of);
  await her.goto('/p/visits');
  await her.shot('files-patient-visit-call');
  await expectAccessible(her.page);
  await her.page.getByRole('link', { name: p('joinVideo') }).click();
  await her.page.getByText('患者从这里进入通话').waitFor();
  await her.close();

  const manager = await visit(browser, house, { size: 'desktop', language: 'zh-CN' });
  await manager.signIn('case-manager');
  await manager.goto(`/console/patients/${of.patientId}?tab=visits`);
  await manager.page.getByRole('link', { name: videoTexts.join[0] }).waitFor();
  await manager.shot('files-visit-call');
  await expectAccessible(manager.page);
  expectNoComplaints(manager);
  await manager.close();

  await page.getByRole('button', { name: n('checkIn') }).click();
  await page.locator('input[type=file]').waitFor();
  const photo = await phonePhoto(4032, 3024);
  await choose(page, photo);
  await enabled(page, n('upload')).waitFor();
  expect(await chosen(page)).toBeLessThan(photo.length);
  await enabled(page, n('upload')).click();
  await page.getByText(n('photosCount', { n: 1 })).waitFor();
  await expectClean(page, await newest('staff'), '/files', 1920);
  await choose(page, Buffer.from('no picture'));
  await enabled(page, n('upload')).click();
  await page.getByRole('alert').filter({ hasText: '这种文件不能接收' }).waitFor();
  await nurse.shot('files-nurse-refused');
  await expectAccessible(page);
  expectNoComplaints(nurse);
  await nurse.close();
});

it('A doctor starts a call from the case, the patient sees it on the first page, and both get in', async () => {
  const of = await launchOf(house, 'files-case');
  await moveTo(house, of, dayOf(1, '09:00'));
  await house.api('POST', `/episodes/${of.episodeId}/escalations`, { level: 'red', reason: '伤口红肿扩大' });
  await until(async () => (await house.sql`select 1 from escalation where episode_id = ${of.episodeId} and status <> 'closed'`).length > 0, 'the case is open');
  const [{ id } = { id: '' }] = await house.sql<{ id: string }[]>`select id from escalation where episode_id = ${of.episodeId} limit 1`;
  const doctor = await visit(browser, house, { size: 'desktop', language: 'zh-CN' });
  const { page } = doctor;
  await doctor.signIn('doctor');
  await doctor.goto(`/console/?case=${encodeURIComponent(id)}`);
  const start = page.getByRole('button', { name: videoTexts.start[0] });
  await start.waitFor();
  await doctor.shot('files-case-before');
  await start.click();
  await page.getByRole('link', { name: videoTexts.join[0] }).waitFor();
  await doctor.shot('files-case-call');
  await expectAccessible(page);
  const [call] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: videoTexts.join[0] }).click()]);
  await call.getByText('医护人员从这里进入通话').waitFor();
  expect(new URL(call.url()).pathname).toBe('/training-call');

  const her = await patientIn({}, of);
  await her.shot('files-patient-call');
  await expectAccessible(her.page);
  await her.page.getByRole('link', { name: p('callNow') }).click();
  await her.page.getByText('患者从这里进入通话').waitFor();
  expect(await house.sql`select actor from audit_log where action = 'meeting:join' order by id desc limit 1`).toMatchObject([{ actor: `patient:${of.patientId}` }]);
  expectNoComplaints(doctor);
  await her.close();
  await doctor.close();
});
