/** Why an update is not taken: the words of the engine, or that nothing can be taken just now (`keepForLater` in the contract). */
import { refusal, type Refusal } from '../pathways/engine/actions.js';
import { decide } from '../pathways/engine/decide.js';
import type { Episode } from '../pathways/engine/episode.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { Plan } from '../pathways/engine/plan.js';

/**
 * The rehearsal matters: an input on which the engine throws would block the workflow task, and with it this patient's deadlines, until a new
 * build is out. Refused here it leaves no history, blocks nothing, and is kept by whoever sent it.
 */
export function refusalBy(plan: Plan, episode: Episode, input: EpisodeInput, halted: string | null, target?: Plan): Refusal | null {
  if (halted !== null) {
    return { code: 'halted', message: `The episode stands still because of ${halted}; what was sent is kept and taken once operations have repaired it.` };
  }
  try {
    const refused = refusal(plan, episode, input, target);
    if (refused === null) decide(plan, episode, input, target);
    return refused;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'Error';
    return { code: 'engine-failed', message: `The engine could not work on this ${input.kind} (${name}); it is kept, and operations are told.` };
  }
}

/** Nothing of that id, version and content is published in this hospital. */
export const unknownVersion: Refusal = { code: 'unknown-version', message: 'The version that this command names is not published with that content; publish it, or name another.' };
