import type { Plan } from './plan.js';

/**
 * Wording that the engine asks for by itself, so every plan must carry these keys in every language (the conventions fragment has
 * them; the publisher checks). Placeholders each text may use, beside {surname} {patient} {phone} {entry}:
 */
export const engineTexts = {
  /** To staff: {level} {patient} {instruction} {case}. First alert of a case and every rung of its ladder. */
  'staff.alert': ['level', 'patient', 'instruction', 'case'],
  'staff.climb': ['level', 'patient', 'instruction', 'case'],
  /** To staff: call the patient about an open case: {level} {patient} {instruction}. */
  'staff.call-patient': ['level', 'patient', 'instruction'],
  /** The same when the patient may get no text (self-harm): the script covers 120 and the crisis line. */
  'staff.call-crisis': ['patient', 'instruction'],
  /** A message could not be delivered, so a person calls instead: {patient} {label}. */
  'staff.undelivered': ['patient', 'label'],
  /** Form not answered after two reminders: call, the answers can be entered during the call. */
  'staff.unanswered-call': ['patient', 'label'],
  /** Three attempts failed: try the family contact. */
  'staff.family-call': ['patient', 'label'],
  'staff.call-overdue': ['patient', 'label'],
  'staff.call-refused': ['patient', 'label'],
  /** The number reached somebody else: find the right one. */
  'staff.wrong-number': ['patient'],
  'staff.visit-rebook': ['patient', 'label', 'date'],
  'staff.visit-missed': ['patient', 'label', 'date'],
  'staff.visit-book': ['patient', 'label', 'date'],
  /** Time of a visit changed too late for the usual text: tell the patient by phone. */
  'staff.visit-changed': ['patient', 'label', 'date', 'slot'],
  /** Moved outside its window: is that safe? */
  'staff.visit-late': ['patient', 'label', 'date', 'slot'],
  'staff.visit-away': ['patient', 'label', 'date'],
  /** Held by a RED case or a pause, and its window is over. */
  'staff.visit-held': ['patient', 'label', 'date'],
  'staff.unsafe-home': ['patient', 'label', 'date'],
  'staff.readmitted': ['patient'],
  /** To the family contact, when a form stays unanswered. */
  'survey.family': ['surname', 'phone'],
  /** Instructions on cases that no rule of the package opened. */
  'do.stale-reading': [],
  'do.calls-exhausted': [],
  'do.raised-by-staff': [],
} as const satisfies Record<string, readonly string[]>;

/** Wording for what only some plans can bring about; a plan carries those that `engineTextsOf` names for it. */
export const furtherEngineTexts = {
  /** An anchor was set anew and the visit is booked already: {patient} {label} {date} {slot}. */
  'staff.visit-rearrange': ['patient', 'label', 'date', 'slot'],
  /** The goal is reached and the visit is booked: cancel or keep. {patient} {label} {date} {slot}. */
  'staff.goal-visit': ['patient', 'label', 'date', 'slot'],
  /** A number of this patient changed and the visit is booked, or planned already: is its time still right? {patient} {label} {date} {slot}. */
  'staff.visit-personal': ['patient', 'label', 'date', 'slot'],
  /** Two packages of the patient say different things and neither is sent: {patient} {label}. */
  'staff.contradiction': ['patient', 'label'],
  /** Work of a task step was not done in time, to the head nurse: {patient} {label}. */
  'staff.task-overdue': ['patient', 'label'],
  /** Instruction on the case when nobody did it afterwards either. */
  'do.task-undone': [],
} as const satisfies Record<string, readonly string[]>;

export const engineTextsOf = ({ anchors, goal, personal, steps }: Pick<Plan, 'anchors' | 'goal' | 'personal' | 'steps'>): (keyof typeof furtherEngineTexts)[] => [
  ...(Object.values(anchors).some((need) => need === 'later' || need === 'again') ? ['staff.visit-rearrange' as const] : []),
  ...(goal ? ['staff.goal-visit' as const] : []),
  ...(personal ? ['staff.visit-personal' as const] : []),
  ...(steps.some((step) => step.kind === 'message' && step.advises !== undefined) ? ['staff.contradiction' as const] : []),
  ...(steps.some(({ kind }) => kind === 'task') ? ['staff.task-overdue' as const, 'do.task-undone' as const] : []),
];

export type EngineText = keyof typeof engineTexts;
