/**
 * Wall time <-> episode time: episode time = episode anchor + elapsed wall time x pace. Pace is 1 in every real hospital; a training
 * hospital may run a day in seconds. The engine knows episode time only; timers, leases and vendor windows are wall time. No clock is
 * read here: callers pass the wall time they have (workflow time in the sandbox, the database's or the process's outside).
 */
import { fromMs, toMs } from '../pathways/time.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import type { EpisodeClock } from './contract.js';

/** Floating point may land a hair below the whole millisecond that was meant. */
const hair = 1e-6;

/** What the episode's clock shows at that wall time (ms since the epoch). */
export const episodeTime = (clock: EpisodeClock, wallMs: number): Instant =>
  fromMs(toMs(clock.episodeAnchor) + Math.floor((wallMs - toMs(clock.wallAnchor)) * clock.pace + hair));

/** A clock that would take the episode back is not taken on: what happened stays before what comes. */
export const isAhead = (moved: EpisodeClock, current: EpisodeClock, wallMs: number): boolean => episodeTime(moved, wallMs) >= episodeTime(current, wallMs);

/** The first wall millisecond at which the episode's clock has reached `at`. */
export function wallTimeOf(clock: EpisodeClock, at: Instant): number {
  const wallMs = toMs(clock.wallAnchor) + Math.ceil((toMs(at) - toMs(clock.episodeAnchor)) / clock.pace - hair);
  // At a great pace a hair of the wall is more than one of the episode: a timer that fired too early would be set again for ever.
  return episodeTime(clock, wallMs) < at ? wallMs + 1 : wallMs;
}
