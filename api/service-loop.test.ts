/** The service loop over HTTP: staff, places, slots, offers, the door, safety. The engine's part is written as rows; Temporal is away. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchRound } from '../db/visits/dispatch.js';
import { riskItems } from '../pathways/visits/risk.js';
import { addDays, addMinutes, atLocal, fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf, testApi } from '../test/support/api.js';
import type { TestApi } from '../test/support/api.js';

const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
const slot = { from: atLocal(addDays(today, 2), '10:30', 'Asia/Shanghai'), until: atLocal(addDays(today, 2), '11:30', 'Asia/Shanghai') };
let api: TestApi;
let episodeId: string;
let patientId: string;
let nurseId: string;
const V = () => `/episodes/${episodeId}/visits/dressing/1`;
const occurrence = () => `${episodeId}/dressing/1`;

beforeAll(async () => {
  api = await testApi();
  // Only the nurse of the test is asked, whatever day and hour the test runs.
  await api.sql`delete from working_hours`;
  await api.sql`delete from staff_profile`;
  await api.call('PUT', '/service-settings', { as: 'head', body: { worksOnHolidays: true, offerHours: { from: '00:00', until: '23:59' }, urgentHours: 72 } });
  const surgeryOn = addDays(today, -6);
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf('loop', today) });
  const { dischargeId } = body as { dischargeId: string };
  const launched = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'hip-wound-care', orderNo: 'L-1', anchors: { surgery: surgeryOn } } });
  if (launched.status !== 201) throw new Error(JSON.stringify(launched.body));
  episodeId = (launched.body as { episodeId: string }).episodeId;
  const [row] = await api.sql<{ patientId: string }[]>`select patient_id from episode where id = ${episodeId}`;
  patientId = row?.patientId ?? '';
  const [nurse] = await api.sql<{ id: string }[]>`select id from account where login = 'test-nurse'`;
  nurseId = nurse?.id ?? '';
  // As the record transaction leaves a booked visit.
  await api.sql`update episode set status = 'active' where id = ${episodeId}`;
  await api.sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until)
    values (${occurrence()}, ${api.hospitalId}, ${episodeId}, ${patientId}, 'dressing', 'visit', 1, 'course', 'planned', ${slot.from}, ${addMinutes(slot.from, -2880)}, ${addMinutes(slot.from, 2880)})`;
});
afterAll(() => api.close());

const post = (path: string, body: object, as = 'nurse') => api.call('POST', path, { body, as });
async function book(): Promise<void> {
  await api.sql`update occurrence set status = 'booked', slot_from = ${slot.from}, slot_until = ${slot.until} where id = ${occurrence()}`;
  await api.sql`insert into visit_assignment (occurrence, hospital_id, episode_id, patient_id, step, revision, slot_from, slot_until, state, service, who, mode)
    values (${occurrence()}, ${api.hospitalId}, ${episodeId}, ${patientId}, 'dressing', 1, ${slot.from}, ${slot.until}, 'offering', 'wound-dressing', 'nurse', 'home')`;
}

describe('Who can be sent', () => {
  const profile = { title: 'senior', practiceSince: '2015-01-01', skills: ['wound'], certificates: [], districts: ['west'], dailyLoad: 4, baseDistrict: 'west' };
  it('is set by the head nurse and read by everybody who plans', async () => {
    expect(await api.call('PUT', `/staff/${nurseId}/profile`, { as: 'nurse', body: profile })).toMatchObject({ status: 403 });
    expect(await api.call('PUT', `/staff/${nurseId}/profile`, { as: 'head', body: { ...profile, title: '护师' } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/title' }] } });
    expect((await api.call('PUT', `/staff/${nurseId}/profile`, { as: 'head', body: profile })).status).toBe(204);
    const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '17:30' }));
    expect(await api.call('PUT', `/staff/${nurseId}/hours`, { as: 'head', body: { hours: [...hours, { weekday: 1, from: '12:00', until: '13:00' }] } })).toMatchObject({ status: 422 });
    expect((await api.call('PUT', `/staff/${nurseId}/hours`, { as: 'head', body: { hours } })).status).toBe(204);
    expect(await api.call('GET', '/staff')).toMatchObject({ status: 200, body: { items: [{ accountId: nurseId, ...profile, professions: ['nurse'] }] } });
    expect(await api.call('PUT', '/staff/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/profile', { as: 'head', body: profile })).toMatchObject({ status: 404 });
  });
  it('travels districts that are known', async () => {
    expect(await api.call('PUT', '/districts', { as: 'head', body: { districts: [], travel: [{ from: 'west', to: 'moon', minutes: 1 }] } })).toMatchObject({ status: 422 });
    expect((await api.call('GET', '/districts')).body).toMatchObject({ districts: expect.arrayContaining([expect.objectContaining({ code: 'west' })]) as unknown });
  });
});

describe('A visit', () => {
  it('lies somewhere, which is encrypted and whose reading is logged', async () => {
    const place = { district: 'west', address: '某路 1 号', accessNote: '门禁 1234', lat: null, lng: null };
    expect(await api.call('GET', `/patients/${patientId}/place`)).toMatchObject({ status: 404 });
    expect(await api.call('PUT', `/patients/${patientId}/place`, { body: { ...place, district: 'moon' } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/district' }] } });
    expect((await api.call('PUT', `/patients/${patientId}/place`, { body: place })).status).toBe(204);
    expect((await api.call('GET', `/patients/${patientId}/place`)).body).toEqual(place);
    const [row] = await api.sql<{ addressEnc: Buffer }[]>`select address_enc from visit_place where patient_id = ${patientId}`;
    expect(row?.addressEnc.toString('utf8')).not.toContain('某路');
    expect(await api.sql`select count(*)::int as n from audit_log where action = 'visit-place:read' and ref = ${patientId}`).toEqual([{ n: 1 }]);
  });
  it('has free slots, is offered when booked, and is the nurse\'s once she says yes', async () => {
    const { body } = await api.call('GET', `${V()}/slots`);
    expect((body as { slots: { from: string }[] }).slots.map(({ from }) => from)).toContain(slot.from);
    expect(await api.call('GET', `/episodes/${episodeId}/visits/dressing/9/slots`)).toMatchObject({ status: 404 });
    await book();
    await dispatchRound(api.sql);
    const [offer] = ((await api.call('GET', '/my/offers?language=en', { as: 'nurse' })).body as { items: { offerId: string; occurrence: string }[] }).items;
    expect(offer).toMatchObject({ occurrence: occurrence(), district: 'west', service: 'wound-dressing' });
    expect(await post(`/offers/${offer?.offerId}/accept`, {}, 'doctor')).toMatchObject({ status: 404 });
    expect(await post(`/offers/${offer?.offerId}/accept`, {})).toMatchObject({ status: 204 });
    expect((await api.call('GET', `${V()}/assignment`)).body).toMatchObject({ state: 'assigned', accountId: nurseId, offers: [{ state: 'accepted', madeBy: 'offer' }] });
    expect((await api.call('GET', '/my/visits', { as: 'nurse' })).body).toMatchObject({ items: [{ occurrence: occurrence(), routeOrder: 1, address: null, assignment: { state: 'assigned' } }] });
    expect((await api.call('GET', '/my/visits', { as: 'doctor' })).body).toEqual({ items: [] });
  });
  it('shows who could go and why not, and is given by hand', async () => {
    expect((await api.call('GET', `${V()}/candidates`)).body).toMatchObject({ items: [{ accountId: nurseId, unfit: [] }] });
    expect(await api.call('GET', `${V()}/candidates`, { as: 'nurse' })).toMatchObject({ status: 403 });
    const [doctor] = await api.sql<{ id: string }[]>`select id from account where login = 'test-doctor'`;
    expect(await post(`${V()}/assign`, { accountId: doctor?.id }, 'case-manager')).toMatchObject({ status: 404, body: { reason: 'unknown-person' } });
    expect(await post(`${V()}/assign`, { accountId: nurseId }, 'case-manager')).toMatchObject({ status: 204 });
  });
  it('is screened completely or not at all', async () => {
    expect((await api.call('GET', '/visit-risk/items', { as: 'nurse' })).body).toMatchObject({ items: riskItems.map(({ id }) => ({ id })) });
    expect(await post(`${V()}/risk`, { answers: { animal: true } })).toMatchObject({ status: 422 });
    const answers = Object.fromEntries(riskItems.map(({ id }) => [id, id === 'violence']));
    expect(await post(`${V()}/risk`, { answers })).toMatchObject({ status: 200, body: { level: 'high', twoPeople: true } });
    expect((await api.call('GET', `${V()}/assignment`)).body).toMatchObject({ twoPeople: true });
  });
  it('takes a place and a redemption only while it is under way', async () => {
    expect(await post(`${V()}/arrival`, { lat: 30, lng: 120 })).toMatchObject({ status: 409, body: { reason: 'not-under-way' } });
    expect(await post(`${V()}/redeem`, { how: 'exception', reason: 'no-phone' })).toMatchObject({ status: 409, body: { reason: 'not-checked-in' } });
    await api.sql`update occurrence set status = 'checked-in' where id = ${occurrence()}`;
    expect((await post(`${V()}/arrival`, { lat: 30, lng: 120, accuracyM: 8 })).status).toBe(204);
    expect(await post(`${V()}/redeem`, { how: 'code', code: '000000' })).toMatchObject({ status: 409, body: { reason: 'wrong-code' } });
    expect(await post(`${V()}/redeem`, { how: 'exception', reason: 'no-phone', note: '手机没电' })).toMatchObject({ status: 200, body: { how: 'exception' } });
  });
  it('waits for another slot only while it can still be moved', async () => {
    const wish = { weekdays: [], from: '08:00', until: '12:00', earlierOnly: true };
    expect(await post(`${V()}/waitlist`, { wish }, 'case-manager')).toMatchObject({ status: 409, body: { reason: 'visit-under-way' } });
    await api.sql`update occurrence set status = 'booked' where id = ${occurrence()}`;
    expect((await post(`${V()}/waitlist`, { wish }, 'case-manager')).status).toBe(204);
    expect((await api.call('GET', '/waitlist')).body).toMatchObject({ items: [{ occurrence: occurrence(), state: 'waiting', wish }] });
    expect(await post(`${V()}/waitlist/pass`, {}, 'case-manager')).toMatchObject({ status: 404 });
    expect((await post(`${V()}/waitlist/leave`, {}, 'case-manager')).status).toBe(204);
  });
});

describe('Leave', () => {
  it('is one\'s own, or anybody\'s for whoever plans; its visits go back and are listed', async () => {
    const day = addDays(today, 2);
    expect(await post(`/staff/${nurseId}/leave`, { from: day, until: day, kind: 'sick' }, 'doctor')).toMatchObject({ status: 403 });
    expect(await post(`/staff/${nurseId}/leave`, { from: day, until: addDays(day, -1), kind: 'sick' })).toMatchObject({ status: 422 });
    expect(await post(`/staff/${nurseId}/leave`, { from: day, until: day, kind: 'sick', halfDay: true })).toMatchObject({ status: 422, body: { reason: 'schema', errors: [{ pointer: '/halfDay', detail: expect.stringContaining('is not known here') as unknown }] } });
    expect((await post(`/staff/${nurseId}/leave/preview`, { from: day, until: day })).body).toMatchObject({ affected: [{ occurrence: occurrence() }] });
    const { status, body } = await post(`/staff/${nurseId}/leave`, { from: day, until: day, kind: 'sick', note: '发烧' });
    expect([status, body]).toMatchObject([201, { affected: [{ occurrence: occurrence() }] }]);
    expect((await api.call('GET', '/my/notices', { as: 'nurse' })).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ kind: 'visit-taken-away' })]) as unknown });
    expect((await api.call('GET', `/leave?from=${day}&until=${day}`, { as: 'case-manager' })).body).toMatchObject({ items: [{ kind: 'sick', note: '发烧' }] });
    expect((await api.call('GET', `/leave?from=${day}&until=${day}`, { as: 'doctor' })).body).toMatchObject({ items: [{ kind: 'other', note: null }] });
    expect((await api.call('GET', `/coverage?from=${today}&until=${day}`)).body).toMatchObject({ items: [{ day, district: 'west', service: 'wound-dressing', demand: 1, capacity: 0, gap: 1 }] });
    const { leaveId } = body as { leaveId: string };
    expect((await post(`/staff/${nurseId}/leave/${leaveId}/cancel`, {})).status).toBe(204);
    expect(await post(`/staff/${nurseId}/leave/${leaveId}/cancel`, {})).toMatchObject({ status: 404 });
    expect(await api.call('GET', `/coverage?from=${today}&until=${addDays(today, 200)}`)).toMatchObject({ status: 422 });
  });
});

describe('Safety', () => {
  it('an SOS is seen at once, and closed by somebody else', async () => {
    const raised = await post('/visit-alarms', { occurrence: occurrence(), lat: 30, lng: 120 });
    expect(raised.status).toBe(201);
    const { alarmId } = raised.body as { alarmId: string };
    expect((await api.call('GET', '/visit-alarms')).body).toMatchObject({ items: [{ alarmId, kind: 'sos', raisedBy: nurseId, lat: 30 }] });
    expect(await post(`/visit-alarms/${alarmId}/close`, { note: 'ok' })).toMatchObject({ status: 409, body: { reason: 'own-alarm' } });
    expect((await post(`/visit-alarms/${alarmId}/acknowledge`, {}, 'head')).status).toBe(204);
    expect((await post(`/visit-alarms/${alarmId}/close`, { note: '已联系' }, 'head')).status).toBe(204);
    expect(await post(`/visit-alarms/${alarmId}/acknowledge`, {}, 'head')).toMatchObject({ status: 404 });
    expect(await post('/visit-alarms', { occurrence: 'x' })).toMatchObject({ status: 422 });
  });
  it('an incident has an owner and a clock, and is not closed by who reported it', async () => {
    const reported = await post('/incidents', { kind: 'fall', occurrence: occurrence(), happenedAt: '2026-03-04T11:00:00+08:00', description: '患者起身时跌倒' });
    const { incidentId } = reported.body as { incidentId: string };
    expect((await api.call('GET', '/incidents', { as: 'doctor' })).body).toMatchObject({ items: [{ incidentId, state: 'open', overdue: false }] });
    expect(await post(`/incidents/${incidentId}/assign`, { owner: nurseId })).toMatchObject({ status: 403 });
    expect(await post(`/incidents/${incidentId}/close`, { outcome: 'x' }, 'head')).toMatchObject({ status: 409, body: { reason: 'no-owner' } });
    expect((await post(`/incidents/${incidentId}/assign`, { owner: nurseId }, 'head')).status).toBe(204);
    expect((await post(`/incidents/${incidentId}/note`, { note: '已评估' }, 'head')).status).toBe(204);
    expect((await post(`/incidents/${incidentId}/close`, { outcome: '无损伤' }, 'head')).status).toBe(204);
    expect((await api.call('GET', `/incidents/${incidentId}`, { as: 'nurse' })).body).toMatchObject({ state: 'closed', outcome: '无损伤', entries: [{ act: 'reported' }, { act: 'assigned' }, { act: 'noted' }, { act: 'closed' }] });
  });
});
