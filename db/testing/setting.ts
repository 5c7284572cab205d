/** Database, vendors and activities of one test file. */
import { createActivities } from '../../activities/index.js';
import type { Hook } from '../../activities/hook.js';
import { noHook } from '../../activities/hook.js';
import type { Activities } from '../../activities/port.js';
import { createCrypt } from '../../messages/crypt.js';
import { testKeys } from '../../test/support/keys.js';
import { freshDatabase } from '../../test/support/postgres.js';
import { connect, type Sql } from '../client.js';
import type { LedgerDeps } from '../ledger/deps.js';
import { fakeChannels, fakeVendor, type FakeVendor } from './fake-channel.js';

export type TestSetting = {
  sql: Sql;
  url: string;
  vendors: { wechat: FakeVendor; sms: FakeVendor; wecom: FakeVendor };
  deps: LedgerDeps;
  activities: Activities;
  withHook(hook: Hook): Activities;
  close(): Promise<void>;
};

export async function createSetting(vendorOptions: Parameters<typeof fakeVendor>[2] = {}): Promise<TestSetting> {
  const database = await freshDatabase();
  const sql = connect(database.url);
  const vendors = { wechat: fakeVendor('wechat', 'wx', vendorOptions), sms: fakeVendor('sms', 'tw', vendorOptions), wecom: fakeVendor('wecom', 'wc', vendorOptions) };
  const deps: LedgerDeps = { sql, channels: fakeChannels(Object.values(vendors)), crypt: createCrypt(testKeys), publicUrl: 'http://localhost', hook: noHook };
  return {
    sql, url: database.url, vendors, deps, activities: createActivities(deps), withHook: (hook) => createActivities({ ...deps, hook }),
    async close() {
      await sql.end();
      await database.drop();
    },
  };
}

/** Answers of a wound check with nothing wrong, and what may differ. */
export const wound = (differs: Record<string, string | boolean> = {}): Record<string, Record<string, string | boolean>> =>
  ({ wound: { redness: 'none', worse: false, pus: false, edgesOpen: false, soaked: '0', ...differs } });
