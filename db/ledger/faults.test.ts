/** Faults of the ledger that no other test has (docs/faults.md). */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startAnew } from '../testing/fake-channel.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { morning, plantObligation, wallTimePasses } from '../testing/obligation.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { deliverObligations } from './deliver.js';

let setting: TestSetting;
let world: World;
let care: string;
let rehab: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql, { packages: ['hip-wound-care', 'hip-home-rehab'] });
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  [care, rehab] = [await launchEpisode(setting.sql, world), await launchEpisode(setting.sql, world, 'hip-home-rehab')];
  startAnew(setting.vendors);
});
const deliver = (episodeId: string, id: string) => deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [id], episodeNow: morning });

describe('A worker whose clock is wrong', () => {
  it.each([['a day ahead', 86_400_000], ['a day behind', -86_400_000]])('%s neither takes a lease early nor repeats a message: the database says what time it is', async (_, skewMs) => {
    setting.vendors.wechat.script = ['take-then-ambiguous'];
    const id = await plantObligation(setting.sql, care);
    await deliver(care, id);
    const lookup = vi.spyOn(setting.vendors.wechat.channel, 'lookup');
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + skewMs);
    expect(await deliver(care, id)).toMatchObject({ outcomes: [], unsettled: [{ obligation: id }] });
    expect([setting.vendors.wechat.posts, lookup.mock.calls.length]).toEqual([1, 0]);
    await wallTimePasses(setting.sql, 2);
    expect((await deliver(care, id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
    clock.mockRestore();
    expect([setting.vendors.wechat.posts, setting.vendors.wechat.taken.length]).toEqual([1, 1]);
  });
});

describe('A number that belongs to somebody else now', () => {
  it('is written to by no package of the patient any more, whichever of them noticed', async () => {
    await setting.sql`update contact set quarantined_at = now() where patient_id = ${world.patientId} and owner = 'patient' and kind = 'mobile'`;
    for (const episodeId of [care, rehab]) {
      const id = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
      expect((await deliver(episodeId, id)).outcomes).toMatchObject([{ outcome: 'suppressed', reason: 'quarantined' }]);
    }
    expect(setting.vendors.sms.posts).toBe(0);
  });
});
