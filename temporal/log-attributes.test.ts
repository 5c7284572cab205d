import { expect, it } from 'vitest';
import { loggedAttributes } from './log-attributes.js';

it('says which run and activity failed and where in the code, and nothing that PostgreSQL or the SDK tied to it', () => {
  const refused = Object.assign(new Error('new row for relation "answer" violates check constraint'), { detail: 'Failing row contains (她说浴室最滑)', parameters: ['她说浴室最滑'], query: 'insert' });
  const logged = loggedAttributes({ workflowId: 'episode/1', activityType: 'record', attempt: 3, error: refused, activation: { jobs: ['她说浴室最滑'] }, workflowInfo: { memo: '她说浴室最滑' } });
  expect(logged).toEqual({ workflowId: 'episode/1', activityType: 'record', attempt: 3, error: expect.stringMatching(/^Error: new row for relation[\s\S]*log-attributes\.test\.ts/) as string });
  expect(JSON.stringify(logged)).not.toContain('浴室');
});

it('is silent about a name that holds an object, and about what is thrown without being an Error', () => {
  expect(loggedAttributes({ taskQueue: { patient: '她' }, err: '她' })).toEqual({ error: 'something that is no Error was thrown' });
  expect(loggedAttributes()).toEqual({});
});
