import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type ConnectOptions } from './client.js';
import { createSetting, type TestSetting } from './testing/setting.js';

let setting: TestSetting;
beforeAll(async () => {
  setting = await createSetting();
});
afterAll(() => setting.close());

async function helpers(options: ConnectOptions): Promise<string | undefined> {
  const sql = connect(setting.url, { max: 1, ...options });
  const [row] = await sql<{ maxParallelWorkersPerGather: string }[]>`show max_parallel_workers_per_gather`;
  await sql.end();
  return row?.maxParallelWorkersPerGather;
}

describe('A connection', () => {
  it('starts no helper processes for its queries', async () => expect(await helpers({})).toBe('0'));
  it('leaves them to the server where queries run for seconds', async () => expect(await helpers({ parallel: true })).toBe('2'));
});
