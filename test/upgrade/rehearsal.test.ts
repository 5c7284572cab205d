/** The short form of `npm run rehearse:upgrade`, on the dev server; on a server of production's kind it takes minutes and is run by hand. */
import { expect, it } from 'vitest';
import { quietRuntime } from '../episodes/care-run.js';
import { devServer } from './dev-server.js';
import { movesSleepers, shortfalls } from './judgement.js';
import { rehearse, type Rehearsed } from './rehearsal.js';
import { twoBuilds } from './two-builds.js';

const episodes = 3;
const full: Rehearsed = { serverVersion: '1.32.0', episodes, asleepOnOld: 3, stillOnOld: 3, movedToNew: 3, rolledBackToOld: 3, movedForwardAgain: 3, nudgedAgain: [0, 0, 0], answered: 6, journalsUnbroken: 3, failedTasks: 0 };
const older: Rehearsed = { ...full, serverVersion: '1.29.1', movedToNew: 0, movedForwardAgain: 0 };

it('sleeping episodes outlive a deployment with pinned builds: on this server they move, or stay, as the documents say; all commands are taken and no journal is broken', async () => {
  quietRuntime();
  const server = await devServer();
  try {
    const lines: string[] = [];
    const result = await rehearse({ address: server.address, episodes, builds: await twoBuilds(), say: (line) => lines.push(line) });
    process.stdout.write(`${JSON.stringify(result)}\n`);
    expect(shortfalls(result), lines.join('\n')).toEqual([]);
  } finally {
    await server.stop();
  }
}, 600_000);

it('the judgement is by the version of the server: who moves nobody is right before 1.30 and wrong from there on', () => {
  expect(['1.29.1', '1.30.0', '1.32.0', '2.0.0'].map(movesSleepers)).toEqual([false, true, true, true]);
  expect([shortfalls(full), shortfalls(older)]).toEqual([[], []]);
  expect(shortfalls({ ...older, serverVersion: '1.32.0' })).toEqual(['movedToNew: 0, and on Temporal 1.32.0 it must be 3', 'movedForwardAgain: 0, and on Temporal 1.32.0 it must be 3']);
  expect(shortfalls({ ...full, serverVersion: '1.29.1' })).toHaveLength(2);
});

it.each([['answered', 5], ['journalsUnbroken', 2], ['failedTasks', 1], ['asleepOnOld', 2]] as const)('is red on every server when %s is %i', (name, n) => {
  for (const server of [full, older]) expect(shortfalls({ ...server, [name]: n })).toEqual([expect.stringContaining(`${name}: ${n}, `)]);
});
