import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Obligation } from '../../pathways/engine/events.js';
import { judge } from '../../pathways/patient/claim.js';
import { addHours } from '../../pathways/time.js';
import { audit } from '../audit/audit.js';
import { transact } from '../client.js';
import { loadSharedFacts } from '../ledger/shared-facts.js';
import { createSetting, type TestSetting } from '../testing/setting.js';
import { createPatient, createWorld, launchEpisode, type World } from '../testing/world.js';
import { actOnInquiry, addToInquiry } from './act.js';
import { raiseInquiry } from './raise.js';
import { tellReplies } from './reply-notice.js';

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
  episodeId = await launchEpisode(setting.sql, world, 'hip-wound-care', { orderNo: world.patientId });
  await clock('10:00');
  for (const vendor of Object.values(setting.vendors)) Object.assign(vendor, { taken: [], script: [], posts: 0 });
});

/** D3 in Shanghai. */
const clock = (time: string) => setting.sql`update episode set clock = jsonb_build_object('wallAnchor', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'episodeAnchor', ${addHours(`2026-03-05T${time}:00.000Z`, -8)}::text, 'pace', 1) where id = ${episodeId}`;
const person = (contactId: string | null = null) => ({ hospitalId: world.hospitalId, patientId: world.patientId, contactId });
const ask = (contactId: string | null = null) => transact(setting.sql, (tx) => raiseInquiry(tx, setting.deps.crypt, { person: person(contactId), kind: 'question', text: '伤口红了怎么办？' }));
const reply = (inquiryId: string) => actOnInquiry(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, inquiryId, by: world.accountId }, { act: 'reply', text: '请今天来院检查伤口。' });
const tell = () => tellReplies(setting.deps);
const wechatIsFull = () => setting.vendors.wechat.script.push({ outcome: 'rejected', reason: 'other', code: '43101', scope: 'recipient' });
const tasks = () => setting.sql<{ kind: string; role: string }[]>`select kind, role from task where patient_id = ${world.patientId} and id like 'reply-notice/%'`;
const daughter = async (): Promise<string> => (await setting.sql<{ id: string }[]>`select id from contact where patient_id = ${world.patientId} and owner = 'family'`)[0]?.id ?? '';

describe('An answer', () => {
  it('is announced once, by the first channel that takes it, with the way to it and not a word of what it is about', async () => {
    const id = await ask();
    expect(await tell()).toBe(0);
    await reply(id);
    wechatIsFull();
    expect(await tell()).toBe(2);
    expect(await tell()).toBe(0);
    const [sms] = setting.vendors.sms.taken;
    expect(sms).toMatchObject({ to: '+8613800138000', body: expect.stringMatching(/^【XX医院】【演练】张女士您好，您的留言医院已回复，请在小程序（?码\d{6}）?查看。急事请致电0571-88001234。$/) });
    expect(sms?.body).not.toMatch(/伤口|检查|红/);
    expect(await setting.sql`select channel, state from reply_notice where inquiry_id = ${id} order by posted_at, channel desc`).toEqual([{ channel: 'wechat', state: 'rejected' }, { channel: 'sms', state: 'accepted' }]);
    expect(await tasks()).toEqual([]);
  });

  it('counts as one of the day\'s SMS: what ranks below yields, and the answer itself never does', async () => {
    const at = '2026-03-05T02:00:00.000Z';
    const limits = async () => {
      const facts = await transact(setting.sql, (tx) => loadSharedFacts(tx, world, at, []));
      const plan: Obligation = { id: 'x/form/1/0/invite/patient', revision: 0, purpose: 'invite', class: 'form', recipient: 'patient', text: 'survey.invite', params: {}, dueAt: at, expiresAt: addHours(at, 24), channels: ['sms'], occurrence: null, escalation: null, level: null, sharedKey: null, ignoresQuietHours: false, digestLabel: null };
      const [verdict] = judge({ ...facts, plannedToday: [], dailySmsCap: 2 }, [plan], at);
      return verdict?.kind === 'suppress' ? verdict.reason : verdict?.kind;
    };
    const [one, two, three] = [await ask(), await ask(), await ask(await daughter())];
    await reply(one);
    expect(await tell()).toBe(1); // by WeChat: no SMS of the day
    expect(await limits()).toBe('send');
    for (const id of [two, three]) {
      await reply(id);
      if (id === two) wechatIsFull();
      await tell();
    }
    expect(setting.vendors.sms.taken).toHaveLength(2);
    expect(await limits()).toBe('daily-cap');
    const four = await ask();
    await reply(four);
    wechatIsFull();
    expect(await tell()).toBe(2);
    expect(setting.vendors.sms.taken).toHaveLength(3);
    await clock('10:00');
    await setting.sql`update reply_notice set episode_at = episode_at - interval '1 day' where inquiry_id in (${one}, ${two}, ${three}, ${four})`;
    expect(await limits()).toBe('send');
  });

  it('that follows within hours is told later, and not at all once she has written again', async () => {
    const id = await ask();
    await reply(id);
    await tell();
    await reply(id);
    expect(await tell()).toBe(0);
    await setting.sql`update reply_notice set posted_at = posted_at - interval '5 hours' where inquiry_id = ${id}`;
    await addToInquiry(setting.sql, setting.deps.crypt, person(), id, '谢谢');
    expect(await tell()).toBe(0);
    await reply(id);
    expect(await tell()).toBe(1);
    expect(setting.vendors.wechat.taken).toHaveLength(2);
  });

  it('waits for the morning', async () => {
    const id = await ask();
    await clock('22:30');
    await reply(id);
    expect(await tell()).toBe(0);
    await clock('08:30');
    expect(await tell()).toBe(1);
  });

  it('waits for the morning also when her package ended days ago, as late a morning as she wishes', async () => {
    const id = await ask();
    await setting.sql`update episode set status = 'completed', ended_at = now() - interval '2 days' where id = ${episodeId}`;
    await reply(id);
    await clock('23:30');
    expect(await tell()).toBe(0);
    await setting.sql`update patient set quiet_from = '22:00', quiet_until = '09:00' where id = ${world.patientId}`;
    await clock('08:30');
    expect(await tell()).toBe(0);
    await clock('09:05');
    expect(await tell()).toBe(1);
  });

  it('to her daughter goes to the daughter alone, and to nobody once the patient wants her family told nothing', async () => {
    const [first, second] = [await ask(await daughter()), await ask(await daughter())];
    await reply(first);
    expect(await tell()).toBe(1);
    expect(setting.vendors.sms.taken).toMatchObject([{ to: '+8613800138001', body: expect.stringContaining('】您好，您的留言') }]);
    expect(setting.vendors.wechat.taken).toEqual([]);
    await setting.sql`update patient set consents = consents || '{"family": false}' where id = ${world.patientId}`;
    await reply(second);
    expect(await tell()).toBe(0);
    expect(await tasks()).toEqual([]);
  });

  it.each([
    ['after she opted out of texts', () => setting.sql`update patient set opted_out_at = now() where id = ${world.patientId}`, 0],
    ['when every channel refuses', async () => { wechatIsFull(); setting.vendors.sms.script.push({ outcome: 'rejected', reason: 'blocked', code: '21610', scope: 'recipient' }); }, 2],
    ['when nobody knows whether it went out', async () => { setting.vendors.wechat.script.push('take-then-ambiguous'); }, 1],
  ] as const)('becomes a call by a person %s, and is never posted twice', async (_when, arrange, posts) => {
    const id = await ask();
    await arrange();
    await reply(id);
    expect(await tell()).toBe(posts);
    expect(await tell()).toBe(0);
    expect(await tasks()).toEqual([{ kind: 'check', role: 'responsible-nurse' }]);
  });

  it('becomes a call when the process died before it heard the vendor', async () => {
    const id = await ask();
    await reply(id);
    setting.vendors.wechat.script.push(() => Promise.resolve({ outcome: 'accepted', providerMessageId: 'x' }));
    await tell();
    await setting.sql`update reply_notice set state = 'sending', posted_at = now() - interval '6 minutes' where inquiry_id = ${id}`;
    expect(await tell()).toBe(0);
    expect(await tasks()).toHaveLength(1);
  });

  it('is announced to nobody after a death', async () => {
    const id = await ask();
    await reply(id);
    await setting.sql`update patient set died_at = now() where id = ${world.patientId}`;
    expect(await tell()).toBe(0);
    expect(await tasks()).toEqual([]);
  });

  it('stands in our books for every message that the vendor took: the audit misses none, and would notice a lost row', async () => {
    const { sql, deps: { channels, crypt } } = setting;
    await sql`update reply_notice set provider = 'another'`; // the vendors' lists were emptied before each test
    const id = await ask();
    await reply(id);
    await tell();
    const foreign = async () => {
      const { results } = await audit({ sql, channels, crypt, since: null, graceSeconds: 0 });
      return results.find(({ check }) => check === 'C')?.breaches.map(({ what }) => what);
    };
    expect(await foreign()).toEqual([]);
    await sql`delete from reply_notice where inquiry_id = ${id}`;
    expect(await foreign()).toEqual(['was taken by the vendor, but no attempt of ours is behind it']);
  });
});
