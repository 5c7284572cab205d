/** A virtual person with everything that her next acts depend on, and what she or staff will do at some time to come. */
import type { Episode } from '../engine/episode.js';
import type { Obligation } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import { stepOfOccurrence } from '../engine/ids.js';
import type { Plan, Step } from '../engine/plan.js';
import { stepOf as stepById } from '../engine/plan-steps.js';
import type { EscalationId, Instant } from '../engine/vocabulary.js';
import { addDays, addMinutes, atLocal, localDateOf, localTimeOf, minutesBetween } from '../time.js';
import type { Body } from './body.js';
import type { When } from './draw.js';
import type { Habits } from './habits.js';
import type { Random } from './random.js';

export type Person = {
  plan: Plan;
  habits: Habits;
  body: Body;
  random: Random;
  zone: string;
  startedAt: Instant;
  flags: Readonly<Record<string, boolean>>;
  /** Every obligation so far, since a task handed out is closed before the person acts on it. */
  asked: Map<string, Obligation>;
  /** Which alarm of a case staff are acting on: an upgrade starts anew. */
  handling: Map<EscalationId, number>;
  /** What was measured last: it is measured again when asked to. */
  measured: string | null;
  commands: number;
};

/**
 * `still`: nobody completes a visit that was cancelled or resolves a case that is closed. Looked at when the time has come; what is refused in
 * spite of it is a mistake of the generator or of the engine, and is counted.
 */
export type Planned = { input: EpisodeInput; still?: (episode: Episode) => boolean };

/** As long as the product's ids, so that the state's size is the real one; what differs stands first, because the engine compares them often. */
export function command(person: Pick<Person, 'commands'>, by: string): { commandId: string; by: string } {
  person.commands += 1;
  // Joined, so that it is one piece like a text from the network, and no tree of pieces that every comparison walks.
  return { commandId: [String(person.commands).split('').reverse().join('').padEnd(8, '-'), 'simulated-by-the-command-li'].join('-'), by };
}

export function whenOf({ startedAt, zone }: Pick<Person, 'startedAt' | 'zone'>, at: Instant): When {
  return { at, date: localDateOf(at, zone), day: minutesBetween(startedAt, at) / 1440 };
}

/** People sleep from ten to seven; what would fall into the night is done in the morning. */
export function awake({ zone, random }: Pick<Person, 'zone' | 'random'>, at: Instant): Instant {
  const time = localTimeOf(at, zone);
  if (time >= '07:00' && time < '22:00') return at;
  const date = localDateOf(at, zone);
  return addMinutes(atLocal(time < '07:00' ? date : addDays(date, 1), '07:00', zone), random.whole(0, 120));
}

export const isAtHome = (episode: Episode): boolean => episode.status !== 'paused' && episode.stop === null;
export const goesOn = (episode: Episode): boolean => episode.status === 'active';

export const stepOf = (plan: Plan, occurrence: string): Step | undefined => stepById(plan, stepOfOccurrence(occurrence)) ?? undefined;
