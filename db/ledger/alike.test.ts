/** Equal words to one number at a vendor whose list shows no mark of ours: the real Twilio channel against its stand-in over HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTwilioChannel } from '../../channels/sms/twilio.js';
import type { Channel } from '../../channels/channel.js';
import type { Obligation } from '../../pathways/engine/events.js';
import { FakeTwilio } from '../../test/vendors/fake-twilio.js';
import type { Taken } from '../../test/vendors/fake-vendor.js';
import { morning, plantObligation, wallTimePasses } from '../testing/obligation.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { deliverObligations } from './deliver.js';
import type { LedgerDeps } from './deps.js';
import { applyReceipt } from './receipts.js';
import { settle } from './settle.js';
import { sweep } from './sweep.js';

let setting: TestSetting;
let world: World;
let vendor: FakeTwilio;
let channel: Channel;
let deps: LedgerDeps;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
beforeEach(async () => {
  // A vendor of its own for each test: no number has a past.
  await setting.sql`truncate attempt, obligation, alarm cascade`;
  vendor = await new FakeTwilio().start();
  const { accountSid, authToken, baseUrl: origin } = vendor;
  channel = createTwilioChannel({ accountSid, authToken, sender: { from: '+15005550006' }, origin, timeoutMs: 400, lookupAfterMs: 1_000, receiptWithinMs: 60_000, statusCallbackUrl: 'https://care.example.org/webhooks/twilio/status' });
  deps = { ...setting.deps, channels: { channelFor: ({ name, tried }) => (name === 'sms' && !tried.includes('twilio') ? channel : null), byProvider: () => channel, all: () => [channel] } };
});
afterEach(() => vendor.stop());

/** A patient of her own, with the number that all patients of these tests share. */
async function episode(): Promise<string> {
  return launchEpisode(setting.sql, { ...world, ...(await createPatient(setting.sql, world.hospitalId)) });
}
const dose = (episodeId: string, differs: Partial<Obligation> = {}) => plantObligation(setting.sql, episodeId, { class: 'dose', text: 'survey.remind', channels: ['sms'], ...differs });
const doses = async (episodeId: string, n: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i += 1) ids.push(await dose(episodeId));
  return ids;
};
const deliver = (episodeId: string, obligations: string[]) => deliverObligations(deps, { hospitalId: world.hospitalId, episodeId, obligations, episodeNow: morning });

/** Also for the vendor, whose list keeps the times at which it took each. */
async function timePasses(seconds: number): Promise<void> {
  await wallTimePasses(setting.sql, seconds);
  for (const taken of vendor.received()) (taken as Taken).at = new Date(Date.parse(taken.at) - seconds * 1_000).toISOString();
}

/** As the workflow does: whenever something may have become due. */
async function untilSettled(episodeId: string, obligations: string[]): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const { unsettled } = await deliver(episodeId, obligations);
    if (unsettled.length === 0) return;
    await timePasses(5);
  }
  throw new Error('Something never settled');
}

type Attempt = { id: string; obligationId: string; state: string; verdict: string | null; providerMessageId: string | null };
const attempts = async (): Promise<Attempt[]> => [...(await setting.sql<Attempt[]>`select id, obligation_id, state, verdict, provider_message_id from attempt order by claimed_at, id`)];
const inDoubt = async (): Promise<number> => (await attempts()).filter(({ verdict, state }) => verdict === null && (state === 'sending' || state === 'ambiguous')).length;
const states = async (ids: string[]) => Object.fromEntries((await setting.sql<{ id: string; state: string }[]>`select id, state from obligation where id = any(${ids})`).map(({ id, state }) => [id, state]));

/** The callback's address, which the vendor kept, names the attempt behind each message; our look-up never sees it. */
async function expectEachToOwnItsMessage(): Promise<void> {
  const truth = Object.fromEntries(vendor.received().map(({ id, marker }) => [id, marker]));
  const ours = Object.fromEntries((await attempts()).flatMap(({ id, providerMessageId }) => (providerMessageId === null ? [] : [[providerMessageId, id]])));
  expect(ours).toEqual(truth);
}

describe('Equal words to one number', () => {
  it('never change places: the one that was never taken does not adopt the message of the other', async () => {
    const one = await episode();
    const ids = await doses(one, 2);
    vendor.script('error-500', 'accept-then-500', 'accept');
    await untilSettled(one, ids);
    await expectEachToOwnItsMessage();
    expect(vendor.received()).toHaveLength(2);
  });

  it('go out one after the other, in one call while the vendor answers', async () => {
    const one = await episode();
    const ids = await doses(one, 5);
    expect((await deliver(one, ids)).outcomes.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'sent'));
    await expectEachToOwnItsMessage();
  });

  it('wait while one of them is in doubt, and say when to ask again: when the doubt is looked up', async () => {
    const one = await episode();
    const [first, second] = await doses(one, 2);
    vendor.script('accept-then-500');
    const { outcomes, unsettled } = await deliver(one, [first ?? '', second ?? '']);
    expect(outcomes).toEqual([]);
    expect(vendor.posts).toBe(1);
    const [doubt] = await setting.sql<{ checkAt: string }[]>`select check_at from attempt`;
    expect(unsettled).toEqual([{ obligation: first, checkAt: doubt?.checkAt }, { obligation: second, checkAt: doubt?.checkAt }]);
    expect(await states([second ?? ''])).toEqual({ [second ?? '']: 'released' });
    await timePasses(2);
    expect((await deliver(one, [first ?? '', second ?? ''])).outcomes).toMatchObject([{ outcome: 'sent' }, { outcome: 'sent' }]);
    await expectEachToOwnItsMessage();
  });

  it('claimed by somebody else are asked about when its POST must have ended, and, if nobody settled it, when its lease has', async () => {
    const [one, other] = [await episode(), await episode()];
    const [first, second] = [await dose(one), await dose(other)];
    const death = new Error('killed');
    const dying: LedgerDeps = { ...deps, hook: (point) => { if (point === 'between-claim-and-post') throw death; } };
    await expect(deliverObligations(dying, { hospitalId: world.hospitalId, episodeId: one, obligations: [first], episodeNow: morning })).rejects.toBe(death);
    const askedFor = async (): Promise<string | undefined> => (await deliver(other, [second])).unsettled[0]?.checkAt;
    const [lease] = await setting.sql<{ posted: string; leaseUntil: string }[]>`select (claimed_at + interval '400 milliseconds')::timestamptz(3) as posted, lease_until from attempt`;
    expect(await askedFor()).toBe(lease?.posted);
    await timePasses(1);
    const [later] = await setting.sql<{ leaseUntil: string }[]>`select lease_until from attempt`;
    expect(await askedFor()).toBe(later?.leaseUntil);
    await timePasses(60);
    await untilSettled(one, [first]);
    await untilSettled(other, [second]);
    await expectEachToOwnItsMessage();
    expect(vendor.received()).toHaveLength(2);
  });

  it('of different patients wait for each other too, whose family shares a number; whoever waits asks again within a minute', async () => {
    const [one, other] = [await episode(), await episode()];
    const [first, second] = [await dose(one), await dose(other)];
    vendor.script('error-500');
    await deliver(one, [first]);
    expect((await deliver(other, [second])).unsettled).toMatchObject([{ obligation: second }]);
    await timePasses(2);
    // The doubt is due but nobody has looked yet.
    const { unsettled: [again] } = await deliver(other, [second]);
    expect(Date.parse(again?.checkAt ?? '') - Date.now()).toBeLessThanOrEqual(61_000);
    expect(Date.parse(again?.checkAt ?? '') - Date.now()).toBeGreaterThan(30_000);
    expect(vendor.posts).toBe(1);
    await untilSettled(one, [first]);
    await untilSettled(other, [second]);
    await expectEachToOwnItsMessage();
  });

  it.each([1, 2])('claimed by ten at once, one is on its way at a time (%i)', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, async () => {
      const id = await episode();
      return { id, obligation: await dose(id) };
    }));
    vendor.script('hang');
    await Promise.all(all.map(({ id, obligation }) => deliver(id, [obligation])));
    expect([vendor.posts, await inDoubt()]).toEqual([1, 1]);
    for (let round = 0; round < 30 && Object.values(await states(all.map(({ obligation }) => obligation))).some((state) => state === 'released' || state === 'sending'); round += 1) {
      await timePasses(5);
      await Promise.all(all.map(({ id, obligation }) => deliver(id, [obligation])));
    }
    await expectEachToOwnItsMessage();
    expect(vendor.received()).toHaveLength(10);
  });

  it('end one to one with the vendor\'s list, whatever it does with each', async () => {
    const one = await episode();
    const ids = await doses(one, 30);
    vendor.setMix({ seed: 7, weights: { accept: 50, 'accept-then-500': 12, 'accept-then-hang': 2, 'accept-then-reset': 12, 'error-500': 16, hang: 2, throttle: 6 } });
    await untilSettled(one, ids);
    await expectEachToOwnItsMessage();
    const copies = ids.map((id) => vendor.received().filter(({ marker }) => marker?.startsWith(`${id}/`)).length);
    const ended = await states(ids);
    expect(copies).toEqual(ids.map((id) => (ended[id] === 'sent' || ended[id] === 'accepted' ? 1 : 0)));
    expect(copies.filter((n) => n === 1).length).toBeGreaterThan(25);
    // Proof that doubts of both kinds were met.
    expect((await attempts()).filter(({ state }) => state === 'absent').length).toBeGreaterThan(2);
    expect(vendor.served['accept-then-500']).toBeGreaterThan(2);
  });

  it('that are not quite equal do not wait', async () => {
    const one = await episode();
    const ids = [await dose(one), await dose(one, { text: 'survey.invite', params: { day: 3 } })];
    vendor.script('accept-then-500');
    await deliver(one, ids);
    expect(vendor.posts).toBe(2);
  });

  it('do not wait at a vendor that knows our own id', async () => {
    const one = await episode();
    deps = setting.deps;
    setting.vendors.sms.script = ['take-then-ambiguous'];
    const posts = setting.vendors.sms.posts;
    await deliver(one, await doses(one, 2));
    expect(setting.vendors.sms.posts - posts).toBe(2);
  });
});

describe('A doubt that is never resolved', () => {
  it('goes to a person by the rules of its class; whoever waited goes once no look-up can confuse the two any more', async () => {
    const one = await episode();
    const [first, second] = await doses(one, 2);
    const both = [first ?? '', second ?? ''];
    vendor.script('accept-then-500');
    vendor.breakLookups(4);
    await deliver(one, both);
    for (let asked = 0; asked < 4; asked += 1) {
      await timePasses(20);
      await deliver(one, both);
    }
    expect(await states(both)).toEqual({ [first ?? '']: 'failed', [second ?? '']: 'released' });
    expect(vendor.posts).toBe(1);
    const { unsettled: [waiting] } = await deliver(one, both);
    // Four minutes of possible difference between the clocks, time-out and look-up; 80 s have passed.
    expect(Date.parse(waiting?.checkAt ?? '') - Date.now()).toBeGreaterThan(150_000);
    expect(Date.parse(waiting?.checkAt ?? '') - Date.now()).toBeLessThan(165_000);
    await timePasses(170);
    vendor.script('error-500');
    await untilSettled(one, both);
    expect(await states(both)).toEqual({ [first ?? '']: 'failed', [second ?? '']: 'accepted' });
    expect((await attempts()).map(({ obligationId, state }) => [obligationId, state])).toEqual([[first, 'ambiguous'], [second, 'absent'], [second, 'accepted']]);
  });

  it('does not keep a message beyond its end: it is suppressed as expired, and that is told', async () => {
    const one = await episode();
    const [first, second] = await doses(one, 2);
    vendor.script('accept-then-500');
    await deliver(one, [first ?? '', second ?? '']);
    const late = await deliverObligations(deps, { hospitalId: world.hospitalId, episodeId: one, obligations: [second ?? ''], episodeNow: '2026-03-07T02:00:00.000Z' });
    expect(late.outcomes).toMatchObject([{ obligation: second, outcome: 'suppressed', reason: 'expired' }]);
  });

  it('is looked up by the sweep, which also wakes whoever waits, when the workflow forgot both', async () => {
    const one = await episode();
    const [first, second] = await doses(one, 2);
    vendor.script('accept-then-500');
    await deliver(one, [first ?? '', second ?? '']);
    await timePasses(400);
    const nudged: string[] = [];
    await sweep(deps, { nudge: async (_, obligations) => nudged.push(...obligations) > 0 });
    expect(await states([first ?? ''])).toEqual({ [first ?? '']: 'accepted' });
    expect(nudged).toEqual([second]);
    expect((await deliver(one, nudged)).outcomes).toMatchObject([{ obligation: second, outcome: 'sent' }]);
  });
});

describe('A message that the vendor gave an id', () => {
  it('keeps it and its own state when its receipt is overdue and another with the same words is in doubt', async () => {
    const one = await episode();
    const [earlier, later] = await doses(one, 2);
    await deliver(one, [earlier ?? '']);
    vendor.script('accept-then-500');
    await deliver(one, [later ?? '']);
    const own = (await attempts())[0]?.providerMessageId;
    // The vendor's clock puts the doubtful one first.
    const doubtful = vendor.received()[1];
    if (doubtful) Object.assign(doubtful, { at: new Date(Date.parse(doubtful.at) - 30_000).toISOString(), status: 'delivered' });
    await setting.sql`update attempt set receipt_due_at = now() - interval '1 second' where provider_message_id = ${own ?? ''}`;
    await sweep(deps, { nudge: async () => false });
    expect((await attempts())[0]).toMatchObject({ providerMessageId: own, state: 'accepted' });
    await untilSettled(one, [earlier ?? '', later ?? '']);
    await expectEachToOwnItsMessage();
  });

  it('has failed when the vendor does not know that id any more, though it lists the same words again', async () => {
    const one = await episode();
    const [id] = await doses(one, 1);
    await deliver(one, [id ?? '']);
    const [taken] = vendor.received();
    if (taken) (taken as Taken).id = 'SMsomebody-elses';
    await setting.sql`update attempt set receipt_due_at = now() - interval '1 second'`;
    await sweep(deps, { nudge: async () => false });
    expect(await attempts()).toMatchObject([{ state: 'failed', verdict: 'next' }]);
  });

  it('is never given it twice: an answer that comes too late raises an alarm, and the first owner stays', async () => {
    const one = await episode();
    const ids = await doses(one, 2);
    await deliver(one, ids);
    const [first, second] = await attempts();
    await setting.sql`update attempt set state = 'absent', verdict = 'retry', provider_message_id = null where id = ${first?.id ?? ''}`;
    await settle(setting.sql, first?.id ?? '', '0190a5c0-7e4b-4c61-9e6f-0a1b2c3d4e5f', { state: 'accepted', verdict: null, providerMessageId: second?.providerMessageId ?? '' });
    expect((await attempts()).map(({ providerMessageId }) => providerMessageId)).toEqual([null, second?.providerMessageId]);
    expect([...(await setting.sql`select code, ref from alarm`)]).toEqual([{ code: 'vendor-id-reused', ref: first?.id }]);
  });

  it('and whose report names another attempt raises the same alarm: a look-up took one for the other', async () => {
    const one = await episode();
    const ids = await doses(one, 2);
    await deliver(one, ids);
    const [first, second] = await attempts();
    await applyReceipt(setting.sql, 'twilio', { providerMessageId: first?.providerMessageId ?? '', attemptId: second?.id ?? '', status: 'delivered', dedupeKey: 'exchanged' });
    expect([...(await setting.sql`select code, ref from alarm`)]).toEqual([{ code: 'vendor-id-reused', ref: first?.id }]);
  });
});
