/**
 * `decide(plan, episode, input)`: first everything due until the input happens, each at its own time, then the input has its effect, then
 * what that effect makes due at once. Pure, and it never throws: nonsense becomes `InputIgnored` with its reason.
 */
import { advance, whatFollows } from './advance.js';
import type { Episode } from './episode.js';
import type { Cause, EpisodeEvent } from './events.js';
import { ownCopy } from './evolve.js';
import type { EpisodeInput } from './inputs.js';
import { personalPlan } from './personal.js';
import type { Plan } from './plan.js';
import { respond } from './respond.js';
import { emit, type Run } from './run.js';

/** `target`: of a `migrate`, the plan that it names; every other input means the same without. */
export const decide = (plan: Plan, episode: Episode, input: EpisodeInput, target?: Plan): EpisodeEvent[] => decideInto(plan, ownCopy(episode), input, target);

/** Decides, and lets it happen to the caller's own episode, which becomes the same as by `events.reduce(evolve, own)` (tested) at a fraction of the price. */
export function decideInto(plan: Plan, own: Episode, input: EpisodeInput, target?: Plan): EpisodeEvent[] {
  const run: Run = { plan: personalPlan(plan, own), episode: own, events: [], ended: [], at: input.at, cause: causeOf(input) };
  if (own.status !== 'launching') advance(run, input.at);
  // A clock that went back does not take the episode back.
  run.at = input.at < own.lastAt ? own.lastAt : input.at;
  run.cause = causeOf(input);
  const ignored = isDuplicate(own, input) ? 'duplicate' : respond(run, input, target);
  if (ignored !== null) emit(run, { type: 'InputIgnored', input: input.kind, reason: ignored });
  if (own.status !== 'launching') {
    whatFollows(run);
    advance(run, run.at);
  }
  run.cause = causeOf(input);
  emit(run, { type: 'InputApplied', input: input.kind, commandId: 'commandId' in input ? input.commandId : null });
  return run.events;
}

const isDuplicate = (episode: Episode, input: EpisodeInput): boolean => 'commandId' in input && episode.seen.includes(input.commandId);

const causeOf = (input: EpisodeInput): Cause => ({
  kind: 'input', input: input.kind, ...('commandId' in input ? { commandId: input.commandId } : {}), ...('by' in input ? { by: input.by } : {}),
});
