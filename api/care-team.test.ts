/** Care teams (ADR 0096): what a nurse who is not on duty sees of a hospital that keeps to them, how one comes into a team, and the emergency. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inCareTeam } from '../db/hospitals-apart.js';
import { hashPassword } from '../db/secrets.js';
import { askReal } from '../test/access/asking.js';
import { everythingOf, type Everything } from '../test/access/everything.js';
import { surfaceOf } from '../test/access/operations.js';
import { testApi, type TestApi } from '../test/support/api.js';

let api: TestApi;
let all: Everything;
let [patientId, episodeId, nurse, colleague] = ['', '', '', ''];
const id = (name: string): string => all.ids[name] ?? '';

beforeAll(async () => {
  api = await testApi();
  all = await everythingOf(api);
  [patientId, episodeId] = [id('patientId'), id('episodeId')];
  [nurse = '', colleague = ''] = (await api.sql<{ id: string }[]>`select id from account where login in ('test-nurse', 'test-therapist') order by login`).map((row) => row.id);
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.sql`update hospital set care_teams_since = now() where id = ${api.hospitalId}`;
  await api.sql`delete from care_team_member`;
  await api.sql`delete from emergency_access`;
  await api.sql`delete from roster_shift where account_id = any(${[nurse, colleague]})`;
});

const chart = async (as = 'nurse'): Promise<number> => (await api.call('GET', `/patients/${patientId}`, { as })).status;
const named = (account: string) => api.sql`insert into care_team_member (patient_id, account_id, hospital_id, added_by) values (${patientId}, ${account}, ${api.hospitalId}, ${account})`;
const begin = (body: object, as = 'nurse') => api.call('POST', '/emergency-access', { as, body: { reason: 'She called: bleeding at the wound', ...body } });
const alarms = async (): Promise<string[]> => (await api.sql<{ code: string }[]>`select code from alarm where code = 'emergency-access' and cleared_at is null`).map(({ code }) => code);

describe('Whoever is in no care team of the patient', () => {
  it('gets nothing of her at any address, as if she were not there', async () => {
    const own = [all.canaries[0] ?? '', patientId, episodeId, id('dischargeId'), id('contactId')];
    const leaks: string[] = [];
    const surface = surfaceOf(api.app);
    const reads = surface.operations.filter(({ method, path }) => (method === 'GET' || path === '/search') && !/^\/(p|webhooks|console|islands|sign-in|changes)(\/|$)/.test(path));
    expect(reads.length).toBeGreaterThan(80);
    for (const operation of reads) {
      const { path, init } = askReal(surface, operation, all);
      const response = await api.request(path, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${api.key['nurse'] ?? ''}` } });
      const text = await response.text();
      const said = `${path}${typeof init.body === 'string' ? init.body : ''}`;
      if (response.status === 500 || own.some((word) => text.includes(word) && !said.includes(word))) leaks.push(`${operation.method} ${operation.path} ${response.status}`);
    }
    expect(leaks).toEqual(notHers);
  });
  it('changes nothing of hers, and is told of the way for an emergency', async () => {
    const reply = await api.call('POST', `/episodes/${episodeId}/readings`, { as: 'nurse', body: { reading: 'temperature', values: { celsius: '38.5' }, measuredAt: '2026-03-05T08:00:00.000Z' } });
    expect(reply).toMatchObject({ status: 404, body: { reason: 'outside-care-team', detail: expect.stringContaining('/emergency-access') as string } });
    await inCareTeam(api.hospitalId, nurse, async () => {
      expect(await api.apart`update patient set family_name = 'x' returning id`).toEqual([]);
      await expect(api.apart`insert into care_team_member (patient_id, account_id, hospital_id, added_by) values (${patientId}, ${nurse}, ${api.hospitalId}, ${nurse})`).rejects.toMatchObject({ code: '42501' });
      await expect(api.apart`insert into emergency_access (id, hospital_id, patient_id, account_id, reason_enc, ends_at) values (${uuidv7()}, ${api.hospitalId}, ${patientId}, ${colleague}, '', now())`).rejects.toMatchObject({ code: '42501' });
    });
  });
  it('sees none of her rows in any table, and all of them once in the team', async () => {
    const tables = await api.sql<{ name: string; column: string }[]>`select table_name as name, min(column_name) as column from information_schema.columns
      where table_schema = 'public' and column_name in ('patient_id', 'episode_id') and table_name <> 'emergency_access' group by table_name order by 1`;
    const hers = (sql: typeof api.sql, name: string, column: string) => sql<{ n: number }[]>`select count(*)::int as n from ${sql(name)} where ${sql(column)} = ${column === 'patient_id' ? patientId : episodeId}`;
    const count = async (sql: typeof api.sql) => Object.fromEntries(await Promise.all(tables.map(async ({ name, column }) => [name, (await hers(sql, name, column))[0]?.n ?? 0] as const)));
    const truth = await count(api.sql);
    expect(Object.values(truth).filter((n) => n > 0).length).toBeGreaterThan(20);
    expect(Object.values(await inCareTeam(api.hospitalId, nurse, () => count(api.apart))).filter((n) => n > 0)).toEqual([]);
    await named(nurse);
    expect(await inCareTeam(api.hospitalId, nurse, () => count(api.apart))).toEqual({ ...truth, care_team_member: 1 });
  });
  it('is everybody\'s patient again where the hospital does not keep to care teams', async () => {
    expect(await chart()).toBe(404);
    await api.sql`update hospital set care_teams_since = null where id = ${api.hospitalId}`;
    expect(await chart()).toBe(200);
  });
  it.each(['case-manager', 'doctor', 'head', 'admin'])('a %s sees her: that work is for all patients', async (role) => expect(await chart(role)).toBe(200));
});

describe('The session says whether somebody sees the patients of the care teams alone', () => {
  const kept = async (as: string) => [((await api.call('GET', '/session', { as })).body as { keptToCareTeams: boolean }).keptToCareTeams, (await chart(as)) === 404];
  it('just as the records are judged: by role, hospital and shift', async () => {
    for (const as of ['nurse', 'therapist']) expect([as, await kept(as)]).toEqual([as, [true, true]]);
    for (const as of ['case-manager', 'doctor', 'head', 'admin']) expect([as, await kept(as)]).toEqual([as, [false, false]]);
    await api.sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at) values (${uuidv7()}, ${api.hospitalId}, ${nurse}, 'duty-nurse', now() - interval '1 hour', now() + interval '1 hour')`;
    expect([await kept('nurse'), await kept('therapist')]).toEqual([[false, false], [true, true]]);
    await api.sql`update roster_shift set ends_at = now() - interval '1 minute' where account_id = ${nurse}`;
    expect(await kept('nurse')).toEqual([true, true]);
    await api.sql`update hospital set care_teams_since = null where id = ${api.hospitalId}`;
    expect(await kept('nurse')).toEqual([false, false]);
  });
  it('from the answer to the sign-in on', async () => {
    const password = 'a password of the test';
    await api.sql`update account set password_hash = ${await hashPassword(password)} where id = ${nurse}`;
    expect((await api.call('POST', '/session', { as: null, body: { login: 'test-nurse', password } })).body).toMatchObject({ keptToCareTeams: true });
  });
});

/** Addresses that say more than the asker's care teams, each with its reason. */
const notHers: string[] = [
  'GET /districts 200', // the name of a district
  'GET /drafts/{draftId} 200', // a package that is being written
];

describe('Into a care team one comes', () => {
  const occurrence = (): string => all.refs.occurrence;
  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['by being named', () => api.call('PUT', `/patients/${patientId}/care-team/${nurse}`), () => api.call('DELETE', `/patients/${patientId}/care-team/${nurse}`)],
    ['by a visit that is hers', () => api.sql`update visit_assignment set account_id = ${nurse}, state = 'assigned' where occurrence = ${occurrence()}`,
      () => api.sql`update visit_assignment set state = 'ended', changed_at = now() - interval '31 days' where occurrence = ${occurrence()}`],
    ['by a visit of the last thirty days', () => api.sql`update visit_assignment set account_id = ${nurse}, state = 'ended', changed_at = now() - interval '29 days' where occurrence = ${occurrence()}`,
      () => api.sql`update visit_assignment set account_id = ${id('accountId')} where occurrence = ${occurrence()}`],
    ['by a visit that she is offered', () => api.sql`update visit_offer set account_id = ${nurse}, state = 'offered' where id = ${id('offerId')}`, () => api.sql`update visit_offer set state = 'withdrawn' where id = ${id('offerId')}`],
    ['by a case that she holds', () => owner(nurse, 'assigned'), () => owner(null, 'released')],
    ['by being on duty', () => api.sql`insert into roster_shift (id, hospital_id, account_id, role, starts_at, ends_at) values (${uuidv7()}, ${api.hospitalId}, ${nurse}, 'duty-nurse', now() - interval '1 hour', now() + interval '1 hour')`,
      () => api.sql`update roster_shift set ends_at = now() - interval '1 minute' where account_id = ${nurse}`],
  ])('%s, and out of it with the end of that', async (_, into, outOf) => {
    expect(await chart()).toBe(404);
    await into();
    expect(await chart()).toBe(200);
    expect(await chart('therapist')).toBe(404);
    await outOf();
    expect(await chart()).toBe(404);
  });
  const owner = (account: string | null, how: string) => api.sql`insert into case_owner (id, hospital_id, episode_id, escalation, account_id, how, by_account) values (${uuidv7()}, ${api.hospitalId}, ${episodeId}, ${all.refs.escalation}, ${account}, ${how}, ${colleague})`;

  it('and the list of it says who and because of what; a stranger is no member', async () => {
    await named(colleague);
    expect((await api.call('GET', `/patients/${patientId}/care-team`)).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ accountId: colleague, because: 'named' })]) as unknown });
    expect((await api.call('PUT', `/patients/${patientId}/care-team/${uuidv7()}`)).status).toBe(404);
    expect((await api.call('PUT', `/patients/${patientId}/care-team/${nurse}`, { as: 'nurse' })).status).toBe(403);
  });
});

describe('In an emergency', () => {
  it('the record opens by record number and birth date, for one account, with an alarm until somebody else has reviewed it', async () => {
    await api.sql`insert into patient_identifier (hospital_id, patient_id, system, value) values (${api.hospitalId}, ${patientId}, 'mrn', 'MRN-0096') on conflict do nothing`;
    expect((await begin({ recordNumber: 'MRN-0096', birthDate: '1954-01-02' })).status).toBe(404);
    expect(await begin({ recordNumber: 'MRN-0096', birthDate: '1954-01-01', reason: 'short' })).toMatchObject({ status: 422 });
    const { status, body } = await begin({ recordNumber: 'MRN-0096', birthDate: '1954-01-01' });
    expect({ status, body }).toMatchObject({ status: 200, body: { patientId } });
    expect([await chart(), await chart('therapist')]).toEqual([200, 404]);
    expect(await alarms()).toEqual(['emergency-access']);
    expect((await begin({ patientId })).body).toEqual(body);
    const { emergencyAccessId } = body as { emergencyAccessId: string };
    const [listed] = ((await api.call('GET', '/emergency-access', { as: 'head' })).body as { items: object[] }).items;
    expect(listed).toMatchObject({ emergencyAccessId, patientId, accountId: nurse, reason: 'She called: bleeding at the wound', verdict: null });
    expect((await api.call('PUT', `/emergency-access/${emergencyAccessId}/review`, { as: 'nurse', body: { verdict: 'justified' } })).status).toBe(403);
    expect((await api.call('PUT', `/emergency-access/${emergencyAccessId}/review`, { as: 'head', body: { verdict: 'justified' } })).status).toBe(204);
    expect(await alarms()).toEqual([]);
    expect(await chart()).toBe(200);
    expect(await api.call('PUT', `/emergency-access/${emergencyAccessId}/review`, { as: 'head', body: { verdict: 'not-justified' } })).toMatchObject({ status: 409, body: { reason: 'reviewed' } });
    const log = await api.sql<{ action: string }[]>`select action from audit_log where action like 'emergency-access%' and allowed order by id`;
    expect(log.map(({ action }) => action)).toEqual(['emergency-access', 'emergency-access:justified']);
    const [{ sealed } = { sealed: '' }] = await api.sql<{ sealed: string }[]>`select encode(reason_enc, 'escape') as sealed from emergency_access`;
    expect(sealed).not.toContain('bleeding');
  });
  it('ends by itself, and at once when it was not justified; nobody reviews their own', async () => {
    await begin({ patientId });
    await api.sql`update emergency_access set begun_at = now() - interval '9 hours', ends_at = now() - interval '1 hour'`;
    expect(await chart()).toBe(404);
    const second = (await begin({ patientId })).body as { emergencyAccessId: string };
    expect(await chart()).toBe(200);
    await api.call('PUT', `/emergency-access/${second.emergencyAccessId}/review`, { as: 'admin', body: { verdict: 'not-justified' } });
    expect(await chart()).toBe(404);
    const own = (await begin({ patientId }, 'head')).body as { emergencyAccessId: string };
    expect(await api.call('PUT', `/emergency-access/${own.emergencyAccessId}/review`, { as: 'head', body: { verdict: 'justified' } })).toMatchObject({ status: 403, body: { reason: 'own-access' } });
  });
  it('pressed five times at once is one', async () => {
    const begun = await Promise.all(Array.from({ length: 5 }, () => begin({ patientId })));
    expect(new Set(begun.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });
});

