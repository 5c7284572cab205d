/**
 * `npm run bench -- takeover`: a worker is killed, and every one of many long episodes is told something while there is none. The next worker knows
 * none of them: how long until the last answer is recorded, and how many workflow tasks were begun and not ended in their time, which is work done for nothing.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { zoneWhereItIsMorning } from '../test/chaos/course.js';
import { benchCourse, minuteMs } from './hospital/course.js';
import { stopAll } from './hospital/ends.js';
import { openHospital } from './hospital/open.js';
import { startServers } from './hospital/servers.js';
import { sendAnswer } from './measure/answers.js';
import { timed } from './measure/at-once.js';
import { beginning } from './measure/machine.js';
import { optionsOf } from './measure/options.js';
import { print, rangeText, table, verdicts } from './measure/table.js';

/** `answers`: how many each episode has had before; one is nine events of its history. */
const options = optionsOf({ rounds: 3, episodes: 30, answers: 50 }, { rounds: 1, episodes: 3, answers: 2 });
const { atMost } = verdicts(options);
const packageId = 'bench-takeover';
/** More than one worker that finishes nothing deserves. */
const patienceMs = 5 * minuteMs;

const servers = await startServers(options.server);
try {
  const ending = beginning(`takeover ${options.words}`, `${servers.temporal.what}; Wuyou's API and worker are a process each`);
  const house = await openHospital(servers, [benchCourse(packageId, zoneWhereItIsMorning(Date.now()), [])]);
  const episodes: string[] = [];
  await timed(options.episodes, 6, async (n) => episodes.push(await house.launch(await house.discharged(n + 1), packageId)));
  await timed(options.episodes * options.answers, 16, (n) => sendAnswer(house, episodes[n % episodes.length] ?? ''));
  const waiting = async (): Promise<number> => (await servers.database.sql<{ n: number }[]>`select count(*)::int as n from inbox where state = 'accepted'`)[0]?.n ?? Number.NaN;
  while ((await waiting()) > 0) await wait(200);

  const [seconds, lost]: [number[], number[]] = [[], []];
  for (let round = 0; round < options.rounds; round++) {
    const next = await house.replaceWorker(() => timed(episodes.length, episodes.length, (n) => sendAnswer(house, episodes[n] ?? '')));
    const startedAt = performance.now();
    while ((await waiting()) > 0) {
      if (performance.now() - startedAt > patienceMs) throw new Error(`${await waiting()} answers were not recorded five minutes after the next worker was ready`);
      await wait(100);
    }
    seconds.push((performance.now() - startedAt) / 1_000);
    lost.push(next.warnings().split('Task not found when completing').length - 1);
  }
  table([`${options.episodes} episodes with ${options.answers} answers each, ${options.rounds} rounds`, 'least / middle / most'], [
    ['next worker ready -> last answer recorded, s', rangeText(seconds)],
    ['workflow tasks begun and not ended in time', rangeText(lost)],
  ]);
  print(atMost('workflow tasks not ended in time', lost, 0));
  print();
  ending();
} finally {
  await stopAll();
}
process.exit(0);
