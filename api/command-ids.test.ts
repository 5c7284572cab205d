/** Whatever key a sender chooses, what is said under it is news: "@" marks what was copied from a sibling, and is ours alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';
import { inCare } from '../test/support/patient-in-care.js';

const d3 = '2026-03-05T02:30:00.000Z';
let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

describe.each(['call-0815', 'call-0815@ward5'])('Under the Idempotency-Key %s', (key) => {
  it('a death that the family reports on the phone is stored, ends every package and silences every message', async () => {
    const { patientId, episodes, house } = await inCare(api, ['hip-wound-care', 'hip-home-rehab'], d3);
    const [call] = await api.sql<{ step: string; episodeId: string }[]>`select split_part(id, '/', 2) || '#' || split_part(id, '/', 3) as step, episode_id from occurrence where patient_id = ${patientId} and kind = 'call' order by due_at limit 1`;
    const taken = await api.call('POST', `/episodes/${call?.episodeId}/calls`, { as: 'nurse', key, body: { step: call?.step, outcome: 'died' } });
    expect(taken.status).toBe(202);
    await house.relay(d3);
    expect(await api.sql`select 1 from patient where id = ${patientId} and died_at is not null`).toHaveLength(1);
    expect(await api.sql`select status, stop_reason from episode where id = any(${episodes}::uuid[])`).toEqual([{ status: 'stopped', stopReason: 'died' }, { status: 'stopped', stopReason: 'died' }]);
    await house.runUntil('2026-03-09T04:00:00.000Z');
    expect(await api.sql`select 1 from attempt a join obligation o on o.id = a.obligation_id where a.patient_id = ${patientId} and a.episode_at > ${d3} and o.recipient in ('patient', 'family')`).toEqual([]);
  });
});
