import { afterAll, beforeAll, expect, it } from 'vitest';
import { plantObligation } from '../db/testing/obligation.js';
import { localDateOf, fromMs } from '../pathways/time.js';
import { parseSettings } from '../settings.js';
import type { CareClient } from '../temporal/client.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';
import { testKeyVariables } from '../test/support/keys.js';

const secret = 'a-long-enough-callback-secret';
const aliyun = { ALIYUN_ACCESS_KEY_ID: 'k', ALIYUN_ACCESS_KEY_SECRET: 's', ALIYUN_SMS_SIGN_NAME: 'n', ALIYUN_SMS_TEMPLATES: '{}', ALIYUN_CALLBACK_SECRET: secret };
let api: TestApi;
/** Of which run, and of what. */
const told: [late: number | null, obligations: string[]][] = [];
const care = {
  startEpisode: () => Promise.resolve('running'),
  deliveriesChanged: (_: string, obligations: string[], late?: number) => (told.push([late ?? null, obligations]), Promise.resolve(late !== undefined)),
} as unknown as CareClient;
beforeAll(async () => {
  api = await testApi({ care, providers: parseSettings({ ...aliyun, ...testKeyVariables, DATABASE_URL: 'postgres://nobody@127.0.0.1/none' }).providers });
});
afterAll(() => api.close());

it('A vendor\'s report of a failure is told to the late run of an ended episode, so that it climbs or calls at once', async () => {
  const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
  const { dischargeId } = (await api.call('POST', '/discharges', { body: dischargeOf('late-receipt', today) })).body as { dischargeId: string };
  const { episodeId } = (await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: 'late-receipt' } })).body as { episodeId: string };
  await api.sql`update episode set status = 'stopped', ended_at = now(), late_runs = 2 where id = ${episodeId}`;
  const obligation = await plantObligation(api.sql, episodeId, { class: 'safety', channels: ['sms'] });
  await api.sql`insert into attempt (id, hospital_id, episode_id, patient_id, obligation_id, carries, channel, provider, n, to_hmac, text_hash, message_enc, text_key, text_version, language, state, claim_token, lease_until, episode_at, provider_message_id)
    select 'attempt-1', hospital_id, episode_id, patient_id, id, array[id], 'sms', 'aliyun', 1, 'x', 'x', 'x'::bytea, 'x', '1', 'zh-CN', 'accepted', gen_random_uuid(), now(), now(), 'attempt-1' from obligation where id = ${obligation}`;
  const report = [{ phone_number: '13800138000', success: false, err_code: 'UNKNOWN', out_id: 'attempt-1', biz_id: '1' }];
  expect((await api.request(`/webhooks/aliyun/report/${secret}`, { method: 'POST', body: JSON.stringify(report), headers: { 'content-type': 'application/json' } })).status).toBe(200);
  expect(told).toEqual([[null, [obligation]], [2, [obligation]]]);
});
