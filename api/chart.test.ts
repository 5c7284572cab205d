import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../activities/index.js';
import { noHook } from '../activities/hook.js';
import { fakeChannels, fakeVendor } from '../db/testing/fake-channel.js';
import { household, type Household } from '../db/testing/household.js';
import { wound } from '../db/testing/setting.js';
import type { AnswerSheet } from '../db/read-models/patient-answers.js';
import type { PatientChart } from '../db/read-models/patient-chart.js';
import type { PatientOutlook } from '../db/read-models/patient-outlook.js';
import type { Trend } from '../db/read-models/patient-trends.js';
import type { PatientVisit } from '../db/read-models/patient-visits.js';
import type { TimelineEntry } from '../db/read-models/patient/worded.js';
import type { EpisodePreview } from '../db/preview.js';
import { createCrypt } from '../messages/crypt.js';
import type { Lanes } from '../pathways/chart/lanes.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';
import { testKeys } from '../test/support/keys.js';

const wall = Date.parse('2026-03-07T00:00:00.000Z');
let api: TestApi;
let home: Household;
let [patientId, hip, stroke] = ['', '', ''];

/** A patient with two packages, five days in: a wound check that raised ORANGE, blood pressures, a visit, a withdrawal from texts. */
beforeAll(async () => {
  api = await testApi({ now: () => wall });
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf('chart', '2026-03-02') });
  const { dischargeId } = body as { dischargeId: string };
  const launch = async (packageId: string): Promise<string> => {
    const launched = await api.call('POST', '/episodes', { body: { dischargeId, packageId, orderNo: packageId, startsAt: '2026-03-02T08:00:00.000Z' } });
    expect(launched.status, JSON.stringify(launched.body)).toBe(201);
    return (launched.body as { episodeId: string }).episodeId;
  };
  [hip, stroke] = [await launch('hip-wound-care'), await launch('stroke-rehab')];
  const [row] = await api.sql<{ patientId: string }[]>`select patient_id from episode where id = ${hip}`;
  patientId = row?.patientId ?? '';
  const channels = fakeChannels([fakeVendor('wechat', 'wx'), fakeVendor('sms', 'tw'), fakeVendor('wecom', 'wc')]);
  home = await household(api.sql, createActivities({ sql: api.sql, channels, crypt: createCrypt(testKeys), publicUrl: 'http://localhost', hook: noHook }), [hip, stroke]);
  const send = (episodeId: string, kind: string, input: object, at: string) =>
    home.send({ hospitalId: api.hospitalId, episodeId, by: 'patient', kind, input: { commandId: `${kind}-${at}`, ...input } } as never, at);
  await send(stroke, 'reading-received', { reading: 'bloodPressure', values: { systolic: '150', diastolic: '90' }, measuredAt: '2026-03-03T00:30:00.000Z' }, '2026-03-03T00:40:00.000Z');
  await send(stroke, 'reading-received', { reading: 'bloodPressure', values: { systolic: '10', diastolic: '5' }, measuredAt: '2026-03-03T12:30:00.000Z' }, '2026-03-03T12:40:00.000Z');
  await send(hip, 'answer-received', { occurrence: `${hip}/follow-up-d3/1`, answers: { ...wound({ redness: 'over-2cm' }), fever: { celsius: '38.1' } }, answeredBy: 'patient' }, '2026-03-05T02:30:00.000Z');
  await home.runUntil('2026-03-07T00:00:00.000Z');
  // Launched and sent by the database's clock; from here on this file's clock is read.
  await api.sql`update episode set clock = jsonb_set(clock, '{wallAnchor}', '"2026-03-02T08:00:00.000Z"')`;
});
afterAll(() => api.close());

async function read<T>(path: string, as = 'case-manager'): Promise<T> {
  const { status, body } = await api.call('GET', `/patients/${patientId}/${path}`, { as });
  expect(status, JSON.stringify(body)).toBe(200);
  return body as T;
}

describe('The top of the page', () => {
  it('says who, how old, on which day of which package, by the episode\'s own clock', async () => {
    const { patient, episodes, today, cases } = await read<PatientChart>('chart');
    expect(patient).toMatchObject({ familyName: '张', age: 72, mrn: 'M-chart', zone: 'Asia/Shanghai' });
    expect(patient.contacts[0]?.masked).toMatch(/^\+86\*\*\*\*8000$/);
    expect(episodes.map(({ packageId, title, version, newestVersion }) => [packageId, title, version, newestVersion])).toEqual([['stroke-rehab', '卒中居家康复', 3, 3], ['hip-wound-care', expect.any(String), 1, 1]]);
    expect(episodes.find(({ episodeId }) => episodeId === hip)).toMatchObject({ status: 'active', phase: 'course', mainAnchor: 'discharge', anchors: { discharge: '2026-03-02' }, dayNumber: 5, episodeNow: '2026-03-07T00:00:00.000Z' });
    expect(today).toBe('2026-03-07');
    expect(cases.find(({ rules }) => rules.includes('W-2'))).toMatchObject({ level: 'orange', instruction: expect.not.stringMatching(/^do\./) as string });
  });

  it('speaks English when asked', async () => {
    const { episodes } = await read<PatientChart>('chart?language=en');
    expect(episodes.map(({ title }) => title).join()).toMatch(/^[\x20-\x7e]+$/);
  });

  it.each(['ops', 'his'])('is not for %s', async (as) => expect((await api.call('GET', `/patients/${patientId}/chart`, { as })).status).toBe(403));
  it('is not there for a stranger\'s id', async () => expect(await api.call('GET', '/patients/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/chart')).toMatchObject({ status: 404 }));
});

describe('The timeline', () => {
  it('speaks the reader\'s words and pages', async () => {
    const first = await read<{ items: TimelineEntry[]; next: string | null }>('timeline?kinds=visit,form,reading&limit=5');
    expect(first.items).toHaveLength(5);
    expect(first.items.every(({ label }) => label !== '' && !label.includes('.'))).toBe(true);
    const second = await read<{ items: TimelineEntry[] }>(`timeline?kinds=visit,form,reading&limit=5&after=${first.next ?? ''}`);
    expect(second.items.map(({ id }) => id)).not.toContain(first.items[4]?.id);
  });

  it('writes a blood pressure as people do', async () => {
    const { items } = await read<{ items: TimelineEntry[] }>('timeline?kinds=reading');
    expect(items.find(({ state }) => state === 'happened')).toMatchObject({ text: '150/90 mmHg', plannedAt: '2026-03-03T00:00:00.000Z', actualAt: '2026-03-03T00:30:00.000Z' });
    expect(items.find(({ status }) => status === 'rejected')).toMatchObject({ state: 'left-out', reason: expect.stringContaining('out-of-range') as string });
  });

  it('refuses an unknown kind in words', async () => {
    expect(await api.call('GET', `/patients/${patientId}/timeline?kinds=visit,moon`)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/kinds', detail: expect.stringContaining('moon') as string }] } });
  });

  it('shows the days at a glance, with what is planned ahead', async () => {
    const { days, lanes } = await read<Lanes>('lanes?from=2026-03-01&days=28');
    expect(days).toHaveLength(28);
    const of = (kind: string) => lanes.find((lane) => lane.kind === kind);
    expect(of('visit')?.marks.filter(({ state, day }) => state === 'planned' && day > '2026-03-08').length).toBeGreaterThan(3);
    expect(of('case')?.spans).toContainEqual(expect.objectContaining({ from: '2026-03-05', to: '2026-03-07', open: true, level: 'orange' }));
    expect(of('form')?.marks).toContainEqual(expect.objectContaining({ day: '2026-03-05', state: 'planned' })); // half-filled: it still waits for the rest
  });
});

describe('Answers', () => {
  it('say question, answer, and which rules they met and why', async () => {
    const { items } = await read<{ items: AnswerSheet[] }>('answers?language=en');
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ answeredBy: 'patient', late: false, occurrence: `${hip}/follow-up-d3/1` });
    expect(items[0]?.forms.flatMap(({ questions }) => questions)).toContainEqual(expect.objectContaining({ id: 'celsius', answer: '38.1 °C' }));
    expect(items[0]?.met.map(({ rule, level }) => [rule, level])).toContainEqual(['W-2', 'orange']);
    expect(items[0]?.met.find(({ rule }) => rule === 'W-2')?.condition).toMatch(/" is /);
    expect(items[0]?.notMet).toContain('W-1');
  });
});

describe('Trends', () => {
  it('bring blood pressure with the lines of B-1 and B-2 and the baseline', async () => {
    const { items } = await read<{ items: Trend[] }>('trends');
    const systolic = items.find(({ path }) => path === 'bloodPressure.systolic');
    expect(systolic).toMatchObject({ unit: 'mmHg', source: 'reading', baseline: '150', points: [{ value: '150', of: 1 }], rejected: [{ value: '10' }] });
    expect(systolic?.lines).toMatchObject([{ value: '180', rules: ['B-2f', 'B-2c'] }, { value: '160', level: 'orange', rules: ['B-1r'], further: true }]);
    expect(systolic?.thresholds.find(({ rule }) => rule === 'B-1r')?.from).toMatchObject({ parameter: 'systolicRaised', source: '[1]' });
    expect(items.find(({ path }) => path === 'fever.celsius')).toMatchObject({ source: 'answer', points: [{ value: '38.1' }] });
  });
});

describe('Visits', () => {
  it('say the planned day, what is bookable and for which service', async () => {
    const { items } = await read<{ items: PatientVisit[] }>('visits');
    expect(items.filter(({ episodeId, step }) => episodeId === hip && step === 'dressing').map(({ n }) => n)).toEqual(expect.arrayContaining([1, 2, 3]));
    expect(items.find(({ occurrence }) => occurrence === `${hip}/dressing/2`)).toMatchObject({ place: 'home', who: 'nurse', service: 'wound-dressing', plannedAt: '2026-03-08T02:00:00.000Z', episodeOpen: true });
  });
});

describe('The next thirty days', () => {
  it('are explained in words: firm, conditional, suppressed', async () => {
    const { firm, conditional, suppressed, episodes } = await read<PatientOutlook>('next-thirty-days?language=en');
    expect(episodes).toHaveLength(2);
    expect(firm.map(({ at }) => at)).toEqual([...firm.map(({ at }) => at)].sort());
    expect(firm.every(({ label }) => label !== '')).toBe(true);
    const rule = conditional.find((item) => item.if.rule === 'W-1');
    expect(rule).toMatchObject({ then: { kind: 'case', level: 'red' } });
    expect(rule?.if.said).toMatch(/^"[^"]+" is yes/);
    expect(Array.isArray(suppressed)).toBe(true);
  });
});

describe('Before a command', () => {
  const preview = async (command: unknown, of = hip, as = 'case-manager') => api.call('POST', `/episodes/${of}/preview`, { body: command, as });

  it('death is shown for every package, and nothing is recorded', async () => {
    const { status, body } = await preview({ kind: 'patient-died', input: {} });
    expect(status).toBe(200);
    const { items } = body as { items: EpisodePreview[] };
    expect(items.map(({ episodeId }) => episodeId)).toEqual([hip, stroke]);
    for (const { stops, starts } of items) expect([stops.length > 5, starts.filter(({ recipient }) => recipient === 'patient' || recipient === 'family')]).toEqual([true, []]);
    expect(items[0]?.casesClosed).toContain(`${hip}/escalation/1`);
    expect(await api.sql`select 1 from patient where id = ${patientId} and died_at is not null`).toHaveLength(0);
    expect(await api.sql`select 1 from inbox where kind = 'patient-died'`).toHaveLength(0);
  });

  it('of a visit takes the body of its own command, whoever is asked for and whether anybody is free', async () => {
    const slot = { from: '2026-03-09T09:00:00+08:00', until: '2026-03-09T10:00:00+08:00' };
    const booked = { occurrence: `${hip}/dressing/1`, ...slot, override: true };
    expect((await preview({ kind: 'visit-booked', input: { ...booked, assignee: '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c' } })).status).toBe(200);
    expect((await preview({ kind: 'visit-moved', input: { ...booked, reason: 'the family asked' } })).status).toBe(200);
    expect(await preview({ kind: 'visit-moved', input: { ...booked, reason: 'the family asked', overide: true } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/input/overide' }] } });
  });
  it('a refusal is said beforehand', async () => expect(await preview({ kind: 'resume', input: {} })).toMatchObject({ status: 200, body: { items: [{ refusal: { code: 'wrong-state' } }] } }));
  it('bad input is refused at the edge', async () => expect(await preview({ kind: 'stop', input: { reason: 'bored' } })).toMatchObject({ status: 422 }));
  it('a stranger\'s episode is not there', async () => expect(await preview({ kind: 'resume', input: {} }, '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c')).toMatchObject({ status: 404 }));
});

describe('What is hidden', () => {
  it('the text of a message comes on request, and the look is written down', async () => {
    const [sent] = await api.sql<{ id: string }[]>`select id from obligation where episode_id = ${hip} and recipient = 'patient' and state in ('sent', 'accepted') limit 1`;
    const { status, body } = await api.call('POST', '/messages/reveal', { body: { obligationId: sent?.id } });
    expect([status, (body as { items: { body: string }[] }).items[0]?.body]).toEqual([200, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    expect(await api.sql`select allowed from audit_log where action = 'message.reveal' and ref = ${sent?.id ?? ''}`).toEqual([{ allowed: true }]);
    expect((await api.call('POST', '/messages/reveal', { body: { obligationId: sent?.id }, as: 'ops' })).status).toBe(403);
    expect((await api.call('POST', '/messages/reveal', { body: { obligationId: 'nothing' } })).status).toBe(404);
  });

  it('the workflow history\'s address is for ops', async () => {
    expect(await api.call('GET', `/episodes/${hip}/workflow-history`, { as: 'ops' })).toMatchObject({ status: 200, body: { workflowId: `episode/${hip}`, url: `http://127.0.0.1:8233/namespaces/default/workflows/episode%2F${hip}` } });
    expect((await api.call('GET', `/episodes/${hip}/workflow-history`, { as: 'nurse' })).status).toBe(403);
  });
});
