/**
 * Every address that shows one patient's record to staff or to a program: really asked, each by an account of its own, and looked for in the
 * access log. Read from the router, so that none can be forgotten; one without a row is named here with its reason.
 */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { lookSpanMs, records } from '../db/looks.js';
import { signIn } from '../db/sessions.js';
import { askReal } from '../test/access/asking.js';
import { everythingOf, type Everything } from '../test/access/everything.js';
import { surfaceOf, type Operation, type Surface } from '../test/access/operations.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { phonePhoto } from '../test/support/pictures.js';
import { roles, type Role } from './permissions.js';

let api: TestApi;
let a: Everything;
let surface: Surface;
let names = 0;
beforeAll(async () => {
  api = await testApi();
  a = await everythingOf(api);
  surface = surfaceOf(api.app);
});
afterAll(() => api.close());

async function somebody(held: readonly Role[] = roles): Promise<{ id: string; key: string; login: string }> {
  const login = `reader-${(names += 1)}`;
  const id = await createAccount(api.sql, { hospitalId: api.hospitalId, login, displayName: login, roles: [...held], password: null });
  return { id, login, key: await createApiKey(api.sql, { hospitalId: api.hospitalId, accountId: id }) };
}
const get = async (path: string, key: string): Promise<{ status: number; text: string }> => {
  const response = await api.request(path, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, text: await response.text() };
};
type Row = { action: string; ref: string | null; detail: { first: string; via: string; patients?: string[] } };
const looksOf = async (actor: string): Promise<Row[]> => [...(await api.sql<Row[]>`select action, ref, detail from audit_log where actor = ${actor} and allowed and action in ('patient:read', 'patient:search', 'handover:read', 'incident:read', 'bulk-act:read') order by id`)];
const patient = (): string => a.ids['patientId'] ?? '';

/** Shows no patient, or what this world has no bytes of. */
const withoutRow: Record<string, string> = {
  'GET /drafts/{draftId}': 'a draft of a package, no patient',
  'GET /files/{fileId}': 'the world has no bytes of it; see below',
  'GET /files/{fileId}/thumb': 'the world has no bytes of it; see below',
  'GET /nurse/offers/{offerId}/decline': 'the empty form of a refusal',
  'GET /packages/{packageId}/versions/{version}/files': 'a package, no patient',
  'GET /packages/{packageId}/versions/{version}/view': 'a package, no patient',
  'GET /staff/{accountId}/profile': 'a colleague, no patient',
};
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

describe('A look at a record', () => {
  it('leaves a row at every address that names one, in its path or its query', async () => {
    const [silent, wrong]: [string[], string[]] = [[], []];
    for (const operation of surface.operations.filter(({ method }) => method === 'GET')) {
      if (operation.path.startsWith('/p/')) continue; // hers: a patient reads her own, and that she came in is written down
      const inQuery = (operation.described?.parameters ?? []).filter(({ in: place, name }) => place === 'query' && name in records);
      if (!/Id\}/.test(operation.path) && inQuery.length === 0) continue;
      const reader = await somebody();
      if (operation.path.startsWith('/nurse/visits/')) await api.sql`update visit_offer set state = 'accepted', account_id = ${reader.id} where id = ${a.ids['offerId'] ?? ''}`;
      const { status } = await get(askReal(surface, operation, a).path, reader.key);
      const rows = await looksOf(reader.id);
      const own = rows.find(({ action, ref }) => (action === 'patient:read' ? ref === patient() : Object.values(a.ids).includes(ref ?? '')));
      if (own === undefined) silent.push(`${nameOf(operation)}${nameOf(operation) in withoutRow ? '' : ` ${status}`}`);
      else if (own.detail.first !== nameOf(operation).replace(/\{(\w+)\}/g, ':$1') && !operation.path.startsWith('/nurse/')) wrong.push(`${nameOf(operation)}: ${own.detail.first}`);
    }
    expect(silent.toSorted()).toEqual(Object.keys(withoutRow).toSorted());
    expect(wrong).toEqual([]);
  });

  it('counts for programs and for people, whichever role lets them in, and a refused one is a denial alone', async () => {
    const ops = await somebody(['ops']);
    await get(`/episodes/${a.ids['episodeId']}`, ops.key);
    expect(await looksOf(ops.id)).toEqual([{ action: 'patient:read', ref: patient(), detail: { first: 'GET /episodes/:episodeId', via: 'key' } }]);
    const password = 'a long enough password';
    const nurse = await createAccount(api.sql, { hospitalId: api.hospitalId, login: 'reading-nurse', displayName: 'N', roles: ['nurse'], password });
    const session = await signIn(api.sql, 'reading-nurse', password);
    await api.request(`/patients/${patient()}/chart`, { headers: { cookie: `__Host-wuyou=${session?.token ?? ''}` } });
    expect(await looksOf(nurse)).toMatchObject([{ ref: patient(), detail: { via: 'session' } }]);
    const his = await somebody(['his']);
    expect([(await get(`/patients/${patient()}`, his.key)).status, (await get(`/patients/${uuidv7()}`, (await somebody()).key)).status, await looksOf(his.id)]).toEqual([403, 404, []]);
  });

  it('stands once for what a screen reads at once and again, and once more for the next patient', async () => {
    const reader = await somebody();
    const screen = () => Promise.all([`/patients/${patient()}/chart`, `/patients/${patient()}/timeline`, `/episodes/${a.ids['episodeId']}`, `/orders/${a.ids['orderId']}`, `/messages?patientId=${patient()}`].map((path) => get(path, reader.key)));
    expect((await screen()).concat(await screen()).map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    await get(`/patients/${a.ids['otherId']}`, reader.key);
    expect((await looksOf(reader.id)).map(({ ref }) => ref)).toEqual([patient(), a.ids['otherId']]);
  });

  it('is not repeated by another process within the span, and is after it', async () => {
    const minute = 60_000;
    for (const [agoMs, rows] of [[lookSpanMs - minute, 1], [lookSpanMs + minute, 2]] as const) {
      const reader = await somebody();
      await api.sql`insert into audit_log (hospital_id, actor, action, ref, allowed, at) values (${api.hospitalId}, ${reader.id}, 'patient:read', ${patient()}, true, now() - ${agoMs}::float8 * interval '1 millisecond')`;
      await get(`/patients/${patient()}`, reader.key);
      expect([agoMs, (await looksOf(reader.id)).length]).toEqual([agoMs, rows]);
    }
  });

  it('shows the people beside the one who was asked for, too', async () => {
    const reader = await somebody();
    await get(`/patients/${patient()}/duplicates`, reader.key);
    expect((await looksOf(reader.id)).map(({ ref }) => ref ?? '').toSorted()).toEqual([patient(), a.ids['otherId'] ?? '', a.ids['mergedId'] ?? ''].toSorted());
  });
});

describe('A search', () => {
  const search = (key: string, q: string) => api.request('/search', { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ q }) });

  it('says who searched and whom the answer showed, once, and never for what', async () => {
    await api.sql`insert into search_key (hospital_id, patient_id, kind, key) values (${api.hospitalId}, ${patient()}, 'name', '甲乙丙丁') on conflict do nothing`;
    const reader = await somebody();
    for (let n = 0; n < 2; n += 1) expect(((await (await search(reader.key, '甲乙丙丁')).json()) as { items: unknown[] }).items).toHaveLength(1);
    await search(reader.key, 'nobody at all');
    expect(await looksOf(reader.id)).toEqual([[patient()], []].map((patients) => ({ action: 'patient:search', ref: null, detail: { first: 'POST /search', via: 'key', patients } })));
    expect(JSON.stringify(await api.sql`select row_to_json(l)::text from audit_log l where actor = ${reader.id}`)).not.toMatch(/甲|nobody at all/);
  });

  it('that cannot be written down shows nobody, as a record and a file do not', async () => {
    const reader = await somebody();
    const { body } = await api.call('POST', `/patients/${patient()}/files?kind=photo`, { raw: await phonePhoto() });
    const fileId = (body as { id: string }).id;
    const ask = [() => search(reader.key, '甲乙丙丁'), ...[`/patients/${patient()}`, `/files/${fileId}/thumb`].map((path) => () => api.request(path, { headers: { authorization: `Bearer ${reader.key}` } }))];
    await api.sql`revoke insert on audit_log from wuyou_one_hospital`;
    try {
      for (const one of ask) {
        const answer = await one();
        expect([answer.status, answer.headers.get('content-type'), answer.headers.get('etag')]).toEqual([500, 'application/problem+json; charset=utf-8', null]);
        expect(await answer.json()).toMatchObject({ code: 'internal' });
      }
    } finally {
      await api.sql`grant insert on audit_log to wuyou_one_hospital`;
    }
    for (const one of ask) expect((await one()).status).toBe(200);
    expect((await looksOf(reader.id)).map(({ action, ref }) => [action, ref])).toEqual([['patient:search', null], ['patient:read', patient()]]);
  });
});
