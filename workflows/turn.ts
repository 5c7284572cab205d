/** What the circle starts from, hands on and carries over: pure readings of the episode. */
import type { EpisodeSnapshot, JournalEntry } from '../activities/port.js';
import { decide } from '../pathways/engine/decide.js';
import type { Episode } from '../pathways/engine/episode.js';
import { evolve } from '../pathways/engine/evolve.js';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import { hasEnded, nextDue } from '../pathways/engine/next-due.js';
import { open } from '../pathways/engine/open.js';
import type { Plan } from '../pathways/engine/plan.js';
import { knowsSemantics, semantics as currentSemantics } from '../pathways/engine/semantics.js';
import type { Instant, ObligationId } from '../pathways/engine/vocabulary.js';
import { fromMs, toMs } from '../pathways/time.js';
import { driverVersion, type CarePathwayStart, type Check } from './contract.js';
import { wallTimeOf } from './episode-clock.js';

/** The next thing that happens by itself, in words for an operator. */
export type NextDue = { at: Instant; what: string };

/** A worker that does not know the run's semantics must not guess: the plain error blocks the task until a newer build takes it. */
export function episodeAtStart({ v, episodeId, plan, semantics, started, carried }: CarePathwayStart): Episode {
  if (v > driverVersion) throw new Error(`This build does not know driver version ${String(v)}: start a newer worker`);
  if (!knowsSemantics(semantics)) throw new Error(`This build does not know engine semantics ${semantics}: start a newer worker`);
  if (carried) return { ...carried.episode, semantics };
  if (started) return open({ id: episodeId, plan, semantics, startedAt: started.at, zone: started.zone });
  throw new Error('A run starts with either `started` or `carried`');
}

export const inputsAtStart = ({ started, carried }: CarePathwayStart): EpisodeInput[] => carried?.waiting ?? (started ? [started] : []);

export const entryOf = (after: Episode, input: EpisodeInput, events: EpisodeEvent[]): JournalEntry => ({
  seq: after.seq, semantics: after.semantics, planHash: after.plan.hash, input, events,
});

export const releasedBy = ({ events }: JournalEntry): ObligationId[] =>
  events.flatMap((event) => (event.type === 'ObligationReleased' ? [event.obligation] : []));

/** Nothing in it that the ledger does not know already: such an entry may wait for the next one (ADR 0010). */
export const isOnlySent = ({ events }: JournalEntry): boolean =>
  events.every((event) => event.type === 'InputApplied' || (event.type === 'ObligationClosed' && event.outcome === 'sent'));

/** The same of one-way steps, which end with their message: the ledger knows the one, and the other follows from it. */
export const isSentAndDone = ({ input, events }: Pick<JournalEntry, 'input' | 'events'>): boolean =>
  input.kind === 'messages-settled' &&
  events.every((event) => event.type === 'InputApplied' || (event.type === 'ObligationClosed' && event.outcome === 'sent') || (event.type === 'OccurrenceClosed' && event.outcome === 'completed'));

/** Only "sent", nothing becomes due at another time than `due` by it, and the episode is not over by it: it may wait unread for what comes next. */
export function restsWith(plan: Plan, episode: Episode, due: NextDue | null, input: EpisodeInput): boolean {
  const events = decide(plan, episode, input);
  const after = events.reduce(evolve, episode);
  return isSentAndDone({ input, events }) && nextDue(plan, after)?.at === due?.at && hasEnded(after) === hasEnded(episode);
}

/** `at`, or just before what is due by then: "sent" was true before, and what is due must know it. */
export const beforeDue = (due: NextDue | null, at: Instant): Instant => (due === null || due.at > at ? at : fromMs(toMs(due.at) - 1));

/**
 * A clock moved by hand to where nothing was due (ADR 0030): nothing would ride after it for hours, and the patient's other packages and every
 * screen would show another time.
 */
export const recordsOnlyTime = ({ input, events }: JournalEntry): boolean =>
  input.kind === 'clock-reached' && events.every(({ type }) => type === 'InputApplied');

/** The ledger's, and not yet answered for: a run that starts with some (it was reset, or rebuilt from the journal) asks again. */
export const orphansOf = (episode: Episode, checks: Check[]): ObligationId[] => {
  const known = new Set(checks.map(({ obligation }) => obligation));
  return Object.values(episode.obligations).flatMap(({ id, state }) => (state === 'released' && !known.has(id) ? [id] : []));
};

export const needsAttention = (episode: Episode): boolean => Object.keys(episode.escalations).length > 0;

/** `begun`: the clock that the run began with; another one goes along, for the database's sake. */
export const snapshotOf = (episode: Episode, due: NextDue | null, clock: CarePathwayStart['clock'], begun: CarePathwayStart['clock'] = clock): EpisodeSnapshot => ({
  status: episode.status,
  phase: episode.phase,
  nextDueAt: due?.at ?? null,
  nextWallAt: due === null ? null : fromMs(wallTimeOf(clock, due.at)),
  needsAttention: needsAttention(episode),
  ...(clock === begun ? {} : { clock }),
});

/** The next run keeps everything but the engine's semantics and the driver's version: it is where a running episode takes on the current ones. Its plan is the one in force. */
export const carriedBy = ({ started: _, ...start }: CarePathwayStart, episode: Episode, checks: Check[], firstRun: Date): CarePathwayStart => ({
  ...start, v: driverVersion, plan: episode.plan, semantics: currentSemantics, carried: { episode, waiting: [], checks, firstRunAt: fromMs(firstRun.getTime()) },
});
