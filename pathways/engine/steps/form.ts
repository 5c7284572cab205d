/**
 * A form: invitation, then the unanswered ladder (reminders, a phone task for a person, the family contact) until it is answered or
 * closes. Hours count from the opening.
 */
import { addHours, earliest, latest, localDateOf, localTimeOf } from '../../time.js';
import { openOccurrences } from '../close-occurrence.js';
import type { Occurrence } from '../episode.js';
import type { NextAct } from '../events.js';
import { planObligation, planTask, suppressWhere, type Wanted } from '../obligations.js';
import { stepOf } from '../plan-steps.js';
import type { FormStep } from '../plan.js';
import { emit, type Run } from '../run.js';
import type { Instant } from '../vocabulary.js';
import type { Behaviour } from './behaviour.js';

/** Whoever follows up contacts that the plan names nobody for. */
export const coordinator = 'case-manager' as const;

export const formStep: Behaviour<FormStep> = {
  window: (step, { dueAt }) => ({ from: dueAt, until: addHours(dueAt, step.closesAfterHours) }),
  awaits: (step) => step.forms,
  firstAct: (_step, { dueAt }) => ({ what: 'open', at: dueAt }),
  contact: (run, step, occurrence) => planObligation(run, { ...base(step, occurrence), purpose: 'invite', text: step.invite, dueAt: occurrence.dueAt, ...shared(run, step, 'invite', occurrence) }),
};

export function actForm(run: Run, step: FormStep, occurrence: Occurrence, what: NextAct['what']): void {
  if (what !== 'open') {
    // The phone task stays: a person still asks how the patient is.
    suppressWhere(run, ({ occurrence: of, recipient }) => of === occurrence.id && (recipient === 'patient' || recipient === 'family'), 'expired');
    tellUncalled(run, step, occurrence);
    return emit(run, { type: 'OccurrenceClosed', occurrence: occurrence.id, outcome: 'failed', reason: 'missed' });
  }
  const asked = askedAlready(run, step, occurrence);
  emit(run, { type: 'OccurrenceOpened', occurrence: occurrence.id, next: { what: 'close', at: latest(occurrence.windowUntil, run.at) } });
  if (asked) suppressWhere(run, ({ occurrence: of, purpose }) => of === occurrence.id && purpose === 'invite', 'already-open');
  else {
    planLadder(run, step, occurrence);
    endContained(run, step, occurrence);
  }
}

/** Not clinical: what was asked within a day and still waits is not asked again; one answer fills both. */
const askedHours = 24;

/** All its forms wait already in another occurrence, which has its own reminders. A question about safety is asked all the same, and so is what a rule wanted since. */
const askedAlready = (run: Run, step: FormStep, occurrence: Occurrence): boolean => step.class !== 'safety' && openOccurrences(run).some((other) =>
  other.id !== occurrence.id && other.status === 'open' && other.openedAt !== null && isWithinADay(run, other.openedAt) && !isNews(run, step, occurrence, other.openedAt)
  && stepOf(run.plan, other.step)?.kind === 'form' && occurrence.awaiting.every((form) => other.awaiting.includes(form)));

/** After exactly a day, too: its last reminder goes out in that minute. */
function isWithinADay({ at, episode }: Run, openedAt: Instant): boolean {
  const until = addHours(openedAt, askedHours);
  return until > at || (until === at && episode.semantics >= 5);
}

/**
 * A rule spoke after the other was asked: what the patient was told in the morning does not say that her temperature is wanted again in four hours.
 * When it spoke is counted back from when the form is due; quiet hours move that only later, and then the form is asked once too often, not too seldom.
 */
const isNews = ({ episode }: Run, { schedule }: FormStep, { dueAt }: Occurrence, askedAt: Instant): boolean =>
  episode.semantics >= 6 && schedule.kind === 'triggered' && addHours(dueAt, -schedule.afterHours) > askedAt;

/** The other way round: what waits and is asked as a part of this form from now on is not reminded of beside it. A person calls about it all the same. */
function endContained(run: Run, { who }: FormStep, { id, awaiting }: Occurrence): void {
  const { semantics } = run.episode;
  if (semantics < 5) return;
  for (const other of openOccurrences(run)) {
    const step = stepOf(run.plan, other.step);
    if (other.id === id || other.status !== 'open' || step?.kind !== 'form' || step.class === 'safety' || step.who !== who || !other.awaiting.every((form) => awaiting.includes(form))) continue;
    if (step.schedule.kind === 'triggered' && semantics < 6) continue;
    suppressWhere(run, ({ occurrence, purpose }) => occurrence === other.id && reminder.test(purpose), 'already-open');
  }
}

const reminder = /^(invite|remind-\d+)$/;

/** The phone task was handed out and nobody recorded a call: the head nurse hears of it. */
function tellUncalled(run: Run, step: FormStep, { id, revision, openedAt, callAttempts }: Occurrence): void {
  if (openedAt === null || callAttempts.length > 0 || addHours(openedAt, run.plan.unanswered.phoneTaskHours) >= run.at) return;
  planTask(run, { owner: id, revision, purpose: 'call-overdue', recipient: 'head-nurse', text: 'staff.call-overdue', label: step.label, occurrence: id, sharedKey: `call-overdue/${localDateOf(run.at, run.episode.zone)}` });
}

function planLadder(run: Run, step: FormStep, occurrence: Occurrence): void {
  const { remindHours, phoneTaskHours, family } = run.plan.unanswered;
  const { id, revision, windowUntil } = occurrence;
  // Reminders wait for the morning whatever their class: nobody is woken to be reminded.
  const inTime = (hours: number): boolean => addHours(run.at, hours) < windowUntil;
  remindHours.forEach((hours, i) => {
    if (inTime(hours)) planObligation(run, { ...base(step, occurrence), purpose: `remind-${i + 1}`, text: step.remind, dueAt: addHours(run.at, hours), quietHours: 'wait', ...shared(run, step, `remind-${i + 1}`, occurrence) });
  });
  // A form that closes sooner is followed up when it closes.
  const calledAt = earliest(addHours(run.at, phoneTaskHours), windowUntil);
  planTask(run, {
    owner: id, revision, purpose: 'phone-task', recipient: coordinator, text: 'staff.unanswered-call', label: step.label, occurrence: id,
    dueAt: calledAt, sharedKey: `call/${localDateOf(calledAt, run.episode.zone)}`,
  });
  if (family && inTime(phoneTaskHours) && step.who === 'patient' && run.episode.facts.hasFamilyContact) {
    planObligation(run, { ...base(step, occurrence), purpose: 'family', recipient: 'family', text: 'survey.family', dueAt: addHours(run.at, phoneTaskHours), quietHours: 'wait' });
  }
}

const base = (step: FormStep, { id, revision, windowUntil }: Occurrence): Pick<Wanted, 'owner' | 'revision' | 'class' | 'recipient' | 'channels' | 'expiresAt' | 'occurrence' | 'label'> => ({
  owner: id, revision, class: step.class, recipient: step.who, channels: step.channels, expiresAt: windowUntil, occurrence: id, label: step.label,
});

/** Two packages of one patient that ask in the same slot invite once: the page behind the invitation shows everything that waits. What a rule starts has a wording of its own. */
const shared = (run: Run, step: FormStep, purpose: string, { dueAt }: Occurrence): { sharedKey?: string } =>
  step.schedule.kind === 'triggered' ? {} : { sharedKey: `${purpose}/${localDateOf(dueAt, run.episode.zone)}T${localTimeOf(dueAt, run.episode.zone)}` };
