/** What can reach an episode. `at` is episode time, stamped by the driver (the workflow or the story runner), never by the caller. */
import type {
  ActorId, CallOutcome, ChannelName, Decimal, EpisodeId, EscalationId, FailureReason, Instant, Level, LocalDate, MessageClass,
  ObligationId, OccurrenceId, PauseReason, Anchor, Recipient, StopReason, SuppressionReason, TaskOutcome, StaffRole,
} from './vocabulary.js';

/** Facts about the patient that rules and plans may use. No names, numbers or addresses. */
export type PatientFacts = {
  /** Whole years at start; absent when the birth date is unknown. */
  age?: number;
  /** `patient.<flag>` in expressions: anticoagulant, pregnant, implant, livesAlone, ... */
  flags: Record<string, boolean>;
  hasFamilyContact: boolean;
  optedOut: boolean;
  /** Dates away from home, inclusive. */
  away: { from: LocalDate; until: LocalDate }[];
  /** Seconds by which this patient's reminders are spread (`spreadOf(patientId)` in engine/spread.ts); all episodes of a patient get the same, so that same-slot reminders still meet. */
  spreadSeconds?: number;
};

/** Of one person, by parameter: a decimal or local time as written, or a rising list of them. */
export type PersonalValues = Record<string, string | string[]>;

/** Public holidays and make-up workdays as data, with the date after which nothing is known. */
export type Calendar = {
  version: string;
  coveredUntil: LocalDate;
  holidays: LocalDate[];
  /** Weekend dates that are working days (调休). */
  workdays: LocalDate[];
  /** `MM-DD` that are holidays in every year, used after `coveredUntil` with a warning. */
  fixed: string[];
};

/** Form answers by form and question. Numbers travel as decimal strings, multi choices as string arrays, photos as FileRef ids. */
export type Answers = Record<string, Record<string, AnswerValue>>;
export type AnswerValue = string | boolean | string[];

export type FileRef = { id: string; sha256: string; mime: string; bytes: number };

type Timed = { at: Instant };
/** From a person or another system: `commandId` makes it idempotent, `by` says who. */
type Command = Timed & { commandId: string; by: ActorId };

export type SeenCase = { level: Level; rules: readonly string[] };

export type EpisodeInput =
  | (Timed & {
      kind: 'episode-started';
      anchors: Partial<Record<Anchor, LocalDate>>;
      zone: string;
      calendar: Calendar;
      facts: PatientFacts;
      /** Absent: the package asks for none, or none was given. */
      personal?: { values: PersonalValues; by: ActorId };
      /** The episode within which it was started, of another package of the same patient; absent: it was ordered by itself. */
      within?: { episode: EpisodeId; plan: string };
    })
  | (Timed & { kind: 'clock-reached' })
  | (Command & {
      kind: 'answer-received';
      /** The occurrence whose form or call this answers; absent for answers shared from another episode or volunteered. */
      occurrence?: OccurrenceId;
      answers: Answers;
      answeredBy: 'patient' | 'family' | 'staff';
      /** Another episode of this patient that got the same submission. */
      sharedFrom?: EpisodeId;
    })
  | (Command & {
      kind: 'reading-received';
      reading: string;
      /** component -> value, e.g. { systolic: '165', diastolic: '95' }. */
      values: Record<string, Decimal>;
      measuredAt: Instant;
      device?: string;
      sharedFrom?: EpisodeId;
    })
  | (Command & { kind: 'step-ticked'; occurrence: OccurrenceId })
  | (Command & { kind: 'visit-booked'; occurrence: OccurrenceId; from: Instant; until: Instant; assignee?: ActorId })
  | (Command & { kind: 'visit-moved'; occurrence: OccurrenceId; from: Instant; until: Instant; reason: string })
  | (Command & { kind: 'visit-checked-in'; occurrence: OccurrenceId })
  | (Command & { kind: 'visit-completed'; occurrence: OccurrenceId; record: Answers; photos: FileRef[] })
  | (Command & { kind: 'visit-missed'; occurrence: OccurrenceId; reason: 'no-show' | 'staff' | 'unsafe-home' })
  | (Command & { kind: 'visit-cancelled'; occurrence: OccurrenceId; reason: string })
  | (Command & {
      kind: 'call-recorded';
      /** The call's occurrence or the phone task's obligation. */
      occurrence?: OccurrenceId;
      obligation?: ObligationId;
      outcome: CallOutcome;
      /** Opaque id of the number that was called; quarantined on `wrong-number`. */
      contact?: string;
      /** Answers entered during the call. */
      answers?: Answers;
      sharedFrom?: EpisodeId;
    })
  /** Work of a task step was done, or turned out not to be needed; `answers`: its forms. */
  | (Command & { kind: 'task-recorded'; occurrence: OccurrenceId; outcome: TaskOutcome; note?: string; answers?: Answers })
  | (Command & { kind: 'escalation-acknowledged'; escalation: EscalationId })
  /** The promised contact with the patient took place. */
  | (Command & { kind: 'escalation-contacted'; escalation: EscalationId })
  /** `seen`: the case as it stood before whoever closes it; what has been found since is not closed with it. Absent: whatever it is now. */
  | (Command & { kind: 'escalation-resolved'; escalation: EscalationId; resolution: string; seen?: SeenCase })
  | (Command & { kind: 'escalation-cancelled'; escalation: EscalationId; reason: string; seen?: SeenCase })
  | (Command & { kind: 'escalation-raised'; level: Level; reason: string })
  /** The record transaction found that another episode of the patient holds the open case. */
  | (Timed & { kind: 'case-joined'; commandId: string; escalation: EscalationId; heldBy: EscalationId })
  /**
   * To the holder: another episode reported into its case. `to`: whom the rules that were met there alert; absent: nobody beyond those who know. `saidAt`: when
   * the patient herself said so; absent: staff, perhaps in the contact. `silent`: self-harm, nothing is
   * said of it by text; since semantics 9 known by `to`, whose first is the crisis counsellor.
   */
  | (Timed & { kind: 'case-reported'; commandId: string; escalation: EscalationId; level: Level; rules: string[]; to?: StaffRole[]; saidAt?: Instant; silent?: true; from: EscalationId })
  /** To the joined: the holder's case ended, or its episode did (then `takeOver`). `news`: what it found since was told to nobody, so the patient is told too. */
  | (Timed & { kind: 'case-ended'; commandId: string; escalation: EscalationId; takeOver: boolean; news?: true })
  | (Timed & { kind: 'messages-settled'; outcomes: MessageOutcome[] })
  /** `note`: why, in the own words of whoever asked; the reason decides what happens. */
  | (Command & { kind: 'pause'; reason: PauseReason; note?: string | undefined })
  | (Command & { kind: 'resume' })
  | (Command & { kind: 'stop'; reason: StopReason; note?: string | undefined })
  | (Command & { kind: 'patient-died' })
  | (Command & { kind: 'patient-readmitted' })
  | (Command & { kind: 'opt-out' })
  | (Command & { kind: 'opt-in' })
  | (Command & { kind: 'away-set'; away: { from: LocalDate; until: LocalDate }[] })
  | (Command & { kind: 'facts-changed'; flags: Record<string, boolean>; hasFamilyContact: boolean })
  | (Command & { kind: 'zone-changed'; zone: string })
  /** The date of an anchor became known (`later`, or `optional` and not given at launch), or a new round of an `again` anchor begins. `correct`: the date known so far was wrong. */
  | (Command & { kind: 'anchor-set'; anchor: Anchor; date: LocalDate; reason: string; correct?: boolean | undefined })
  /** null takes a value back: the default stands again, or none. */
  | (Command & { kind: 'personal-set'; values: Record<string, string | string[] | null>; reason: string })
  | (Command & { kind: 'steps-start'; steps: string[]; reason: string })
  /**
   * The episode goes on with another published version of its package. `undo`: back to the version that it was moved from. `reworded`: texts
   * that both versions have under one key in other words, which only the caller can know: once such a text went out there is no way back.
   */
  | (Command & { kind: 'migrate'; to: { id: string; version: number; hash: string }; reworded: string[]; reason: string; undo?: boolean | undefined })
  /** Another package was started within this one; it is an episode of its own from here on. */
  | (Command & { kind: 'package-embedded'; episode: EpisodeId; plan: string; version: number; service: string });

export type InputKind = EpisodeInput['kind'];

/** What the ledger says became of an obligation. `sent` is provisional until receipt or deadline; a `failed` may follow it, never the reverse. */
export type MessageOutcome = {
  obligation: ObligationId;
  occurrence: OccurrenceId | null;
  escalation: EscalationId | null;
  purpose: string;
  class: MessageClass;
  recipient: Recipient;
} & Settled;
export type Settled =
  | { outcome: 'sent'; channel: ChannelName }
  | { outcome: 'suppressed'; reason: SuppressionReason; by?: ObligationId }
  | { outcome: 'deferred'; until: Instant; reason: 'quiet-hours' }
  | { outcome: 'failed'; reason: FailureReason };
