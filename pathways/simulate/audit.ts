/** What must be true of every simulated patient, looked at from outside: in the events and in what was delivered, not in the engine's own checks. */
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import type { Instant } from '../engine/vocabulary.js';
import { messagePolicy } from '../patient/message-policy.js';
import { addMinutes, hoursBetween, inQuietHours, localDateOf } from '../time.js';
import { questionsAskedTwice } from './asked-twice.js';
import { isSms, reached, toPatient } from './reached.js';
import type { SimulatedPatient } from './simulate.js';

/** Each is a promise of the product; a simulation in which one is broken fails. */
export const invariants = {
  overCap: 'a message that yields to the daily cap went out although the day was full',
  yielded: 'a safety, dose or visit message was suppressed by the daily cap',
  atNight: 'a text that waits for the morning reached the patient at night',
  sameText: 'the same text twice in a day to one person, of a class that says it once',
  sameQuestion: 'what waited for an answer was asked of the patient twice in a day by two steps',
  unheard: 'a RED or ORANGE case of which nobody was told within a quarter of an hour',
  forever: 'a case open a week after the call to the patient was due',
  unsettled: 'a message of an episode that is over has no outcome',
  neverEnds: 'an episode still under way at the end of its longest course',
  refused: 'a plausible act of a person was refused',
} as const;
export type Invariant = keyof typeof invariants;

export type Breach = { invariant: Invariant; what: string; at: Instant };

export function audit(patient: SimulatedPatient, fullCourse: boolean): Breach[] {
  const events = patient.world.entries.flatMap((entry) => entry.events);
  const obligations = new Map(events.flatMap((event) => (event.type === 'ObligationPlanned' ? [[event.obligation.id, event.obligation] as const] : [])));
  return [
    ...ofMessages(patient, obligations), ...ofQuestions(patient, events, obligations), ...ofCases(patient, events), ...ofTheEnd(patient, fullCourse),
    ...patient.world.refused.map(({ input, refusal }): Breach => ({ invariant: 'refused', what: `${input.kind}: ${refusal.code}`, at: input.at })),
  ];
}

function ofMessages({ world, plan }: SimulatedPatient, obligations: ReadonlyMap<string, Obligation>): Breach[] {
  const { zone, quietHours } = world.facts;
  const found: Breach[] = [];
  const smsOf = new Map<string, number>();
  const said = new Map<string, string>();
  for (const message of reached(world)) {
    const obligation = obligations.get(message.obligation);
    if (!obligation) continue;
    const policy = messagePolicy[obligation.class];
    const day = localDateOf(message.at, zone);
    if (isSms(message)) {
      const before = smsOf.get(day) ?? 0;
      if (policy.dailyCap === 'yields' && before >= plan.dailySmsCap) found.push({ invariant: 'overCap', what: `${message.obligation}, SMS number ${before + 1} of the day`, at: message.at });
      smsOf.set(day, before + 1);
    }
    // A message that failed on its first channel goes down to the next at once; it began in the day.
    if (!obligation.ignoresQuietHours && inQuietHours(message.at, quietHours, zone)) found.push({ invariant: 'atNight', what: message.obligation, at: message.at });
    if (policy.sameText === 'repeats' || obligation.purpose === 'measure-again' || (policy.sameText === 'red' && obligation.level === 'red') || message.carries.length > 0) continue;
    const text = [day, message.recipient, message.text, ...['date', 'slotFrom', 'slotUntil'].map((name) => String(obligation.params[name] ?? ''))].join('|');
    const former = said.get(text);
    if (former !== undefined && former !== message.obligation) found.push({ invariant: 'sameText', what: `${message.text}: ${former} and ${message.obligation}`, at: message.at });
    said.set(text, message.obligation);
  }
  for (const message of world.delivered) {
    const of = obligations.get(message.obligation);
    if (of && message.outcome === 'suppressed' && message.reason.startsWith('daily-cap') && messagePolicy[of.class].dailyCap === 'exempt') found.push({ invariant: 'yielded', what: message.obligation, at: message.at });
  }
  return found;
}

const ofQuestions = (patient: SimulatedPatient, events: readonly EpisodeEvent[], obligations: ReadonlyMap<string, Obligation>): Breach[] =>
  questionsAskedTwice(patient, events, obligations).map(({ forms, by, at }) => ({ invariant: 'sameQuestion', what: `${forms.join()} by ${by.join(' and ')}`, at }));

const mostMinutesUnheard = 15;
const mostHoursAfterContact = 7 * 24;

function ofCases({ world, until }: SimulatedPatient, events: readonly EpisodeEvent[]): Breach[] {
  const found: Breach[] = [];
  const open = new Map<string, Instant>();
  const told = world.delivered.filter((message) => !toPatient(message) && message.outcome === 'sent');
  for (const event of events) {
    if (event.type === 'EscalationClosed') open.delete(event.escalation);
    if (event.type !== 'EscalationRaised' && event.type !== 'EscalationUpgraded') continue;
    open.set(event.escalation, event.contactBy);
    if (event.level === 'yellow') continue;
    const soon = addMinutes(event.at, mostMinutesUnheard);
    const heard = told.some((message) => message.at >= event.at && message.at <= soon && message.obligation.startsWith(`${event.escalation}/`));
    // Closed at once: the patient died, or a clinician cancelled it in the same minute.
    const ended = events.some((other) => other.type === 'EscalationClosed' && other.escalation === event.escalation && other.at <= soon);
    if (!heard && !ended && soon <= until) found.push({ invariant: 'unheard', what: `${event.escalation} ${event.level} ${event.rules.join()}`, at: event.at });
  }
  for (const [escalation, contactBy] of open) if (hoursBetween(contactBy, until) > mostHoursAfterContact) found.push({ invariant: 'forever', what: escalation, at: contactBy });
  return found;
}

function ofTheEnd({ world, until }: SimulatedPatient, fullCourse: boolean): Breach[] {
  return [...world.running.values()].flatMap(({ episode }): Breach[] => {
    const over = episode.status === 'completed' || episode.status === 'stopped';
    if (!over) return fullCourse ? [{ invariant: 'neverEnds', what: `${episode.status}, ${Object.keys(episode.occurrences).length} steps open`, at: until }] : [];
    return Object.values(episode.obligations).filter(({ dueAt }) => dueAt < addMinutes(until, -1440)).map(({ id }) => ({ invariant: 'unsettled', what: id, at: until }));
  });
}
