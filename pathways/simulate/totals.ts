/** Many simulated patients as one table, and the promise that a simulation has to keep. */
import { messagePolicy } from '../patient/message-policy.js';
import type { EpisodeEvent } from '../engine/events.js';
import { localDateOf } from '../time.js';
import type { SimulatedPatient } from './simulate.js';

export type Totals = {
  patients: number;
  events: number;
  statuses: Record<string, number>;
  /** Occurrences by kind of end: `visit completed`, `form failed`. */
  steps: Record<string, number>;
  /** Obligations by class and end: `dose sent`, `education suppressed daily-cap`. */
  messages: Record<string, number>;
  cases: Record<string, number>;
  breaches: Record<string, number>;
  refused: number;
  mostSmsInADay: number;
  largestStateBytes: number;
  /** Messages of a class that must never yield to the daily cap, but did. Must stay empty. */
  yielded: string[];
};

export const noTotals = (): Totals => ({
  patients: 0, events: 0, statuses: {}, steps: {}, messages: {}, cases: {}, breaches: {}, refused: 0, mostSmsInADay: 0, largestStateBytes: 0, yielded: [],
});

const count = (table: Record<string, number>, key: string): void => {
  table[key] = (table[key] ?? 0) + 1;
};

/** Adds one patient; `totals` grows in place, so that thousands of worlds need not be kept. */
export function addPatient(totals: Totals, { world, largestStateBytes }: SimulatedPatient): void {
  totals.patients += 1;
  totals.refused += world.refused.length;
  totals.largestStateBytes = Math.max(totals.largestStateBytes, largestStateBytes);
  const classes = new Map<string, string>();
  for (const { events } of world.entries) {
    totals.events += events.length;
    for (const event of events) addEvent(totals, event, classes);
  }
  for (const { episode, plan } of world.running.values()) {
    count(totals.statuses, episode.status);
    const kinds = new Map(plan.steps.map((step) => [step.id, step.kind]));
    for (const [step, { completed, failed, cancelled }] of Object.entries(episode.tally)) {
      const kind = kinds.get(step) ?? 'step';
      for (const [end, n] of Object.entries({ completed, failed, cancelled })) if (n > 0) totals.steps[`${kind} ${end}`] = (totals.steps[`${kind} ${end}`] ?? 0) + n;
    }
  }
  totals.mostSmsInADay = Math.max(totals.mostSmsInADay, smsInADay(world));
}

function addEvent(totals: Totals, event: EpisodeEvent, classes: Map<string, string>): void {
  switch (event.type) {
    case 'ObligationPlanned':
      classes.set(event.obligation.id, event.obligation.class);
      return;
    case 'ObligationClosed': {
      const of = classes.get(event.obligation) ?? 'unknown';
      count(totals.messages, `${of} ${event.outcome}${event.reason === null ? '' : ` ${event.reason}`}`);
      const exempt = Object.entries(messagePolicy).some(([name, policy]) => name === of && policy.dailyCap === 'exempt');
      if (event.reason === 'daily-cap' && exempt) totals.yielded.push(event.obligation);
      return;
    }
    case 'EscalationRaised':
      return count(totals.cases, `${event.level} raised`);
    case 'EscalationUpgraded':
      return count(totals.cases, `${event.level} upgraded`);
    case 'EscalationBreached':
      return count(totals.breaches, event.which);
    default:
      return;
  }
}

function smsInADay({ delivered, facts }: SimulatedPatient['world']): number {
  const days: Record<string, number> = {};
  for (const message of delivered) {
    if (message.outcome === 'sent' && message.channel === 'sms' && (message.recipient === 'patient' || message.recipient === 'family')) count(days, localDateOf(message.at, facts.zone));
  }
  return Math.max(0, ...Object.values(days));
}
