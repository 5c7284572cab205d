/** One project per kind of test, so that `npx vitest run --project unit` needs no server. Forks: the worker is native code. */
import { defineConfig } from 'vitest/config';

const everywhere = {
  pool: 'forks' as const,
  restoreMocks: true,
  // Vitest's own second is a time limit on a busy machine.
  expect: { poll: { timeout: 30_000 } },
  env: { WUYOU_DATA_DIR: '.data/test', LOG_LEVEL: 'silent', TZ: 'UTC' },
};
/** Ends what hangs. No test is timed: two busy cores may be ten times as slow as one idle. */
const hangs = 300_000;
const postgres = './test/support/postgres-setup.ts';
const training = './test/support/training-setup.ts';
const temporal = './test/support/temporal-setup.ts';
const skipped = ['node_modules/**', 'web/dist/**', 'dist/**', '.data/**'];
/** Starts servers of its own. */
const shortChaos = 'test/chaos/twenty-crashes.test.ts';
const shortContract = 'test/contract/short-form.test.ts';
const pure = ['web/**/*.test.{ts,tsx}', 'pathways/**/*.test.ts', 'channels/**/*.test.ts', 'payments/**/*.test.ts', 'files/**/*.test.ts', 'meetings/**/*.test.ts', 'identity/**/*.test.ts', 'messages/**/*.test.ts', 'discharges/**/*.test.ts', 'rosters/**/*.test.ts', 'cli/**/*.test.ts'];

export default defineConfig({
  test: {
    // Left alone, one core of two stays idle. Files share nothing: a database each, a time-skipping server each.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...everywhere,
          name: 'unit',
          include: [...pure, 'bench/**/*.test.ts', 'platform/**/*.test.ts', 'scripts/**/*.test.ts', 'temporal/**/*.test.ts', 'workflows/**/*.test.ts', '*.test.ts'],
          exclude: [...skipped, 'pathways/definitions/**', '**/*.db.test.ts', '**/*.clips.test.ts'],
          testTimeout: hangs,
          hookTimeout: hangs,
        },
      },
      // Beside the unit tests, because these need ffmpeg.
      { test: { ...everywhere, name: 'clips', include: ['files/**/*.clips.test.ts'], exclude: skipped, testTimeout: hangs, hookTimeout: hangs } },
      { test: { ...everywhere, name: 'stories', include: ['pathways/definitions/**/*.test.ts', 'test/stories/**/*.test.ts'], exclude: skipped, testTimeout: hangs, hookTimeout: hangs } },
      { test: { ...everywhere, name: 'repository', include: ['test/*.test.ts'], exclude: skipped, testTimeout: hangs, hookTimeout: hangs } },
      { test: { ...everywhere, name: 'replay', include: ['test/replay/**/*.test.ts'], exclude: skipped, testTimeout: hangs, hookTimeout: hangs } },
      {
        test: {
          ...everywhere,
          name: 'db',
          include: ['db/**/*.test.ts', 'activities/**/*.test.ts', '**/*.db.test.ts'],
          exclude: skipped,
          globalSetup: postgres,
          testTimeout: hangs,
          hookTimeout: hangs,
        },
      },
      { test: { ...everywhere, name: 'episodes', include: ['test/episodes/**/*.test.ts'], exclude: skipped, globalSetup: [postgres, temporal], testTimeout: hangs, hookTimeout: hangs } },
      { test: { ...everywhere, name: 'api', include: ['api/**/*.test.ts'], exclude: skipped, globalSetup: [postgres, training, temporal], testTimeout: hangs, hookTimeout: hangs } },
      { test: { ...everywhere, name: 'e2e', include: ['test/e2e/**/*.test.ts', 'test/upgrade/**/*.test.ts'], exclude: skipped, globalSetup: [postgres, training, temporal], testTimeout: hangs, hookTimeout: hangs, fileParallelism: false } },
      // Each part of the bench starts servers of its own.
      { test: { ...everywhere, name: 'bench', include: ['test/bench/**/*.test.ts'], exclude: skipped, testTimeout: 600_000 } },
      { test: { ...everywhere, name: 'chaos-short', include: [shortChaos], exclude: skipped, testTimeout: 1_800_000 } },
      { test: { ...everywhere, name: 'chaos', include: ['test/chaos/**/*.test.ts'], exclude: [...skipped, shortChaos], globalSetup: [postgres, temporal], testTimeout: 600_000, hookTimeout: 300_000, fileParallelism: false } },
      { test: { ...everywhere, name: 'contract-short', include: [shortContract], exclude: skipped, globalSetup: [postgres, training, temporal], testTimeout: 900_000, hookTimeout: 300_000 } },
      { test: { ...everywhere, name: 'contract', include: ['test/contract/**/*.test.ts'], exclude: [...skipped, shortContract], globalSetup: [postgres, training, temporal], testTimeout: 1_800_000, hookTimeout: 300_000, fileParallelism: false } },
      { test: { ...everywhere, name: 'backup', include: ['test/backup/**/*.test.ts'], exclude: skipped, testTimeout: 900_000, hookTimeout: 900_000, fileParallelism: false } },
      // A house of their own for each file, one after the other: each is a whole `npm start`.
      { test: { ...everywhere, name: 'browser', include: ['test/browser/**/*.test.ts'], exclude: skipped, testTimeout: 180_000, hookTimeout: 400_000, fileParallelism: false } },
    ],
  },
});
