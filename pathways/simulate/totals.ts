/** Many simulated patients of one package in numbers. Plain JSON: parts that several processes counted are added up. */
import type { EpisodeEvent } from '../engine/events.js';
import { levels, type Level } from '../engine/vocabulary.js';
import { daysBetween, hoursBetween, localDateOf } from '../time.js';
import { audit, type Breach } from './audit.js';
import { isSms, reached } from './reached.js';
import type { SimulatedPatient } from './simulate.js';

type Table = Record<string, number>;

export type Totals = {
  patients: number;
  /** Weeks from the launch until the episode was over. */
  patientWeeks: number;
  events: number;
  inputs: number;
  /** The engine threw: never. `seed/number: message`. */
  errors: string[];
  statuses: Table;
  /** Occurrences by kind of end: `visit completed`, `form failed`. */
  steps: Table;
  /** Obligations by class and end: `dose sent`, `education suppressed daily-cap`. */
  messages: Table;
  /** What reached patient and family; a digest is one. */
  reachedPatient: number;
  sms: number;
  /** Cases by the highest level that they had. */
  cases: Record<Level, number>;
  /** Rules that led to a case or an upgrade. */
  rules: Table;
  breaches: Table;
  /** Patient-days by number of SMS. */
  smsDays: Table;
  largestStateBytes: number;
  pointless: number;
  audited: number;
  /** By invariant: how often, and the first few. */
  broken: Record<string, { count: number; examples: string[] }>;
};

export const noTotals = (): Totals => ({
  patients: 0, patientWeeks: 0, events: 0, inputs: 0, errors: [], statuses: {}, steps: {}, messages: {}, reachedPatient: 0, sms: 0, cases: { red: 0, orange: 0, yellow: 0 }, rules: {}, breaches: {},
  smsDays: {}, largestStateBytes: 0, pointless: 0, audited: 0, broken: {},
});

const mostExamples = 5;

const add = (table: Table, key: string, by = 1): void => {
  table[key] = (table[key] ?? 0) + by;
};

/** Adds one patient; `totals` grows in place, so that thousands of worlds need not be kept. */
export function addPatient(totals: Totals, patient: SimulatedPatient, number: number, fullCourse: boolean): void {
  const { world, plan, until, startedAt } = patient;
  totals.patients += 1;
  totals.audited += 1;
  totals.inputs += world.entries.length;
  totals.pointless += patient.pointless;
  totals.largestStateBytes = Math.max(totals.largestStateBytes, patient.largestStateBytes);
  const classes = new Map<string, string>();
  const worst = new Map<string, Level>();
  let over = until;
  for (const { events } of world.entries) {
    totals.events += events.length;
    for (const event of events) {
      if (event.type === 'EpisodeCompleted' || event.type === 'EpisodeStopped') over = event.at;
      addEvent(totals, event, classes, worst);
    }
  }
  totals.patientWeeks += hoursBetween(startedAt, over) / 168;
  for (const level of worst.values()) totals.cases[level] += 1;
  const kinds = new Map(plan.steps.map((step) => [step.id, step.kind]));
  for (const { episode } of world.running.values()) {
    add(totals.statuses, episode.status === 'stopped' ? `stopped ${episode.stop?.reason ?? ''}` : episode.status);
    for (const [step, { completed, failed, cancelled }] of Object.entries(episode.tally)) {
      for (const [end, n] of Object.entries({ completed, failed, cancelled })) if (n > 0) add(totals.steps, `${kinds.get(step) ?? 'step'} ${end}`, n);
    }
  }
  addMessages(totals, patient);
  for (const breach of audit(patient, fullCourse)) addBreach(totals, breach, number, patient);
}

function addMessages(totals: Totals, { world, launched, until }: SimulatedPatient): void {
  const messages = reached(world);
  totals.reachedPatient += messages.length;
  const days: Table = {};
  for (const message of messages.filter(isSms)) add(days, localDateOf(message.at, world.facts.zone));
  for (const n of Object.values(days)) add(totals.smsDays, String(n));
  add(totals.smsDays, '0', daysBetween(launched, localDateOf(until, world.facts.zone)) + 1 - Object.keys(days).length);
  totals.sms += Object.values(days).reduce((sum, n) => sum + n, 0);
}

function addBreach(totals: Totals, { invariant, what, at }: Breach, number: number, { launched, world }: SimulatedPatient): void {
  const known = (totals.broken[invariant] ??= { count: 0, examples: [] });
  known.count += 1;
  if (known.examples.length < mostExamples) known.examples.push(`patient ${number}, D${daysBetween(launched, localDateOf(at, world.facts.zone))}: ${what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}\//g, '')}`);
}

function addEvent(totals: Totals, event: EpisodeEvent, classes: Map<string, string>, worst: Map<string, Level>): void {
  switch (event.type) {
    case 'ObligationPlanned':
      classes.set(event.obligation.id, event.obligation.class);
      return;
    case 'ObligationClosed':
      return add(totals.messages, `${classes.get(event.obligation) ?? 'unknown'} ${event.outcome}${event.reason === null ? '' : ` ${event.reason}`}`);
    case 'EscalationRaised':
    case 'EscalationUpgraded': {
      const known = worst.get(event.escalation);
      if (known === undefined || levels.indexOf(event.level) < levels.indexOf(known)) worst.set(event.escalation, event.level);
      for (const rule of event.rules) add(totals.rules, `${rule} ${event.level}`);
      return;
    }
    case 'EscalationBreached':
      return add(totals.breaches, event.which);
    default:
      return;
  }
}

/** What another process counted of the same package. */
export function merge(a: Totals, b: Totals): Totals {
  const broken = { ...a.broken };
  for (const [name, { count, examples }] of Object.entries(b.broken)) {
    broken[name] = { count: (broken[name]?.count ?? 0) + count, examples: [...(broken[name]?.examples ?? []), ...examples].slice(0, mostExamples) };
  }
  return {
    patients: a.patients + b.patients, patientWeeks: a.patientWeeks + b.patientWeeks, events: a.events + b.events, inputs: a.inputs + b.inputs, errors: [...a.errors, ...b.errors],
    statuses: sum(a.statuses, b.statuses), steps: sum(a.steps, b.steps), messages: sum(a.messages, b.messages), reachedPatient: a.reachedPatient + b.reachedPatient, sms: a.sms + b.sms,
    cases: { red: a.cases.red + b.cases.red, orange: a.cases.orange + b.cases.orange, yellow: a.cases.yellow + b.cases.yellow }, rules: sum(a.rules, b.rules), breaches: sum(a.breaches, b.breaches),
    smsDays: sum(a.smsDays, b.smsDays), largestStateBytes: Math.max(a.largestStateBytes, b.largestStateBytes), pointless: a.pointless + b.pointless, audited: a.audited + b.audited, broken,
  };
}

function sum(a: Table, b: Table): Table {
  const all = { ...a };
  for (const [key, n] of Object.entries(b)) add(all, key, n);
  return all;
}
