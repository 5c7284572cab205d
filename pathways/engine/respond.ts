/** What an input means, after time has passed until it. Null: it had its effect; a string: why it had none. */
import { setAnchor } from './anchors.js';
import { recordCall } from './calls.js';
import { changeZone, optOut, setAway } from './availability.js';
import { closeOccurrence } from './close-occurrence.js';
import { settle } from './delivery.js';
import type { Occurrence } from './episode.js';
import { acknowledge, closeCase, contacted, join, takeOver } from './escalation/close.js';
import { ownFinding, staffRule } from './escalation/case.js';
import { addTo, raise, takes } from './escalation/raise.js';
import { reported, reporterOf } from './escalation/reported.js';
import type { EpisodeInput } from './inputs.js';
import { lookAtGoal } from './goal.js';
import { measure } from './measurements.js';
import { patientDied, patientReadmitted, pause, stop } from './lifecycle.js';
import { setPersonal } from './personal-set.js';
import { migrate } from './migration/migrate.js';
import type { Plan, VisitStep } from './plan.js';
import { stepOf } from './plan-steps.js';
import { planCourse } from './repeats.js';
import { resume } from './resume.js';
import { emit, warnOnce, type Run } from './run.js';
import { startSteps } from './start-steps.js';
import { recordTask } from './tasks.js';
import { missedAct } from './steps/visit.js';
import { submit } from './submissions.js';
import { bookVisit, completeVisit, missVisit } from './visits.js';
import { assertNever } from './vocabulary.js';
import { isInstant, latest } from '../time.js';

export function respond(run: Run, input: EpisodeInput, target?: Plan): string | null {
  const { status } = run.episode;
  if (input.kind === 'episode-started') return status === 'launching' ? start(run, input) : 'started already';
  if (status === 'launching') return 'not started yet';
  switch (input.kind) {
    case 'clock-reached':
      return null;
    case 'answer-received':
      return submit(run, { answers: input.answers, occurrence: input.occurrence ?? null, answeredBy: input.answeredBy, by: input.by, sharedFrom: input.sharedFrom ?? null });
    case 'reading-received':
      return isInstant(input.measuredAt) ? measure(run, input) : 'measuredAt is not an instant';
    case 'messages-settled':
      return settle(run, input.outcomes);
    case 'call-recorded':
      return recordCall(run, input);
    case 'task-recorded':
      return recordTask(run, input);
    case 'step-ticked':
      return tick(run, input.occurrence);
    case 'visit-booked':
    case 'visit-moved':
    case 'visit-checked-in':
    case 'visit-completed':
    case 'visit-missed':
    case 'visit-cancelled':
      return visit(run, input);
    case 'escalation-raised':
      if (!isRunning(run)) return `the episode is ${status}`;
      emit(run, {
        type: 'EscalationNoted', note: input.reason,
        escalation: raise(run, ownFinding(run.plan, input.level, staffRule, 'do.raised-by-staff', run.plan.levels[input.level].patientText), run.cause),
      });
      return null;
    case 'escalation-acknowledged':
    case 'escalation-contacted':
    case 'escalation-resolved':
    case 'escalation-cancelled':
    case 'case-joined':
    case 'case-reported':
    case 'case-ended':
      return escalation(run, input);
    case 'patient-died':
      if (run.episode.stop?.reason === 'died') return 'known already';
      patientDied(run, input.by);
      return null;
    case 'package-embedded': {
      const { episode, plan, version, service, by } = input;
      emit(run, { type: 'PackageEmbedded', episode, plan, version, service, by });
      return null;
    }
    case 'pause':
    case 'resume':
    case 'stop':
    case 'patient-readmitted':
    case 'opt-out':
    case 'opt-in':
    case 'away-set':
    case 'facts-changed':
    case 'zone-changed':
    case 'anchor-set':
    case 'personal-set':
    case 'steps-start':
      return isRunning(run) ? manage(run, input) : `the episode is ${status}`;
    case 'migrate':
      return migrate(run, input, target);
    default:
      return assertNever(input);
  }
}

type Of<K extends EpisodeInput['kind']> = Extract<EpisodeInput, { kind: K }>;

const isRunning = ({ episode }: Run): boolean => episode.status === 'active' || episode.status === 'paused';

function start(run: Run, { anchors, zone, calendar, facts, personal, within }: Of<'episode-started'>): null {
  const { id, version, lookBack } = run.plan;
  emit(run, { type: 'EpisodeStarted', plan: id, version, anchors, zone, calendar, facts, lookBack, ...(personal && { personal }), ...(within && { within }) });
  planCourse(run);
  return null;
}

function tick(run: Run, id: string): string | null {
  const occurrence = run.episode.occurrences[id];
  if (!occurrence || stepOf(run.plan, occurrence.step)?.kind !== 'message') return 'nothing open to tick';
  emit(run, { type: 'StepTicked', occurrence: id });
  closeOccurrence(run, occurrence, 'completed', null, 'done');
  return null;
}

type VisitInput = Of<'visit-booked' | 'visit-moved' | 'visit-checked-in' | 'visit-completed' | 'visit-missed' | 'visit-cancelled'>;

function visit(run: Run, input: VisitInput): string | null {
  const occurrence = run.episode.occurrences[input.occurrence];
  const step = occurrence && stepOf(run.plan, occurrence.step);
  if (!occurrence || step?.kind !== 'visit' || !isRunning(run)) return 'no open visit of that id';
  return actOnVisit(run, step, occurrence, input);
}

function actOnVisit(run: Run, step: VisitStep, occurrence: Occurrence, input: VisitInput): string | null {
  switch (input.kind) {
    case 'visit-booked':
    case 'visit-moved':
      if (!isInstant(input.from) || !isInstant(input.until) || input.until <= input.from) return 'the slot is not two instants in order';
      if (occurrence.status === 'checked-in') return 'the visit is under way';
      bookVisit(run, step, occurrence, { from: input.from, until: input.until, assignee: input.kind === 'visit-booked' ? (input.assignee ?? null) : null });
      return null;
    case 'visit-checked-in':
      if (occurrence.status === 'checked-in') return 'checked in already';
      emit(run, { type: 'VisitCheckedIn', occurrence: occurrence.id, by: input.by, next: missedAct(step, latest(occurrence.slot?.until ?? run.at, run.at)) });
      return null;
    case 'visit-completed':
      completeVisit(run, occurrence, input);
      return null;
    case 'visit-missed':
      missVisit(run, step, occurrence, input.reason);
      return null;
    case 'visit-cancelled':
      closeOccurrence(run, occurrence, 'cancelled', input.reason, 'cancelled-by-clinician');
      return null;
    default:
      return assertNever(input);
  }
}

type CaseInput = Of<'escalation-acknowledged' | 'escalation-contacted' | 'escalation-resolved' | 'escalation-cancelled' | 'case-joined' | 'case-reported' | 'case-ended'>;

function escalation(run: Run, input: CaseInput): string | null {
  const open = run.episode.escalations[input.escalation];
  if (!open) return 'no open case of that id';
  switch (input.kind) {
    case 'escalation-acknowledged':
      if (open.acknowledgedAt !== null) return 'acknowledged already';
      acknowledge(run, open, input.by);
      return null;
    case 'escalation-contacted':
      if (open.contactedAt !== null) return 'contacted already';
      contacted(run, open, input.by);
      return null;
    case 'escalation-resolved':
      closeCase(run, open, 'resolved', input.by, input.resolution);
      return null;
    case 'escalation-cancelled':
      closeCase(run, open, 'cancelled', input.by, input.reason);
      return null;
    case 'case-joined':
      if (open.heldBy === input.heldBy) return 'joined already';
      join(run, open, input.heldBy);
      return null;
    case 'case-reported': {
      const finding = reported(run, open, input);
      const source = reporterOf(run, open, input);
      if (takes(run, open, finding, source)) addTo(run, open, { ...finding, prefixes: [] }, source);
      else raise(run, finding, run.cause, source);
      return null;
    }
    case 'case-ended':
      if (open.heldBy === null) return 'not joined';
      if (input.takeOver) takeOver(run, open, input.news === true ? 'told' : 'knows');
      else closeCase(run, open, 'case-ended', 'system', '');
      return null;
    default:
      return assertNever(input);
  }
}

type CareInput = Of<'pause' | 'resume' | 'stop' | 'patient-readmitted' | 'opt-out' | 'opt-in' | 'away-set' | 'facts-changed' | 'zone-changed' | 'anchor-set' | 'personal-set' | 'steps-start'>;

function manage(run: Run, input: CareInput): string | null {
  switch (input.kind) {
    case 'pause':
      if (run.episode.status === 'paused') return 'paused already';
      pause(run, input.reason, input.note);
      return null;
    case 'resume':
      if (run.episode.status !== 'paused') return 'not paused';
      resume(run);
      return null;
    case 'stop':
      stop(run, input.reason, input.by, input.note);
      return null;
    case 'patient-readmitted':
      patientReadmitted(run);
      return null;
    case 'opt-out':
      if (run.episode.facts.optedOut) return 'opted out already';
      optOut(run);
      return null;
    case 'opt-in':
      if (!run.episode.facts.optedOut) return 'not opted out';
      emit(run, { type: 'OptedIn' });
      return null;
    case 'away-set':
      setAway(run, input.away);
      return null;
    case 'facts-changed':
      emit(run, { type: 'FactsChanged', flags: input.flags, hasFamilyContact: input.hasFamilyContact });
      lookAtGoal(run);
      return null;
    case 'zone-changed':
      return changeZone(run, input.zone);
    case 'anchor-set':
      return setAnchor(run, input);
    case 'personal-set':
      return setPersonal(run, input);
    case 'steps-start': {
      const unknown = input.steps.filter((id) => stepOf(run.plan, id) === null);
      if (unknown.length > 0) warnOnce(run, `unknown-step/${unknown.join(',')}`, `The plan has no step ${unknown.join(', ')}.`);
      startSteps(run, input.steps, run.cause);
      return unknown.length === input.steps.length ? 'no such step' : null;
    }
    default:
      return assertNever(input);
  }
}
