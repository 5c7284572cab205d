/**
 * `decide(plan, episode, input)`: first everything due until the input happens, each at its own time, then the input has its effect, then
 * what that effect makes due at once. Pure, and it never throws: nonsense becomes `InputIgnored` with its reason.
 */
import { advance, whatFollows } from './advance.js';
import type { Episode } from './episode.js';
import type { Cause, EpisodeEvent } from './events.js';
import type { EpisodeInput } from './inputs.js';
import { personalPlan } from './personal.js';
import type { Plan } from './plan.js';
import { respond } from './respond.js';
import { emit, type Run } from './run.js';

/** `target`: of a `migrate`, the plan that it names; every other input means the same without. */
export const decide = (plan: Plan, episode: Episode, input: EpisodeInput, target?: Plan): EpisodeEvent[] => decided(plan, episode, input, target).events;

/** With the episode as it stands after these events, for whoever goes on at once: the same as `events.reduce(evolve, episode)` (tested). */
export function decided(plan: Plan, episode: Episode, input: EpisodeInput, target?: Plan): { events: EpisodeEvent[]; episode: Episode } {
  const run: Run = { plan: personalPlan(plan, episode), episode, events: [], ended: [], at: input.at, cause: causeOf(input) };
  if (episode.status !== 'launching') advance(run, input.at);
  // A clock that went back does not take the episode back.
  run.at = input.at < run.episode.lastAt ? run.episode.lastAt : input.at;
  run.cause = causeOf(input);
  const ignored = isDuplicate(episode, input) ? 'duplicate' : respond(run, input, target);
  if (ignored !== null) emit(run, { type: 'InputIgnored', input: input.kind, reason: ignored });
  if (run.episode.status !== 'launching') {
    whatFollows(run);
    advance(run, run.at);
  }
  run.cause = causeOf(input);
  emit(run, { type: 'InputApplied', input: input.kind, commandId: 'commandId' in input ? input.commandId : null });
  return { events: run.events, episode: run.episode };
}

const isDuplicate = (episode: Episode, input: EpisodeInput): boolean => 'commandId' in input && episode.seen.includes(input.commandId);

const causeOf = (input: EpisodeInput): Cause => ({
  kind: 'input', input: input.kind, ...('commandId' in input ? { commandId: input.commandId } : {}), ...('by' in input ? { by: input.by } : {}),
});
