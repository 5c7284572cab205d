/** When the steps of a version happen, for its timeline picture: days counted from the anchor, one row per step. Pure arithmetic on the plan; no patient. */
import { addMonths, daysBetween } from '../time.js';
import type { Plan, Step } from '../engine/plan.js';
import type { Anchor, LocalTime } from '../engine/vocabulary.js';
import { sayCondition, type Wording } from './condition-words.js';

export type OutlineStep = {
  step: string;
  kind: Step['kind'];
  phase: Step['phase'];
  label: string;
  /** null: a rule starts it, so it has no days. */
  anchor: Anchor | null;
  /** Days after the anchor, ascending. Calendar months are shown by `sampleAnchor`, so a day or two may differ for a patient. */
  days: number[];
  inMonths: boolean;
  times: LocalTime[];
  /** Days before and after in which a visit is still on time. */
  window: { early: number; late: number } | null;
  /** Of a task: when it must be done. */
  deadline: { withinHours: number | null; byTime: LocalTime | null } | null;
  /** For steps that a rule starts. */
  triggered: { afterHours: number; at: LocalTime | null; byRules: string[] } | null;
  /** For steps that count from what is done; `itself`: from one maintenance to the next. `until`: last day after the anchor. */
  after: { step: string; itself: boolean; days: number[]; until: number | null } | null;
  /** For steps that are asked for: how often at most, and the last day after the anchor. */
  onRequest: { most: number; until: number } | null;
  /** A repeat that ends early; in words. */
  stopWhen: string | null;
  who: string;
  /** Of a visit. */
  service: string | null;
  place: string | null;
  forms: string[];
  /** What is said to the patient, family or caller, in words. */
  text: string | null;
  materials: string[];
  sop: string[];
  reminders: { purpose: string; daysBefore: number; at: LocalTime; text: string }[];
};

/** Months are drawn as they fall for a patient of this day; a month has no fixed length. */
export const sampleAnchor = '2026-03-02';

export function outlineOf(wording: Wording): OutlineStep[] {
  return wording.plan.steps.map((step) => rowOf(step, wording));
}

/** The last day on which a step is planned, counted from the main anchor; 0 when all are started by rules. */
export const durationDays = (plan: Plan): number => Math.max(0, ...plan.steps.flatMap((step) => daysOf(step).days));

function rowOf(step: Step, wording: Wording): OutlineStep {
  const { plan, texts } = wording;
  const words = (key: string): string => texts[key] ?? key;
  const { schedule } = step;
  const visit = step.kind === 'visit' ? step : null;
  return {
    step: step.id, kind: step.kind, phase: step.phase, label: words(step.label), ...daysOf(step),
    anchor: schedule.kind === 'triggered' ? null : schedule.anchor,
    times: schedule.kind === 'offsets' || schedule.kind === 'after' ? [schedule.at] : schedule.kind === 'repeat' ? schedule.times : [],
    window: visit ? { early: visit.window.earlyDays, late: visit.window.lateDays } : null,
    deadline: step.kind === 'task' ? { withinHours: null, byTime: null, ...step.deadline } : null,
    triggered: schedule.kind === 'triggered' ? { afterHours: schedule.afterHours, at: schedule.at ?? null, byRules: startersOf(plan, step.id) } : null,
    after: schedule.kind === 'after' ? { step: words(plan.steps.find(({ id }) => id === schedule.step)?.label ?? schedule.step), itself: schedule.step === step.id, days: schedule.days, until: schedule.untilDay ?? null } : null,
    onRequest: schedule.kind === 'onRequest' ? { most: schedule.most, until: schedule.untilDay } : null,
    stopWhen: 'stopWhen' in schedule && schedule.stopWhen ? sayCondition(schedule.stopWhen, wording) : null,
    who: whoOf(step), service: visit?.service ?? null, place: visit?.place ?? null, forms: formsOf(step), text: textOf(step, words),
    materials: visit?.materials.map(words) ?? [], sop: visit?.sop.map(words) ?? [],
    reminders: visit?.reminders.map(({ purpose, daysBefore, at, text }) => ({ purpose, daysBefore, at, text: words(text) })) ?? [],
  };
}

/** Days after the anchor on which the step is planned; empty when rules, deeds or a wish bring it about. */
export function daysOf({ schedule }: Step): { days: number[]; inMonths: boolean } {
  if (schedule.kind === 'triggered' || schedule.kind === 'onRequest') return { days: [], inMonths: false };
  // Only the first day is known; the others follow from what is done.
  if (schedule.kind === 'after') return { days: schedule.firstDay === undefined ? [] : [schedule.firstDay], inMonths: false };
  if (schedule.kind === 'offsets') {
    const inMonths = schedule.unit === 'month';
    return { inMonths, days: schedule.offsets.map((offset) => (inMonths ? daysBetween(sampleAnchor, addMonths(sampleAnchor, offset)) : offset * (schedule.unit === 'week' ? 7 : 1))).sort((a, b) => a - b) };
  }
  const count = Math.max(0, Math.floor((schedule.untilDay - schedule.fromDay) / Math.max(1, schedule.everyDays)) + 1);
  return { inMonths: false, days: Array.from({ length: count }, (_, n) => schedule.fromDay + n * schedule.everyDays) };
}

const startersOf = (plan: Plan, step: string): string[] => plan.rules.filter((rule) => rule.cases.some(({ start }) => start.includes(step))).map(({ id }) => id);
const whoOf = (step: Step): string => (step.kind === 'call' || step.kind === 'task' ? step.by : step.kind === 'reading' ? 'patient' : step.who);
const formsOf = (step: Step): string[] => (step.kind === 'visit' ? step.record : step.kind === 'form' || step.kind === 'call' || step.kind === 'task' ? step.forms : []);

function textOf(step: Step, words: (key: string) => string): string | null {
  switch (step.kind) {
    case 'visit': return null;
    case 'form': return words(step.invite);
    case 'call': return words(step.script);
    default: return words(step.text);
  }
}
