/** One answer, reading or call is enough for all packages of a patient that ask for it. */
import type { Answers, EpisodeInput } from '../engine/inputs.js';
import type { Plan } from '../engine/plan.js';
import type { CallOutcome, EpisodeId } from '../engine/vocabulary.js';
import type { ToEpisode } from './cases.js';

/** What sharing needs to know of an open episode. */
export type Asking = { id: EpisodeId; plan: Pick<Plan, 'forms' | 'readings' | 'steps'> };

/** Copies for the patient's other open episodes: trimmed to the forms they know, each under its own command id. A copy is never copied again. */
export function shareInput(episodes: readonly Asking[], from: EpisodeId, input: EpisodeInput): ToEpisode[] {
  return episodes.flatMap((episode) => {
    if (episode.id === from) return [];
    const copy = copyFor(episode, from, input);
    return copy === null ? [] : [{ episode: episode.id, input: copy }];
  });
}

/** A copy for a sibling. The "@" says so everywhere: what came from a sibling is no news of the patient, and is not handed on. */
export const sharedCommandId = (commandId: string, episode: EpisodeId): string => `${commandId}@${episode}`;
export const isSharedCommand = (commandId: string): boolean => commandId.includes('@');

/**
 * The id of a command that came from outside, by whoever sent it and the key that they gave. An "@" in their key is written in full width: it would make
 * a copy of the command, and a death that was reported under `call@ward5` would be news to nobody.
 */
export const ownCommandId = (sender: string, key: string): string => `${sender}:${key}`.replaceAll('@', '＠');

/** Spoken with somebody: then no second nurse need call today. Attempts that failed stay with the package that made them. */
const spokeWith: readonly CallOutcome[] = ['reached', 'proxy'];

function copyFor({ id, plan }: Asking, sharedFrom: EpisodeId, input: EpisodeInput): EpisodeInput | null {
  switch (input.kind) {
    case 'answer-received': {
      const answers = known(plan, input.answers);
      if (input.sharedFrom !== undefined || answers === null) return null;
      const { occurrence: _ours, ...rest } = input;
      return { ...rest, answers, sharedFrom, commandId: sharedCommandId(input.commandId, id) };
    }
    case 'visit-completed': {
      const answers = known(plan, input.record);
      if (answers === null) return null;
      return { kind: 'answer-received', at: input.at, by: input.by, commandId: sharedCommandId(input.commandId, id), answers, answeredBy: 'staff', sharedFrom };
    }
    case 'task-recorded': {
      const answers = known(plan, input.answers ?? {});
      if (answers === null) return null;
      return { kind: 'answer-received', at: input.at, by: input.by, commandId: sharedCommandId(input.commandId, id), answers, answeredBy: 'staff', sharedFrom };
    }
    case 'reading-received':
      if (input.sharedFrom !== undefined || !Object.hasOwn(plan.readings, input.reading)) return null;
      return { ...input, sharedFrom, commandId: sharedCommandId(input.commandId, id) };
    case 'call-recorded': {
      if (input.sharedFrom !== undefined || !spokeWith.includes(input.outcome)) return null;
      const answers = known(plan, input.answers ?? {});
      const calls = plan.steps.some(({ kind }) => kind === 'call');
      if (answers === null && !calls) return null;
      const { occurrence: _ours, obligation: _task, answers: _all, ...rest } = input;
      return { ...rest, ...(answers === null ? {} : { answers }), sharedFrom, commandId: sharedCommandId(input.commandId, id) };
    }
    default:
      return null;
  }
}

/** Only forms that this plan has, and of them only its questions; null when nothing is left. */
function known(plan: Asking['plan'], given: Answers): Answers | null {
  const answers: Answers = {};
  for (const [form, values] of Object.entries(given)) {
    const questions = Object.hasOwn(plan.forms, form) ? plan.forms[form]?.questions : undefined;
    if (!questions) continue;
    const kept = Object.entries(values).filter(([id]) => questions.some((question) => question.id === id));
    if (kept.length > 0) answers[form] = Object.fromEntries(kept);
  }
  return Object.keys(answers).length > 0 ? answers : null;
}
