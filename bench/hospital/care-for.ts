/** One patient of a hospital, really cared for. */
import { v7 as uuidv7 } from 'uuid';
import { createActivities } from '../../activities/index.js';
import { noHook } from '../../activities/hook.js';
import type { Sql } from '../../db/client.js';
import { fakeChannels, fakeVendor } from '../../db/testing/fake-channel.js';
import { household } from '../../db/testing/household.js';
import { launchEpisode, type World } from '../../db/testing/world.js';
import { createCrypt } from '../../messages/crypt.js';
import { testKeys } from '../../test/support/keys.js';

/** D0 16:00, and the fifth day: a confirmed answer, a case, reminders sent and planned. */
const until = '2026-03-07T04:00:00.000Z';

/** From the launch on, by the product's own activities; the answer on the fourth day opens a case. Returns the episode. */
export async function careFor(sql: Sql, world: World): Promise<string> {
  const episodeId = await launchEpisode(sql, world);
  const activities = createActivities({ sql, channels: fakeChannels([fakeVendor('wechat', 'wx'), fakeVendor('sms', 'tw'), fakeVendor('wecom', 'wc')]), crypt: createCrypt(testKeys), publicUrl: 'https://care.test', hook: noHook });
  const house = await household(sql, activities, [episodeId]);
  const taken = await house.send({ hospitalId: world.hospitalId, episodeId, by: 'patient', kind: 'answer-received', input: { commandId: uuidv7(), answers: { core: { pain: '8' } }, answeredBy: 'patient' } }, '2026-03-06T04:00:00.000Z');
  if (taken.outcome !== 'accepted') throw new Error(`The answer that opens a case was not taken: ${taken.outcome}`);
  await house.runUntil(until);
  return episodeId;
}
