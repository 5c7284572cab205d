/** The case manager's list over HTTP: what stands first, who has it, what was noted and promised, and how a shift is handed over. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callBackBounds } from '../db/worklist/call-backs.js';
import type { Handover } from '../db/worklist/handover.js';
import type { WorklistCase } from '../db/read-models/worklist-cases.js';
import { addHours, addMinutes, fromMs } from '../pathways/time.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { answer, startCare, type Cared } from '../test/support/care-without-temporal.js';

let api: TestApi;
let red: Cared;
let yellow: Cared;
const account: Record<string, string> = {};

beforeAll(async () => {
  api = await testApi();
  for (const { login, id } of await api.sql<{ login: string; id: string }[]>`select login, id from account where login like 'test-%'`) account[login.slice(5)] = id;
  yellow = await startCare(api, 'yellow', 'hip-wound-care');
  await answer(yellow, { wound: { redness: 'up-to-2cm', worse: false, pus: false, edgesOpen: false, soaked: '0' } });
  red = await startCare(api, 'red');
  await answer(red, { core: { chestPain: true } });
});
afterAll(() => api.close());

const tomorrow = addHours(fromMs(Date.now()), 24);
const cases = async (query = ''): Promise<WorklistCase[]> => ((await api.call('GET', `/worklist/cases${query}`)).body as { items: WorklistCase[] }).items;
const owners = async (): Promise<(string | null)[]> => (await cases()).map(({ ownerId }) => ownerId);
const owner = (cared: Cared, accountId: string | null, as = 'case-manager') => api.call('POST', `/episodes/${cared.episodeId}/escalations/1/owner`, { as, body: { accountId } });

describe('Open cases', () => {
  it('come with the RED first, its patient, its instruction in the language asked for, and the deadline that counts', async () => {
    const [first, second] = await cases('?language=en');
    expect(first).toMatchObject({ level: 'red', rules: ['CORE-1'], familyName: '张', phone: '138****8000', packageTitle: expect.stringMatching(/\w+/) as string, nextDeadline: 'acknowledge', ownerId: null, tier: 0 });
    expect(first?.instructionText).not.toBe(first?.instruction);
    expect(first?.nextWall).toBe(first?.ackByWall);
    expect(second).toMatchObject({ level: 'yellow', nextDeadline: 'contact', ackBy: null });
  });
  it('are paged without skipping one', async () => {
    const { items: [first], next } = (await api.call('GET', '/worklist/cases?limit=1')).body as { items: WorklistCase[]; next: string };
    const [second] = await cases(`?limit=1&after=${next}`);
    expect([first?.level, second?.level]).toEqual(['red', 'yellow']);
  });
  it('are not another hospital\'s business, nor that of whoever may not act', async () => {
    expect((await api.call('GET', '/worklist/cases', { as: 'ops' })).status).toBe(403);
  });
  it('count the same as they are listed', async () => {
    expect((await api.call('GET', '/worklist/counts')).body).toMatchObject({ cases: 2, red: 1, overdue: 0, mine: 0, unowned: 2, alarms: 0 });
  });
});

describe('Who has a case', () => {
  it('is who took it, or who was given it, and the history stays', async () => {
    expect((await owner(red, account['case-manager'] ?? '')).status).toBe(204);
    expect((await owner(red, account['nurse'] ?? '')).status).toBe(204);
    expect(await owners()).toEqual([account['nurse'], null]);
    const detail = (await api.call('GET', `/episodes/${red.episodeId}/escalations/1`)).body as { owners: { how: string }[] };
    expect(detail.owners.map(({ how }) => how)).toEqual(['taken', 'assigned']);
    expect(await api.sql`delete from case_owner`.catch((error: Error) => error.message)).toContain('never change');
  });
  it('is never somebody who could not act on it', async () => {
    expect(await owner(red, account['ops'] ?? '')).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(await owner({ ...red, episodeId: yellow.patientId }, account['nurse'] ?? '')).toMatchObject({ status: 404 });
  });
  it('is whoever acknowledged, while nobody was named', async () => {
    await yellow.driver.give({ kind: 'escalation-acknowledged', at: fromMs(Date.now()), commandId: 'ack-yellow', by: account['case-manager'] ?? '', escalation: `${yellow.episodeId}/escalation/1` });
    expect((await cases('?owner=mine')).map(({ level }) => level)).toEqual(['yellow']);
  });
});

describe('Notes and promises', () => {
  it('are kept encrypted and read back with their author', async () => {
    const path = `/episodes/${red.episodeId}/escalations/1`;
    expect((await api.call('POST', `${path}/notes`, { body: { text: '女儿说已叫车去急诊' } })).status).toBe(201);
    expect((await api.call('POST', `${path}/notes`, { body: { text: '   ' } })).status).toBe(422);
    expect((await api.call('GET', path)).body).toMatchObject({ case: { notes: 1 }, notes: [{ text: '女儿说已叫车去急诊', byName: 'case-manager' }] });
    const [row] = await api.sql<{ stored: string }[]>`select encode(text_enc, 'escape') as stored from case_note`;
    expect(row?.stored).not.toContain('急诊');
  });
  it('a call-back in the past or beyond a year is a mistyped time, and no promise', async () => {
    const promise = async (at: string) => (await api.call('POST', `/episodes/${yellow.episodeId}/call-backs`, { body: { at } })) as { status: number; body: { reason?: string; errors?: { pointer: string }[]; callBackId?: string } };
    const now = fromMs(Date.now());
    for (const [at, reason] of [['2020-03-02T08:00:00.000Z', 'call-back-past'], ['2126-03-02T08:00:00.000Z', 'call-back-too-far'], [addMinutes(now, -callBackBounds.lateMinutes - 1), 'call-back-past'], [addHours(now, callBackBounds.aheadDays * 24 + 1), 'call-back-too-far']] as const) {
      expect(await promise(at), at).toMatchObject({ status: 422, body: { code: 'invalid', reason, errors: [{ pointer: '/at' }] } });
    }
    expect((await api.call('GET', '/worklist/call-backs')).body).toEqual({ items: [] });
    // Written down a little late, or far ahead, is a promise.
    for (const at of [addMinutes(now, -5), addHours(now, 24 * 300)]) {
      const { status, body } = await promise(at);
      expect(status, at).toBe(201);
      await api.call('POST', `/call-backs/${body.callBackId ?? ''}/close`, { body: { state: 'kept' } });
    }
  });
  it('a call-back is promised, listed, and closed once', async () => {
    const made = await api.call('POST', `/episodes/${yellow.episodeId}/call-backs`, { body: { at: tomorrow, note: '下午再看伤口', escalation: `${yellow.episodeId}/escalation/1` } });
    expect(made.status).toBe(201);
    const { callBackId } = made.body as { callBackId: string };
    expect((await api.call('GET', '/worklist/call-backs')).body).toMatchObject({ items: [{ callBackId, note: '下午再看伤口', dueAt: tomorrow, ownerName: 'case-manager' }] });
    expect((await api.call('POST', `/call-backs/${callBackId}/close`, { body: { state: 'dropped' } })).status).toBe(422);
    expect((await api.call('POST', `/call-backs/${callBackId}/close`, { body: { state: 'kept' } })).status).toBe(204);
    expect((await api.call('POST', `/call-backs/${callBackId}/close`, { body: { state: 'kept' } })).status).toBe(404);
  });
  it('shows whole numbers only to those who may, and writes down who looked', async () => {
    expect((await api.call('GET', `/patients/${red.patientId}/numbers?for=call`, { as: 'ops' })).status).toBe(403);
    const { body } = await api.call('GET', `/patients/${red.patientId}/numbers?for=call`);
    expect(body).toMatchObject({ items: [{ owner: 'patient', value: '+8613800138000' }, { owner: 'family', relation: '女儿' }] });
    await api.sql`update patient set consents = consents || '{"family": false}' where id = ${red.patientId}`;
    const masked = await api.call('GET', `/patients/${red.patientId}/numbers?for=call`);
    expect(masked.body).toMatchObject({ items: [{ owner: 'patient', consented: true, value: '+8613800138000' }, { owner: 'family', consented: false, value: expect.stringMatching(/^\*{4}\d{4}$/) as string }] });
    const emergency = await api.call('GET', `/patients/${red.patientId}/numbers?for=call&emergency=patient-unreachable`);
    expect(emergency.body).toMatchObject({ items: [{ owner: 'patient' }, { owner: 'family', consented: false, value: expect.stringMatching(/^\+86\d+$/) as string }] });
    expect(await api.sql`select 1 from audit_log where action = 'numbers:reveal' and ref like '%family without consent: patient-unreachable'`).toHaveLength(1);
    expect(await api.sql`select distinct actor, action from audit_log where action = 'numbers:reveal'`).toEqual([{ actor: account['case-manager'], action: 'numbers:reveal' }]);
  });
});

describe('Units that need a person', () => {
  it('are listed with the patient: a visit booked without a unit', async () => {
    await api.sql`insert into entitlement_shortage ${api.sql({ hospitalId: api.hospitalId, episodeId: yellow.episodeId, patientId: yellow.patientId, occurrence: `${yellow.episodeId}/dressing/9`, service: 'wound-dressing', kind: 'booked', since: '2026-03-02T01:00:00.000Z' })}`;
    expect((await api.call('GET', '/worklist/shortages')).body).toMatchObject({ items: [{ need: 'booked', service: 'wound-dressing', familyName: '张', phone: '138****8000', at: '2026-03-02T01:00:00.000Z' }] });
  });
});

describe('Calls', () => {
  it('stand with their script, their obligation, and whose they are', async () => {
    const { items } = (await api.call('GET', '/worklist/tasks')).body as { items: { taskId: string; kind: string; escalation: string | null; obligationId: string | null; instruction: string }[] };
    const call = items.find(({ kind, escalation }) => kind === 'call' && escalation === `${red.episodeId}/escalation/1`);
    expect(call).toMatchObject({ obligationId: expect.stringContaining('/call/') as string, instruction: expect.stringContaining('致电') as string });
    expect((await api.call('POST', '/tasks/owner', { body: { taskId: call?.taskId, accountId: account['case-manager'] } })).status).toBe(204);
  });
});

describe('The clock of a case, opened', () => {
  it('shows the start, its deadlines, owners, and who would hear next', async () => {
    const { status, body } = await api.call('GET', `/episodes/${red.episodeId}/escalations/1/clock`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'open', runs: [{ level: 'red', deadlines: [{ which: 'acknowledge', keptAt: null }, { which: 'contact', keptAt: null }] }], next: { to: ['second-line-doctor'] } });
    const { lines } = body as { lines: { kind: string; text: { zh: string; en: string } }[] };
    expect(lines.map(({ kind }) => kind)).toEqual(['start', 'owner', 'owner']);
    expect(lines[2]?.text).toEqual({ zh: 'case-manager指派给nurse', en: 'Given to nurse by case-manager' });
  });
});

describe('Handing over a shift', () => {
  const make = (as: string, to: string) => api.call('POST', '/handovers', { as, body: { to: account[to], shift: 'day', remarks: '夜里多看一眼' } });
  const read = async (id: string): Promise<Handover> => (await api.call('GET', `/handovers/${id}`)).body as Handover;
  const sign = (as: string, id: string, sha256: string) => api.call('POST', `/handovers/${id}/sign`, { as, body: { sha256 } });
  let id = '';

  it('puts my cases, those that nobody has, and my promises on one page', async () => {
    await api.call('POST', `/episodes/${red.episodeId}/call-backs`, { body: { at: tomorrow, note: '问胸痛' } });
    expect((await make('case-manager', 'case-manager')).status).toBe(409);
    const made = await make('case-manager', 'nurse');
    id = (made.body as { handoverId: string }).handoverId;
    expect(await make('case-manager', 'doctor')).toMatchObject({ status: 409, body: { reason: 'one-under-way' } });
    const { page } = await read(id);
    expect(page).toMatchObject({ remarks: '夜里多看一眼', cases: [{ level: 'yellow', patient: '张阿姨', unowned: false }], callBacks: [{ note: '问胸痛' }], tasks: [{ patient: '张阿姨' }] });
  });
  it('is signed by both in order, over the very same page', async () => {
    const { sha256 } = await read(id);
    expect(await sign('nurse', id, sha256)).toMatchObject({ status: 409, body: { reason: 'not-signed-first' } });
    expect(await sign('case-manager', id, '0'.repeat(64))).toMatchObject({ status: 409, body: { reason: 'other-page' } });
    expect(await sign('doctor', id, sha256)).toMatchObject({ status: 403 });
    expect(await sign('case-manager', id, sha256)).toMatchObject({ status: 200, body: { signed: 'from', moved: 0 } });
  });
  it('is not taken over when something new came to whoever goes', async () => {
    await owner(red, account['case-manager'] ?? '');
    const { sha256, cameSince } = await read(id);
    expect(cameSince).toBe(1);
    expect(await sign('nurse', id, sha256)).toMatchObject({ status: 409, body: { reason: 'stale' } });
    expect((await api.call('POST', `/handovers/${id}/withdraw`, { body: {} })).status).toBe(204);
  });
  it('moves everything at once with the second signature', async () => {
    id = ((await make('case-manager', 'nurse')).body as { handoverId: string }).handoverId;
    const { sha256 } = await read(id);
    await sign('case-manager', id, sha256);
    expect(await sign('nurse', id, sha256)).toMatchObject({ status: 200, body: { signed: 'to', moved: 4 } });
    expect(await owners()).toEqual([account['nurse'], account['nurse']]);
    expect((await api.call('GET', '/worklist/call-backs')).body).toMatchObject({ items: [{ ownerName: 'nurse' }] });
    expect(await sign('nurse', id, sha256)).toMatchObject({ status: 409, body: { reason: 'signed-already' } });
    expect(await api.call('POST', `/handovers/${id}/withdraw`, { body: {} })).toMatchObject({ status: 409 });
  });
});
