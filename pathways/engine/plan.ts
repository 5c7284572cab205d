/**
 * A published pathway as the engine walks it: plain JSON, immutable, made by `pathways/schema/compile.ts`.
 * No wording is in here (texts are keys, rendered at send time) and no number without a named, sourced parameter:
 * the compiler resolves `$name` and `p.name` and keeps the name beside the value so that "why" can show both.
 */
import type { Anchor, AnchorNeed, ChannelName, Decimal, Level, LocalTime, MessageClass, Recipient, StaffRole } from './vocabulary.js';

export type StepId = string;
export type FormId = string;
export type RuleId = string;
/** Key into the version's texts, e.g. `visit.eve`. */
export type TextKey = string;

export type Plan = {
  dsl: 1;
  /** Package id and pathway id are one: a package sells exactly one pathway. */
  id: string;
  version: number;
  zone: string;
  anchors: Partial<Record<Anchor, AnchorNeed>>;
  /** Of an `again` anchor: how many rounds there are at most. Without it only a goal or a person ends them. */
  rounds?: Partial<Record<Anchor, number>>;
  /** The anchor that D0 of the clock, timelines and reports counts from. */
  mainAnchor: Anchor;
  quietHours: { from: LocalTime; to: LocalTime };
  /** SMS a patient may get per local day, all episodes together. */
  dailySmsCap: number;
  steps: Step[];
  forms: Record<FormId, Form>;
  readings: Record<string, ReadingKind>;
  rules: Rule[];
  levels: Record<Level, LevelPolicy>;
  /** So many cases of YELLOW in one submission become ORANGE (or RED, oncology), and say what that level says. */
  yellows: { count: number; become: Level };
  /** The ladder of an unanswered form. Hours count from the invitation's due time. */
  unanswered: { remindHours: number[]; phoneTaskHours: number; family: boolean };
  calls: CallPolicy;
  /** Readings measured longer ago than this on arrival open a YELLOW review instead of meeting the rules. */
  staleReadingHours: number;
  /** History the rules look back on: path -> how long a sample must be kept. Derived by the compiler. */
  lookBack: Record<string, LookBackRule>;
  parameters: Record<string, { value: string; unit: string; source: string }>;
  /** When it becomes true the course has reached what it was for: see `goal.ts`. */
  goal?: { when: Expr; source: string; label: TextKey };
  /** Those of the parameters that are given for one patient; absent when there are none. */
  personal?: Record<string, PersonalParameter>;
  /** Who calls when the pregnancy is lost, and what to say; only such a plan can be stopped with that reason. */
  loss?: { by: StaffRole; script: TextKey };
  /** Hours in which patients' questions are answered; absent: as the hospital answers them. */
  answering?: AnswerWindow[];
  /** Other packages that may be started within this one, without another sale. */
  embeds?: Embeds[];
  /** Said once when so many badges are earned. */
  rewards?: { badges: number; text: TextKey }[];
  texts: { digest: TextKey; close: TextKey | null; optOut: TextKey | null; repeatReading: TextKey | null };
};

/** One unit of `service` (how many were bought is the ledger's matter) starts one of these packages. `any`: every package that the hospital offers, but those that embed others. */
export type Embeds = { service: string; packages: 'any' | string[]; label: TextKey };

/**
 * A number or time of one person: a prescription's last day, a blood pressure target, the hours of doses. Read as `p.<name>` in expressions
 * (path `p.<name>`, missing when neither given nor defaulted) and by schedules that name it (`Schedule.personal`).
 */
export type PersonalParameter = {
  of: 'number' | 'time';
  /** Several values, each between min and max, rising. */
  list: boolean;
  unit: string;
  /** The question that whoever launches is asked. */
  text: TextKey;
  /** Both included; local times compare as text. */
  min: Decimal | LocalTime;
  max: Decimal | LocalTime;
  /** Launch is refused without it. */
  required: boolean;
  /** Stands for the patient until a value is given; null: missing. */
  value: string[] | null;
  source: string;
};

/**
 * `days`: local days back from the newest sample; `keepFirst`: also the first day with a value. Only where a rule asks for it:
 * `firstDays`: also the first so many days of the episode; `newest`: at least so many of the newest samples; `devices`: which device measured.
 */
export type LookBackRule = { days: number; keepFirst: boolean; firstDays?: number; newest?: number; devices?: true };

/** A question asked in these hours, or waiting when they begin, is answered within so many minutes. Local times, the end excluded. */
export type AnswerWindow = { from: LocalTime; to: LocalTime; withinMinutes: number; by: StaffRole };

export type Phase = 'course' | 'follow-up';

type StepBase = {
  id: StepId;
  phase: Phase;
  /** When the step happens. `triggered` steps wait for a rule's `start`. */
  schedule: Schedule;
  holidays: 'ignore' | 'next-workday' | 'previous-workday';
  /** Short label for digests and timelines. */
  label: TextKey;
  /** Earned by attending: the occurrence was completed, whatever was answered. */
  badge?: TextKey;
};

export type Step = VisitStep | FormStep | CallStep | ReadingStep | MessageStep | TaskStep;

/** A home or online appointment, done by a person, closed by a record. */
export type VisitStep = StepBase & {
  kind: 'visit';
  who: 'nurse' | 'therapist' | 'doctor';
  place: 'home' | 'online' | 'clinic';
  service: string;
  window: Window;
  materials: TextKey[];
  sop: TextKey[];
  /** Forms that make up the visit record; answers meet the rules like any submission. */
  record: FormId[];
  /** A visit not completed this long after its end of window is missed. */
  missedAfterHours: number;
  /** `rebook`: open a task to book it again inside the package; `close`: failed, reason missed. Either way a person is told. */
  missed: 'rebook' | 'close';
  reminders: Reminder[];
};

/** A question form sent to patient or family, with the unanswered ladder. */
export type FormStep = StepBase & {
  kind: 'form';
  who: 'patient' | 'family';
  forms: FormId[];
  invite: TextKey;
  remind: TextKey;
  class: MessageClass;
  channels: ChannelName[];
  /** After this the form closes: an answer is stored as late and still triaged. */
  closesAfterHours: number;
};

/** A phone call by staff with a script; answers may be entered during it. */
export type CallStep = StepBase & {
  kind: 'call';
  by: StaffRole;
  script: TextKey;
  forms: FormId[];
  /** The call must have an outcome within this many hours, or the head nurse is told. */
  withinHours: number;
};

/** The patient is asked to measure; missing ones count as silence. */
export type ReadingStep = StepBase & {
  kind: 'reading';
  reading: string;
  text: TextKey;
  class: MessageClass;
  channels: ChannelName[];
  /** Not measured this long after being asked = missed. */
  withinHours: number;
};

/** One-way: education, exercise or dose reminder. `tick` asks for a done-mark; a day without it counts as silence. */
export type MessageStep = StepBase & {
  kind: 'message';
  who: 'patient' | 'family';
  text: TextKey;
  class: MessageClass;
  channels: ChannelName[];
  expiresAfterHours: number;
  tick: boolean;
  /** What it tells the patient to do, in words that packages share: see `patient/contradiction.ts`. */
  advises?: Advises;
};

export type Advises = { topic: string; value: string };

/** Work for staff that is no call and no visit: comment a clip, review a removal, chase a lab value. Done when somebody says so. */
export type TaskStep = StepBase & {
  kind: 'task';
  by: StaffRole;
  /** What is to be done. */
  text: TextKey;
  /** Filled in by whoever does it; complete, or it is not done. */
  forms: FormId[];
  /** Exactly one: so many hours after it is due, or the next such local time at or after it is due. Not done by then, the head nurse is told. */
  deadline: { withinHours: number } | { byTime: LocalTime };
};

/** Acceptable days around the due date, both >= 0. */
export type Window = { earlyDays: number; lateDays: number };

/** E.g. the eve-of-visit text: one day before at 18:00. */
export type Reminder = {
  purpose: string;
  text: TextKey;
  daysBefore: number;
  at: LocalTime;
  class: MessageClass;
  to: Recipient;
  channels: ChannelName[];
};

/**
 * What becomes of occurrences whose time had passed already when their anchor became known (mostly the launch). Absent: caught up with while
 * their window is open, else skipped. `skip`: left out, whatever their window. Otherwise the last of them happens so many days after that
 * moment, unless the next one comes as soon, and the earlier ones are left out.
 */
export type Past = 'skip' | { days: number; at: LocalTime };

export type Schedule =
  /** One occurrence per offset, signed, from the anchor's local date. Months are calendar months, clamped to the month's end; weeks are seven days. */
  | { kind: 'offsets'; anchor: Anchor; unit: 'day' | 'week' | 'month'; offsets: number[]; at: LocalTime; past?: Past; /** Only in a patient's own schedule: numbers that stand for nothing any more. */ idle?: number[] }
  /** Only the next occurrence is ever planned. `times` within a day in order; ends after `untilDay` or when `stopWhen` is true. */
  | {
      kind: 'repeat'; past?: 'skip'; anchor: Anchor; fromDay: number; everyDays: number; untilDay: number; times: LocalTime[]; stopWhen?: Expr;
      /** Fields that a personal parameter of that name fills; here they hold its default, or what lasts longest. `personal.ts` puts the patient's own in. */
      personal?: { fromDay?: string; everyDays?: string; untilDay?: string; times?: string };
      /** Only in a patient's own schedule: a changed number made it count anew, `fromDay` is occurrence number `after` + 1. */
      after?: number;
      /** Only in a patient's own schedule: a number it needs was not given. */
      notGiven?: true;
    }
  /**
   * Started by a rule: so many hours after the rule fired, at once when 0. `at`: rolled forward to that local time.
   * `once`: no rule starts it again when it took place; staff may. No rule starts a step that is still open in any case.
   */
  | { kind: 'triggered'; afterHours: number; at?: LocalTime; once?: boolean }
  /**
   * When the patient or staff asks for it, at most so often, until the end of a day. A visit always stands open for booking, one at a time;
   * anything else is started by staff. Only what took place is counted.
   */
  | { kind: 'onRequest'; anchor: Anchor; most: number; untilDay: number }
  /**
   * Offsets in days from the local date on which another step's occurrence was completed, anew for every completion. Of its own step
   * (`step` is the step itself, one interval in `days`): a rolling maintenance, first due `firstDay` after the anchor, then counted from
   * the occurrence really done, or from the due date of one that was not; never two at once. Nothing is due after `untilDay`.
   */
  | { kind: 'after'; step: StepId; days: number[]; at: LocalTime; anchor: Anchor; firstDay?: number; untilDay?: number; stopWhen?: Expr; /** As in a repeat; a change acts from the next one on. */ personal?: { firstDay?: string; days?: string; untilDay?: string } };

export type Form = {
  id: FormId;
  questions: Question[];
  /** Instrument that scores the form; its total is readable as `<form>.score`. */
  instrument?: string;
};

export type Question = {
  id: string;
  required: boolean;
  /** Asked only when true (e.g. "head struck?" after "fell?"). */
  askWhen?: Expr;
} & (
  | { type: 'boolean' }
  | { type: 'choice'; options: string[] }
  | { type: 'multi'; options: string[] }
  | { type: 'number'; decimals: number; min: Decimal; max: Decimal; unit: string }
  | { type: 'photo' }
  | { type: 'text' }
);

/** What a device or person may report. Implausible values are kept raw, never meet a rule, and ask for a repeat. */
export type ReadingKind = {
  id: string;
  components: Record<string, { unit: string; decimals: number; min: Decimal; max: Decimal; maxStepPerDay?: Decimal }>;
  /** `each`: every value counts; `session-mean`: values within `sessionMinutes` are averaged; `day-first`: first valid of the local day. */
  combine: 'each' | 'session-mean' | 'day-first';
  sessionMinutes: number;
};

/**
 * Evaluated whenever a submission or reading brings a current value for one of the paths in `inputs`; `silence` rules when a step is
 * missed again. The first case whose `when` is true decides.
 */
export type Rule = {
  id: RuleId;
  /** Rules with the same prefix share the open case. `W-2` -> `W`. */
  prefix: string;
  inputs: string[];
  silence?: { step: StepId; misses: number };
  cases: RuleCase[];
  /** "Still there after 48 h": at that time the first true case is looked for again with the latest values; still true (or not reported gone) -> `become`. */
  persist?: { hours: number; become: Level };
  /** A single high reading asks for another; the mean decides, none within the window confirms. */
  confirm?: { askAfterMinutes: number; withinMinutes: number; text: TextKey };
  /** Source mark of the rule as a whole, shown by "why". */
  source: string;
};

export type RuleCase = {
  when: Expr;
  /** null: no case is opened (e.g. PHQ-2 >= 3 only sends PHQ-9). */
  level: Level | null;
  /** Overrides the level's alerted roles. */
  to?: StaffRole[];
  /** Overrides the level's text to the patient; null = say nothing by text (with the crisis counsellor first in `to`: self-harm, a person calls). */
  patientText?: TextKey | null;
  /** What the alerted person should do; shown on the alert and the case. */
  instruction: TextKey;
  /** Triggered steps this starts. */
  start: StepId[];
};

export type LevelPolicy = {
  level: Level;
  alert: StaffRole[];
  /** null: the level has no separate acknowledge deadline. */
  ackWithinMinutes: number | null;
  contactWithinMinutes: number;
  /** Rungs in time order, counted from raise or upgrade. `unless`: which act makes the rung unnecessary. */
  ladder: { afterMinutes: number; to: StaffRole[]; unless: 'acknowledged' | 'contacted' }[];
  /** After the last rung, that rung again at this interval until the act is done. */
  repeatEveryMinutes: number;
  patientText: TextKey | null;
  /** `ignore`: sent at once; `wait`: the text waits for the end of quiet hours, the clock does not. */
  patientQuietHours: 'ignore' | 'wait';
  alertQuietHours: 'ignore' | 'wait';
  /** A person calls the patient: a phone task for this role comes with the alert. */
  callBy: StaffRole | null;
  pausesVisits: boolean;
};

export type CallPolicy = {
  retryAfterHours: number;
  maxAttempts: number;
  attemptsWithinDays: number;
  /** Level of the case after the last failed attempt. */
  exhausted: Level;
};

/** Compiled expression: a small typed tree. `missing` is a value of its own (Kleene logic); only `true` fires. */
export type Expr =
  | { op: 'num'; value: Decimal; name?: string }
  | { op: 'text'; value: string; name?: string }
  | { op: 'bool'; value: boolean }
  /** `core.temperature`, `phq9.score`, `bloodPressure.systolic`, `patient.anticoagulant`, `p.targetPressure` (personal), `day`, `week`. */
  | { op: 'path'; path: string }
  | { op: 'not'; of: Expr }
  | { op: 'and' | 'or'; of: Expr[] }
  | { op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'add' | 'sub' | 'mul'; left: Expr; right: Expr }
  /** `x in ['a', 'b']`, and `'a' in multiChoice`. */
  | { op: 'in'; left: Expr; right: Expr }
  | { op: 'list'; of: Expr[] }
  | { op: 'call'; fn: ExprFunction; path: string; args: Expr[] }
  /** `rank(x)`: position of a choice (or of a look-back on one) among the options of its question, 0 first. */
  | { op: 'rank'; of: Expr; options: string[] };

/**
 * Look-back functions; every one is `missing` when the history has no value for it ("insufficient data").
 * - `previous(x)`: the value before the current one.
 * - `baseline(x)`: the first value of the episode (the current one when it is the first).
 * - `latest(x, hours)`: current value, else the newest at most so many hours old.
 * - `lowest|highest|mean(x, days)`: over earlier values whose local measurement date lies within so many days, current excluded.
 * - `countAtLeast(x, threshold, withinHours, apartHours)`: the current value and earlier ones that are >= threshold, counting only those
 *   that far apart. Missing without a current value, 0 when the current one is below: a normal temperature today is no second fever.
 * - `meanOf(x, days)`: like mean, current included.
 * - `given(x)`: boolean, never missing: is there a current value (for `patient.*`: is it known).
 * - `count(x, days)`: how many values of any kind, current included, whose local measurement date lies within so many days; 0 when none, never missing.
 * - `median(x, days)`: over the FIRST so many local days of the episode, its first day included; missing until those days have passed.
 * - `inARow(x, threshold)`: how many of the newest values in a row, current included, are > threshold (strictly); 20 at most. Missing
 *   without a current value, 0 when the current one is not above.
 * - `rises(x)`: how many times in a row up to the current value a value was greater than the one before it; 20 at most. Missing without a current value.
 * - `deviceGap(x, hours)`: largest difference between the newest values of two different devices, each at most so many hours old; missing
 *   with fewer than two devices.
 * - `alone(x, hours)`: the value measured last, by itself: no mean of its session, no first of its day; missing when it is more than so many hours old.
 */
export const exprFunctions = [
  'previous', 'baseline', 'latest', 'lowest', 'highest', 'mean', 'meanOf', 'countAtLeast', 'given', 'count', 'median', 'inARow', 'rises', 'deviceGap', 'alone',
] as const;
export type ExprFunction = (typeof exprFunctions)[number];

/** Functions of one value that look at no history. */
export const choiceFunctions = ['rank'] as const;
