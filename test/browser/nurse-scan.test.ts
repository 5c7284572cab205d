/** The camera sees the QR code of the patient's plan: a film of it stands in for the lens. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { renderSVG } from 'uqr';
import { nurseTexts } from '../../web/nurse/texts.js';
import { moveTo } from './support/days.js';
import { expectNoComplaints } from './support/expectations.js';
import { openHouse } from './support/house.js';
import type { House } from './support/house.js';
import { bookedVisit, give } from './support/nurse-visits.js';
import { openBrowser, visit } from './support/visitor.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-camera-'));
const film = join(folder, 'plan.y4m');
let house: House;
let browser: Browser | undefined;
beforeAll(async () => {
  house = await openHouse();
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A still of the code in the middle of a sheet of paper, as a camera film. */
async function filmOf(text: string): Promise<void> {
  const code = await sharp(Buffer.from(renderSVG(text))).resize(380, 380, { kernel: 'nearest' }).png().toBuffer();
  const still = join(folder, 'plan.png');
  writeFileSync(still, await sharp({ create: { width: 640, height: 480, channels: 3, background: '#e8e4da' } }).composite([{ input: code }]).png().toBuffer());
  const made = spawnSync('ffmpeg', ['-y', '-loglevel', 'error', '-loop', '1', '-i', still, '-t', '2', '-r', '10', '-pix_fmt', 'yuv420p', film]);
  if (made.status !== 0) throw new Error(`ffmpeg made no film: ${String(made.stderr)}`);
}

it('is redeemed by a scan, without typing', async () => {
  const booked = await give(house, await bookedVisit(house, 'nurse-scan'));
  const { url } = await house.api<{ url: string }>('POST', `/patients/${booked.patientId}/links`, { purpose: 'plan', contactId: null });
  await filmOf(url);
  browser = await openBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]);
  const her = await visit(browser, house, { size: 'phone', language: 'zh-CN' });
  await her.signIn('nurse');
  await moveTo(house, booked, booked.slot.from);
  await her.goto(booked.path);
  await her.page.getByRole('button', { name: nurseTexts.checkIn[0] }).click();
  await her.page.getByRole('link', { name: nurseTexts.redeem[0] }).click();
  await her.page.getByRole('button', { name: nurseTexts.scan[0] }).click();
  await her.page.getByText('已核销（扫码）').waitFor();
  expect(await house.sql`select how from redemption where occurrence = ${booked.occurrence}`).toEqual([{ how: 'scan' }]);
  expectNoComplaints(her);
  await her.close();
});
