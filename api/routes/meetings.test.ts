import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLink, linkPath } from '../../db/patient-access/links.js';
import type { PatientViewer } from '../../files/may-read.js';
import { addHours, addMinutes, fromMs } from '../../pathways/time.js';
import { testApi } from '../../test/support/api.js';
import type { TestApi } from '../../test/support/api.js';
import { answer, startCare } from '../../test/support/care-without-temporal.js';
import type { Cared } from '../../test/support/care-without-temporal.js';
import { phone, textOf } from '../../test/support/patient-page.js';
import { patientCall, patientMeetings } from '../meetings.js';

const jitsi = { baseUrl: 'https://meet.hospital.example', appId: 'wuyou', appSecret: 'x'.repeat(32), audience: 'jitsi' };
let api: TestApi;
let wall: number;
let zhang: Cared;
let viewer: PatientViewer;
beforeAll(async () => {
  wall = Date.now();
  api = await testApi({ now: () => wall, providers: { jitsi } });
  zhang = await startCare(api, 'call-1', 'hip-wound-care');
  viewer = { kind: 'patient', hospitalId: api.hospitalId, patientId: zhang.patientId, contactId: null };
  await answer(zhang, { core: { chestPain: true } });
});
afterAll(() => api.close());

type Arranged = { meetingId: string; opensAt: string; closesAt: string; joinUrl: string };
const arrange = async (path: string, as = 'nurse') => api.call('POST', `/episodes/${zhang.episodeId}/${path}/meeting`, { as, body: undefined });
const arranged = async (path: string): Promise<Arranged> => {
  const { status, body } = await arrange(path);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Arranged;
};
const deps = () => ({ sql: api.sql, providers: { jitsi }, publicUrl: 'https://care.test', now: () => wall });
const later = async (minutes: number, work: () => Promise<void>): Promise<void> => {
  wall += minutes * 60_000;
  await work().finally(() => (wall -= minutes * 60_000));
};

describe('A call about a case', () => {
  it('is arranged once, opens now, and is joined by both sides in training without anybody being called', async () => {
    const [first, again] = [await arranged('escalations/1'), await arranged('escalations/1')];
    expect(again).toEqual(first);
    expect(first).toMatchObject({ opensAt: fromMs(wall), closesAt: addHours(fromMs(wall), 1), joinUrl: `/meetings/${first.meetingId}/join` });
    const { status, headers } = await api.call('GET', first.joinUrl, { as: 'doctor' });
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([303, expect.stringMatching(/^https:\/\/care\.test\/training-call\?as=staff/), 'no-store']);
    expect(await patientMeetings(deps(), viewer)).toEqual([{ meetingId: first.meetingId, escalation: `${zhang.episodeId}/escalation/1`, occurrence: null, joinFrom: addMinutes(first.opensAt, -10), opensAt: first.opensAt, closesAt: first.closesAt, open: true }]);
    expect(await patientCall(deps(), viewer, first.meetingId)).toMatch(/training-call\?as=patient/);
    expect(await api.sql`select actor from audit_log where action = 'meeting:join' and ref = ${first.meetingId} order by id`).toMatchObject([{}, { actor: `patient:${zhang.patientId}` }]);
  });

  it('is over after an hour; the next one is a new one', async () => {
    const first = await arranged('escalations/1');
    await later(61, async () => {
      expect(await api.call('GET', first.joinUrl, { as: 'doctor' })).toMatchObject({ status: 409, body: { reason: 'call-not-open', detail: expect.stringMatching(/over/) } });
      expect(await patientMeetings(deps(), viewer)).toEqual([]);
      expect((await arranged('escalations/1')).meetingId).not.toBe(first.meetingId);
    });
  });

  it('goes over the hospital’s own Jitsi in a real hospital, and is refused in words where there is none', async () => {
    const { meetingId } = await arranged('escalations/1');
    await api.sql`update hospital set kind = 'real', pace = 1 where id = ${api.hospitalId}`;
    try {
      const link = await patientCall(deps(), viewer, meetingId);
      expect(link).toMatch(/^https:\/\/meet\.hospital\.example\/[0-9a-f]{32}#jwt=/);
      for (const secret of ['张', '13800138000', zhang.episodeId]) expect([link.includes(secret), Buffer.from(decodeURIComponent(new URL(link).hash).split('.')[1] ?? '', 'base64url').includes(secret)]).toEqual([false, false]);
      await expect(patientCall({ ...deps(), providers: {} }, viewer, meetingId)).rejects.toMatchObject({ code: 'refused', reason: 'no-video' });
    } finally {
      await api.sql`update hospital set kind = 'training' where id = ${api.hospitalId}`;
    }
  });

  it('is nobody else’s', async () => {
    const { meetingId } = await arranged('escalations/1');
    const li = await startCare(api, 'call-2', 'hip-wound-care');
    await expect(patientCall(deps(), { ...viewer, patientId: li.patientId }, meetingId)).rejects.toMatchObject({ code: 'not-found' });
    expect((await api.call('POST', `/episodes/${li.episodeId}/escalations/1/meeting`, { as: 'nurse' })).status).toBe(404);
    expect((await arrange('escalations/1', 'his')).status).toBe(403);
    expect((await api.call('GET', `/meetings/${meetingId}/join`, { as: 'ops' })).status).toBe(403);
  });
});

describe('Joining in a tab of its own', () => {
  const open = (path: string, headers: Record<string, string> = {}) => api.request(path, { headers: { accept: 'text/html', ...headers } });
  beforeAll(async () => {
    zhang = await startCare(api, 'call-4', 'hip-wound-care');
    await answer(zhang, { core: { chestPain: true } });
  });
  const asDoctor = () => ({ authorization: `Bearer ${api.key['doctor'] ?? ''}` });

  it('leads to the call, tells nobody where from, and changes nothing but the record of who joined', async () => {
    const { joinUrl, meetingId } = await arranged('escalations/1');
    const before = await api.sql`select md5(string_agg(m::text, '|' order by id)) as h from meeting m`;
    const response = await open(joinUrl, asDoctor());
    expect([response.status, response.headers.get('referrer-policy'), response.headers.get('cache-control')]).toEqual([303, 'same-origin', 'no-store']);
    expect(await api.sql`select md5(string_agg(m::text, '|' order by id)) as h from meeting m`).toEqual(before);
    expect(joinUrl).toBe(`/meetings/${meetingId}/join`);
  });

  it('is a page in words when it cannot be: over, unknown, or nobody is signed in', async () => {
    const { joinUrl } = await arranged('escalations/1');
    await later(61, async () => {
      const over = await open(joinUrl, asDoctor());
      expect([over.status, over.headers.get('content-type'), await over.text()]).toEqual([409, expect.stringMatching(/^text\/html/), expect.stringMatching(/已经结束[\s\S]*The call is not open yet, or over/)]);
    });
    const unknown = await open('/meetings/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/join', asDoctor());
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringMatching(/没有这个通话/)]);
    const stranger = await open(joinUrl);
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, `/sign-in?to=${encodeURIComponent(joinUrl)}`]);
  });

  it('is a page for the patient too: a button while it is open, on home and only then; never a token in our own addresses', async () => {
    const her = phone(api);
    const { token: link } = await issueLink(api.sql, { person: { hospitalId: api.hospitalId, patientId: zhang.patientId, contactId: null }, purpose: 'plan', by: null, now: fromMs(wall) });
    await her.get(linkPath(link));
    await her.send({ year: '1953', month: '5', day: '4' });
    expect(her.page().path).toBe('/p/home');
    const { meetingId } = await arranged('escalations/1');
    await her.get('/p/home');
    expect(her.page().html).toContain(`href="/p/calls/${meetingId}"`);
    expect(textOf(her.page().html)).toContain('医护人员在等您视频');
    const response = await api.request(`/p/calls/${meetingId}`, { headers: { cookie: her.cookie() } });
    expect([response.status, response.headers.get('location'), response.headers.get('cache-control')]).toEqual([303, expect.stringMatching(/^https:\/\/care\.test\/training-call\?as=patient/), 'no-store']);
    await later(61, async () => {
      await her.get('/p/home');
      expect(her.page().html).not.toContain('/p/calls/');
      expect(await her.get(`/p/calls/${meetingId}`)).toMatchObject({ status: 409, html: expect.stringContaining('已经结束') });
    });
    for (const other of ['019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', 'x']) expect((await her.get(`/p/calls/${other}`)).status).toBe(404);
  });

  it('is listed for staff of this hospital who may call, and holds no room and no token', async () => {
    const { meetingId, joinUrl } = await arranged('escalations/1');
    const list = await api.call('GET', `/patients/${zhang.patientId}/meetings`, { as: 'case-manager' });
    expect(list).toMatchObject({ status: 200, body: { items: [{ meetingId, joinUrl, open: true, escalation: `${zhang.episodeId}/escalation/1`, occurrence: null }] } });
    const [{ room } = { room: '' }] = await api.sql<{ room: string }[]>`select room from meeting where id = ${meetingId}`;
    expect(JSON.stringify(list.body)).not.toMatch(new RegExp(`${room}|jwt|http`));
    expect((await api.call('GET', `/patients/${zhang.patientId}/meetings`, { as: 'ops' })).status).toBe(403);
  });
});

describe('A call in a visit’s slot', () => {
  const visit = 'visits/dressing/1';
  beforeAll(async () => {
    zhang = await startCare(api, 'call-3', 'hip-wound-care'); // without the red case that would hold the visit
    viewer = { ...viewer, patientId: zhang.patientId };
  });
  const book = async (from: string, commandId: string, kind: 'visit-booked' | 'visit-moved' = 'visit-booked') =>
    zhang.driver.give({ kind, at: zhang.driver.now(), commandId, by: 'nurse', occurrence: `${zhang.episodeId}/dressing/1`, from, until: addHours(from, 1), ...(kind === 'visit-moved' ? { reason: 'x' } : {}) } as Parameters<Cared['driver']['give']>[0]);
  const visits = async () => (await patientMeetings(deps(), viewer)).filter(({ opensAt }) => opensAt > fromMs(wall));

  it('needs a booked visit, opens a little before it, and moves with it', async () => {
    expect(await arrange(visit)).toMatchObject({ status: 409, body: { reason: 'not-booked', detail: expect.stringMatching(/book it first/) } });
    const slot = addHours(fromMs(wall), 48);
    await book(slot, 'b-1');
    const first = await arranged(visit);
    expect([first.opensAt, first.closesAt]).toEqual([addMinutes(slot, -15), addMinutes(slot, 90)]);
    expect((await arranged(visit)).meetingId).toBe(first.meetingId);
    expect(await api.call('GET', first.joinUrl, { as: 'nurse' })).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/opens 10 minutes before/) } });
    expect(await visits()).toMatchObject([{ meetingId: first.meetingId, occurrence: `${zhang.episodeId}/dressing/1`, joinFrom: addMinutes(first.opensAt, -10), opensAt: first.opensAt, closesAt: first.closesAt, open: false }]);
    await later(48 * 60 - 20, async () => expect((await api.call('GET', first.joinUrl, { as: 'nurse' })).status).toBe(303));

    const moved = addHours(slot, 24);
    await book(moved, 'm-1', 'visit-moved');
    expect(await visits()).toEqual([]); // the old time is gone from the patient's page at once
    const second = await arranged(visit);
    expect([second.meetingId === first.meetingId, second.opensAt]).toEqual([false, addMinutes(moved, -15)]);
    expect((await visits()).map(({ meetingId }) => meetingId)).toEqual([second.meetingId]);
  });
});

it('The page behind a training link says that nobody is called', async () => {
  const { status, body, headers } = await api.call('GET', '/training-call?as=patient', { as: null });
  expect([status, String(body)]).toEqual([200, expect.stringMatching(/没有真正接通[\s\S]*The video call opens here/)]);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});
