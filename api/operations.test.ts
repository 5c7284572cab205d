/** The page of operations over HTTP: who may see it, what it holds, and asking for an audit once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from '../test/support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

describe('Operations', () => {
  it('of a quiet hospital are empty and say so', async () => {
    const { status, body } = await api.call('GET', '/operations?days=7', { as: 'ops' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcomes: [], channels: [], overdue: [], sla: [], stuck: [], health: { open: 0, halted: 0, inboxWaiting: 0 } });
  });
  it('are for ops, head and administrators', async () => {
    expect((await api.call('GET', '/operations', { as: 'nurse' })).status).toBe(403);
    expect((await api.call('GET', '/operations?days=0', { as: 'ops' })).status).toBe(422);
  });
});

describe('An audit', () => {
  it('is asked for once however often the button is pressed, and shown as waiting', async () => {
    const [first, second] = [await api.call('POST', '/operations/audits', { as: 'ops', body: {} }), await api.call('POST', '/operations/audits', { as: 'head', body: {} })];
    expect([first.status, second.body]).toEqual([202, first.body]);
    expect((await api.call('GET', '/operations/audits', { as: 'ops' })).body).toMatchObject({ items: [{ state: 'waiting', cause: 'asked', askedBy: 'ops' }] });
    expect((await api.call('POST', '/operations/audits', { as: 'case-manager', body: {} })).status).toBe(403);
  });
});
