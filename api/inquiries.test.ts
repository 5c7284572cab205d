import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseInquiry } from '../db/inquiries/raise.js';
import { inquiryDue } from '../db/inquiries/clock.js';
import { addToInquiry } from '../db/inquiries/act.js';
import { createCrypt } from '../messages/crypt.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';
import { testKeys } from '../test/support/keys.js';

let api: TestApi;
let patientId: string;
const crypt = createCrypt(testKeys);
const today = new Date().toISOString().slice(0, 10);
const accountOf = async (login: string): Promise<string> => (await api.sql<{ id: string }[]>`select id from account where login = ${login}`)[0]?.id ?? '';
const person = () => ({ hospitalId: api.hospitalId, patientId, contactId: null });
const raise = (kind: 'question' | 'complaint', more: { subject?: string } = {}) => api.sql.begin((tx) => raiseInquiry(tx, crypt, { person: person(), kind, text: '可以洗澡吗？', ...more }));
const act = (id: string, name: string, body: unknown = {}, as = 'head') => api.call('POST', `/inquiries/${id}/${name}`, { as, body });

beforeAll(async () => {
  api = await testApi();
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf('inquiries', today) });
  patientId = (body as { patientId: string }).patientId;
});
afterAll(() => api.close());

describe('A question', () => {
  it('has the nurse on duty as its owner and is due in a day', async () => {
    const id = await raise('question');
    const { status, body } = await api.call('GET', `/inquiries/${id}`, { as: 'nurse' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'question', state: 'open', text: '可以洗澡吗？', owner: await accountOf('nurse'), overdue: false, may: ['reply', 'note', 'assign'], entries: [{ act: 'asked', by: 'patient' }] });
    const { askedAt, dueAt } = body as { askedAt: string; dueAt: string };
    expect(Date.parse(dueAt) - Date.parse(askedAt)).toBe(86_400_000);
    expect(JSON.stringify(await api.sql`select * from inquiry where id = ${id}`)).not.toContain('洗澡');
  });

  it('is answered, then closed; a further word opens it again', async () => {
    const id = await raise('question');
    expect((await act(id, 'close')).body).toMatchObject({ code: 'refused', reason: 'not-in-open' });
    expect((await act(id, 'reply', { text: '可以，用防水贴。' }, 'nurse')).body).toMatchObject({ state: 'answered' });
    expect((await act(id, 'close', {}, 'nurse')).body).toMatchObject({ state: 'closed', may: [] });
    expect(await addToInquiry(api.sql, crypt, person(), id, '防水贴哪里买？')).toBe(true);
    expect((await api.call('GET', `/inquiries/${id}`)).body).toMatchObject({ state: 'open', closedAt: null, entries: [{ act: 'asked' }, { act: 'replied' }, { act: 'closed' }, { act: 'reopened', text: '防水贴哪里买？' }] });
    expect(await addToInquiry(api.sql, crypt, { ...person(), contactId: api.hospitalId }, id, 'x')).toBe(false);
  });
});

describe('A complaint', () => {
  it('is due in five workdays: National Day is none, the make-up Saturday is one', () => {
    expect(inquiryDue('complaint', '2026-09-30T02:00:00.000Z', 'Asia/Shanghai', null)).toBe('2026-10-13T02:00:00.000Z');
    expect(inquiryDue('complaint', '2026-03-02T02:00:00.000Z', 'Asia/Shanghai', null)).toBe('2026-03-09T02:00:00.000Z');
  });

  it('is invisible and untouchable to whom it is about', async () => {
    const nurse = (await api.sql<{ id: string }[]>`select id from account where login = 'test-nurse'`)[0]?.id ?? '';
    const id = await raise('complaint', { subject: nurse });
    expect((await api.call('GET', `/inquiries/${id}`, { as: 'nurse' })).status).toBe(404);
    expect(JSON.stringify((await api.call('GET', '/inquiries', { as: 'nurse' })).body)).not.toContain(id);
    for (const name of ['investigate', 'close', 'verify']) expect((await act(id, name, {}, 'nurse')).body).toMatchObject({ code: 'forbidden', reason: 'about-yourself' });
    expect((await act(id, 'assign', { owner: nurse })).body).toMatchObject({ reason: 'owner-is-subject' });
  });

  it('is investigated, answered, verified by a second person, closed', async () => {
    const id = await raise('complaint');
    expect((await act(id, 'investigate')).body).toMatchObject({ state: 'investigating' });
    expect((await act(id, 'reply', { text: '向您道歉，已更换护士。' })).body).toMatchObject({ state: 'answered' });
    expect((await act(id, 'close')).body).toMatchObject({ reason: 'not-in-answered' });
    expect((await act(id, 'verify')).body).toMatchObject({ reason: 'own-answer' });
    expect((await act(id, 'verify', {}, 'case-manager')).body).toMatchObject({ state: 'verified' });
    expect((await act(id, 'close')).body).toMatchObject({ state: 'closed' });
  });

  it('cannot be closed by its subject even past the routes', async () => {
    const nurse = await accountOf('test-nurse');
    const id = await raise('complaint', { subject: nurse });
    await expect(api.sql`update inquiry set state = 'closed', closed_by = ${nurse} where id = ${id}`).rejects.toThrow(/check constraint/);
  });

  it('that nobody on duty could own raises an alarm until somebody does', async () => {
    await api.sql`update roster_shift set ends_at = starts_at + interval '1 second' where role in ('head-nurse', 'case-manager', 'chief-on-duty')`;
    const id = await raise('complaint');
    expect((await api.call('GET', `/inquiries/${id}`)).body).toMatchObject({ owner: null });
    expect(await api.sql`select 1 from alarm where code = 'inquiry-unowned' and ref = ${id} and cleared_at is null`).toHaveLength(1);
    expect((await act(id, 'assign', { owner: await accountOf('head-nurse') })).body).toMatchObject({ ownerName: '护士长 Head nurse' });
    expect(await api.sql`select 1 from alarm where code = 'inquiry-unowned' and cleared_at is null`).toHaveLength(0);
  });
});

describe('A way in', () => {
  it('is issued once in words: the same request again says neither address nor code', async () => {
    const body = { purpose: 'plan' };
    const first = await api.call('POST', `/patients/${patientId}/links`, { body, key: 'link-1' });
    expect(first).toMatchObject({ status: 201, body: { url: expect.stringMatching(/^https:\/\/care\.test\/p\/l\/[\w-]{43}$/), code: expect.stringMatching(/^\d{6}$/) } });
    const again = await api.call('POST', `/patients/${patientId}/links`, { body, key: 'link-1' });
    expect(again).toMatchObject({ status: 201, body: { linkId: (first.body as { linkId: string }).linkId, url: null, code: null } });
    const { url } = first.body as { url: string };
    expect(JSON.stringify(await api.sql`select * from idempotency`)).not.toContain(url.slice(-43));
  });

  it('is listed without its address, and revoked', async () => {
    const { body } = await api.call('GET', `/patients/${patientId}/links`);
    const [link] = (body as { items: { linkId: string; revokedAt: string | null }[] }).items;
    expect(link).toMatchObject({ scope: 'patient', purpose: 'plan', revokedAt: null });
    expect((await api.call('POST', `/patients/${patientId}/links/${link?.linkId}/revoke`, { body: {} })).status).toBe(200);
    expect((await api.call('POST', `/patients/${patientId}/links/${link?.linkId}/revoke`, { body: {} })).status).toBe(404);
  });

  it('is refused for somebody else\'s family contact, and by people without the permission', async () => {
    expect((await api.call('POST', `/patients/${patientId}/links`, { body: { purpose: 'phone', contactId: patientId } })).status).toBe(404);
    expect((await api.call('POST', `/patients/${patientId}/links`, { as: 'his', body: { purpose: 'phone' } })).status).toBe(403);
  });

  it('renews a code and keeps preferences', async () => {
    const renew = () => api.call('POST', `/patients/${patientId}/codes/renew`, { body: {} });
    expect((await renew()).body).not.toEqual((await renew()).body);
    const once = () => api.call('POST', `/patients/${patientId}/codes/renew`, { body: {}, key: 'renew-once' });
    const { code } = (await once()).body as { code: string };
    expect([code, (await once()).body]).toEqual([expect.stringMatching(/^\d{6}$/), { code: null }]);
    expect(JSON.stringify(await api.sql`select response from idempotency`)).not.toContain(code);
    expect((await api.call('PUT', `/patients/${patientId}/preferences`, { body: { quiet: { from: '20:00', until: '09:00' }, elderMode: true } })).status).toBe(204);
    expect((await api.call('GET', `/patients/${patientId}/preferences`)).body).toEqual({ language: 'zh-CN', elderMode: true, quiet: { from: '20:00', until: '09:00' } });
    expect((await api.call('PUT', `/patients/${patientId}/preferences`, { body: { quiet: { from: '12:00', until: '09:00' } } })).status).toBe(422);
  });
});
