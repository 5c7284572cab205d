import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { drive } from '../db/testing/driver.js';
import { createSetting, type TestSetting } from '../db/testing/setting.js';
import { createWorld, launchEpisode } from '../db/testing/world.js';
import { testKeyVariables } from '../test/support/keys.js';
import { printed } from '../test/support/printed.js';
import { run } from './audit.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-audit-'));
let setting: TestSetting;
let obligation: string;
beforeAll(async () => {
  setting = await createSetting();
  for (const [name, value] of Object.entries({ ...testKeyVariables, DATABASE_URL: setting.url, AUDIT_ANCHOR_FILE: join(folder, 'anchor.jsonl') })) vi.stubEnv(name, value);
  const world = await createWorld(setting.sql, { packages: ['discharge-follow-up'] });
  const episodeId = await launchEpisode(setting.sql, world, 'discharge-follow-up', { pace: 1 });
  await (await drive(setting.sql, setting.activities, episodeId)).runUntil('2026-03-05T03:00:00.000Z');
  obligation = `${episodeId}/follow-up-d3/1/0/invite/patient`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await setting.close();
  rmSync(folder, { recursive: true, force: true });
});
const audit = (...args: string[]) => printed(run, '--without-temporal', ...args);

it('wuyou audit ends with 0 when every promise is kept, and says of each what it looked at', async () => {
  const { code, out } = await audit();
  expect(out).toMatch(/Audit clean\.\n$/);
  expect(out.match(/^✓ [A-M] /gm)).toHaveLength(13);
  expect(out).not.toContain('✗');
  expect(code).toBe(0);
});

it('wuyou audit ends with 1 when a message goes out at another time than the journal says, names it and says what is wrong', async () => {
  const [changed] = await setting.sql`update obligation set due_at = due_at + interval '1 hour' where id = ${obligation} returning id`;
  expect(changed).toBeDefined();
  const { code, out } = await audit();
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ B .* 1 broken$/m);
  expect(out).toMatch(new RegExp(`^ {2}B {2}${obligation}\\n {7}.*in the ledger, at .* by the journal$`, 'm'));
  expect(out).toMatch(/\nAudit: 1 breach\(es\)\.\n$/);
  const json = await audit('--json');
  expect([json.code, JSON.parse(json.out)]).toMatchObject([1, { breaches: 1 }]);
});

it('wuyou audit refuses a time or a grace that is none', async () => {
  await expect(run(['--since', 'yesterday'])).rejects.toThrow('--since "yesterday" is not a time');
  await expect(run(['--grace', 'soon'])).rejects.toThrow('--grace "soon" is not a number of seconds');
});
