/** Answers, whoever gives them and whenever: stored, scored, counted for the forms that wait, and always triaged. */
import { scoresOf } from '../instruments/score.js';
import { localDateOf } from '../time.js';
import { admitAnswers, unansweredRequired } from './admit-answers.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Occurrence } from './episode.js';
import { flatten } from './history.js';
import type { Answers } from './inputs.js';
import { stepOf } from './plan-steps.js';
import { emit, type Run } from './run.js';
import { triage } from './triage.js';
import type { ActorId, EpisodeId, OccurrenceId } from './vocabulary.js';

export type Submission = {
  answers: Answers;
  occurrence: OccurrenceId | null;
  /** The record of a visit that was closed by this very input. */
  inTime?: true;
  answeredBy: 'patient' | 'family' | 'staff';
  by: ActorId;
  sharedFrom: EpisodeId | null;
};

/** Null when accepted, else why nothing could be used. */
export function submit(run: Run, submission: Submission): string | null {
  const { answers, problems } = admitAnswers(run.plan, submission.answers);
  if (Object.keys(answers).length === 0) return problems[0] ?? 'no answers';
  const { scores, refused } = scoresOf(run.plan.forms, answers);
  const left = [...problems, ...Object.entries(refused).map(([form, reason]) => `${form}: not scored, ${reason}`)];
  const number = run.episode.counts.submissions + 1;
  const fills = formsFilled(run, submission.occurrence, answers);
  const late = submission.occurrence !== null && !submission.inTime && !run.episode.occurrences[submission.occurrence];
  const { occurrence, answeredBy, by, sharedFrom } = submission;
  emit(run, { type: 'AnswerRecorded', submission: number, occurrence, answers, scores, answeredBy, by, late: late || hasStopped(run), sharedFrom, fills });
  if (left.length > 0) emit(run, { type: 'Warned', code: 'answers-left-out', detail: left.join('; ') });
  for (const { occurrence: filled } of fills) completeWhenAnswered(run, filled);
  triage(run, { at: run.at, submission: number, current: flatten(answers, scores) }, answeredBy === 'staff' ? 'perhaps-staff' : 'patient');
  return null;
}

const hasStopped = (run: Run): boolean => ['stopping', 'stopped', 'completed'].includes(run.episode.status);

/** The occurrence meant, and every other form that waits today for the same answers: nobody is asked twice for what she has said. */
function formsFilled(run: Run, meant: OccurrenceId | null, answers: Answers): { occurrence: OccurrenceId; forms: string[] }[] {
  const today = localDateOf(run.at, run.episode.zone);
  const takes = (occurrence: Occurrence): boolean =>
    occurrence.id === meant || (stepOf(run.plan, occurrence.step)?.kind === 'form' && (occurrence.status === 'open' || localDateOf(occurrence.dueAt, run.episode.zone) === today));
  return openOccurrences(run).flatMap((occurrence) => {
    // A half-filled form is stored and triaged like any other, but it goes on waiting for the rest.
    const complete = occurrence.awaiting.filter((form) => isComplete(run, form, answers));
    const rest = occurrence.awaiting.filter((form) => !complete.includes(form));
    // Whoever has no thermometer has answered: what is left asks nothing that must be answered.
    const forms = rest.every((form) => asksNothingRequired(run, form)) ? occurrence.awaiting : complete;
    return complete.length > 0 && takes(occurrence) ? [{ occurrence: occurrence.id, forms }] : [];
  });
}

function isComplete(run: Run, formId: string, answers: Answers): boolean {
  const [form, values] = [run.plan.forms[formId], answers[formId]];
  return form !== undefined && values !== undefined && unansweredRequired(form, values).length === 0;
}

function asksNothingRequired(run: Run, formId: string): boolean {
  const form = run.plan.forms[formId];
  return form !== undefined && unansweredRequired(form, {}).length === 0;
}

/** A call is over when its outcome is recorded, not when its form is filled. */
function completeWhenAnswered(run: Run, id: OccurrenceId): void {
  const occurrence = run.episode.occurrences[id];
  if (occurrence && occurrence.awaiting.length === 0 && stepOf(run.plan, occurrence.step)?.kind === 'form') {
    closeOccurrence(run, occurrence, 'completed', null, 'answered');
  }
}
