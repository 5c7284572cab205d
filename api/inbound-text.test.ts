/** What a patient sends reaches a person or an alarm, never nobody; and nobody but she speaks for her. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noHook } from '../activities/hook.js';
import { consentIn } from '../channels/opt-out-words.js';
import { atTheDoor } from '../db/hospitals-apart.js';
import { deliverObligations } from '../db/ledger/deliver.js';
import { fakeChannels, fakeVendor } from '../db/testing/fake-channel.js';
import { morning, plantObligation } from '../db/testing/obligation.js';
import { relayInbox } from '../temporal/relay.js';
import type { CareClient } from '../temporal/client.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { crypt, inCare, type InCare } from '../test/support/patient-in-care.js';
import { FakeWechat } from '../test/vendors/fake-wechat.js';
import { takeInboundText } from './inbound-text.js';

/** D3 10:30 in Shanghai. */
const d3 = '2026-03-05T02:30:00.000Z';
const vendor = new FakeWechat();
vendor.callbackUrl = 'https://care.test/webhooks/wechat';
vendor.clock = () => new Date();
let api: TestApi;
beforeAll(async () => {
  api = await testApi({ providers: { wechat: { appId: vendor.appId, appSecret: vendor.secret, token: vendor.callbackToken, encodingAesKey: vendor.encodingAesKey, subscribeTemplates: {}, templates: {}, baseUrl: 'http://127.0.0.1:1' } } });
});
afterAll(() => api.close());

let people = 0;
type Her = InCare & { mobile: string; daughter: string; openid: string };
/** A patient whose numbers nobody else of this file has. */
async function her(packages = ['hip-wound-care']): Promise<Her> {
  const care = await inCare(api, packages, d3);
  people += 1;
  const own = { mobile: `+861390000${1000 + people}`, daughter: `+861380000${1000 + people}`, openid: `openid-${people}` };
  await api.sql`update contact set value = ${own.mobile} where patient_id = ${care.patientId} and owner = 'patient' and kind = 'mobile'`;
  await api.sql`update contact set value = ${own.daughter}, relation = '女儿' where patient_id = ${care.patientId} and owner = 'family'`;
  await api.sql`update contact set value = ${own.openid} where patient_id = ${care.patientId} and kind = 'wechat'`;
  return { ...care, ...own };
}
let texts = 0;
/** By SMS; returns the key of the message. */
async function says(from: string, text: string): Promise<string> {
  const dedupeKey = `SM${(texts += 1)}`;
  await atTheDoor(() => takeInboundText({ sql: api.apart }, { provider: 'twilio', from, to: 'us', text, at: d3, dedupeKey, consent: consentIn(text) }));
  return `twilio:${dedupeKey}`;
}
/** As WeChat posts it. */
async function posted({ url, init }: ReturnType<FakeWechat['event']>): Promise<void> {
  const { pathname, search } = new URL(url);
  expect((await api.request(pathname + search, init)).status).toBe(200);
}
type Stored = { kind: string; episodeId: string; commandId: string; payload: Record<string, unknown> };
const inboxOf = ({ patientId }: InCare) => api.sql<Stored[]>`select i.kind, i.episode_id, i.command_id, i.payload from inbox i join episode e on e.id = i.episode_id where e.patient_id = ${patientId} and i.command_id ~ '^(twilio|aliyun|wechat):' order by i.received_at`;
const alarmsOf = ({ patientId }: InCare) => api.sql<{ code: string; ref: string; detail: string }[]>`select code, ref, detail from alarm where code like 'inbound%' and detail like ${`%${patientId}%`} order by raised_at, id`;
const optedOut = async ({ patientId }: InCare): Promise<boolean> => (await api.sql`select 1 from patient where id = ${patientId} and opted_out_at is not null`).length > 0;
const standing = (episodeId: string | undefined, status: string) => api.sql`update episode set status = ${status}, ended_at = ${['stopped', 'completed'].includes(status) ? d3 : null} where id = ${episodeId ?? ''}`;

describe('A patient’s text', () => {
  it('goes to the older package that runs when the newest is stopping', async () => {
    const zhang = await her(['hip-wound-care', 'hip-home-rehab']);
    await standing(zhang.episodes[1], 'stopping');
    await says(zhang.mobile, '伤口在流血');
    expect(await inboxOf(zhang)).toMatchObject([{ episodeId: zhang.episodes[0], kind: 'escalation-raised', payload: { by: 'patient', reason: expect.stringContaining('伤口在流血') } }]);
    await zhang.house.relay(d3);
    expect(await api.sql`select 1 from escalation where patient_id = ${zhang.patientId} and reports::text like '%伤口在流血%'`).toHaveLength(1);
  });

  it('raises the alarm of a patient without package when all that is left is stopping', async () => {
    const li = await her();
    await standing(li.episodes[0], 'stopping');
    const key = await says(li.mobile, '伤口在流血');
    expect(await alarmsOf(li)).toMatchObject([{ code: 'inbound-without-episode', ref: `${key}/${li.patientId}` }]);
    expect((await alarmsOf(li))[0]?.detail).not.toContain('流血');
  });

  it('of two patients at one number raises an alarm for each', async () => {
    const [wang, zhao] = [await her(), await her()];
    await api.sql`update contact set value = ${wang.mobile} where patient_id = ${zhao.patientId} and kind = 'mobile' and owner = 'patient'`;
    for (const { episodes } of [wang, zhao]) await standing(episodes[0], 'completed');
    await says(wang.mobile, '请回电');
    expect([await alarmsOf(wang), await alarmsOf(zhao)]).toMatchObject([[{}], [{}]]);
  });

  it('that an episode refuses after all, because it ended in between, raises an alarm without the words', async () => {
    const chen = await her();
    const key = await says(chen.mobile, '伤口在流血');
    const refusing = { sendUpdate: async () => ({ kind: 'refused', code: 'wrong-state', message: 'The episode is stopped.' }) } as unknown as CareClient;
    await api.sql`update inbox set next_try_at = now() - interval '1 second' where command_id = ${key}`;
    await relayInbox({ sql: api.sql, locks: api.sql, care: refusing, hook: noHook, now: Date.now });
    expect(await api.sql`select state from inbox where command_id = ${key}`).toMatchObject([{ state: 'rejected' }]);
    expect(await alarmsOf(chen)).toMatchObject([{ code: 'inbound-refused', ref: `${key}/${chen.patientId}`, detail: expect.stringMatching(/^(?!.*流血).*wrong-state/) }]);
  });

  it('that is taken while the episode runs, and ignored because it stopped before the turn came, raises the alarm too', async () => {
    const shi = await her();
    const [run] = shi.house.drivers.values();
    await run?.give({ kind: 'stop', at: d3, by: 'nurse', commandId: 'stop-shi', reason: 'transferred' });
    await standing(shi.episodes[0], 'active'); // as intake saw it
    const key = await says(shi.mobile, '伤口在流血');
    await shi.house.relay(d3);
    expect(await api.sql`select state from inbox where command_id = ${key}`).toMatchObject([{ state: expect.stringMatching(/applied|late/) }]);
    expect(await alarmsOf(shi)).toMatchObject([{ code: 'inbound-refused', ref: `${key}/${shi.patientId}` }]);
  });

  it('is cut between characters, and says so', async () => {
    const sun = await her();
    await says(sun.mobile, `${'胸口很痛'.padEnd(499, '，救命')}😭😭😭 请快打电话`);
    await says(sun.mobile, '伤口\u0000在流血\ud83d');
    const reasons = (await inboxOf(sun)).map(({ payload }) => String(payload['reason']));
    expect(reasons).toEqual([expect.stringMatching(/^来信 inbound: 胸口很痛.*救命?，?😭…（来信较长.*a long text/u), '来信 inbound: 伤口在流血\ufffd']);
  });

  it('that cannot be stored under its key raises an alarm with patient and key, without the words', async () => {
    const qian = await her();
    for (const text of ['第一条', '第二条']) {
      await atTheDoor(() => takeInboundText({ sql: api.apart }, { provider: 'wechat', from: qian.mobile, to: 'us', text, at: d3, dedupeKey: 'reused', consent: null }));
    }
    expect(await inboxOf(qian)).toHaveLength(1);
    expect(await alarmsOf(qian)).toMatchObject([{ code: 'inbound-refused', ref: `wechat:reused/${qian.patientId}`, detail: expect.stringMatching(/^(?!.*第二条).*command-reused/) }]);
  });
});

describe('What is no text', () => {
  it('goes the way of one: a voice message and a photo on WeChat are a case each', async () => {
    const feng = await her();
    await posted(vendor.message(feng.openid, 'voice', '<MediaId>m1</MediaId><Recognition><![CDATA[胸口很痛]]></Recognition>', '9001'));
    await posted(vendor.message(feng.openid, 'image', '<PicUrl>http://x</PicUrl><MediaId>m2</MediaId>', '9002'));
    expect((await inboxOf(feng)).map(({ kind, payload }) => [kind, payload['reason']])).toEqual([
      ['escalation-raised', expect.stringMatching(/^来信 inbound: .*语音.*胸口很痛/)], ['escalation-raised', expect.stringMatching(/^来信 inbound: .*图片.*a picture/)],
    ]);
  });

  it('or is empty is a case all the same, and a picture under STOP is seen', async () => {
    const chu = await her();
    await says(chu.mobile, ' ');
    await atTheDoor(() => takeInboundText({ sql: api.apart }, { provider: 'twilio', from: chu.mobile, to: 'us', text: 'STOP', enclosed: '一张照片 a photo', at: d3, dedupeKey: 'MM1', consent: 'opt-out' }));
    expect((await inboxOf(chu)).map(({ kind, payload }) => [kind, payload['reason']])).toEqual([
      ['escalation-raised', expect.stringContaining('an empty message')], ['opt-out', undefined], ['escalation-raised', '来信 inbound: STOP 一张照片 a photo'],
    ]);
  });
});

describe('STOP and START of a patient', () => {
  it.each(['completed', 'stopping'])('hold for her when her packages are %s', async (status) => {
    const zhou = await her();
    await standing(zhou.episodes[0], status);
    await says(zhou.mobile, 'TD');
    expect(await optedOut(zhou)).toBe(true);
    await says(zhou.mobile, 'START');
    expect(await optedOut(zhou)).toBe(false);
  });

  it('hold for one who has had no package yet', async () => {
    const wu = await her([]);
    await says(wu.mobile, '退订');
    expect(await optedOut(wu)).toBe(true);
  });

  it('reach the package that runs, as she said it', async () => {
    const zheng = await her();
    await says(zheng.mobile, 'STOP');
    expect(await inboxOf(zheng)).toMatchObject([{ kind: 'opt-out', payload: { by: 'patient' } }]);
  });
});

const contact = async ({ patientId }: InCare, value: string) =>
  (await api.sql<{ quarantined: boolean; unsubscribed: boolean }[]>`select quarantined_at is not null as quarantined, unsubscribed_at is not null as unsubscribed from contact where patient_id = ${patientId} and value = ${value}`)[0];

async function delivered({ episodes: [episodeId = ''] }: InCare, obligation: string) {
  const channels = fakeChannels([fakeVendor('sms', 'tw')]);
  return (await deliverObligations({ sql: api.sql, channels, crypt, publicUrl: 'https://care.test', hook: noHook }, { hospitalId: api.hospitalId, episodeId, obligations: [obligation], episodeNow: morning })).outcomes;
}

describe('A relative’s text', () => {
  it.each(['退订', 'T', 'END'])('%s silences that number alone, and START brings it back', async (word) => {
    const wei = await her();
    await says(wei.daughter, word);
    expect([await contact(wei, wei.daughter), await optedOut(wei)]).toEqual([{ quarantined: false, unsubscribed: true }, false]);
    const plant = () => plantObligation(api.sql, wei.episodes[0] ?? '', { recipient: 'family', channels: ['sms'] });
    expect(await delivered(wei, await plant())).toMatchObject([{ outcome: 'suppressed', reason: 'quarantined' }]);
    await says(wei.daughter, 'START');
    expect(await contact(wei, wei.daughter)).toEqual({ quarantined: false, unsubscribed: false });
    expect(await delivered(wei, await plant())).toMatchObject([{ outcome: 'sent' }]);
    expect(await inboxOf(wei)).toEqual([]);
  });

  it('never reopens what the patient has closed: with nothing to bring back, YES is read like any other word', async () => {
    const jiang = await her();
    await says(jiang.mobile, 'STOP');
    await says(jiang.daughter, 'YES');
    expect(await optedOut(jiang)).toBe(true);
    expect((await inboxOf(jiang)).map(({ kind, payload }) => [kind, payload['by'], payload['reason']])).toEqual([
      ['opt-out', 'patient', undefined], ['escalation-raised', 'family', '家属（女儿）来信 inbound from a relative (女儿): YES'],
    ]);
  });

  it('is the patient’s will where the number is on file as hers', async () => {
    const [shen, han] = [await her(), await her()];
    await api.sql`update contact set value = ${shen.mobile} where patient_id = ${han.patientId} and owner = 'family'`;
    await says(shen.mobile, 'STOP');
    expect([await optedOut(shen), await optedOut(han), (await contact(han, shen.mobile))?.unsubscribed]).toEqual([true, false, true]);
  });

  it('without a package of the patient raises the alarm, as a relative’s', async () => {
    const yang = await her();
    await standing(yang.episodes[0], 'completed');
    await says(yang.daughter, '她胸口很痛');
    expect(await alarmsOf(yang)).toMatchObject([{ code: 'inbound-without-episode', detail: expect.stringMatching(/^A relative of patient/) }]);
  });
});

describe('Whoever comes back', () => {
  it('by following WeChat again is who it was, and is written to again', async () => {
    const zhu = await her();
    await posted(vendor.event(zhu.openid, 'unsubscribe'));
    expect(await contact(zhu, zhu.openid)).toEqual({ quarantined: false, unsubscribed: true });
    await posted(vendor.event(zhu.openid, 'subscribe', '<EventKey></EventKey>'));
    expect(await contact(zhu, zhu.openid)).toEqual({ quarantined: false, unsubscribed: false });
    await posted(vendor.textMessage(zhu.openid, '胸口很痛', '9101'));
    expect(await inboxOf(zhu)).toMatchObject([{ payload: { by: 'patient', reason: '来信 inbound: 胸口很痛' } }]);
  });

  it('by START from a number that the vendor had called unsubscribed is heard, and the number used again', async () => {
    const qin = await her();
    await says(qin.mobile, 'STOP');
    await api.sql`update contact set unsubscribed_at = now() where value = ${qin.mobile}`;
    await says(qin.mobile, '胸口很痛');
    await says(qin.mobile, 'START');
    expect([await optedOut(qin), await contact(qin, qin.mobile)]).toEqual([false, { quarantined: false, unsubscribed: false }]);
    expect((await inboxOf(qin)).map(({ kind }) => kind)).toEqual(['opt-out', 'escalation-raised', 'opt-in']);
  });

  it('but from a number that reached somebody else is nobody, and an alarm says so', async () => {
    const you = await her();
    await api.sql`update contact set quarantined_at = now() where value = ${you.mobile} or value = ${you.openid}`;
    await says(you.mobile, 'START');
    await says(you.mobile, '胸口很痛');
    await posted(vendor.event(you.openid, 'subscribe', '<EventKey></EventKey>'));
    expect([await inboxOf(you), await contact(you, you.mobile), await contact(you, you.openid)]).toEqual([[], { quarantined: true, unsubscribed: false }, { quarantined: true, unsubscribed: false }]);
    expect((await alarmsOf(you)).map(({ code }) => code)).toEqual(['inbound-from-quarantined', 'inbound-from-quarantined']);
  });
});
