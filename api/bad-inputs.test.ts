/** The most likely bad inputs and the very words they get; docs/errors.md is made from this (`npx vitest run --project api api/bad-inputs -u`). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf, testApi } from '../test/support/api.js';
import type { CallOptions, TestApi } from '../test/support/api.js';
import { problems } from './problem.js';

const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
let api: TestApi;
let own: { dischargeId: string; episodeId: string };
let other: { dischargeId: string; episodeId: string };

async function launched(ref: string): Promise<typeof own> {
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf(ref, today) });
  const { dischargeId } = body as { dischargeId: string };
  const launch = await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: ref } });
  return { dischargeId, episodeId: (launch.body as { episodeId: string }).episodeId };
}
beforeAll(async () => {
  api = await testApi({ providers: { twilio: { accountSid: 'AC1', authToken: 't', from: '+15005550006', baseUrl: undefined } } });
  own = await launched('own');
  other = await launched('other');
  await api.sql`insert into occurrence (id, hospital_id, episode_id, patient_id, step, kind, n, phase, status, due_at, window_from, window_until)
    select ${`${other.episodeId}/follow-up-d3/1`}, hospital_id, id, patient_id, 'follow-up-d3', 'form', 1, 'course', 'open', now(), now(), now() from episode where id = ${other.episodeId}`;
});
afterAll(() => api.close());

const stored = async (record: object): Promise<string> => ((await api.call('POST', '/discharges', { body: record })).body as { dischargeId: string }).dischargeId;
const launch = (dischargeId: string, more: object = {}) => ['POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: 'x', ...more } }] as const;
const ofOwn = (path: string, body: object) => ['POST', `/episodes/${own.episodeId}/${path}`, { body }] as const;
const json = { 'content-type': 'application/json' };

type Case = readonly [name: string, request: () => Promise<readonly [string, string, CallOptions]> | readonly [string, string, CallOptions]];
const cases: Case[] = [
  ['A malformed FHIR bundle', () => ['POST', '/discharges', { body: { resourceType: 'Bundle', entry: [{ nothing: true }] } }]],
  ['A bundle with two patients', () => ['POST', '/discharges', { body: { resourceType: 'Bundle', entry: [1, 2].map((id) => ({ resource: { resourceType: 'Patient', id: String(id) } })) } }]],
  ['A bundle without a stay', () => ['POST', '/discharges', { body: { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: '1' } }] } }]],
  ['A body that is not JSON', () => ['POST', '/discharges', { raw: '{"a":', headers: json }]],
  ['A form-encoded body', () => ['POST', '/discharges', { raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }]],
  ['A huge body', () => ['POST', '/discharges', { raw: 'x'.repeat(6 * 1024 * 1024), headers: { ...json, 'content-length': String(6 * 1024 * 1024) } }]],
  ['A bad phone', () => ['POST', '/discharges', { body: dischargeOf('phone', today, { contacts: [{ owner: 'patient', kind: 'mobile', value: '12345' }] }) }]],
  ['A CSV list without a needed column', () => ['POST', '/discharges/import', { raw: '姓名,住院号\n张三,1', headers: { 'content-type': 'text/csv' } }]],
  ['A text with a NUL character', () => ['POST', '/discharges/import?source=%00', { raw: '病案号,姓名,手机,住院号,出院日期\n1,张三,13800138001,1,2026-03-02', headers: { 'content-type': 'text/csv' } }]],
  ['A launch of an unknown package', () => launch(own.dischargeId, { packageId: 'hip-wound' })],
  ['A launch of an unknown version', () => launch(own.dischargeId, { version: 99 })],
  ['A launch from a discharge long past', async () => launch(await stored(dischargeOf('past', '2019-03-22')))],
  ['A launch for a dead patient', async () => { const record = dischargeOf('dead', today); return launch(await stored({ ...record, patient: { ...record.patient, died: true } })); }],
  ['A launch without any contact', async () => launch(await stored(dischargeOf('alone', today, { contacts: [] })))],
  ['A launch without consent', async () => launch(await stored(dischargeOf('silent', today, { consents: {} })))],
  ['A launch with a date that does not exist', () => launch(own.dischargeId, { orderNo: 'y', anchors: { surgery: '2026-02-30' } })],
  ["An answer to another patient's form", () => ofOwn('answers', { occurrence: `${other.episodeId}/follow-up-d3/1`, answers: { core: {} }, answeredBy: 'patient' })],
  ['An answer to a form that was never sent', () => ofOwn('answers', { step: 'follow-up-d3#1', answers: { core: {} }, answeredBy: 'patient' })],
  ["A call outcome for another patient's task", () => ofOwn('calls', { obligation: `${other.episodeId}/follow-up-d3/1/0/invite/patient`, outcome: 'reached' })],
  ['An answer to a form that the package does not have', () => ofOwn('answers', { answers: { knee: { flexion: '90' } }, answeredBy: 'patient' })],
  ['A number sent as a float', () => ofOwn('readings', { reading: 'bloodPressure', values: { systolic: 165.5 }, measuredAt: '2026-03-02T08:00:00+08:00' })],
  ['A reading that the package does not take', () => ofOwn('readings', { reading: 'glucose', values: { mmol: '5.5' }, measuredAt: '2026-03-02T08:00:00+08:00' })],
  ['A field whose name is misspelled', () => ofOwn('readings', { reading: 'bloodPressure', values: { systolic: '120' }, measuredAt: '2026-03-02T08:00:00+08:00', devise: 'Omron' })],
  ['A time without a zone', () => ofOwn('readings', { reading: 'bloodPressure', values: { systolic: '120' }, measuredAt: '2026-03-02T08:00:00' })],
  ['A time in the year 0', () => ofOwn('readings', { reading: 'bloodPressure', values: { systolic: '120' }, measuredAt: '0000-01-01T00:00:00Z' })],
  ['A wrong time zone', () => ofOwn('zone', { zone: 'Shanghai' })],
  ['A password that is changed with an API key', () => ['PUT', '/my/password', { body: { current: 'one', next: 'another' } }]],
  ['A second factor that is set up with an API key', () => ['PUT', '/my/second-factor/offer', { body: { password: 'one', code: null } }]],
  ['A code without a right password before it', () => ['POST', '/session/code', { as: null, body: { code: '050471' } }]],
  ['A slot that ends before it starts', () => ofOwn('visits/dressing/1/book', { from: '2026-03-02T10:00:00+08:00', until: '2026-03-02T09:00:00+08:00' })],
  ['An unknown episode', () => ['POST', '/episodes/019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c/resume', { body: {} }]],
  ['A missing Idempotency-Key', () => ['POST', '/episodes', { body: {}, headers: { 'idempotency-key': '' } }]],
  ['A file that is no picture', () => ['POST', '/files', { raw: '<svg onload=alert(1)>' }]],
  ['No key at all', () => ['GET', '/episodes', { as: null }]],
  ['A role that may not', () => ['PUT', '/roster', { as: 'nurse', body: { shifts: [] } }]],
  ['A forged webhook', () => ['POST', '/webhooks/twilio/status', { as: null, raw: 'MessageSid=SM1&MessageStatus=delivered', headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'forged' } }]],
];

const withoutIds = (text: string): string =>
  text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>').replace(/\b\d+ days ago/g, '<n> days ago');

it('every likely bad input gets a clear sentence, and docs/errors.md holds the very words', async () => {
  const rows: string[] = [];
  for (const [name, request] of cases) {
    const { status, body } = await api.call(...(await request()));
    const { code, detail } = body as { code?: string; detail?: string };
    expect([name, status >= 400 && status < 500, code !== undefined && (detail ?? '').length > 20]).toEqual([name, true, true]);
    rows.push(`| ${name} | ${status} \`${code ?? ''}\` | ${withoutIds(detail ?? '').replaceAll('|', '\\|')} |`);
  }
  const codes = Object.entries(problems).map(([code, [status, title]]) => `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} |`);
  const page = `# Errors

Every error of the API is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\` (what was wrong, where, what to do), \`code\`,
\`errors\` (JSON pointers into the request) and \`requestId\`. \`reason\` holds the finer code of a refusal. Nothing in an error names a person.

This page is made by a test that sends each of these requests: \`npx vitest run --project api api/bad-inputs -u\`.

## Codes

| code | status | means |
|---|---|---|
${codes.join('\n')}

## The most likely bad inputs, and the words they get

| what was sent | answer | words |
|---|---|---|
${rows.join('\n')}
`;
  await expect(page).toMatchFileSnapshot('../docs/errors.md');
});
