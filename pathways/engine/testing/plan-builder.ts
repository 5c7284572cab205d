/** A small plan for tests, complete in its conventions (clinical.md section 1); each test adds the steps, forms and rules it is about. */
import type { CallStep, Expr, Form, FormStep, MessageStep, Plan, ReadingStep, Rule, Schedule, TaskStep, VisitStep } from '../plan.js';

const levels: Plan['levels'] = {
  red: {
    level: 'red', alert: ['responsible-nurse', 'duty-doctor'], ackWithinMinutes: 15, contactWithinMinutes: 30,
    ladder: [{ afterMinutes: 30, to: ['second-line-doctor'], unless: 'acknowledged' }, { afterMinutes: 45, to: ['chief-on-duty'], unless: 'contacted' }],
    repeatEveryMinutes: 15, patientText: 'alert.red', patientQuietHours: 'ignore', alertQuietHours: 'ignore', callBy: 'duty-doctor', pausesVisits: true,
  },
  orange: {
    level: 'orange', alert: ['responsible-nurse'], ackWithinMinutes: null, contactWithinMinutes: 120,
    ladder: [{ afterMinutes: 120, to: ['head-nurse'], unless: 'contacted' }, { afterMinutes: 240, to: ['duty-doctor'], unless: 'contacted' }],
    repeatEveryMinutes: 60, patientText: 'alert.orange', patientQuietHours: 'ignore', alertQuietHours: 'ignore', callBy: null, pausesVisits: false,
  },
  yellow: {
    level: 'yellow', alert: ['responsible-nurse'], ackWithinMinutes: null, contactWithinMinutes: 1440,
    ladder: [{ afterMinutes: 1440, to: ['head-nurse'], unless: 'contacted' }],
    repeatEveryMinutes: 1440, patientText: 'alert.yellow', patientQuietHours: 'wait', alertQuietHours: 'wait', callBy: null, pausesVisits: false,
  },
};

export function plan(parts: Partial<Plan> = {}): Plan {
  const paths = (parts.rules ?? []).flatMap((rule) => rule.inputs);
  const components = Object.values(parts.readings ?? {}).flatMap(({ id, components: c }) => Object.keys(c).map((component) => `${id}.${component}`));
  return {
    dsl: 1, id: 'test-package', version: 1, zone: 'Asia/Shanghai', anchors: { discharge: 'required', surgery: 'optional' }, mainAnchor: 'discharge',
    quietHours: { from: '21:00', to: '08:00' }, dailySmsCap: 3, steps: [], forms: {}, readings: {}, rules: [], levels,
    yellows: { count: 2, become: 'orange' }, unanswered: { remindHours: [4, 24], phoneTaskHours: 48, family: true },
    calls: { retryAfterHours: 24, maxAttempts: 3, attemptsWithinDays: 2, exhausted: 'yellow' }, staleReadingHours: 24,
    lookBack: Object.fromEntries([...paths, ...components].map((path) => [path, { days: 7, keepFirst: true }])),
    parameters: {}, texts: { digest: 'digest', close: null, optOut: 'optout', repeatReading: 'reading.repeat' }, ...parts,
  };
}

const day = (offsets: number[], at: string): Schedule => ({ kind: 'offsets', anchor: 'discharge', unit: 'day', offsets, at });

export const visit = (id: string, days: number[], more: Partial<VisitStep> = {}): VisitStep => ({
  id, kind: 'visit', phase: 'course', schedule: day(days, '10:00'), holidays: 'ignore', label: `label.${id}`, who: 'nurse', place: 'home', service: 'dressing',
  window: { earlyDays: 1, lateDays: 2 }, materials: [], sop: [], record: [], missedAfterHours: 4, missed: 'close',
  reminders: [{ purpose: 'eve', text: 'visit.eve', daysBefore: 1, at: '18:00', class: 'visit', to: 'patient', channels: ['wechat', 'sms'] }], ...more,
});

export const form = (id: string, days: number[], forms: string[], more: Partial<FormStep> = {}): FormStep => ({
  id, kind: 'form', phase: 'course', schedule: day(days, '10:00'), holidays: 'ignore', label: `label.${id}`, who: 'patient', forms, invite: 'survey.invite', remind: 'survey.remind',
  class: 'form', channels: ['wechat', 'sms'], closesAfterHours: 72, ...more,
});

export const call = (id: string, days: number[], more: Partial<CallStep> = {}): CallStep => ({
  id, kind: 'call', phase: 'course', schedule: day(days, '10:00'), holidays: 'ignore', label: `label.${id}`, by: 'case-manager', script: 'script', forms: [], withinHours: 8, ...more,
});

export const task = (id: string, days: number[], more: Partial<TaskStep> = {}): TaskStep => ({
  id, kind: 'task', phase: 'course', schedule: day(days, '10:00'), holidays: 'ignore', label: `label.${id}`, by: 'responsible-nurse', text: `do.${id}`, forms: [], deadline: { withinHours: 8 }, ...more,
});

export const reading = (id: string, kind: string, schedule: Schedule, more: Partial<ReadingStep> = {}): ReadingStep => ({
  id, kind: 'reading', phase: 'course', schedule, holidays: 'ignore', label: `label.${id}`, reading: kind, text: 'bp.daily', class: 'measurement', channels: ['wechat', 'sms'], withinHours: 4, ...more,
});

export const message = (id: string, schedule: Schedule, more: Partial<MessageStep> = {}): MessageStep => ({
  id, kind: 'message', phase: 'course', schedule, holidays: 'ignore', label: `label.${id}`, who: 'patient', text: `text.${id}`, class: 'education', channels: ['wechat', 'sms'],
  expiresAfterHours: 6, tick: false, ...more,
});

export const everyDay = (fromDay: number, untilDay: number, ...times: string[]): Schedule =>
  ({ kind: 'repeat', anchor: 'discharge', fromDay, everyDays: 1, untilDay, times });

/** `wound.redness == 'over'`. */
export const is = (path: string, value: string | boolean): Expr =>
  ({ op: 'eq', left: { op: 'path', path }, right: typeof value === 'boolean' ? { op: 'bool', value } : { op: 'text', value } });
export const above = (path: string, value: string): Expr => ({ op: 'gt', left: { op: 'path', path }, right: { op: 'num', value } });

/** One rule of one case; its prefix is what stands before the dash. */
export function rule(id: string, when: Expr, level: Rule['cases'][number]['level'], more: Partial<Rule> & { patientText?: string | null; start?: string[]; to?: Rule['cases'][number]['to'] } = {}): Rule {
  const { patientText, start = [], to, ...rest } = more;
  const inputs = pathsOf(when);
  return {
    id, prefix: id.split('-')[0] ?? id, inputs, source: 'C',
    cases: [{ when, level, instruction: `do.${id}`, start, ...(patientText === undefined ? {} : { patientText }), ...(to === undefined ? {} : { to }) }], ...rest,
  };
}

const pathsOf = (expr: Expr): string[] => {
  switch (expr.op) {
    case 'path': return [expr.path];
    case 'not': case 'rank': return pathsOf(expr.of);
    case 'and': case 'or': case 'list': return expr.of.flatMap(pathsOf);
    case 'call': return [expr.path];
    case 'num': case 'text': case 'bool': return [];
    default: return [...pathsOf(expr.left), ...pathsOf(expr.right)];
  }
};

const boolean = (id: string) => ({ id, required: false, type: 'boolean' as const });

/** Redness, pus, pain, self-harm: enough for every level. */
export const woundForm: Form = {
  id: 'wound',
  questions: [
    { id: 'redness', required: true, type: 'choice', options: ['none', 'small', 'over'] }, boolean('pus'), boolean('selfHarm'), boolean('fever'),
    { id: 'pain', required: false, type: 'number', decimals: 0, min: '0', max: '10', unit: '' },
  ],
};
export const coreForm: Form = { id: 'core', questions: [boolean('breathless'), boolean('fell')] };

export const bloodPressure: Plan['readings'][string] = {
  id: 'bp', combine: 'session-mean', sessionMinutes: 30,
  components: { sys: { unit: 'mmHg', decimals: 0, min: '60', max: '260' }, dia: { unit: 'mmHg', decimals: 0, min: '30', max: '160' } },
};
