/**
 * What each operation needs to succeed, laid out in a fresh training hospital: an operation that uses its row up gets a row of its own.
 * schemathesis makes every request itself; hooks.py only tells it these ids and bodies.
 */
import { createAccount } from '../../db/accounts.js';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { everythingOf } from '../access/everything.js';
import { dischargeOf } from '../support/api.js';
import { cases } from './cases.js';
import { drafts } from './drafts.js';
import { live } from './live-episodes.js';
import { money } from './money.js';
import type { ServedApi } from './served-api.js';
import { sessions } from './sessions.js';
import { visits } from './visits.js';

/** `secret`: of an authenticator app whose code of that moment belongs into the body. */
export type Target = { path?: Record<string, string>; query?: Record<string, string>; body?: unknown; secret?: string };
export type Targets = Record<string, Target>;
export type Hospital = {
  served: ServedApi;
  /** API key of an account with every role. */
  key: string;
  /** Of that account, and of a colleague. */
  own: string;
  colleague: string;
  ids: Record<string, string>;
  refs: { occurrence: string; escalation: string; obligation: string; task: string };
  today: string;
  /** Throws what the API said when it is no 2xx. */
  post: (path: string, body: unknown) => Promise<Record<string, unknown>>;
  get: (path: string) => Promise<Record<string, unknown>>;
  /** A new patient, discharged today. */
  discharged: (ref: string) => Promise<{ patientId: string; dischargeId: string }>;
};

const password = 'a long enough password';

export async function targetsOf(served: ServedApi): Promise<{ key: string; ids: Record<string, string>; operations: Targets }> {
  const { api } = served;
  const { ids, refs, key } = await everythingOf(api);
  const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
  const [mine] = await api.sql<{ id: string }[]>`select id from account where login = 'everything'`;
  const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const reply = await api.call(method, path, { as: key, ...(body === undefined ? {} : { body }) });
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return (reply.body === '' ? {} : reply.body) as Record<string, unknown>;
  };
  let mobiles = 0;
  const hospital: Hospital = {
    served, key, own: mine?.id ?? '', colleague: ids['accountId'] ?? '', ids, refs, today,
    post: (path, body) => ask('POST', path, body),
    get: (path) => ask('GET', path),
    async discharged(ref) {
      mobiles += 1;
      const mobile = `1390000${String(mobiles).padStart(4, '0')}`;
      const { patientId, dischargeId } = await ask('POST', '/discharges', dischargeOf(ref, today, { contacts: [{ owner: 'patient', kind: 'mobile', value: mobile }] }));
      return { patientId: String(patientId), dischargeId: String(dischargeId) };
    },
  };
  await createAccount(api.sql, { hospitalId: api.hospitalId, login: 'contract', displayName: 'Contract', roles: ['nurse'], password });
  return {
    key, ids,
    operations: {
      'POST /session': { body: { login: 'contract', password } },
      ...(await desk(hospital)),
      ...(await cases(hospital)),
      ...(await visits(hospital)),
      ...(await money(hospital)),
      ...(await drafts(hospital)),
      ...(await live(hospital)),
      ...(await sessions(hospital)),
    },
  };
}

/** Patients, their contacts and where they live; lists that come as files. */
async function desk({ served, refs, today, discharged }: Hospital): Promise<Targets> {
  const [added, merged, ordered] = [await discharged('contacts'), await discharged('merged'), await discharged('ordered')];
  const lives = await discharged('lives');
  await served.api.sql`update patient set died_at = now() where id = ${lives.patientId}`;
  const contacts = await served.api.sql<{ id: string }[]>`select id from contact where patient_id = ${ordered.patientId} order by position`;
  const list = ['病案号,姓名,手机,住院号,出院日期', `M-list,张三,13800138001,C-list,${today}`].join('\n');
  return {
    'POST /discharges': { body: dischargeOf('contract', today) },
    'POST /discharges/import': { query: { source: 'csv' }, body: list },
    'POST /roster/import': { query: { store: 'true' }, body: '日期,岗位,姓名,班次\n2099-03-02,值班医生,doctor,24小时\n' },
    'DELETE /patients/{patientId}/death': { path: { patientId: lives.patientId } },
    'PUT /patients/{patientId}/birth-date': { path: { patientId: added.patientId }, body: { birthDate: '1953-05-04' } },
    'PUT /patients/{patientId}/contacts': { path: { patientId: added.patientId }, body: { owner: 'patient', kind: 'phone', value: '13800138099' } },
    'PUT /patients/{patientId}/contacts/order': { path: { patientId: ordered.patientId }, body: { ids: contacts.map(({ id }) => id) } },
    'POST /patients/{patientId}/consents': { body: { decisions: [{ kind: 'sms', decision: 'withdrawn', how: 'signed' }] } },
    'POST /patients/{patientId}/merge': { body: { merged: merged.patientId, reason: 'the same person' } },
    'PUT /patients/{patientId}/place': { body: { district: 'north', address: '1 Example Road', accessNote: null, lat: null, lng: null } },
    'PUT /districts': { body: { districts: [{ code: 'north', name: 'North', lat: null, lng: null }], travel: [] } },
    'PUT /patients/{patientId}/preferences': { body: { quiet: null, language: 'en', elderMode: null } },
    'PUT /staff/{accountId}/hours': { body: { hours: [{ weekday: 1, from: '08:00', until: '17:00' }] } },
    'POST /review/targets': { body: { measure: 'active', packageId: null, baseline: null, target: '10', source: 'our own count', reason: 'more than last year' } },
    'POST /patients/{patientId}/codes/renew': { body: { contactId: null } },
    'POST /patients/{patientId}/links': { body: { contactId: null, purpose: 'plan' } },
    'POST /messages/reveal': { body: { obligationId: refs.obligation } },
    'GET /episodes/{episodeId}/why': { query: { id: refs.obligation } },
  };
}
