/** Which crash comes when: drawn from the seed, every point equally often. */
import { killPoints } from '../../activities/hook.js';
import { seeded, shuffled } from '../vendors/seeded.js';
import { faultNames, type FaultName } from './faults.js';

export type Crash =
  | { of: 'worker'; point: string; pass: number }
  /** No named point: after so many milliseconds of work. */
  | { of: 'worker'; point: 'anywhere'; afterMs: number }
  | { of: 'api'; point: string; pass: number }
  | { of: 'postgres'; point: 'postgres-immediate-stop' }
  | { of: 'fault'; point: FaultName };

/** `short`: kills at named points alone and PostgreSQL crashed twice, for every `npm test`; nothing at random moments, none of the named faults. */
export type Form = 'short' | 'long';

const apiPoints: readonly string[] = ['api-after-inbox'];
const workerPoints: readonly string[] = killPoints.filter((point) => !apiPoints.includes(point));
/** What a run of this form must have killed at. */
export const pointsOf = (form: Form): readonly string[] => [...workerPoints, ...apiPoints, ...(form === 'long' ? ['anywhere'] : [])];

/** Points that traffic passes all the time may be passed some times before the blow falls; the rare ones strike at once. */
const busy: readonly string[] = ['before-record', 'in-record', 'after-record', 'between-claim-and-post', 'between-post-and-settle', 'after-settle'];

/** Every fault once for so many kills, by convention (C): the rest of the time the system must be seen to recover. */
const killsPerFault = 50;

/** `crashes` kills of worker and API; two PostgreSQL crashes come on top, at one and at two thirds, and the named faults all along. */
export function crashPlan(seed: number, crashes: number, form: Form = 'long'): Crash[] {
  const random = seeded(seed);
  const kills: Crash[] = [];
  while (kills.length < crashes) {
    const round: Crash[] = [
      ...workerPoints.map((point): Crash => ({ of: 'worker', point, pass: busy.includes(point) ? 1 + Math.floor(random() * 4) : 1 })),
      { of: 'worker', point: 'anywhere', afterMs: Math.floor(random() * 4_000) },
      ...apiPoints.map((point): Crash => ({ of: 'api', point, pass: 1 + Math.floor(random() * 3) })),
    ];
    kills.push(...shuffled(round.filter(({ point }) => pointsOf(form).includes(point)), random).slice(0, crashes - kills.length));
  }
  const postgres: Crash = { of: 'postgres', point: 'postgres-immediate-stop' };
  const [first, second] = [Math.floor(crashes / 3), Math.floor((2 * crashes) / 3)];
  const blows: Crash[] = [...kills.slice(0, first), postgres, ...kills.slice(first, second), postgres, ...kills.slice(second)];
  if (form === 'short') return blows;
  const named = Array.from({ length: Math.max(1, Math.floor(crashes / killsPerFault)) }, () => shuffled(faultNames, random)).flat();
  return spread(blows, named.map((point): Crash => ({ of: 'fault', point })));
}

/** The second list evenly among the first. */
function spread<T>(many: readonly T[], few: readonly T[]): T[] {
  const all: T[] = [];
  let placed = 0;
  for (const [i, one] of many.entries()) {
    all.push(one);
    const due = Math.floor(((i + 1) * few.length) / many.length);
    all.push(...few.slice(placed, due));
    placed = due;
  }
  return all;
}
