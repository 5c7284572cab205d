/** What came of a phone call, whether planned by a call step, by an unanswered form, by a failed message or by a case. */
import { addDays, addHours, afterQuietHours, latest, localDateOf } from '../time.js';
import { closeOccurrence, openOccurrences } from './close-occurrence.js';
import type { Escalation, Occurrence } from './episode.js';
import type { NextAct } from './events.js';
import { contacted } from './escalation/close.js';
import { ownFinding } from './escalation/case.js';
import { raise } from './escalation/raise.js';
import { careId, ownerOf } from './ids.js';
import type { EpisodeInput } from './inputs.js';
import { planTask, suppressWhere } from './obligations.js';
import { stepOf } from './plan-steps.js';
import type { CallStep } from './plan.js';
import { emit, type Run } from './run.js';
import { patientDied, patientReadmitted } from './lifecycle.js';
import { isOwedByItself } from './steps/call.js';
import { coordinator } from './steps/form.js';
import { submit } from './submissions.js';
import type { CallOutcome } from './vocabulary.js';

type CallInput = Extract<EpisodeInput, { kind: 'call-recorded' }>;

/** Null when recorded, else why it could not be matched. */
export function recordCall(run: Run, input: CallInput): string | null {
  const owner = input.occurrence ?? (input.obligation === undefined ? null : ownerOf(input.obligation));
  const occurrence = owner === null ? openCallForShared(run, input) : run.episode.occurrences[owner];
  const escalation = owner === null ? undefined : run.episode.escalations[owner];
  if (owner === null && !occurrence) return answersAlone(run, input);
  emit(run, {
    type: 'CallRecorded', occurrence: occurrence?.id ?? null, obligation: input.obligation ?? null, outcome: input.outcome, attempt: (occurrence?.callAttempts.length ?? 0) + 1,
    next: occurrence ? nextTry(run, occurrence, input.outcome) : null,
  });
  const answered = input.answers && Object.keys(input.answers).length > 0 ? input.answers : null;
  const step = occurrence && stepOf(run.plan, occurrence.step);
  switch (input.outcome) {
    case 'reached':
    case 'proxy':
      if (escalation && !isOutdated(run, escalation, input)) contacted(run, escalation, input.by);
      if (occurrence && step?.kind === 'call') closeOccurrence(run, occurrence, 'completed', null, 'done');
      break;
    case 'busy':
    case 'off':
      if (occurrence) tryAgain(run, occurrence);
      break;
    case 'wrong-number':
      emit(run, { type: 'ContactQuarantined', contact: input.contact ?? null });
      care(run, 'wrong-number', 'staff.wrong-number');
      if (occurrence) tryAgain(run, occurrence);
      break;
    case 'refused':
      if (occurrence && step?.kind === 'call') closeOccurrence(run, occurrence, 'failed', 'refused', 'done');
      care(run, 'call-refused', 'staff.call-refused', step?.label);
      break;
    case 'readmitted':
      patientReadmitted(run);
      break;
    case 'died':
      patientDied(run, input.by);
      break;
  }
  if (answered && input.outcome !== 'died') {
    submit(run, { answers: answered, occurrence: occurrence?.id ?? null, inTime: true, answeredBy: input.outcome === 'proxy' ? 'family' : 'staff', by: input.by, sharedFrom: input.sharedFrom ?? null });
  }
  return null;
}

/** The call that the case wanted before it was started again: whoever made it has not spoken about what came since. */
const isOutdated = ({ episode }: Run, { id, revision }: Escalation, { obligation }: CallInput): boolean =>
  episode.semantics >= 8 && obligation !== undefined && !obligation.startsWith(`${id}/${revision}/`);

/** Nobody owed a call here, but what was said in the other package's call counts. */
function answersAlone(run: Run, { sharedFrom, answers, outcome, by }: CallInput): string | null {
  if (sharedFrom === undefined || answers === undefined) return 'names neither a call nor a task of this episode';
  return submit(run, { answers, occurrence: null, answeredBy: outcome === 'proxy' ? 'family' : 'staff', by, sharedFrom });
}

/** A call made for another package of the patient: our own call of today has been made with it. */
function openCallForShared(run: Run, input: CallInput): Occurrence | undefined {
  if (input.sharedFrom === undefined) return undefined;
  const { zone } = run.episode;
  const today = localDateOf(run.at, zone);
  return openOccurrences(run).find(({ step: id, status, dueAt }) => {
    const step = stepOf(run.plan, id);
    return step?.kind === 'call' && !isOwedByItself(run, step) && (status === 'open' || localDateOf(dueAt, zone) === today);
  });
}

const failedAttempts: readonly string[] = ['busy', 'off', 'wrong-number'] satisfies CallOutcome[];

/** An attempt was made: the hours for the next one count from when it is due. */
function nextTry(run: Run, occurrence: Occurrence, outcome: CallOutcome): NextAct | null {
  const step = stepOf(run.plan, occurrence.step);
  if (!step || !failedAttempts.includes(outcome)) return null;
  // A form with attempts outstanding stays open for them.
  if (step.kind === 'form' && occurrence.next?.what === 'close') return { what: 'close', at: latest(occurrence.next.at, addHours(run.at, 2 * run.plan.calls.retryAfterHours)) };
  if (step.kind !== 'call') return null;
  return { what: 'overdue', at: addHours(run.at, run.plan.calls.retryAfterHours + step.withinHours) };
}

/** Another attempt after some hours; so many failed ones within so many days make a YELLOW case, and the family contact is tried. */
function tryAgain(run: Run, occurrence: Occurrence): void {
  const { retryAfterHours, maxAttempts, attemptsWithinDays, exhausted } = run.plan.calls;
  const now = run.episode.occurrences[occurrence.id];
  const step = stepOf(run.plan, occurrence.step);
  if (!now || (step?.kind !== 'call' && step?.kind !== 'form')) return;
  const { zone } = run.episode;
  const since = addDays(localDateOf(run.at, zone), -attemptsWithinDays);
  const attempts = now.callAttempts.filter(({ at, outcome }) => failedAttempts.includes(outcome) && localDateOf(at, zone) >= since).length;
  const task = { owner: now.id, revision: now.revision, label: step.label, occurrence: now.id };
  suppressWhere(run, ({ occurrence: of, purpose }) => of === now.id && /^(call|phone-task)(-\d+)?$/.test(purpose), 'done');
  const dueAt = afterQuietHours(addHours(run.at, retryAfterHours), run.plan.quietHours, zone);
  if (attempts < maxAttempts) {
    const next = now.callAttempts.length + 1;
    return planTask(run, step.kind === 'call'
      ? { ...task, purpose: `call-${next}`, recipient: step.by, text: step.script, dueAt }
      : { ...task, purpose: `phone-task-${next}`, recipient: coordinator, text: 'staff.unanswered-call', dueAt });
  }
  if (step.kind === 'call') closeOccurrence(run, now, 'failed', 'not-reached', 'done');
  raise(run, ownFinding(run.plan, exhausted, 'CALLS', 'do.calls-exhausted'), { kind: 'policy', policy: 'calls-exhausted' });
  if (run.episode.facts.hasFamilyContact) planTask(run, { ...task, purpose: 'family-call', recipient: step.kind === 'call' ? step.by : coordinator, text: 'staff.family-call' });
}

/** Nobody made it in all the days that attempts are given: it fails, and a case sees to it that it does not vanish. */
export function missCall(run: Run, step: CallStep, occurrence: Occurrence): void {
  closeOccurrence(run, occurrence, 'failed', 'missed', 'expired');
  raise(run, ownFinding(run.plan, run.plan.calls.exhausted, 'CALLS', 'do.calls-exhausted'), { kind: 'schedule', step: step.id, n: occurrence.n });
}

function care(run: Run, purpose: string, text: string, label?: string): void {
  planTask(run, { owner: careId(run.episode.id), revision: run.episode.counts.care + 1, purpose, recipient: coordinator, text, ...(label === undefined ? {} : { label }) });
}
