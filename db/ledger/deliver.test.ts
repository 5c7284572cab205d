import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Obligation } from '../../pathways/engine/events.js';
import type { KillPoint } from '../../activities/hook.js';
import { firstNumberOf } from '../inbound.js';
import { startAnew } from '../testing/fake-channel.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { morning, plantObligation, wallTimePasses } from '../testing/obligation.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { deliverObligations } from './deliver.js';
import { applyReceipt } from './receipts.js';
import { sweep } from './sweep.js';

let setting: TestSetting;
let world: World;
let episodeId: string;
beforeAll(async () => {
  setting = await createSetting();
  world = await createWorld(setting.sql);
});
afterAll(() => setting.close());
beforeEach(async () => {
  Object.assign(world, await createPatient(setting.sql, world.hospitalId));
  episodeId = await launchEpisode(setting.sql, world);
  startAnew(setting.vendors);
  await setting.sql`delete from alarm`;
  await setting.sql`update roster_shift set ends_at = now() + interval '1 day'`;
});

const deliver = (...obligations: string[]) => deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations, episodeNow: morning });
const attempts = (obligation: string) => setting.sql`select channel, provider, n, state, verdict, possibly_doubled from attempt where obligation_id = ${obligation} order by claimed_at, channel, n`;
const obligationRow = async (id: string) => (await setting.sql`select state, reason, carried_by from obligation where id = ${id}`)[0];

/** The process dies at this point: everything after it never happens. */
async function dieAt(point: KillPoint, obligation: string): Promise<void> {
  const death = new Error('killed');
  const deps = { ...setting.deps, hook: (reached: KillPoint) => { if (reached === point) throw death; } };
  await expect(deliverObligations(deps, { hospitalId: world.hospitalId, episodeId, obligations: [obligation], episodeNow: morning })).rejects.toBe(death);
}

describe('A message to the patient', () => {
  it('goes out once, and asking again changes nothing', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    const once = await deliver(id);
    expect(once.outcomes).toMatchObject([{ obligation: id, outcome: 'sent', channel: 'wechat' }]);
    expect(await deliver(id)).toEqual(once);
    expect(setting.vendors.wechat.taken).toHaveLength(1);
  });

  it('goes to the next channel when the first refuses it, in the same call', async () => {
    setting.vendors.wechat.script = [{ outcome: 'rejected', reason: 'blocked', code: '43101', scope: 'recipient' }];
    const id = await plantObligation(setting.sql, episodeId);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'sms' }]);
    expect([...(await attempts(id))]).toMatchObject([{ channel: 'wechat', state: 'rejected', verdict: 'next' }, { channel: 'sms', state: 'accepted', verdict: null }]);
  });

  it('that no channel takes has failed, and is never silent', async () => {
    setting.vendors.wechat.script = [{ outcome: 'rejected', reason: 'blocked', code: '1', scope: 'recipient' }];
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'blocked', code: '2', scope: 'recipient' }];
    const id = await plantObligation(setting.sql, episodeId);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'all-channels-failed' }]);
  });

  it('does not go to a number that the vendor knows to be dead again, and finds the family\'s instead of none', async () => {
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'no-address', code: '21211', scope: 'recipient' }];
    const id = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    const next = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    expect((await deliver(next)).outcomes).toMatchObject([{ outcome: 'suppressed', reason: 'quarantined' }]);
  });

  it('does not go again to a number whose owner opted out at the vendor, which may be called all the same', async () => {
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'opted-out', code: '21610', scope: 'recipient' }];
    const id = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'failed' }]);
    const next = await plantObligation(setting.sql, episodeId, { channels: ['sms'] });
    expect((await deliver(next)).outcomes).toMatchObject([{ outcome: 'suppressed', reason: 'quarantined' }]);
    const [mobile] = await setting.sql`select id, quarantined_at, unsubscribed_at is not null as unsubscribed from contact where patient_id = ${world.patientId} and owner = 'patient' and kind = 'mobile'`;
    expect(mobile).toMatchObject({ quarantinedAt: null, unsubscribed: true });
    expect(await firstNumberOf(setting.sql, world.hospitalId, episodeId)).toBe(mobile?.['id']);
  });

  it('tells migration 0067 which quarantined numbers are those of people who unsubscribed', async () => {
    setting.vendors.sms.script = [{ outcome: 'rejected', reason: 'opted-out', code: '21610', scope: 'recipient' }];
    await deliver(await plantObligation(setting.sql, episodeId, { channels: ['sms'] }));
    const migration = readFileSync(new URL('../migrations/0067_unsubscribed_contacts.sql', import.meta.url), 'utf8');
    /** As a worker from before would have left it, `later` after the vendor's answer. */
    const migrated = async (later: string) => {
      await setting.sql`update contact set quarantined_at = coalesce(unsubscribed_at, quarantined_at) + ${later}::interval, unsubscribed_at = null where patient_id = ${world.patientId} and owner = 'patient' and kind = 'mobile'`;
      await setting.sql.unsafe(migration.slice(migration.indexOf('update contact')));
      return (await setting.sql`select quarantined_at is not null as quarantined, unsubscribed_at is not null as unsubscribed from contact where patient_id = ${world.patientId} and owner = 'patient' and kind = 'mobile'`)[0];
    };
    expect([await migrated('0 seconds'), await migrated('1 hour')]).toEqual([{ quarantined: false, unsubscribed: true }, { quarantined: true, unsubscribed: false }]);
  });

  it('waits when the vendor is throttling, and goes out by the same way later', async () => {
    setting.vendors.wechat.script = [{ outcome: 'throttled', retryAfterMs: 30_000 }];
    const id = await plantObligation(setting.sql, episodeId);
    const first = await deliver(id);
    expect([first.outcomes, first.unsettled]).toMatchObject([[], [{ obligation: id }]]);
    expect((await deliver(id)).unsettled).toHaveLength(1);
    expect(setting.vendors.wechat.posts).toBe(1);
    await wallTimePasses(setting.sql, 31);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'wechat' }]);
  });

  it('is deferred in the quiet hours and suppressed once it expired', async () => {
    const night = '2026-03-05T15:00:00.000Z';
    const id = await plantObligation(setting.sql, episodeId);
    const late = await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [id], episodeNow: night });
    expect(late).toMatchObject({ outcomes: [{ outcome: 'deferred', until: '2026-03-06T00:00:00.000Z', reason: 'quiet-hours' }], unsettled: [] });
    const gone = await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId, obligations: [id], episodeNow: '2026-03-07T02:00:00.000Z' });
    expect(gone.outcomes).toMatchObject([{ outcome: 'suppressed', reason: 'expired' }]);
  });

  it('meets others of the same slot in one digest; each of them is sent', async () => {
    const same = { class: 'education' as const, digestLabel: 'label.followUp', channels: ['sms' as const] };
    const ids = [await plantObligation(setting.sql, episodeId, { ...same, text: 'exercise.morning' }), await plantObligation(setting.sql, episodeId, { ...same, text: 'exercise.afternoon', digestLabel: 'label.photo' })];
    const { outcomes } = await deliver(...ids);
    expect(outcomes.map((o) => o.outcome)).toEqual(['sent', 'sent']);
    expect(setting.vendors.sms.taken.map((m) => m.body)).toEqual([expect.stringContaining('今日事项：随访、照片')]);
    expect(await obligationRow(ids[1] ?? '')).toMatchObject({ carriedBy: ids[0] });
  });

  it('that the published texts cannot word fails alone, with an alarm; its neighbour goes out', async () => {
    const [bad, good] = [await plantObligation(setting.sql, episodeId, { text: 'no.such.text' }), await plantObligation(setting.sql, episodeId)];
    const { outcomes } = await deliver(bad, good);
    expect(outcomes.find((o) => o.obligation === bad)).toMatchObject({ outcome: 'failed', reason: 'poison' });
    expect(outcomes.find((o) => o.obligation === good)).toMatchObject({ outcome: 'sent' });
    expect([...(await setting.sql`select code, ref from alarm`)]).toEqual([{ code: 'unrenderable', ref: 'no.such.text' }]);
  });
});

describe('Without consent to photos', () => {
  const photoDay = () => ({ text: 'photo.invite', params: { day: 4, label: 'label.photo' }, occurrence: `${episodeId}/wound-photo/1`, channels: ['sms' as const] });
  const refuse = () => setting.sql`update patient set consents = consents || '{"photos": false}' where id = ${world.patientId}`;

  it('the wound is asked about without a word of a photo', async () => {
    await refuse();
    const id = await plantObligation(setting.sql, episodeId, photoDay());
    expect((await deliver(id)).outcomes).toMatchObject([{ obligation: id, outcome: 'sent', channel: 'sms' }]);
    expect(setting.vendors.sms.taken.map(({ body }) => body)).toEqual([expect.stringContaining('出院第4天')]);
    expect(setting.vendors.sms.taken.filter(({ body }) => /照/.test(body))).toEqual([]);
    expect(await attempts(id)).toHaveLength(1);
  });

  it('a reminder that was planned while she agreed is no reminder of a photo any more', async () => {
    const id = await plantObligation(setting.sql, episodeId, { ...photoDay(), purpose: 'remind-1', text: 'photo.remind' });
    await refuse();
    await deliver(id);
    expect(setting.vendors.sms.taken.map(({ body }) => body)).toEqual([expect.stringContaining('还有一份随访待填写')]);
  });

  it('with consent the photo is asked for', async () => {
    await deliver(await plantObligation(setting.sql, episodeId, photoDay()));
    expect(setting.vendors.sms.taken.map(({ body }) => body)).toEqual([expect.stringContaining('拍照')]);
  });
});

describe('When nobody heard the end of a POST', () => {
  it('the vendor is asked, never posted to again: what it has is adopted', async () => {
    setting.vendors.wechat.script = ['take-then-ambiguous'];
    const id = await plantObligation(setting.sql, episodeId);
    expect(await deliver(id)).toMatchObject({ outcomes: [], unsettled: [{ obligation: id }] });
    expect(await deliver(id)).toMatchObject({ outcomes: [], unsettled: [{ obligation: id }] });
    await wallTimePasses(setting.sql, 2);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'wechat' }]);
    expect([setting.vendors.wechat.posts, setting.vendors.wechat.taken.length]).toEqual([1, 1]);
  });

  it('what the vendor never took is sent again, as a second attempt', async () => {
    setting.vendors.wechat.script = [{ outcome: 'ambiguous', detail: 'reset' }];
    const id = await plantObligation(setting.sql, episodeId);
    await deliver(id);
    await wallTimePasses(setting.sql, 2);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
    expect([...(await attempts(id))]).toMatchObject([{ n: 1, state: 'absent', verdict: 'retry' }, { n: 2, state: 'accepted' }]);
    expect(setting.vendors.wechat.taken).toHaveLength(1);
  });

  it('because the worker died before the POST, the message still goes out once', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    await dieAt('between-claim-and-post', id);
    expect((await deliver(id)).unsettled).toMatchObject([{ obligation: id }]);
    await wallTimePasses(setting.sql, 60);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
    expect(setting.vendors.wechat.taken).toHaveLength(1);
  });

  it('because the worker died after the POST, the message is found, not repeated', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    await dieAt('between-post-and-settle', id);
    await wallTimePasses(setting.sql, 60);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
    expect([setting.vendors.wechat.posts, setting.vendors.wechat.taken.length]).toEqual([1, 1]);
  });

  it('because the worker died inside the look-up, the next one looks again', async () => {
    setting.vendors.wechat.script = ['take-then-ambiguous'];
    const id = await plantObligation(setting.sql, episodeId);
    await deliver(id);
    await wallTimePasses(setting.sql, 2);
    await dieAt('between-lookup-and-settle', id);
    expect((await deliver(id)).unsettled).toHaveLength(1);
    await wallTimePasses(setting.sql, 61);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
    expect(setting.vendors.wechat.taken).toHaveLength(1);
  });

  it('and the vendor cannot say either, the next channel is used and the possible double is on record', async () => {
    setting.vendors.wechat.script = ['take-then-ambiguous'];
    setting.vendors.wechat.lookups = [{ found: 'unknown', detail: 'no such call', final: true }];
    const id = await plantObligation(setting.sql, episodeId);
    await deliver(id);
    await wallTimePasses(setting.sql, 2);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'sms' }]);
    expect([...(await attempts(id))]).toMatchObject([{ channel: 'wechat', verdict: 'next', possiblyDoubled: true }, { channel: 'sms', possiblyDoubled: false }]);
  });

  it('of a dose reminder, a person takes over', async () => {
    setting.vendors.wechat.script = ['take-then-ambiguous'];
    setting.vendors.wechat.lookups = [{ found: 'unknown', detail: 'no such call', final: true }];
    const id = await plantObligation(setting.sql, episodeId, { class: 'dose' });
    await deliver(id);
    await wallTimePasses(setting.sql, 2);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'unconfirmed' }]);
    expect(setting.vendors.sms.posts).toBe(0);
  });

  it('a match that belongs to another message is not adopted', async () => {
    const first = await plantObligation(setting.sql, episodeId);
    await deliver(first);
    setting.vendors.wechat.script = [{ outcome: 'ambiguous', detail: 'reset' }];
    const second = await plantObligation(setting.sql, episodeId, { params: { day: 3, date: '2026-03-06' } });
    await deliver(second);
    setting.vendors.wechat.lookups = [{ found: 'yes', providerMessageId: setting.vendors.wechat.taken[0]?.providerMessageId ?? '', status: 'sent' }];
    await wallTimePasses(setting.sql, 2);
    expect(await deliver(second)).toMatchObject({ outcomes: [], unsettled: [{ obligation: second }] });
  });

  it('a worker that slept past its lease does not post', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    const clock = vi.spyOn(performance, 'now');
    let asleep = 0;
    clock.mockImplementation(() => asleep);
    const deps = { ...setting.deps, hook: (reached: KillPoint) => { if (reached === 'between-claim-and-post' && asleep === 0) asleep = 3_600_000; } };
    await deliverObligations(deps, { hospitalId: world.hospitalId, episodeId, obligations: [id], episodeNow: morning });
    clock.mockRestore();
    expect([...(await attempts(id))]).toMatchObject([{ n: 1, state: 'absent', verdict: 'retry' }, { n: 2, state: 'accepted' }]);
    expect(setting.vendors.wechat.taken).toHaveLength(1);
  });

  it('an acceptance that comes after somebody else gave the message up is recorded as a possible double', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    let answer: (result: { outcome: 'accepted'; providerMessageId: string }) => void = () => {};
    setting.vendors.wechat.script = [() => new Promise((resolve) => { answer = resolve; })];
    const slow = deliver(id);
    await vi.waitFor(async () => expect(setting.vendors.wechat.posts).toBe(1), { timeout: 30_000 });
    await wallTimePasses(setting.sql, 60);
    setting.vendors.wechat.lookups = [{ found: 'no' }];
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
    answer({ outcome: 'accepted', providerMessageId: 'wx-late' });
    await slow;
    expect([...(await attempts(id))]).toMatchObject([{ n: 1, verdict: 'done', possiblyDoubled: true }, { n: 2, state: 'accepted' }]);
  });
});

describe('A delivery report', () => {
  const accepted = async (): Promise<{ id: string; providerMessageId: string }> => {
    const id = await plantObligation(setting.sql, episodeId);
    await deliver(id);
    return { id, providerMessageId: setting.vendors.wechat.taken.at(-1)?.providerMessageId ?? '' };
  };
  const uniqueId = (): string => `r-${Math.trunc(performance.now() * 1000)}`;

  it('closes the matter once, however often it comes', async () => {
    const { id, providerMessageId } = await accepted();
    const receipt = { providerMessageId, status: 'delivered' as const, dedupeKey: uniqueId() };
    expect(await applyReceipt(setting.sql, 'wx', receipt)).toEqual({ matched: true, duplicate: false, nudge: null });
    expect(await applyReceipt(setting.sql, 'wx', receipt)).toEqual({ matched: true, duplicate: true, nudge: null });
    expect(await obligationRow(id)).toMatchObject({ state: 'sent' });
  });

  it('that came while the worker died, and was the last to come, is no end: a final one is waited for, and silence ends it by the channel’s policy', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    await dieAt('between-post-and-settle', id);
    const [mine] = await setting.sql<{ id: string }[]>`select id from attempt where obligation_id = ${id}`;
    await applyReceipt(setting.sql, 'wx', { providerMessageId: setting.vendors.wechat.taken.at(-1)?.providerMessageId ?? '', attemptId: mine?.id ?? '', status: 'sent', dedupeKey: uniqueId() });
    expect([...(await attempts(id))]).toMatchObject([{ state: 'sent', verdict: null }]);
    const { receipt } = setting.vendors.wechat.channel;
    await wallTimePasses(setting.sql, 60); // the dead worker's lease is over
    await sweep(setting.deps, { nudge: async () => false });
    await wallTimePasses(setting.sql, receipt.withinMs / 1_000 - 1);
    await sweep(setting.deps, { nudge: async () => false });
    expect([...(await attempts(id))]).toMatchObject([{ state: 'sent', verdict: null }]);
    await wallTimePasses(setting.sql, 2);
    await sweep(setting.deps, { nudge: async () => false });
    expect([...(await attempts(id))]).toMatchObject([{ state: 'sent', verdict: 'done' }]);
    expect([setting.vendors.wechat.posts, setting.vendors.wechat.taken.length]).toEqual([1, 1]);
  });

  it('of a failure opens the next channel', async () => {
    const { id, providerMessageId } = await accepted();
    const { nudge } = await applyReceipt(setting.sql, 'wx', { providerMessageId, status: 'failed', code: 'user-block', dedupeKey: uniqueId() });
    expect(nudge).toEqual({ episodeId, obligations: [id] });
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'sms' }]);
  });

  it('that beats our own commit is kept and matched later', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    setting.vendors.wechat.script = [async () => {
      await applyReceipt(setting.sql, 'wx', { providerMessageId: 'wx-quick', status: 'delivered', dedupeKey: uniqueId() });
      return { outcome: 'accepted', providerMessageId: 'wx-quick' };
    }];
    await deliver(id);
    expect([...(await attempts(id))]).toMatchObject([{ state: 'delivered', verdict: 'done' }]);
  });

  it('that never comes is closed by the channel\'s policy, by the sweep', async () => {
    const { id } = await accepted();
    await wallTimePasses(setting.sql, 61);
    const report = await sweep(setting.deps, { nudge: async () => false });
    expect(report.closedBySilence).toBeGreaterThan(0);
    expect(await obligationRow(id)).toMatchObject({ state: 'sent' });
  });
});

describe('The sweep', () => {
  it('looks up what a dead worker left behind and wakes the workflow that has to go on', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    await dieAt('between-claim-and-post', id);
    await wallTimePasses(setting.sql, 120);
    const nudged: string[] = [];
    await sweep(setting.deps, { nudge: async (_, ids) => nudged.push(...ids) > 0 });
    expect(nudged).not.toContain(id);
    await wallTimePasses(setting.sql, 31);
    await sweep(setting.deps, { nudge: async (_, ids) => nudged.push(...ids) > 0 });
    expect(nudged).toContain(id);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent' }]);
  });

  it('goes on by itself with an episode that has ended, and raises an alarm when nothing reaches the patient', async () => {
    const id = await plantObligation(setting.sql, episodeId, { channels: ['wechat'], expiresAt: '2030-01-01T00:00:00.000Z', purpose: 'close' });
    await deliver(id);
    await setting.sql`update episode set status = 'completed', ended_at = now() where id = ${episodeId}`;
    await applyReceipt(setting.sql, 'wx', { providerMessageId: setting.vendors.wechat.taken[0]?.providerMessageId ?? '', status: 'failed', dedupeKey: `ended-${id}` });
    await wallTimePasses(setting.sql, 31);
    await sweep(setting.deps, { nudge: async () => false });
    expect(await obligationRow(id)).toMatchObject({ state: 'failed' });
    expect([...(await setting.sql`select code, ref from alarm where ref = ${id}`)]).toEqual([{ code: 'undelivered-after-end', ref: id }]);
  });
});

describe('A provider out of money', () => {
  it('is left alone, pages ops, and its messages take another channel or wait', async () => {
    setting.vendors.wechat.script = [{ outcome: 'rejected', reason: 'balance', code: '402', scope: 'account' }];
    const [a, b] = [await plantObligation(setting.sql, episodeId), await plantObligation(setting.sql, episodeId, { channels: ['wechat'], params: { day: 3, date: '2026-03-06' } })];
    expect((await deliver(a)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'sms' }]);
    expect(await deliver(b)).toMatchObject({ outcomes: [], unsettled: [{ obligation: b }] });
    expect(setting.vendors.wechat.posts).toBe(1);
    expect([...(await setting.sql`select code, ref from alarm where cleared_at is null`)]).toEqual([{ code: 'balance', ref: 'wx' }]);
    await wallTimePasses(setting.sql, 61);
    expect((await deliver(b)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'wechat' }]);
    expect([...(await setting.sql`select code from alarm where cleared_at is null`)]).toEqual([]);
  });
});

describe('An alert to staff', () => {
  const alert = { class: 'staff-alert' as const, recipient: 'duty-doctor' as const, text: 'staff.alert', channels: ['wecom' as const, 'sms' as const], params: { level: 'red', instruction: 'do.stale-reading', case: 'x/escalation/1' } };

  it('goes to whoever is on duty', async () => {
    const id = await plantObligation(setting.sql, episodeId, alert);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'wecom' }]);
    expect(setting.vendors.wecom.taken).toMatchObject([{ to: 'nurse-1', body: expect.stringContaining('红色预警') }]);
  });

  it('without anybody on duty fails and raises its own alarm', async () => {
    await setting.sql`update roster_shift set ends_at = now() - interval '1 minute' where role = 'duty-doctor'`;
    const id = await plantObligation(setting.sql, episodeId, alert);
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'failed', reason: 'nobody-on-duty' }]);
    expect([...(await setting.sql`select code, ref from alarm`)]).toEqual([{ code: 'nobody-on-duty', ref: 'duty-doctor' }]);
  });

  it('without anybody on duty still becomes a task when it may', async () => {
    await setting.sql`update roster_shift set ends_at = now() - interval '1 minute' where role = 'duty-doctor'`;
    const id = await plantObligation(setting.sql, episodeId, { ...alert, channels: ['wecom', 'sms', 'phone-task'] });
    expect((await deliver(id)).outcomes).toMatchObject([{ outcome: 'sent', channel: 'phone-task' }]);
    expect([...(await setting.sql`select role, status from task where obligation_id = ${id}`)]).toEqual([{ role: 'duty-doctor', status: 'ready' }]);
    expect(await setting.sql`select 1 from alarm where code = 'nobody-on-duty'`).toHaveLength(1);
  });
});

describe('Two at once', () => {
  it('claimers send one message', async () => {
    const id = await plantObligation(setting.sql, episodeId);
    await Promise.all(Array.from({ length: 10 }, () => deliver(id)));
    expect(setting.vendors.wechat.posts).toBe(1);
    expect(await attempts(id)).toHaveLength(1);
  });

  it('episodes with the same contact make it once', async () => {
    const key = 'invite/2026-03-05';
    const ids = await Promise.all([plantObligation(setting.sql, episodeId, { sharedKey: key }), plantObligation(setting.sql, episodeId, { sharedKey: key })]);
    const results = await Promise.all(ids.map((id) => deliver(id)));
    expect(results.flatMap((r) => r.outcomes.map((o) => o.outcome)).sort()).toEqual(['sent', 'suppressed']);
    expect(setting.vendors.wechat.posts).toBe(1);
  });

  it.each([['opted_out_at', 'opted-out'], ['died_at', 'died']])('%s and a claim: whoever commits first decides, and nothing leaves after it', async (column, reason) => {
    for (let round = 0; round < 20; round += 1) {
      Object.assign(world, await createPatient(setting.sql, world.hospitalId));
      episodeId = await launchEpisode(setting.sql, world, 'hip-wound-care', { orderNo: `race-${column}-${round}` });
      const id = await plantObligation(setting.sql, episodeId);
      const fact = setting.sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtextextended(${world.patientId}, 1))`;
        await tx`update patient set ${tx(column)} = ${morning} where id = ${world.patientId}`;
        const [before] = await tx<{ n: number }[]>`select count(*) as n from attempt where obligation_id = ${id}`;
        return before?.n ?? 0;
      });
      const [claimedBefore, { outcomes }] = await Promise.all([fact, deliver(id)]);
      expect(outcomes).toMatchObject([claimedBefore > 0 ? { outcome: 'sent' } : { outcome: 'suppressed', reason }]);
    }
  });
});

describe('The hospital has sent as many SMS as it may in a day', () => {
  const limitedTo = (smsPerDay: number) => setting.sql`insert into service_setting (hospital_id, settings) values (${world.hospitalId}, ${setting.sql.json({ smsPerDay })})
    on conflict (hospital_id) do update set settings = excluded.settings`;
  /** To a patient of her own, so that no limit of hers decides. */
  const toAnother = async (differs: Partial<Obligation> = {}) => {
    const her = { ...world, ...(await createPatient(setting.sql, world.hospitalId)) };
    const episode = await launchEpisode(setting.sql, her);
    const id = await plantObligation(setting.sql, episode, { channels: ['sms'], ...differs });
    return (await deliverObligations(setting.deps, { hospitalId: world.hospitalId, episodeId: episode, obligations: [id], episodeNow: morning })).outcomes;
  };
  const sent = [{ outcome: 'sent', channel: 'sms' }];
  const stopped = [{ outcome: 'suppressed', reason: 'spend-cap' }];
  beforeEach(() => setting.sql`update attempt set claimed_at = claimed_at - interval '2 days'`);
  afterAll(() => setting.sql`delete from service_setting`);

  it('so the rest is suppressed with its reason and ops is told once, while safety and dose texts go on', async () => {
    await limitedTo(2);
    expect([await toAnother(), await toAnother(), await toAnother(), await toAnother({ class: 'visit' })]).toMatchObject([sent, sent, stopped, stopped]);
    expect([await toAnother({ class: 'safety', ignoresQuietHours: true }), await toAnother({ class: 'dose' })]).toMatchObject([sent, sent]);
    expect(setting.vendors.sms.taken).toHaveLength(4);
    const alarms = await setting.sql`select hospital_id, detail from alarm where code = 'sms-spend-cap' and cleared_at is null`;
    expect([...alarms]).toMatchObject([{ hospitalId: world.hospitalId, detail: expect.stringContaining('its 2 SMS of this day') as string }]);
  });

  it('of this day alone: yesterday’s do not count, nor do another hospital’s, nor what costs nothing', async () => {
    await limitedTo(1);
    const other = await createWorld(setting.sql);
    const otherEpisode = await launchEpisode(setting.sql, other);
    const elsewhere = await plantObligation(setting.sql, otherEpisode, { channels: ['sms'] });
    await deliverObligations(setting.deps, { hospitalId: other.hospitalId, episodeId: otherEpisode, obligations: [elsewhere], episodeNow: morning });
    expect(await toAnother({ channels: ['wechat'] })).toMatchObject([{ outcome: 'sent', channel: 'wechat' }]);
    await setting.sql`update attempt set provider = 'inbox', channel = 'sms' where provider = 'wx' and claimed_at > now() - interval '1 hour'`;
    expect([await toAnother(), await toAnother()]).toMatchObject([sent, stopped]);
  });

  it('and the alarm ends with the next day’s first text', async () => {
    await limitedTo(1);
    const open = () => setting.sql`select 1 from alarm where code = 'sms-spend-cap' and cleared_at is null`;
    expect([await toAnother(), await toAnother()]).toMatchObject([sent, stopped]);
    expect(await open()).toHaveLength(1);
    await setting.sql`update attempt set claimed_at = claimed_at - interval '2 days'`;
    expect(await toAnother()).toMatchObject(sent);
    expect(await open()).toHaveLength(0);
  });
});
