/** With DATABASE_URL and TEMPORAL_ADDRESS set, `npm start` brings no servers of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { freshDatabase } from '../support/postgres.js';
import { installation } from '../support/installation.js';

const { url: databaseUrl, drop } = await freshDatabase();
const home = await installation({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_UI_URL: 'https://temporal.hospital.example' });
afterAll(async () => {
  await home.remove();
  await drop();
});

it('uses the servers that it is given, and leaves them running', async () => {
  const started = await home.start();
  await started.says(/就绪 · ready/, 120_000);
  expect(started.said()).toContain('Temporal: https://temporal.hospital.example');
  expect(['postgres', 'temporal'].filter((folder) => existsSync(join(home.dataDir, folder)))).toEqual([]);
  await home.ready();
  expect(await started.interrupt()).toBe(0);
  const again = await home.start();
  await again.says(/就绪 · ready/, 120_000);
  expect(await again.interrupt()).toBe(0);
});
