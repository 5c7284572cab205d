/** The closed word lists of the engine. One word per idea; docs/glossary.md is the authority. */

/** UTC with milliseconds, `2026-03-02T01:00:00.000Z`: one spelling, so `<` on two instants is time order. Never a `Date`: payloads are JSON. */
export type Instant = string;
/** A calendar date in the patient's zone, `2026-03-02`. */
export type LocalDate = string;
/** A wall-clock time in the patient's zone, `09:00`. */
export type LocalTime = string;
/** A decimal number as written, `38.5`. Compared as a scaled integer, never as a float. */
export type Decimal = string;

export type EpisodeId = string;
/** `<episode>/<step>/<n>`: the n-th due instance of a step, n counts from 1. */
export type OccurrenceId = string;
/** `<occurrence>/<revision>/<purpose>/<recipient>`; for escalations `<escalation>/<revision>/<purpose>/<recipient>`. */
export type ObligationId = string;
/** `<episode>/escalation/<n>`. */
export type EscalationId = string;

export const anchors = ['discharge', 'surgery', 'delivery', 'lmp', 'chemo-cycle', 'last-maintenance', 'birth', 'insertion', 'removal', 'first-dose'] as const;
export type Anchor = (typeof anchors)[number];

export const anchorNeeds = ['required', 'optional', 'later', 'again'] as const;
/** `required` and `optional`: given at launch. `later`: set once it has happened (a birth). `again`: set anew for every round (a chemo cycle). */
export type AnchorNeed = (typeof anchorNeeds)[number];

export const levels = ['red', 'orange', 'yellow'] as const;
/** Most urgent first. GREEN needs no case, so it is not a level. */
export type Level = (typeof levels)[number];

export const staffRoles = [
  'responsible-nurse', 'head-nurse', 'duty-doctor', 'surgeon', 'second-line-doctor', 'chief-on-duty',
  'therapist', 'case-manager', 'crisis-counsellor',
] as const;
/** Who staff alerts are addressed to; the roster turns a role into the person on duty at claim time. */
export type StaffRole = (typeof staffRoles)[number];

export const recipients = ['patient', 'family', ...staffRoles] as const;
export type Recipient = (typeof recipients)[number];

export const messageClasses = [
  'safety', 'dose', 'visit', 'form', 'measurement', 'education', 'staff-alert', 'staff-task',
] as const;
/** Highest priority first within patients' classes: when the daily cap bites, the lower class yields. */
export type MessageClass = (typeof messageClasses)[number];

export const channelNames = ['wechat', 'sms', 'email', 'wecom', 'phone-task'] as const;
/** `phone-task`: work for a person (a call), shown in the worklist. Voice is always a phone task: a person calls. */
export type ChannelName = (typeof channelNames)[number];

export const callOutcomes = [
  'reached', 'proxy', 'busy', 'off', 'refused', 'readmitted', 'died', 'wrong-number',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export const taskOutcomes = ['done', 'not-needed'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

export const suppressionReasons = [
  'superseded', 'answered', 'done', 'paused', 'stopped', 'completed', 'died', 'readmitted', 'lost', 'withdrawn',
  'opted-out', 'no-consent', 'no-contact', 'quarantined', 'expired', 'daily-cap', 'spend-cap', 'same-text-today', 'shared',
  'same-case', 'anchor-missing', 'away', 'condition-ended', 'held-by-red', 'cancelled-by-clinician', 'content-rejected', 'already-open',
  'schedule-ended', 'new-round', 'goal-reached', 'not-given', 'used-up', 'pregnancy-loss', 'not-needed', 'contradiction',
] as const;
/** Why an obligation was not carried out. Every `suppressed` has exactly one. */
export type SuppressionReason = (typeof suppressionReasons)[number];

export const failureReasons = [
  'all-channels-failed', 'nobody-on-duty', 'unconfirmed', 'provider-rejected', 'poison',
] as const;
export type FailureReason = (typeof failureReasons)[number];

export const stopReasons = ['died', 'withdrawn', 'lost', 'transferred', 'wrong-package', 'unsafe-home', 'readmitted', 'pregnancy-loss'] as const;
export type StopReason = (typeof stopReasons)[number];

export const pauseReasons = ['readmitted', 'staff', 'unsafe-home'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Whoever did something: an opaque account id, or `patient`, `family`, `system`. Never a name. */
export type ActorId = string;

export function assertNever(value: never): never {
  throw new Error(`Unexpected ${JSON.stringify(value)}: the compiler should have refused this`);
}
