/** What virtual people do when the plan asks something of them: each reaction is an input some time later. */
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { EpisodeInput } from '../engine/inputs.js';
import type { Plan } from '../engine/plan.js';
import type { CallOutcome, EpisodeId, Instant } from '../engine/vocabulary.js';
import type { World } from '../story/world.js';
import { addDays, addMinutes, atLocal, localDateOf, localTimeOf, minutesBetween } from '../time.js';
import { drawAnswers, drawValues } from './draw.js';
import type { Habits } from './habits.js';
import type { Random } from './random.js';

/** `asked`: every obligation so far, since a task handed out is closed before the person acts on it. */
export type Person = { habits: Habits; random: Random; asked: Map<string, Obligation> };
export type Planned = { episode: EpisodeId; input: EpisodeInput };

/** As long as the product's ids, so that the state's size is the real one. */
const command = (random: Random, by: string): { commandId: string; by: string } => ({ commandId: Array.from({ length: 36 }, () => random.whole(0, 15).toString(16)).join(''), by });

export function react(world: World, episode: EpisodeId, event: EpisodeEvent, person: Person): Planned[] {
  const { random } = person;
  const running = world.running.get(episode);
  if (!running) return [];
  const { plan } = running;
  const at = event.at;
  const planned = (input: EpisodeInput): Planned[] => [{ episode, input }];
  switch (event.type) {
    case 'OccurrencePlanned':
      return bookVisit(plan, episode, event, person, running.episode.zone);
    case 'VisitBooked':
      return makeVisit(plan, episode, event, person);
    case 'OccurrenceOpened':
      return doStep(plan, episode, event.occurrence, at, person);
    case 'ObligationPlanned':
      person.asked.set(event.obligation.id, event.obligation);
      return [];
    case 'ObligationClosed': {
      const obligation = event.outcome === 'sent' ? person.asked.get(event.obligation) : undefined;
      return obligation ? answerCall(plan, episode, obligation, at, person) : [];
    }
    case 'EscalationRaised':
    case 'EscalationUpgraded':
    case 'EscalationTakenOver':
      return handleCase(episode, event.escalation, at, event.contactBy, person);
    case 'PatientReadmitted':
      return planned({ ...command(random, 'staff'), kind: 'resume', at: addMinutes(at, 60 * 24 * random.whole(2, 9)) });
    default:
      return [];
  }
}

const stepOf = (plan: Plan, occurrence: string): Plan['steps'][number] | undefined => plan.steps.find(({ id }) => id === occurrence.split('/').at(-2));

/** Times agreed the day after; a visit that needs booking gets the first morning in its window. */
function bookVisit(plan: Plan, episode: EpisodeId, event: Extract<EpisodeEvent, { type: 'OccurrencePlanned' }>, { random }: Person, zone: string): Planned[] {
  const step = plan.steps.find(({ id }) => id === event.step);
  if (step?.kind !== 'visit') return [];
  if (step.schedule.kind === 'onRequest') return askForVisit(episode, event, random, zone);
  const agreedAt = addMinutes(event.at, random.whole(30, 20 * 60));
  const wished = event.dueAt > agreedAt ? event.dueAt : atLocal(addDays(localDateOf(agreedAt, zone), 1), localTimeOf(event.dueAt, zone), zone);
  return [{ episode, input: { ...command(random, 'staff'), kind: 'visit-booked', at: agreedAt, occurrence: event.occurrence, from: wished, until: addMinutes(wished, 60), assignee: 'nurse-1' } }];
}

/** Somebody thinks of it within three weeks, and gets a morning of the days after. */
function askForVisit(episode: EpisodeId, { at, occurrence }: Extract<EpisodeEvent, { type: 'OccurrencePlanned' }>, random: Random, zone: string): Planned[] {
  const askedAt = addMinutes(at, random.whole(60, 21 * 1440));
  const from = atLocal(addDays(localDateOf(askedAt, zone), random.whole(1, 3)), '10:00', zone);
  return [{ episode, input: { ...command(random, 'patient'), kind: 'visit-booked', at: askedAt, occurrence, from, until: addMinutes(from, 60), assignee: 'nurse-1' } }];
}

function makeVisit(plan: Plan, episode: EpisodeId, { occurrence, from }: Extract<EpisodeEvent, { type: 'VisitBooked' }>, { habits, random }: Person): Planned[] {
  const step = stepOf(plan, occurrence);
  if (step?.kind !== 'visit') return [];
  if (!random.chance(habits.keepsVisits)) return [{ episode, input: { ...command(random, 'staff'), kind: 'visit-missed', at: addMinutes(from, 30), occurrence, reason: random.pick(['no-show', 'no-show', 'staff', 'unsafe-home']) } }];
  const record = drawAnswers(plan, step.record, habits, random);
  return [
    { episode, input: { ...command(random, 'staff'), kind: 'visit-checked-in', at: addMinutes(from, random.whole(0, 15)), occurrence } },
    { episode, input: { ...command(random, 'staff'), kind: 'visit-completed', at: addMinutes(from, random.whole(30, 55)), occurrence, record, photos: [] } },
  ];
}

function doStep(plan: Plan, episode: EpisodeId, occurrence: string, at: Instant, { habits, random }: Person): Planned[] {
  const step = stepOf(plan, occurrence);
  switch (step?.kind) {
    case 'form': {
      if (!random.chance(habits.answersForms)) return [];
      // Most answer after the invitation, some after a reminder, a few a day later.
      const after = random.pick([random.whole(5, 180), random.whole(5, 180), random.whole(240, 600), random.whole(1440, 2400)]);
      return [{ episode, input: { ...command(random, 'patient'), kind: 'answer-received', at: addMinutes(at, after), occurrence, answers: drawAnswers(plan, step.forms, habits, random), answeredBy: 'patient' } }];
    }
    case 'reading': {
      if (!random.chance(habits.measures)) return [];
      const first = addMinutes(at, random.whole(1, step.withinHours * 40));
      const readings = [first, addMinutes(first, 6)].slice(0, random.whole(1, 2));
      return readings.map((when) => ({ episode, input: { ...command(random, 'patient'), kind: 'reading-received', at: when, reading: step.reading, values: drawValues(plan, step.reading, habits, random), measuredAt: when } }));
    }
    case 'message':
      return step.tick && random.chance(habits.ticksExercises) ? [{ episode, input: { ...command(random, 'patient'), kind: 'step-ticked', at: addMinutes(at, random.whole(10, step.expiresAfterHours * 50)), occurrence } }] : [];
    case 'task': {
      const within = 'byTime' in step.deadline ? 4 * 60 : step.deadline.withinHours * 60;
      const after = Math.ceil((random.chance(habits.staffInTime) ? random.between(0.1, 0.9) : random.between(1.1, 3)) * within);
      return [{ episode, input: { ...command(random, 'staff'), kind: 'task-recorded', at: addMinutes(at, after), occurrence, outcome: 'done', answers: drawAnswers(plan, step.forms, habits, random) } }];
    }
    default:
      return [];
  }
}

const outcomes: readonly [CallOutcome, ...CallOutcome[]] = ['busy', 'off', 'off', 'refused', 'wrong-number', 'proxy'];

/** Call steps and the phone tasks of unanswered forms. */
function answerCall(plan: Plan, episode: EpisodeId, { occurrence, purpose }: Obligation, at: Instant, { habits, random }: Person): Planned[] {
  const step = occurrence === null ? undefined : stepOf(plan, occurrence);
  if (occurrence === null || !/^(call|phone-task)(-\d+)?$/.test(purpose) || (step?.kind !== 'call' && step?.kind !== 'form')) return [];
  const reached = random.chance(habits.answersPhone);
  const outcome = reached ? 'reached' : random.pick(outcomes);
  const answers = outcome === 'reached' || outcome === 'proxy' ? drawAnswers(plan, step.forms, habits, random) : {};
  return [{ episode, input: { ...command(random, 'staff'), kind: 'call-recorded', at: addMinutes(at, random.whole(10, 300)), occurrence, outcome, ...(Object.keys(answers).length > 0 ? { answers } : {}) } }];
}

/** Acknowledged, contacted, resolved; sometimes too late, so that ladders are climbed. */
function handleCase(episode: EpisodeId, escalation: string, at: Instant, contactBy: Instant, { habits, random }: Person): Planned[] {
  const allowed = Math.max(2, minutesBetween(at, contactBy));
  const contacted = Math.ceil(random.chance(habits.staffInTime) ? random.between(0.1, 0.9) * allowed : random.between(1.1, 3) * allowed);
  const resolved = contacted + random.whole(10, 300);
  return [
    { episode, input: { ...command(random, 'staff'), kind: 'escalation-acknowledged', at: addMinutes(at, Math.ceil(contacted / 3)), escalation } },
    { episode, input: { ...command(random, 'staff'), kind: 'escalation-contacted', at: addMinutes(at, contacted), escalation } },
    { episode, input: { ...command(random, 'staff'), kind: 'escalation-resolved', at: addMinutes(at, resolved), escalation, resolution: 'seen' } },
  ];
}
