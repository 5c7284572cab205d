import { afterAll, beforeAll, expect, it } from 'vitest';
import { drive } from '../db/testing/driver.js';
import { createSetting, type TestSetting } from '../db/testing/setting.js';
import { createWorld, launchEpisode } from '../db/testing/world.js';
import { semantics } from '../pathways/engine/semantics.js';
import type { CarePathwayStart } from '../workflows/contract.js';
import type { CareClient } from './client.js';
import { resumeEpisode } from './resume.js';

let setting: TestSetting;
beforeAll(async () => {
  setting = await createSetting();
});
afterAll(() => setting.close());

it('a run that begins again decides as the last one did, not as at the launch; one that a newer build has driven is left to that', async () => {
  const { sql } = setting;
  const id = await launchEpisode(sql, await createWorld(sql));
  await (await drive(sql, setting.activities, id)).runUntil('2026-03-03T03:00:00.000Z');
  const starts: CarePathwayStart[] = [];
  const care = { startEpisode: async (start: CarePathwayStart) => (starts.push(start), 'running' as const) } as unknown as CareClient;
  const resume = () => resumeEpisode({ sql, locks: sql, care, now: Date.now }, id);

  // Launched by an older build, continued as new since.
  await sql`update episode set start = jsonb_set(start, '{semantics}', '3'), semantics = 3 where id = ${id}`;
  await resume();
  expect(starts).toMatchObject([{ semantics, carried: { episode: { semantics } } }]);
  await sql`update episode set start = jsonb_set(start, '{semantics}', ${String(semantics + 1)}::text::jsonb) where id = ${id}`;
  await expect(resume()).rejects.toThrow(`was written with engine semantics ${semantics + 1}`);
});
