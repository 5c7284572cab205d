import { beforeEach, describe, expect, it } from 'vitest';
import { lockPatient } from '../patient-lock.js';
import { codeFor } from '../patient-access/codes.js';
import { transact } from '../client.js';
import { myOffers, myVisits } from '../read-models/my-visits.js';
import { rebuild } from '../rebuild.js';
import { at1030, confirm, kindsOf, offersOf, search } from '../testing/service-steps.js';
import { act, createEpisode, createNurse, dressing, type Patient } from '../testing/service-world.js';
import { eachInServiceWorld } from '../testing/each-in-service-world.js';
import type { TestSetting } from '../testing/setting.js';
import type { World } from '../testing/world.js';
import { recordArrival, riskOf, screenRisk } from './at-the-door.js';
import { actOnIncident, incidentById, incidentList, reportIncident } from './incidents.js';
import { watchFinishes } from './overdue-finish.js';
import { pageAlarms } from './page-alarms.js';
import { redeem, redemptionOf, type Proof } from './redeem.js';
import { acknowledgeVisitAlarm, closeVisitAlarm, raiseSos, visitAlarms } from './visit-alarms.js';
import { riskItems } from '../../pathways/visits/risk.js';

let setting: TestSetting;
let world: World;
let patient: Patient;
let nurse: string;
eachInServiceWorld(async (made) => {
  ({ setting, world } = made);
  nurse = await createNurse(setting, world);
  patient = await createEpisode(setting, world);
  await confirm(setting.sql, patient);
});

const checkIn = () => act(patient, { kind: 'visit-checked-in' }, { at: at1030.from });
const arrive = (by: string) => recordArrival(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(patient), by, lat: 30.2, lng: 120.1, accuracyM: 12 });
const redeemBy = (by: string, proof: Proof) => redeem(setting.deps, { hospitalId: world.hospitalId, occurrence: dressing(patient), actor: { by, mayStandIn: false, reason: null }, proof, now: '2026-03-04T03:00:00.000Z' });
const answers = (differs: Record<string, boolean> = {}) => ({ ...Object.fromEntries(riskItems.map(({ id }) => [id, false])), ...differs });
/** The visit of the test, seen at a wall time of its own clock. */
const seenBy = (accountId: string, day: string, ahead: number) => myVisits(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, accountId, language: 'zh-CN', now: Date.now() + ahead * 3_600_000, day });

describe('My visits', () => {
  it('show the address to the assigned person alone, from the day before', async () => {
    const other = await createNurse(setting, world);
    const [early] = await seenBy(nurse, '2026-03-04', 0); // the episode's clock shows D0 16:00
    expect(early).toMatchObject({ occurrence: dressing(patient), address: null, phones: [], routeOrder: 1, patient: { displayName: '张阿姨', age: 72 }, label: '换药', record: ['wound', 'vitals', 'hip', 'teachBack'] });
    const [eve] = await seenBy(nurse, '2026-03-04', 12);
    expect(eve).toMatchObject({ address: '某路 1 号 101', district: 'west', isToday: false });
    expect(eve?.phones.length).toBeGreaterThan(0);
    expect(await seenBy(other, '2026-03-04', 12)).toEqual([]);
    await act(patient, { kind: 'visit-missed', reason: 'no-show' }, { at: at1030.until });
    expect((await seenBy(nurse, '2026-03-04', 44))[0]).toMatchObject({ status: 'failed', address: null, phones: [] });
  });
  it('an offer names no address', async () => {
    expect(JSON.stringify(await myOffers(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, language: 'en', now: Date.now() }))).not.toContain('某路');
  });
});

describe('The risk screen', () => {
  it('at HIGH asks for a second person, and every screen is kept', async () => {
    const screen = (given: Record<string, boolean>) => screenRisk(setting.sql, { hospitalId: world.hospitalId, occurrence: dressing(patient), answers: given, by: nurse });
    expect(await screen(answers())).toBe('low');
    expect(await setting.sql`select 1 from task where kind = 'visit-risk' and occurrence = ${dressing(patient)}`).toEqual([]);
    expect(await screen(answers({ violence: true }))).toBe('high');
    expect(await setting.sql`select role from task where kind = 'visit-risk' and occurrence = ${dressing(patient)} and status = 'ready'`).toEqual([{ role: 'case-manager' }]);
    expect(await riskOf(setting.sql, world.hospitalId, dressing(patient))).toMatchObject({ level: 'high' });
    expect((await seenBy(nurse, '2026-03-04', 0))[0]).toMatchObject({ twoPeople: true });
    await expect(setting.sql`update visit_risk set level = 'low' where occurrence = ${dressing(patient)}`).rejects.toThrow(/never change/);
  });
});

describe('A place', () => {
  it('is taken only while the visit is under way, only from whoever goes, and once', async () => {
    expect(await arrive(nurse)).toBe('not-under-way');
    await checkIn();
    expect(await arrive(world.accountId)).toBe('not-your-visit');
    expect(await arrive(nurse)).toBeNull();
    expect(await arrive(nurse)).toBeNull();
    await act(patient, { kind: 'visit-missed', reason: 'unsafe-home' }, { at: at1030.until });
    expect(await arrive(nurse)).toBe('not-under-way');
    expect(await setting.sql`select count(*)::int as n from visit_arrival where occurrence = ${dressing(patient)}`).toEqual([{ n: 1 }]);
  });
});

describe('A visit before its slot', () => {
  const before = '2026-03-04T02:20:00.000Z';
  const wound = { redness: '0', pain: '2', discharge: 'none', fever: '36.6', gap: false, dressingWet: false };
  beforeEach(() => act(patient, { kind: 'visit-checked-in' }, { at: '2026-03-04T01:40:00.000Z' }));
  const isHers = async (): Promise<void> => {
    expect(await search(setting.sql, dressing(patient))).toEqual({ state: 'ended', accountId: nurse });
    expect((await offersOf(setting.sql, dressing(patient))).map(({ state }) => state)).toEqual(['accepted']);
    expect(await kindsOf(setting.sql, world, nurse)).not.toContain('visit-cancelled');
    expect(await setting.sql`select 1 from freed_slot where hospital_id = ${world.hospitalId}`).toHaveLength(0);
  };

  it('that is done stays with whoever did it, who alone redeems it', async () => {
    await act(patient, { kind: 'visit-completed', record: { wound, vitals: {}, hip: { calf: false, suddenPain: false }, teachBack: {} }, photos: [] }, { at: before });
    await isHers();
    const other = await createNurse(setting, world);
    expect(await redeemBy(other, { how: 'exception', reason: 'no-phone' })).toMatchObject({ refusal: { code: 'not-your-visit' } });
    expect(await redeemBy(nurse, { how: 'exception', reason: 'no-phone' })).toMatchObject({ redeemedBy: nurse });
  });

  it('that was stopped because the home was unsafe stays with whoever was there', async () => {
    await act(patient, { kind: 'visit-missed', reason: 'unsafe-home' }, { at: before });
    await isHers();
  });
});

describe('Redemption', () => {
  const ownCode = () => transact(setting.sql, async (tx) => {
    await lockPatient(tx, patient.patientId);
    return codeFor(tx, setting.deps.crypt, { hospitalId: world.hospitalId, patientId: patient.patientId, contactId: null });
  });

  it('needs the check-in and the patient\'s own code, and is there once for ever', async () => {
    const code = await ownCode();
    expect(await redeemBy(nurse, { how: 'code', code })).toMatchObject({ refusal: { code: 'not-checked-in' } });
    await checkIn();
    expect(await redeemBy(nurse, { how: 'code', code: 'no such' })).toMatchObject({ refusal: { code: 'wrong-code' } });
    expect(await redeemBy(world.accountId, { how: 'code', code })).toMatchObject({ refusal: { code: 'not-your-visit' } });
    expect(await redeemBy(nurse, { how: 'code', code })).toMatchObject({ how: 'code', redeemedBy: nurse });
    expect(await redeemBy(nurse, { how: 'exception', reason: 'other' })).toMatchObject({ how: 'code' });
    await expect(setting.sql`update redemption set how = 'scan' where occurrence = ${dressing(patient)}`).rejects.toThrow(/never change/);
  });

  it('by exception keeps its reason; a stop for an unsafe home is never redeemed', async () => {
    await checkIn();
    expect(await redeemBy(nurse, { how: 'exception', reason: 'no-phone', note: '手机没电' })).toMatchObject({ how: 'exception', reason: 'no-phone' });
    const other = await createEpisode(setting, world);
    await act(other, { kind: 'visit-missed', reason: 'unsafe-home' }, { at: at1030.until });
    expect(await redeem(setting.deps, { hospitalId: world.hospitalId, occurrence: dressing(other), actor: { by: nurse, mayStandIn: false, reason: null }, proof: { how: 'exception', reason: 'other' }, now: at1030.until })).toMatchObject({ refusal: { code: 'unsafe-home' } });
    expect(await redemptionOf(setting.sql, world.hospitalId, dressing(other))).toBeNull();
  });

  it('stays when the read models are made again from the journal, and so does who went', async () => {
    await checkIn();
    await redeemBy(nurse, { how: 'exception', reason: 'no-phone' });
    await rebuild(setting.sql, world.hospitalId);
    expect(await redemptionOf(setting.sql, world.hospitalId, dressing(patient))).toMatchObject({ how: 'exception' });
    expect(await setting.sql`select a.account_id, o.status from visit_assignment a join occurrence o on o.id = a.occurrence where a.occurrence = ${dressing(patient)}`).toEqual([{ accountId: nurse, status: 'checked-in' }]);
  });
});

describe('An SOS', () => {
  const open = async () => (await visitAlarms(setting.sql, setting.deps.crypt, world.hospitalId, true)).map(({ alarmId, kind }) => ({ alarmId, kind }));
  it('reaches head nurse and chief at once, with a task each; pressed twice it is one; only somebody else closes it', async () => {
    await checkIn();
    const press = (lat: number | null) => raiseSos(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, occurrence: dressing(patient), lat, lng: lat });
    const alarmId = await press(30);
    expect(await press(31)).toBe(alarmId);
    expect((await setting.sql`select role from task where kind = 'sos' and occurrence = ${dressing(patient)} order by role`).map((row) => row['role'] as string)).toEqual(['chief-on-duty', 'head-nurse']);
    expect(await kindsOf(setting.sql, world, world.accountId)).toContain('alarm');
    expect(await setting.sql`select code from alarm where ref = ${alarmId} and cleared_at is null`).toEqual([{ code: 'visit-sos' }]);
    expect(await visitAlarms(setting.sql, setting.deps.crypt, world.hospitalId, true)).toMatchObject([{ lat: 31, raisedBy: nurse, atVisit: nurse }]);
    const close = (by: string) => closeVisitAlarm(setting.deps, { hospitalId: world.hospitalId, alarmId: alarmId ?? '', by, note: '已联系,安全' });
    expect(await close(nurse)).toBe('own-alarm');
    expect(await acknowledgeVisitAlarm(setting.sql, { hospitalId: world.hospitalId, alarmId: alarmId ?? '', by: world.accountId })).toBe(true);
    expect(await close(world.accountId)).toBeNull();
    expect(await close(world.accountId)).toBe('unknown-alarm');
    expect(await open()).toEqual([]);
    expect(await setting.sql`select 1 from task where kind = 'sos' and occurrence = ${dressing(patient)} and status = 'ready'`).toEqual([]);
  });

  it('goes out to whoever is on duty, by SMS where WeCom does not take it, again every two minutes until somebody acknowledges', async () => {
    await setting.sql`update visit_alarm set closed_at = now(), closed_by = raised_by where closed_at is null and raised_by is not null`;
    const alarmId = (await raiseSos(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, occurrence: null, lat: null, lng: null })) ?? '';
    const { wecom, sms } = setting.vendors;
    const before = [wecom.taken.length, sms.taken.length] as const;
    wecom.script.push({ outcome: 'ambiguous', detail: 'no answer' });
    expect(await pageAlarms(setting.deps)).toBe(2);
    expect(await pageAlarms(setting.deps)).toBe(0);
    expect([wecom.taken.length - before[0], sms.taken.length - before[1]]).toEqual([0, 1]);
    expect(sms.taken.at(-1)).toMatchObject({ to: '+8613800000001', body: expect.stringContaining('紧急求助') as string });
    await setting.sql`update alarm_page set posted_at = posted_at - interval '3 minutes' where alarm_id = ${alarmId}`;
    expect(await pageAlarms(setting.deps)).toBe(1);
    expect(wecom.taken.length - before[0]).toBe(1);
    expect(await setting.sql`select channel, round, state from alarm_page where alarm_id = ${alarmId} order by round, channel desc`).toEqual([
      { channel: 'wecom', round: 1, state: 'ambiguous' }, { channel: 'sms', round: 1, state: 'accepted' }, { channel: 'wecom', round: 2, state: 'accepted' },
    ]);
    await acknowledgeVisitAlarm(setting.sql, { hospitalId: world.hospitalId, alarmId, by: world.accountId });
    await setting.sql`update alarm_page set posted_at = posted_at - interval '3 minutes' where alarm_id = ${alarmId}`;
    expect(await pageAlarms(setting.deps)).toBe(0);
  });

  it('between two visits needs no visit', async () => {
    expect(await raiseSos(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, occurrence: null, lat: null, lng: null })).not.toBeNull();
    expect(await raiseSos(setting.sql, { hospitalId: world.hospitalId, accountId: nurse, occurrence: 'no/such/1', lat: null, lng: null })).toBeNull();
  });
});

describe('A visit that is not finished', () => {
  it('raises its alarm once after slot and grace, and finishing ends it', async () => {
    await checkIn();
    const later = async (minutes: number) => setting.sql`update episode set clock = jsonb_set(clock, '{wallAnchor}', to_jsonb(to_char((now() - (${at1030.from}::timestamptz - (clock->>'episodeAnchor')::timestamptz) - make_interval(mins => ${minutes})) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) where id = ${patient.episodeId}`;
    await later(89);
    expect(await watchFinishes(setting.sql)).toBe(0);
    await later(91);
    expect(await watchFinishes(setting.sql)).toBe(1);
    expect(await watchFinishes(setting.sql)).toBe(0);
    expect(await visitAlarms(setting.sql, setting.deps.crypt, world.hospitalId, true)).toMatchObject([{ kind: 'overdue-finish', raisedBy: null, atVisit: nurse }]);
    await act(patient, { kind: 'visit-missed', reason: 'unsafe-home' }, { at: '2026-03-04T04:30:00.000Z' });
    expect(await visitAlarms(setting.sql, setting.deps.crypt, world.hospitalId, true)).toEqual([]);
    expect(await setting.sql`select 1 from alarm where hospital_id = ${world.hospitalId} and code = 'visit-overdue-finish' and cleared_at is null`).toEqual([]);
  });
});

describe('An incident', () => {
  it('has a clock and an owner, and whoever reported it does not close it', async () => {
    const incidentId = (await reportIncident(setting.deps, { hospitalId: world.hospitalId, kind: 'needlestick', occurrence: dressing(patient), happenedAt: '2026-03-04T03:00:00.000Z', description: '拔针时扎手', by: nurse })) ?? '';
    const act = (by: string, what: Parameters<typeof actOnIncident>[1]['what']) => actOnIncident(setting.deps, { hospitalId: world.hospitalId, incidentId, by, what });
    expect(await act(world.accountId, { act: 'close', outcome: 'x' })).toBe('no-owner');
    expect(await act(world.accountId, { act: 'assign', owner: world.accountId })).toBeNull();
    expect(await act(nurse, { act: 'note', note: '已抽血' })).toBeNull();
    expect(await act(nurse, { act: 'close', outcome: 'x' })).toBe('own-report');
    expect(await act(world.accountId, { act: 'close', outcome: '已处置' })).toBeNull();
    expect(await act(world.accountId, { act: 'note', note: 'late' })).toBe('closed');
    const found = await incidentById(setting.sql, setting.deps.crypt, world.hospitalId, incidentId, nurse);
    expect(found).toMatchObject({ description: '拔针时扎手', outcome: '已处置', entries: [{ act: 'reported' }, { act: 'assigned' }, { act: 'noted', note: '已抽血' }, { act: 'closed' }] });
    expect(new Date(found?.dueAt ?? 0).getTime() - new Date(found?.reportedAt ?? 0).getTime()).toBe(24 * 3_600_000);
    const stranger = await createNurse(setting, world);
    expect(await incidentById(setting.sql, setting.deps.crypt, world.hospitalId, incidentId, stranger)).toBeNull();
    expect(await incidentList(setting.sql, setting.deps.crypt, { hospitalId: world.hospitalId, open: true, of: null })).toEqual([]);
  });
});
