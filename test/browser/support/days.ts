/** Brings a training patient to a day of her package: launched in real time, moved on by hand, as a person in training does it. */
import { setTimeout as wait } from 'node:timers/promises';
import { addDays, atLocal, fromMs, localDateOf } from '../../../pathways/time.js';
import { dischargeToday } from './arrange.js';
import type { House } from './house.js';

const zone = 'Asia/Shanghai';
export type Launched = { patientId: string; episodeId: string };

/** `more`: as in `dischargeOf`, e.g. another patient. */
export async function launchOf(house: House, ref: string, packageId = 'hip-wound-care', more: Record<string, unknown> = {}): Promise<Launched> {
  const { dischargeId, patientId } = await dischargeToday(house, ref, more);
  const { episodeId } = await house.api<{ episodeId: string }>('POST', '/episodes', { dischargeId, packageId, orderNo: ref, pace: 1 });
  await until(async () => (await house.sql`select 1 from episode where id = ${episodeId} and status = 'active'`).length > 0, 'the episode starts');
  return { patientId, episodeId };
}

/** Day `n` after today's discharge, local time. */
export const dayOf = (n: number, time: string): string => atLocal(addDays(localDateOf(fromMs(Date.now()), zone), n), time, zone);

/** Moves the patient's clock to `to` and waits until the run has recorded it. */
export async function moveTo(house: House, { patientId, episodeId }: Launched, to: string): Promise<void> {
  await house.api('POST', `/training/patients/${patientId}/skip`, { to });
  await until(async () => (await house.sql`select 1 from episode where id = ${episodeId} and (clock->>'episodeAnchor')::timestamptz >= ${to}::timestamptz`).length > 0, `the clock shows ${to}`);
}

/** Asks every quarter of a second, for a minute. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (await holds()) return;
    await wait(250);
  }
  throw new Error(`It never came true that ${what}`);
}
