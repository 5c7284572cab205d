/**
 * One table says what may be done and why not. The workflow's validators enforce it, the API gives its words to the caller, a console
 * disables the button with it. Whatever passes here may still be ignored by `decide` (it never throws), with a reason in the record.
 */
import { refuseAnchor } from './anchors.js';
import { admitAnswers } from './admit-answers.js';
import { ownerOf } from './ids.js';
import { isGraver } from './escalation/case.js';
import { migrationHindrances, refuseUndo } from './migration/migrate.js';
import { personalProblems } from './personal.js';
import { isUsedUp, leftToAsk } from './on-request.js';
import { unfilled } from './tasks.js';
import { refuseVisit, type VisitInput } from './visit-refusals.js';
import type { Episode, EpisodeStatus } from './episode.js';
import type { EpisodeInput, InputKind } from './inputs.js';
import type { Plan } from './plan.js';
import { stepOf } from './plan-steps.js';
import type { Instant } from './vocabulary.js';
import { addMinutes, isInstant, isLocalDate, isZone } from '../time.js';

/** `code` is stable and listed in docs/errors.md; `message` says what was wrong, where, and what to do. */
export type Refusal = { code: string; message: string };

const running: readonly EpisodeStatus[] = ['active', 'paused'];
const withCases: readonly EpisodeStatus[] = ['active', 'paused', 'stopping', 'stopped', 'completed'];

/** Kinds that may arrive in any state (facts, deliveries, time) are not listed. */
const allowedIn: Partial<Record<InputKind, readonly EpisodeStatus[]>> = {
  'episode-started': ['launching'],
  'step-ticked': running,
  'task-recorded': running,
  'visit-booked': running,
  'visit-moved': running,
  'visit-checked-in': running,
  'visit-completed': running,
  'visit-missed': running,
  'visit-cancelled': running,
  'steps-start': running,
  migrate: running,
  'escalation-raised': running,
  'escalation-acknowledged': withCases,
  'escalation-contacted': withCases,
  'escalation-resolved': withCases,
  'escalation-cancelled': withCases,
  pause: ['active'],
  resume: ['paused'],
  stop: running,
  'patient-readmitted': running,
  'opt-out': running,
  'opt-in': running,
  'away-set': running,
  'facts-changed': running,
  'zone-changed': running,
  'anchor-set': running,
  'personal-set': running,
};

const refuse = (code: string, message: string): Refusal => ({ code, message });

type OnCase = Extract<EpisodeInput, { kind: 'escalation-acknowledged' | 'escalation-contacted' | 'escalation-resolved' | 'escalation-cancelled' }>;

/** Words that were written about pain do not close the chest pain that was reported meanwhile. */
function refuseCase({ escalations, semantics }: Episode, input: OnCase): Refusal | null {
  const open = escalations[input.escalation];
  if (!open) return refuse('no-open-escalation', `This episode has no open escalation ${input.escalation}; it may be closed already.`);
  // An older build took such a close without looking: a run of its semantics must judge it the same way when it is replayed.
  const seen = semantics >= 8 && 'seen' in input ? input.seen : undefined;
  const isNew = seen !== undefined && (isGraver(open.level, seen.level) || open.rules.some((rule) => !seen.rules.includes(rule)));
  return isNew ? refuse('case-changed', 'More was found since you looked at the case: look at it again before you close it.') : null;
}

/** `target`: of a `migrate`, the plan that it names; without it only what needs no plan is looked at. */
export function refusal(plan: Plan, episode: Episode, input: EpisodeInput, target?: Plan): Refusal | null {
  if ('commandId' in input && episode.seen.includes(input.commandId)) return null;
  const states = allowedIn[input.kind];
  if (episode.status === 'launching' && input.kind !== 'episode-started') return refuse('not-started', 'The episode has not started yet; try again in a moment.');
  if (states && !states.includes(episode.status)) return refuse('wrong-state', `The episode is ${episode.status}; ${input.kind} needs it to be ${states.join(' or ')}.`);
  switch (input.kind) {
    case 'answer-received':
      return refuseAnswers(plan, episode, input);
    case 'reading-received':
      return refuseReading(plan, episode, input);
    case 'step-ticked':
    case 'visit-booked':
    case 'visit-moved':
    case 'visit-checked-in':
    case 'visit-completed':
    case 'visit-missed':
    case 'visit-cancelled':
      return refuseOccurrence(plan, episode, input);
    case 'call-recorded':
      return refuseCall(episode, input);
    case 'task-recorded':
      return refuseTask(plan, episode, input);
    case 'escalation-acknowledged':
    case 'escalation-contacted':
    case 'escalation-resolved':
    case 'escalation-cancelled':
      return refuseCase(episode, input);
    case 'stop':
      return input.reason === 'pregnancy-loss' && !plan.loss ? refuse('no-such-end', `${plan.id}@${plan.version} is about no pregnancy; stop it with another reason, and the packages that are with this one.`) : null;
    case 'zone-changed':
      return isZone(input.zone) ? null : refuse('bad-zone', `"${input.zone}" is not a time zone; write it like Asia/Shanghai.`);
    case 'away-set': {
      const bad = input.away.find(({ from, until }) => !isLocalDate(from) || !isLocalDate(until) || until < from);
      return bad ? refuse('bad-dates', `Away from ${bad.from} until ${bad.until} is not a range of dates; write both like 2026-03-02, the first one first.`) : null;
    }
    case 'anchor-set': {
      const why = refuseAnchor(plan, episode, input);
      return why === null ? null : refuse('bad-anchor', why);
    }
    case 'personal-set': {
      const problems = personalProblems(plan, input.values);
      return problems.length === 0 ? null : refuse('bad-personal-value', problems.map(({ message }) => message).join(' '));
    }
    case 'steps-start': {
      const unknown = input.steps.find((id) => !plan.steps.some((step) => step.id === id));
      const used = plan.steps.find((step) => input.steps.includes(step.id) && (isUsedUp(episode, step) || (leftToAsk(episode, step) ?? 1) <= 0));
      if (used) return refuse('used-up', `Nothing is left of ${used.id}: what the package holds was used, stands open or its last day is over.`);
      return unknown === undefined ? null : refuse('unknown-step', `${plan.id}@${plan.version} has no step ${unknown}.`);
    }
    case 'migrate':
      return refuseMigration(plan, episode, input, target);
    default:
      return null;
  }
}

/** Devices' clocks run ahead by a few minutes; by more, nobody knows when it was measured. */
const clockSkewMinutes = 5;
/**
 * Where the clocks of devices begin to count, by convention (C): one that has lost its time says 1970 or 2000, and its reading is stale (a person looks at it), not
 * refused. Before that nobody measured anything that a device could send.
 */
const earliestMeasured: Instant = '1970-01-01T00:00:00.000Z';

type Of<K extends InputKind> = Extract<EpisodeInput, { kind: K }>;

/** Answers to a closed form are not refused, nor half-filled forms: they are stored and triaged. */
function refuseAnswers(plan: Plan, episode: Episode, input: Of<'answer-received'>): Refusal | null {
  if (input.occurrence !== undefined && !input.occurrence.startsWith(`${episode.id}/`)) return refuse('foreign-form', `${input.occurrence} does not belong to this episode.`);
  const { answers, problems } = admitAnswers(plan, input.answers);
  if (problems.length > 0) return refuse('bad-answers', `These answers cannot be taken: ${problems.join('; ')}.`);
  if (Object.keys(answers).length === 0) return refuse('no-answers', 'The submission holds no answers.');
  // Half-filled is taken: whoever says "chest pain" and puts the phone down must be heard. The form goes on waiting for the rest.
  return null;
}

function refuseReading(plan: Plan, episode: Episode, input: Of<'reading-received'>): Refusal | null {
  const kind = Object.hasOwn(plan.readings, input.reading) ? plan.readings[input.reading] : undefined;
  if (!kind) return refuse('unknown-reading', `${plan.id}@${plan.version} takes no reading called ${input.reading}; it takes ${Object.keys(plan.readings).join(', ') || 'none'}.`);
  const unknown = Object.keys(input.values).filter((component) => !Object.hasOwn(kind.components, component));
  if (unknown.length > 0) return refuse('unknown-component', `${input.reading} has no component ${unknown.join(', ')}; it has ${Object.keys(kind.components).join(', ')}.`);
  if (!isInstant(input.measuredAt)) return refuse('bad-time', `measuredAt "${input.measuredAt}" is not an instant; write it like 2026-03-02T01:00:00.000Z.`);
  if (Object.keys(input.values).length === 0) return refuse('no-values', 'The reading holds no values.');
  const missing = Object.keys(kind.components).filter((component) => !Object.hasOwn(input.values, component));
  if (missing.length > 0) return refuse('incomplete-reading', `${input.reading} needs ${Object.keys(kind.components).join(' and ')} together; ${missing.join(', ')} is missing.`);
  if (input.measuredAt > addMinutes(input.at, clockSkewMinutes)) return refuse('measured-in-the-future', `measuredAt ${input.measuredAt} lies in the future; check the clock of the device.`);
  // A replayed run judges what it took once more, and must judge it as then.
  if (episode.semantics >= 7 && input.measuredAt < earliestMeasured) return refuse('measured-long-ago', `measuredAt ${input.measuredAt} lies before 1970, where the clocks of devices begin; check the clock of the device.`);
  return null;
}

function refuseOccurrence(plan: Plan, episode: Episode, input: VisitInput | Of<'step-ticked'>): Refusal | null {
  const occurrence = episode.occurrences[input.occurrence];
  if (!occurrence) return refuse('no-open-occurrence', `This episode has nothing open called ${input.occurrence}; it may be done, missed or cancelled already.`);
  const step = stepOf(plan, occurrence.step);
  const wanted = input.kind === 'step-ticked' ? 'message' : 'visit';
  if (step?.kind !== wanted) return refuse('wrong-kind', `${input.occurrence} is a ${step?.kind ?? 'unknown step'}, not a ${wanted}.`);
  return step.kind === 'visit' && input.kind !== 'step-ticked' ? refuseVisit(plan, episode, step, occurrence, input) : null;
}

function refuseTask(plan: Plan, episode: Episode, input: Of<'task-recorded'>): Refusal | null {
  const occurrence = episode.occurrences[input.occurrence];
  if (!occurrence) return refuse('no-open-occurrence', `This episode has nothing open called ${input.occurrence}; it may be done, missed or cancelled already.`);
  const step = stepOf(plan, occurrence.step);
  if (step?.kind !== 'task') return refuse('wrong-kind', `${input.occurrence} is a ${step?.kind ?? 'unknown step'}, not a task.`);
  if (input.outcome === 'not-needed' && (input.note ?? '').trim() === '') return refuse('no-reason', 'Say in `note` why the task is not needed.');
  const { answers, problems } = admitAnswers(plan, input.answers ?? {});
  if (problems.length > 0) return refuse('bad-answers', `These answers cannot be taken: ${problems.join('; ')}.`);
  const left = input.outcome === 'done' ? unfilled(plan, step, answers) : [];
  return left.length === 0 ? null : refuse('incomplete-task', `${left.join(', ')} must be filled in before ${step.id} is done.`);
}

function refuseMigration(plan: Plan, episode: Episode, { to, undo, at }: Of<'migrate'>, target?: Plan): Refusal | null {
  const why = undo === true ? refuseUndo(episode, to, at) : null;
  if (why !== null) return refuse('cannot-undo', why);
  const hindrances = target ? migrationHindrances(plan, episode, target, at) : [];
  return hindrances.length === 0 ? null : refuse('cannot-migrate', `This episode stays on ${plan.id}@${plan.version} for now: ${hindrances.map(({ code, step, detail }) => [code, step, detail].filter(Boolean).join(' ')).join(', ')}.`);
}

function refuseCall(episode: Episode, input: Of<'call-recorded'>): Refusal | null {
  const owner = input.occurrence ?? (input.obligation === undefined ? null : ownerOf(input.obligation));
  if (owner === null && input.sharedFrom === undefined) return refuse('no-call', 'Say which call it was: its occurrence, or the task\'s obligation.');
  if (owner !== null && !owner.startsWith(`${episode.id}/`)) return refuse('foreign-call', `${owner} does not belong to this episode.`);
  if (episode.status === 'stopped' && episode.stop?.reason === 'died' && input.outcome !== 'died') return refuse('wrong-state', 'The patient has died; nothing more is recorded here.');
  return null;
}
