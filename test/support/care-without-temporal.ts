/** Episodes of an API test without Temporal: launched over HTTP, then driven by the test itself through the production activities. */
import { createActivities } from '../../activities/index.js';
import { noHook } from '../../activities/hook.js';
import { fakeChannels, fakeVendor } from '../../db/testing/fake-channel.js';
import { drive, type Driver } from '../../db/testing/driver.js';
import { createCrypt } from '../../messages/crypt.js';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { dischargeOf, type TestApi } from './api.js';
import { testKeys } from './keys.js';

export type Cared = { episodeId: string; patientId: string; driver: Driver };

/** Discharged today, launched now, and begun. */
export async function startCare(api: TestApi, ref: string, packageId = 'discharge-follow-up', more: Record<string, unknown> = {}): Promise<Cared> {
  const activities = createActivities({
    sql: api.sql, channels: fakeChannels([fakeVendor('wechat', 'wx'), fakeVendor('sms', 'tw'), fakeVendor('wecom', 'wc')]), crypt: createCrypt(testKeys), publicUrl: 'https://care.test', hook: noHook,
  });
  const stored = (await api.call('POST', '/discharges', { body: dischargeOf(ref, localDateOf(fromMs(Date.now()), 'Asia/Shanghai'), more) })).body as { dischargeId: string; patientId: string };
  const launched = (await api.call('POST', '/episodes', { body: { dischargeId: stored.dischargeId, packageId, orderNo: `order-${ref}` } })).body as { episodeId: string };
  const driver = await drive(api.sql, activities, launched.episodeId);
  if (driver.start.started) await driver.give(driver.start.started);
  return { episodeId: launched.episodeId, patientId: stored.patientId, driver };
}

let commands = 0;
/** A patient's answers, now by the episode's clock. */
export const answer = async ({ driver }: Cared, answers: Record<string, Record<string, string | boolean>>): Promise<void> => {
  await driver.give({ kind: 'answer-received', at: fromMs(Date.now()), commandId: `answer-${(commands += 1)}`, by: 'patient', answers, answeredBy: 'patient' });
};
