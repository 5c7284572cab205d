/**
 * Every operation of the running API, every page and every webhook x every role, nobody, a patient, and another hospital: really asked. What
 * each should get stands in docs/access.md, reviewed by people; an address without a row fails here, and its row is in the message.
 */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../db/accounts.js';
import { createApiKey } from '../db/api-keys.js';
import { signIn } from '../db/sessions.js';
import { askNowhere, askReal, type Asked } from '../test/access/asking.js';
import { everythingOf, type Everything } from '../test/access/everything.js';
import { surfaceOf, type Operation, type Surface } from '../test/access/operations.js';
import { readTable, rowText, type Row } from '../test/access/table.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { parseSettings } from '../settings.js';
import { testKeyVariables } from '../test/support/keys.js';
import { birth } from '../test/support/patient-in-care.js';
import { phone } from '../test/support/patient-page.js';
import { roles } from './permissions.js';

/** Set up, so that their webhooks ask for a signature; WeChat Pay's needs real keys and is tried in its own test. */
const vendors = {
  TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: '+15005550006',
  ALIYUN_ACCESS_KEY_ID: 'k', ALIYUN_ACCESS_KEY_SECRET: 's', ALIYUN_SMS_SIGN_NAME: 'n', ALIYUN_SMS_TEMPLATES: '{}', ALIYUN_CALLBACK_SECRET: 'a-long-enough-callback-secret',
  WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 's', WECHAT_TOKEN: 't', WECHAT_ENCODING_AES_KEY: 'a'.repeat(43),
};

let api: TestApi;
let a: Everything;
let surface: Surface;
/** Whole `cookie` headers by role, and the patient's. */
const cookies: Record<string, string> = {};
/** With every role at once, in hospital B. */
let keyOfB = '';
let hospitalB = '';

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
let sent = 0;
async function ask({ path, init }: Asked, headers: Record<string, string>): Promise<{ status: number; to: string; text: string }> {
  const response = await api.request(path, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), ...(init.method === 'POST' ? { 'idempotency-key': `access-${(sent += 1)}` } : {}), ...headers } });
  // The stream of changes never ends by itself.
  const text = (response.headers.get('content-type') ?? '').startsWith('text/event-stream') ? '' : await response.text();
  if (text === '') await response.body?.cancel().catch(() => undefined);
  return { status: response.status, to: response.headers.get('location') ?? '', text };
}
const withCookie = (cookie: string) => ({ cookie, origin: 'https://care.test', host: 'care.test' });

beforeAll(async () => {
  api = await testApi({ providers: parseSettings({ ...vendors, ...testKeyVariables, DATABASE_URL: 'postgres://nobody@127.0.0.1/none' }).providers });
  a = await everythingOf(api);
  surface = surfaceOf(api.app);
  hospitalB = uuidv7();
  await api.sql`insert into hospital (id, name, kind, sms_signature, phone, entry) values (${hospitalB}, 'Hospital B', 'training', 'B', '1', 'B')`;
  await api.sql`insert into district (hospital_id, code, name) values (${hospitalB}, 'north', 'North')`;
  for (const role of roles) {
    await createAccount(api.sql, { hospitalId: api.hospitalId, login: `signed-in-${role}`, displayName: role, roles: [role], password: 'a long enough password' });
    cookies[role] = `__Host-wuyou=${(await signIn(api.sql, `signed-in-${role}`, 'a long enough password'))?.token ?? ''}`;
  }
  const stranger = await createAccount(api.sql, { hospitalId: hospitalB, login: 'stranger', displayName: 'Stranger', roles: [...roles], password: null });
  keyOfB = await createApiKey(api.sql, { hospitalId: hospitalB, accountId: stranger });
  const her = phone(api);
  await her.get(a.link);
  await her.send(birth);
  if (her.page().path !== '/p/home') throw new Error(`The patient is not in: ${her.page().path}`);
  cookies['patient'] = her.cookie();
});
afterAll(() => api.close());

/** Whether somebody may at all: asked with ids that exist nowhere, so that nothing changes and "not there" means "let in". */
function verdict({ path }: Operation, { status, to }: { status: number; to: string }): string {
  if (/^\/(webhooks|sign-in\/provider)(\/|$)/.test(path) && status === 404) return 'off';
  if (status === 401 || status === 403) return String(status);
  if (status === 303 && to.startsWith('/sign-in')) return 'sign-in';
  if (status === 303 && (to === '/p/' || to.startsWith('/p/?'))) return 'entry';
  return 'yes';
}
/** What a stranger of hospital B gets under the real ids of hospital A. */
function foreign(operation: Operation, { status, to }: { status: number; to: string }): string {
  if (/^\/(console|islands)\//.test(operation.path)) return 'own'; // files of the build, which is not always made
  if (verdict(operation, { status, to }) === 'off') return 'off';
  if (status >= 300 && status < 400) return verdict(operation, { status, to });
  return status < 300 ? 'own' : String(status);
}
const leaving = new Set(['DELETE /session', 'POST /nurse/sign-out', 'POST /p/out']);

describe('docs/access.md', () => {
  it('says of every address what every role, nobody, a patient and another hospital get', async () => {
    const rows: [string, string][] = [];
    const leaks: string[] = [];
    const inside = surface.operations.filter((operation) => !leaving.has(nameOf(operation)));
    for (const operation of [...inside, ...surface.operations.filter((one) => leaving.has(nameOf(one)))]) {
      const nowhere = askNowhere(operation);
      const asked = (who: string, headers: Record<string, string>) => ask(nowhere, headers).then((reply) => [who, verdict(operation, reply)] as const);
      const row = Object.fromEntries(await Promise.all([...roles, 'patient'].map((who) => asked(who, withCookie(cookies[who] ?? ''))).concat(asked('nobody', {})))) as Row;
      const real = askReal(surface, operation, a);
      const answer = await ask(real, { authorization: `Bearer ${keyOfB}` });
      row['other hospital'] = foreign(operation, answer);
      const said = `${real.path}${typeof real.init.body === 'string' ? real.init.body : ''}`;
      leaks.push(...a.canaries.filter((canary) => answer.text.includes(canary) && !said.includes(canary)).map((canary) => `${nameOf(operation)} told hospital B ${canary}`));
      rows.push([nameOf(operation), rowText(nameOf(operation), row)]);
    }
    const expected = readTable();
    expect(leaks).toEqual([]);
    expect(rows.filter(([operation, text]) => expected.get(operation) !== text).map(([, text]) => text)).toEqual([]);
    expect([...expected.keys()].filter((operation) => !rows.some(([known]) => known === operation))).toEqual([]);
  });

  it('lets no stranger pass under an id: every row of an address with one says 404, or is named here', () => {
    const told = [...readTable()].filter(([operation, line]) => /Id\}/.test(operation) && line.split(' | ').at(-1) !== '404 |').map(([operation]) => operation);
    // The form of a refusal and its page hold nothing but what was sent.
    expect(told).toEqual(['GET /nurse/offers/{offerId}/decline', 'POST /nurse/clips/{fileId}', 'POST /nurse/offers/{offerId}/accept', 'POST /nurse/offers/{offerId}/decline']);
  });

  it('writes each denial down for hospital B, with ids alone', async () => {
    const denied = await api.sql<{ action: string; ref: string | null; actor: string }[]>`select action, ref, actor from audit_log where hospital_id = ${hospitalB} and not allowed`;
    const written = new Set(denied.map(({ action }) => action));
    const refused = [...readTable()].filter(([operation, line]) => /Id\}/.test(operation) && !operation.includes('/nurse/') && line.endsWith('| 404 |')).map(([operation]) => `not-found: ${operation.replace(/\{(\w+)\}/g, ':$1')}`);
    expect(refused.length).toBeGreaterThan(150);
    expect(refused.filter((action) => !written.has(action))).toEqual([]);
    expect(denied.filter(({ ref }) => ref !== null && !/^([0-9a-f-]{36}|\d+)( ([0-9a-f-]{36}|\d+))*$/.test(ref))).toEqual([]);
    const [forbidden] = await api.sql`select 1 from audit_log where hospital_id = ${api.hospitalId} and not allowed and action = 'forbidden: PUT /roster'`;
    expect(forbidden).toBeDefined();
  });
});

/** There, but not for this asker just now: nobody's list holds the visit on that day, no small picture was made, an earlier request of this run has taken it. */
const notNow = /^(GET|POST) \/nurse\/visits\/|^GET \/files\/\{fileId\}|^POST \/offers\/\{offerId\}\/accept|\/waitlist\/pass$|^POST \/drafts\/\{draftId\}\/publish/;

describe('The same addresses, asked by hospital A', () => {
  it('are there: what the stranger was told does not exist does', async () => {
    const rows = readTable();
    const missing: string[] = [];
    for (const operation of surface.operations) {
      if (!/\{/.test(operation.path) || rows.get(nameOf(operation))?.endsWith('| 404 |') !== true || /^GET \/(console|islands)|\/webhooks\/|^[A-Z]+ \/p\//.test(nameOf(operation)) || notNow.test(nameOf(operation))) continue;
      const { status } = await ask(askReal(surface, operation, a), { authorization: `Bearer ${a.key}` });
      if (status === 404 || status === 401 || status === 500) missing.push(`${nameOf(operation)} ${status}`);
    }
    expect(missing).toEqual([]);
  });
});

describe('A credential that is none (any more)', () => {
  it('opens nothing, and is written down without what was sent', async () => {
    for (const headers of [{ authorization: 'Bearer wy_wrong_key' }, withCookie('__Host-wuyou=made-up')]) {
      expect((await ask({ path: '/patients/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c', init: { method: 'GET' } }, headers)).status).toBe(401);
    }
    const rows = await api.sql<{ actor: string; ref: string | null }[]>`select actor, ref from audit_log where hospital_id is null and action = 'unauthenticated: GET /patients/:patientId'`;
    expect(rows.length).toBe(2);
    expect(JSON.stringify(rows)).not.toContain('wrong_key');
  });
  it('is counted, not stored, once it comes in floods', async () => {
    for (let n = 0; n < 80; n += 1) await ask({ path: '/tasks', init: { method: 'GET' } }, { authorization: `Bearer wy_wrong_${n}` });
    const [row] = await api.sql<{ n: number }[]>`select count(*)::int as n from audit_log where hospital_id is null and action = 'unauthenticated: GET /tasks'`;
    expect(row?.n).toBeLessThanOrEqual(60);
  });
});

