/**
 * A new payload key while an episode runs: the first key of the ring closes, every key opens. One run is begun under the old key, goes on under
 * both, and is read whole by whoever holds both; without the old key nobody reads its beginning, and the error says which key is missing.
 */
import { Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createCodec, type PayloadKey } from '../../temporal/codec.js';
import { decodePayloads } from '../../temporal/codec-server.js';
import type { CareClient } from '../../temporal/client.js';
import { fromMs, localDateOf } from '../../pathways/time.js';
import { episodeWorkflowId } from '../../workflows/contract.js';
import { dischargeOf, testApi, type TestApi } from '../support/api.js';
import { liveCare, type LiveCare } from '../support/live-care.js';

const key = (id: string, byte: number): PayloadKey => ({ id, secret: Buffer.alloc(32, byte) });
const [march, april] = [key('2026-03', 31), key('2026-04', 32)];

let current: LiveCare;
/** The API outlives the change of keys here; in production it restarts with the new ring. */
const care = new Proxy({} as CareClient, { get: (_, name: keyof CareClient) => current.care[name] });
let api: TestApi;
let worker: Awaited<ReturnType<LiveCare['work']>>;
let connection: Connection;
let episodeId: string;

beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
  current = await liveCare([march]);
  api = await testApi({ care });
  worker = await current.work(api.sql);
  const { body } = await api.call('POST', '/discharges', { body: dischargeOf('keys', localDateOf(fromMs(Date.now()), 'Asia/Shanghai')) });
  const launch = await api.call('POST', '/episodes', { body: { dischargeId: (body as { dischargeId: string }).dischargeId, packageId: 'discharge-follow-up', orderNo: 'K-1' } });
  episodeId = (launch.body as { episodeId: string }).episodeId;
});
afterAll(async () => {
  await worker.stop();
  await api.close();
  await current.close();
  await connection.close();
});

const text = new TextDecoder();
const isPayload = (value: object): value is Payload => 'metadata' in value && typeof value.metadata === 'object' && value.metadata !== null && 'encoding' in value.metadata && value.metadata.encoding instanceof Uint8Array;
/** Every payload of the run, wherever it stands in an event. */
async function payloads(): Promise<Payload[]> {
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({ namespace: 'default', execution: { workflowId: episodeWorkflowId(episodeId) } });
  const found: Payload[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if (isPayload(value)) found.push(value);
    else for (const inner of Object.values(value)) walk(inner);
  };
  walk(history);
  return found;
}
const closedWith = (all: readonly Payload[]): string[] => [...new Set(all.filter(({ metadata }) => text.decode(metadata?.['encoding'] ?? undefined) === 'binary/encrypted').map(({ metadata }) => text.decode(metadata?.['encryption-key-id'] ?? undefined)))].toSorted();

it('what runs goes on under the new key, and both halves of its history open', async () => {
  await expect.poll(async () => ((await api.call('GET', `/episodes/${episodeId}`)).body as { status: string }).status, { timeout: 30_000 }).toBe('active');
  expect(closedWith(await payloads())).toEqual(['2026-03']);
  await worker.stop();
  await current.close();
  current = await liveCare([april, march]);
  worker = await current.work(api.sql);
  // On a busy machine it may be stored and on its way (202) before the run has taken it.
  const answered = await api.call('POST', `/episodes/${episodeId}/answers`, { body: { answers: { core: { chestPain: true } }, answeredBy: 'patient' } });
  expect([200, 202]).toContain(answered.status);
  const settled = async (): Promise<number> => {
    await worker.relay();
    return (await api.sql`select 1 from inbox where episode_id = ${episodeId} and state = 'accepted'`).length;
  };
  await expect.poll(settled, { timeout: 120_000, interval: 1_000 }).toBe(0);
  const all = await payloads();
  expect(closedWith(all)).toEqual(['2026-03', '2026-04']);
  const asUi = { payloads: all.map(({ metadata, data }) => ({ metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])), data: Buffer.from(data ?? []).toString('base64') })) };
  const opened = JSON.stringify((await decodePayloads(createCodec([april, march], 'default'), asUi)).payloads.map(({ data = '' }) => Buffer.from(data, 'base64').toString('utf8')));
  expect(opened).toContain('chestPain');
  expect(opened).toContain('discharge-follow-up');
});

it('what stands open in a history is nothing but search attributes and markers of the SDK', async () => {
  const open = (await payloads()).filter(({ metadata }) => text.decode(metadata?.['encoding'] ?? undefined) !== 'binary/encrypted').map(({ data }) => text.decode(data ?? undefined));
  const meant = [api.hospitalId, 'discharge-follow-up'];
  expect(open.filter((value) => !meant.some((known) => value.includes(known)) && !/^("?[a-z/-]+"?|\d+|true|false|\{[^一-鿿]*\})$/.test(value))).toEqual([]);
});

it('without the old key its beginning stays closed, and the error names the key to put back', async () => {
  await expect(createCodec([april], 'default').decode(await payloads())).rejects.toThrow('closed with key "2026-03", which WUYOU_PAYLOAD_KEYS does not hold');
});
