/** What virtual people do when the plan asks something of them: each reaction is an input some time later. */
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { Step } from '../engine/plan.js';
import type { CallOutcome, Instant } from '../engine/vocabulary.js';
import type { World } from '../story/world.js';
import { addMinutes, minutesBetween } from '../time.js';
import { drawAnswers, drawValues, measuringAgainAt } from './draw.js';
import { isSilent } from './habits.js';
import { awake, command, isAtHome, stepOf, whenOf, type Person, type Planned } from './person.js';
import { afterHold, askAboutVisit, bookVisit, makeVisit } from './react-visits.js';

export function react(world: World, episode: string, event: EpisodeEvent, person: Person): Planned[] {
  const running = world.running.get(episode);
  switch (event.type) {
    case 'OccurrencePlanned':
    case 'OccurrenceMoved':
      return bookVisit(person, event);
    case 'VisitBooked':
      return makeVisit(person, event);
    case 'OccurrenceReleased':
      return afterHold(person, event, running?.episode.occurrences[event.occurrence]?.slot ?? null);
    case 'OccurrenceOpened':
      return doStep(event.occurrence, event.at, person);
    case 'ObligationPlanned':
      person.asked.set(event.obligation.id, event.obligation);
      return [];
    case 'ObligationClosed': {
      const obligation = event.outcome === 'sent' ? person.asked.get(event.obligation) : undefined;
      return obligation ? answerMessage(obligation, event.at, person) : [];
    }
    case 'EscalationRaised':
    case 'EscalationUpgraded':
    case 'EscalationTakenOver':
      return handleCase(event.escalation, event.at, event.contactBy, person);
    case 'EscalationContacted':
      person.body.treat(whenOf(person, event.at).day);
      return [];
    case 'PatientReadmitted':
      return afterHospital(event.at, person);
    default:
      return [];
  }
}

/** Most come home after some days and go on; some do not. */
function afterHospital(at: Instant, person: Person): Planned[] {
  const { random } = person;
  const homeAt = awake(person, addMinutes(at, 1440 * random.whole(2, 9)));
  const isPaused: Planned['still'] = (episode) => episode.status === 'paused';
  return random.chance(0.8)
    ? [{ input: { ...command(person, 'staff'), kind: 'resume', at: homeAt }, still: isPaused }]
    : [{ input: { ...command(person, 'staff'), kind: 'stop', at: homeAt, reason: 'readmitted' }, still: isPaused }];
}

/** Minutes from the question to the answer: most within hours, a few days later. */
function delayOf(step: Step, { random }: Person): number {
  if ('class' in step && step.class === 'safety') return random.chance(0.8) ? random.whole(2, 20) : random.whole(20, 240);
  const kind = random.next();
  if (kind < 0.55) return random.whole(5, 180);
  if (kind < 0.8) return random.whole(240, 600);
  return kind < 0.95 ? random.whole(1200, 2000) : random.whole(2000, 5000);
}

function doStep(occurrence: string, at: Instant, person: Person): Planned[] {
  const { plan, habits, random } = person;
  const step = stepOf(plan, occurrence);
  if (step?.kind !== 'task' && isSilent(habits, whenOf(person, at).day)) return [];
  switch (step?.kind) {
    case 'form': {
      if (!random.chance(habits.answersForms)) return [];
      const answeredAt = awake(person, addMinutes(at, delayOf(step, person)));
      const answers = drawAnswers(person, step.forms, whenOf(person, answeredAt), 'patient');
      if (Object.keys(answers).length === 0) return [];
      return [{ input: { ...command(person, step.who), kind: 'answer-received', at: answeredAt, occurrence, answers, answeredBy: step.who }, still: isAtHome }];
    }
    case 'reading':
      return random.chance(habits.measures) ? measure(step.reading, measuringAt(at, step.withinHours, random), person) : [];
    case 'message':
      return step.tick && random.chance(step.class === 'dose' ? habits.ticksDoses : habits.ticksExercises)
        ? [{ input: { ...command(person, 'patient'), kind: 'step-ticked', at: addMinutes(at, random.whole(10, step.expiresAfterHours * 50)), occurrence }, still: (episode) => isAtHome(episode) && episode.occurrences[occurrence] !== undefined }]
        : [];
    case 'task': {
      const within = 'byTime' in step.deadline ? 4 * 60 : step.deadline.withinHours * 60;
      const doneAt = addMinutes(at, Math.ceil((random.chance(habits.staffInTime) ? random.between(0.1, 0.9) : random.between(1.1, 3)) * within));
      return [{ input: { ...command(person, 'staff'), kind: 'task-recorded', at: doneAt, occurrence, outcome: 'done', answers: drawAnswers(person, step.forms, whenOf(person, doneAt), 'staff') }, still: (episode) => isAtHome(episode) && episode.occurrences[occurrence] !== undefined }];
    }
    default:
      return [];
  }
}

const measuringAt = (at: Instant, withinHours: number, random: Person['random']): Instant =>
  addMinutes(at, random.chance(0.75) ? random.whole(1, Math.min(75, withinHours * 50)) : random.whole(1, withinHours * 55));

/** Pressure is taken twice, a minute apart, by most; now and then with another device. */
export function measure(reading: string, at: Instant, person: Person): Planned[] {
  const { plan, habits, random } = person;
  const kind = plan.readings[reading];
  if (!kind) return [];
  person.measured = reading;
  const times = kind.combine === 'session-mean' && random.chance(0.7) ? [at, addMinutes(at, 2)] : [at];
  const other = habits.secondDevice !== null && random.chance(0.1) ? habits.secondDevice : null;
  return times.map((measuredAt) => {
    const values = drawValues(person, reading, whenOf(person, measuredAt));
    const shown = other === null ? values : Object.fromEntries(Object.entries(values).map(([component, value]) => [component, shifted(value, other, kind.components[component])]));
    return { input: { ...command(person, 'patient'), kind: 'reading-received', at: measuredAt, reading, values: shown, measuredAt, device: other === null ? 'own' : 'other' }, still: isAtHome };
  });
}

/** Percent of the value: another device that measures wrong measures wrong by a share. */
const shifted = (value: string, percent: number, limits: { max: string; min: string; decimals: number } | undefined): string =>
  limits === undefined ? value : Math.min(Number(limits.max), Math.max(Number(limits.min), Number(value) * (1 + percent / 100))).toFixed(limits.decimals);

/** Fifty calls that did not reach the patient; one of them rings at a stranger's. */
const unreached: readonly [CallOutcome, ...CallOutcome[]] = ['wrong-number', ...Array.from({ length: 49 }, (_, n): CallOutcome => (n < 24 ? 'off' : n < 36 ? 'busy' : n < 43 ? 'refused' : 'proxy'))];

/** A message that asks for something at once, or work that was handed to staff. */
function answerMessage({ occurrence, purpose }: Obligation, at: Instant, person: Person): Planned[] {
  const { plan, habits, random } = person;
  if (purpose === 'measure-again') return person.measured !== null && random.chance(habits.measures) ? measure(person.measured, measuringAgainAt(at, random), person) : [];
  if (occurrence !== null && purpose === 'goal-visit') return askAboutVisit(person, occurrence, at);
  const step = occurrence === null ? undefined : stepOf(plan, occurrence);
  if (occurrence === null || !/^(call|phone-task)(-\d+)?$/.test(purpose) || (step?.kind !== 'call' && step?.kind !== 'form')) return [];
  const calledAt = addMinutes(at, random.whole(10, 300));
  const outcome = random.chance(habits.answersPhone) ? 'reached' : random.pick(unreached);
  const answers = outcome === 'reached' || outcome === 'proxy' ? drawAnswers(person, step.forms, whenOf(person, calledAt), 'staff') : {};
  return [{
    input: { ...command(person, 'staff'), kind: 'call-recorded', at: calledAt, occurrence, outcome, ...(Object.keys(answers).length > 0 ? { answers } : {}) },
    still: (episode) => isAtHome(episode) && episode.occurrences[occurrence] !== undefined,
  }];
}

/** Acknowledged, contacted, resolved; sometimes too late, so that ladders are climbed; a few are no matter after all. */
function handleCase(escalation: string, at: Instant, contactBy: Instant, person: Person): Planned[] {
  const { habits, random } = person;
  const round = (person.handling.get(escalation) ?? 0) + 1;
  person.handling.set(escalation, round);
  const still: Planned['still'] = (episode) => person.handling.get(escalation) === round && episode.escalations[escalation] !== undefined;
  const allowed = Math.max(2, minutesBetween(at, contactBy));
  const contacted = Math.ceil(random.chance(habits.staffInTime) ? random.between(0.1, 0.9) * allowed : random.between(1.1, 3) * allowed);
  const ended = contacted + random.whole(10, 300);
  const end = random.chance(0.04)
    ? { kind: 'escalation-cancelled' as const, reason: 'looked at, no finding' }
    : { kind: 'escalation-resolved' as const, resolution: 'seen' };
  return [
    { input: { ...command(person, 'staff'), kind: 'escalation-acknowledged', at: addMinutes(at, Math.ceil(contacted / 3)), escalation }, still },
    { input: { ...command(person, 'staff'), kind: 'escalation-contacted', at: addMinutes(at, contacted), escalation }, still },
    { input: { ...command(person, 'staff'), ...end, at: addMinutes(at, ended), escalation }, still },
  ];
}
