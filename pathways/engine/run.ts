/** One decision in the making: the episode as it stands after the events so far. Lives only inside `decide`. */
import type { Cause, EpisodeEvent } from './events.js';
import type { Episode, Occurrence } from './episode.js';
import { happen } from './evolve.js';
import { personalPlan } from './personal.js';
import type { Plan } from './plan.js';
import type { Instant } from './vocabulary.js';

export type Run = {
  /** With the schedules of this patient in it; follows every change of a personal number. */
  plan: Plan;
  /** The decision's own: every event changes it. */
  readonly episode: Episode;
  readonly events: EpisodeEvent[];
  /** Occurrences that ended in this decision, as they stood, and have not been followed up by steps that come after them. */
  readonly ended: Ended[];
  /** Episode time of what is being decided: a due item's own time, or the input's. */
  at: Instant;
  /** Why it is being decided; an event may name a closer cause. */
  cause: Cause;
};

export type Ended = { occurrence: Occurrence; outcome: Extract<EpisodeEvent, { type: 'OccurrenceClosed' }>['outcome'] };

type WithoutBase<T> = T extends EpisodeEvent ? Omit<T, 'at' | 'cause'> : never;
export type NewEvent = WithoutBase<EpisodeEvent>;

export function emit(run: Run, event: NewEvent, cause: Cause = run.cause): void {
  const full = Object.assign({ type: event.type, at: run.at, cause }, event) as EpisodeEvent;
  run.events.push(full);
  const ending = full.type === 'OccurrenceClosed' ? run.episode.occurrences[full.occurrence] : undefined;
  if (full.type === 'OccurrenceClosed' && ending) run.ended.push({ occurrence: ending, outcome: full.outcome });
  const { personal, recounts, numbering } = run.episode;
  happen(run.episode, full);
  if (run.episode.personal !== personal || run.episode.recounts !== recounts || run.episode.numbering !== numbering) run.plan = personalPlan(run.plan, run.episode);
}

/** Decides something for a reason of its own, then goes on with the former one. */
export function because(run: Run, cause: Cause, act: () => void): void {
  const before = run.cause;
  run.cause = cause;
  act();
  run.cause = before;
}

/** Something a person should know, said once per episode and code. */
export function warnOnce(run: Run, code: string, detail: string): void {
  if (!run.episode.warned.includes(code)) emit(run, { type: 'Warned', code, detail });
}
