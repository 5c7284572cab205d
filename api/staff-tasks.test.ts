/** The done-mark of a task step over HTTP: who may, what is refused, what is kept. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishExample } from '../db/testing/example.js';
import { testApi, type TestApi } from '../test/support/api.js';
import { startCare, type Cared } from '../test/support/care-without-temporal.js';

let api: TestApi;
let cared: Cared;
beforeAll(async () => {
  api = await testApi();
  const [hospital] = await api.sql<{ id: string }[]>`select hospital_id as id from account where login = 'test-case-manager'`;
  await publishExample(api.sql, hospital?.id ?? '', 'task');
  cared = await startCare(api, 'task', 'example');
});
afterAll(() => api.close());

const post = (body: object, as = 'doctor') => api.call('POST', `/episodes/${cared.episodeId}/tasks`, { as, body });
const answers = { removal: { decision: 'stays' } };

it('is for those who care for patients', async () => expect((await post({ step: 'review#1', outcome: 'done', answers }, 'ops')).status).toBe(403));

it('says what is wrong: no reason, no such task, an answer that the form does not offer', async () => {
  expect((await post({ step: 'review#1', outcome: 'not-needed' })).body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/note' }] });
  expect((await post({ step: 'review#9', outcome: 'done', answers })).body).toMatchObject({ code: 'invalid', detail: expect.stringContaining('review/9') as string });
  expect((await post({ step: 'review#1', outcome: 'done', answers: { removal: { decision: 'perhaps' } } })).body).toMatchObject({ code: 'refused', detail: expect.stringContaining('removal.decision') as string });
});

it('is stored with who did it before anybody hears that it is', async () => {
  expect((await post({ step: 'review#1', outcome: 'done', note: 'seen', answers })).status).toBe(202);
  const [doctor] = await api.sql<{ id: string }[]>`select id from account where login = 'test-doctor'`;
  expect(await api.sql`select kind, payload from inbox where episode_id = ${cared.episodeId} and kind = 'task-recorded'`).toMatchObject([{ payload: { occurrence: `${cared.episodeId}/review/1`, outcome: 'done', note: 'seen', answers, by: doctor?.id } }]);
});
