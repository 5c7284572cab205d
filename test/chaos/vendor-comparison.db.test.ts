/** The comparison of the chaos run, without the run: what it says of a ledger that agrees with the vendor's list, and of lists that were falsified. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTwilioChannel } from '../../channels/sms/twilio.js';
import { deliverObligations } from '../../db/ledger/deliver.js';
import { morning, plantObligation } from '../../db/testing/obligation.js';
import { createSetting, type TestSetting } from '../../db/testing/setting.js';
import { createWorld, launchEpisode } from '../../db/testing/world.js';
import { FakeTwilio } from '../vendors/fake-twilio.js';
import { checkOracle } from './oracle.js';
import { compareWithVendors } from './vendor-comparison.js';

let setting: TestSetting;
let vendor: FakeTwilio;
beforeAll(async () => {
  setting = await createSetting();
  vendor = await new FakeTwilio().start();
  const { accountSid, authToken, baseUrl: origin } = vendor;
  const channel = createTwilioChannel({ accountSid, authToken, sender: { from: '+15005550006' }, origin, timeoutMs: 3_000, statusCallbackUrl: 'https://care.example.org/webhooks/twilio/status' });
  const world = await createWorld(setting.sql);
  const episodeId = await launchEpisode(setting.sql, world);
  const obligations = [await plantObligation(setting.sql, episodeId, { class: 'dose', channels: ['sms'] }), await plantObligation(setting.sql, episodeId, { class: 'dose', channels: ['sms'] })];
  await deliverObligations({ ...setting.deps, channels: { channelFor: () => channel, byProvider: () => channel, all: () => [channel] } }, { hospitalId: world.hospitalId, episodeId, obligations, episodeNow: morning });
});
afterAll(async () => {
  await vendor.stop();
  await setting.close();
});

it('finds nothing where ledger and list agree, and every falsehood that a run puts in', async () => {
  expect(await compareWithVendors(setting.sql, [vendor.received()])).toMatchObject({ sent: 2, taken: 2, lost: [], doubled: [], unrecorded: [], unknown: [], exchanged: [] });
  expect(Object.values(await checkOracle(setting.sql, [vendor.received()], []))).toEqual([true, true, true, true, true]);
});

it('names whose message an attempt has when two changed places, though by number nothing is lost or doubled', async () => {
  const [one, other] = vendor.received();
  if (!one || !other) throw new Error('The vendor did not take two messages');
  const exchanged = [{ ...one, marker: other.marker }, { ...other, marker: one.marker }];
  expect(await compareWithVendors(setting.sql, [exchanged])).toMatchObject({ lost: [], doubled: [], exchanged: [`${one.marker} has the message of ${other.marker}`, `${other.marker} has the message of ${one.marker}`] });
});
