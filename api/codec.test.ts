/** `POST /codec/decode` as Temporal's UI asks it: from its own origin, with the operator's session, each use written down. */
import { defaultPayloadConverter } from '@temporalio/common';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../db/accounts.js';
import { signIn } from '../db/sessions.js';
import { createCodec } from '../temporal/codec.js';
import { encodePayloads, type PayloadsJson } from '../temporal/codec-server.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { testKeys } from '../test/support/keys.js';

const ui = 'http://127.0.0.1:8233';
const foreign = ['https://evil.example', 'http://127.0.0.1:8234', 'http://127.0.0.1:8233.evil.example', 'null'];
const path = '/codec/decode';

let api: TestApi;
let sealed: PayloadsJson;
const cookie: Record<string, string> = {};
const account: Record<string, string> = {};
beforeAll(async () => {
  api = await testApi();
  const { metadata, data } = defaultPayloadConverter.toPayload('day 3: call her') ?? {};
  const plain = { metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])), data: Buffer.from(data ?? []).toString('base64') };
  sealed = await encodePayloads(createCodec(testKeys.payload, 'default'), { payloads: [plain] });
  for (const role of ['ops', 'nurse']) {
    account[role] = await createAccount(api.sql, { hospitalId: api.hospitalId, login: `reads-${role}`, displayName: role, roles: [role], password: 'a long enough password' });
    cookie[role] = `__Host-wuyou=${(await signIn(api.sql, `reads-${role}`, 'a long enough password'))?.token ?? ''}`;
  }
});
afterAll(() => api.close());

const ask = (headers: Record<string, string>, body: unknown = sealed, asked = path) => api.request(asked, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const preflight = (origin: string) => api.request(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-namespace' } });
const shared = ({ headers }: Response) => [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];

describe('The codec of the Temporal UI', () => {
  it('opens a payload for the UI’s own origin and the operator’s session, which may read the answer', async () => {
    const before = await preflight(ui);
    expect([before.status, ...shared(before), before.headers.get('access-control-allow-headers')?.split(',').toSorted()]).toEqual([204, ui, 'true', ['authorization', 'caller-type', 'content-type', 'x-namespace']]);
    const answer = await ask({ origin: ui, cookie: cookie['ops'] ?? '', 'x-namespace': 'wuyou' });
    expect([answer.status, ...shared(answer)]).toEqual([200, ui, 'true']);
    const { payloads } = (await answer.json()) as PayloadsJson;
    expect(payloads.map(({ data = '' }) => JSON.parse(Buffer.from(data, 'base64').toString()) as unknown)).toEqual(['day 3: call her']);
  });

  it.each(foreign)('lets no page of %s read, and takes its session for nobody’s', async (origin) => {
    expect(shared(await preflight(origin))[0]).toBeNull();
    const answer = await ask({ origin, cookie: cookie['ops'] ?? '' });
    expect([answer.status, shared(answer)[0]]).toEqual([401, null]);
    expect(await answer.text()).not.toContain('call her');
  });

  it('lets the UI’s origin reach nothing else', async () => {
    for (const elsewhere of ['/search', '/session']) {
      const answer = await api.request(elsewhere, { method: 'OPTIONS', headers: { origin: ui, 'access-control-request-method': 'POST' } });
      expect([elsewhere, shared(answer)[0]]).toEqual([elsewhere, null]);
    }
    expect((await ask({ origin: ui, cookie: cookie['ops'] ?? '' }, { q: 'zay' }, '/search')).status).toBe(401);
  });

  it('needs somebody, and the permission history:decode', async () => {
    expect((await ask({ origin: ui })).status).toBe(401);
    const refused = await ask({ origin: ui, cookie: cookie['nurse'] ?? '' });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'forbidden', detail: expect.stringContaining('history:decode') as unknown }]);
  });

  it('writes each use down: who, and of which namespace', async () => {
    const [last] = await api.sql<{ id: number }[]>`select max(id)::int as id from audit_log`;
    await ask({ origin: ui, cookie: cookie['ops'] ?? '', 'x-namespace': 'wuyou' });
    await ask({ origin: ui, cookie: cookie['nurse'] ?? '' });
    expect(await api.sql`select actor, action, ref, allowed from audit_log where id > ${last?.id ?? 0} order by id`).toEqual([
      { actor: account['ops'], action: 'history:decode', ref: 'wuyou', allowed: true },
      { actor: account['nurse'], action: 'forbidden: POST /codec/decode', ref: null, allowed: false },
    ]);
  });

  it('says of a payload that was changed, or closed with another key, that it does not open, and nothing of it', async () => {
    const [one] = sealed.payloads;
    const bytes = Buffer.from(one?.data ?? '', 'base64');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    const stranger = await encodePayloads(createCodec([{ id: uuidv7().slice(0, 8), secret: Buffer.alloc(32, 9) }], 'default'), { payloads: [{ metadata: {}, data: '' }] });
    for (const broken of [{ payloads: [{ ...one, data: bytes.toString('base64') }] }, stranger]) {
      const answer = await ask({ origin: ui, cookie: cookie['ops'] ?? '' }, broken);
      expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toMatchObject([422, 'application/problem+json; charset=utf-8', { code: 'invalid', detail: expect.stringContaining('does not open') as unknown }]);
    }
    expect((await ask({ origin: ui, cookie: cookie['ops'] ?? '' }, { payloads: 'none' })).status).toBe(422);
  });
});
