/** What became true. Past tense, each with its episode time and its cause, so that "why" and "why not" are answerable from the record. */
import type { AnswerValue, Answers, Calendar, FileRef, MessageOutcome, PatientFacts, PersonalValues } from './inputs.js';
import type {
  ActorId, Anchor, CallOutcome, ChannelName, Decimal, EpisodeId, EscalationId, Instant, Level, LocalDate, MessageClass,
  ObligationId, OccurrenceId, PauseReason, Recipient, StaffRole, StopReason, SuppressionReason, TaskOutcome,
} from './vocabulary.js';
import type { Advises, Phase, Plan, StepId, TextKey } from './plan.js';

/** Why an event happened. `inputs` and `parameters` are the very values that were compared. */
export type Cause =
  | { kind: 'input'; input: string; commandId?: string; by?: ActorId }
  | { kind: 'schedule'; step: StepId; n: number }
  | { kind: 'rule'; rule: string; case: number; inputs: Record<string, AnswerValue | null>; parameters: Record<string, string>; source: string }
  | { kind: 'ladder'; escalation: EscalationId; rung: number }
  | { kind: 'deadline'; of: string }
  | { kind: 'policy'; policy: string }
  | { kind: 'delivery'; obligation: ObligationId };

type Base = { at: Instant; cause: Cause };

export type ParamValue = string | number;

/** A duty to reach somebody, with a deterministic id; ends as exactly one of sent, suppressed with reason, failed and escalated. */
export type Obligation = {
  id: ObligationId;
  revision: number;
  purpose: string;
  class: MessageClass;
  recipient: Recipient;
  text: TextKey;
  /** Values for the text that only the engine knows (day number, slot, item labels as text keys). Names and numbers are added at render. */
  params: Record<string, ParamValue>;
  dueAt: Instant;
  expiresAt: Instant;
  /** Channel order; the ledger goes down it. `phone-task` = a person calls. */
  channels: ChannelName[];
  occurrence: OccurrenceId | null;
  escalation: EscalationId | null;
  level: Level | null;
  /** Equal keys of one patient are one contact: the second is suppressed as `shared`. */
  sharedKey: string | null;
  /** Passes quiet hours (its class's rule unless the level's policy says otherwise). */
  ignoresQuietHours: boolean;
  /** May merge with others of the same slot and recipient into one digest; the short label stands for it there. */
  digestLabel: TextKey | null;
  /** What it tells the patient to do; absent: nothing that is compared with other packages. */
  advises?: Advises;
};

export type EpisodeEvent =
  | (Base & { type: 'EpisodeStarted'; plan: string; version: number; anchors: Partial<Record<Anchor, LocalDate>>; zone: string; calendar: Calendar; facts: PatientFacts; lookBack: Plan['lookBack']; personal?: { values: PersonalValues; by: ActorId }; within?: { episode: EpisodeId; plan: string } })
  /** Takes one unit of the service; the episode lives on by itself. */
  | (Base & { type: 'PackageEmbedded'; episode: EpisodeId; plan: string; version: number; service: string; by: ActorId })
  | (Base & { type: 'OccurrencePlanned'; occurrence: OccurrenceId; step: StepId; n: number; phase: Phase; dueAt: Instant; windowFrom: Instant; windowUntil: Instant; rolledFrom: LocalDate | null; booking: Booking; awaiting: string[]; replaces?: OccurrenceId; next: NextAct | null })
  | (Base & { type: 'OccurrenceMoved'; occurrence: OccurrenceId; revision: number; dueAt: Instant; windowFrom: Instant; windowUntil: Instant; booking: Booking; reason: string; next: NextAct | null; /** Only where another version asks for other forms. */ awaiting?: string[] })
  /** The step happened as asked: form sent out, call handed to staff, measurement asked for. */
  | (Base & { type: 'OccurrenceOpened'; occurrence: OccurrenceId; next: NextAct | null })
  /** Stands still until released: a RED case holds home visits, a pause holds what came due in it. */
  | (Base & { type: 'OccurrenceHeld'; occurrence: OccurrenceId; reason: 'held-by-red' | 'paused'; escalation: EscalationId | null })
  | (Base & { type: 'OccurrenceReleased'; occurrence: OccurrenceId; revision: number; next: NextAct | null })
  /** A call or task without an outcome inside its hours; it stays open and the head nurse is told. */
  | (Base & { type: 'OccurrenceOverdue'; occurrence: OccurrenceId; next: NextAct | null })
  | (Base & { type: 'OccurrenceClosed'; occurrence: OccurrenceId; outcome: 'completed' | 'failed' | 'cancelled'; reason: string | null })
  | (Base & { type: 'StepSkipped'; step: StepId; /** null: the whole step, from here on. */ n: number | null; reason: SuppressionReason })
  | (Base & { type: 'VisitBooked'; occurrence: OccurrenceId; revision: number; from: Instant; until: Instant; assignee: ActorId | null; next: NextAct | null })
  | (Base & { type: 'VisitCheckedIn'; occurrence: OccurrenceId; by: ActorId; next: NextAct | null })
  | (Base & { type: 'VisitRecorded'; occurrence: OccurrenceId; by: ActorId; photos: FileRef[] })
  | (Base & { type: 'ObligationPlanned'; obligation: Obligation })
  | (Base & { type: 'ObligationReleased'; obligation: ObligationId })
  | (Base & { type: 'ObligationMoved'; obligation: ObligationId; dueAt: Instant; reason: 'quiet-hours' | 'visit-moved' })
  | (Base & { type: 'ObligationClosed'; obligation: ObligationId; outcome: 'sent' | 'suppressed' | 'failed'; reason: string | null; channel: ChannelName | null })
  /** A receipt contradicted an accepted send after the fact. */
  | (Base & { type: 'DeliveryFailed'; outcome: MessageOutcome })
  /** A person now has the matter of an undeliverable message: `to` is the task. `day`: stands for all minor messages of that day. */
  | (Base & { type: 'HandedOver'; obligation: ObligationId; to: ObligationId | null; day: LocalDate | null })
  | (Base & { type: 'AnswerRecorded'; submission: number; occurrence: OccurrenceId | null; answers: Answers; scores: Record<string, Decimal>; answeredBy: 'patient' | 'family' | 'staff'; by: ActorId; late: boolean; sharedFrom: EpisodeId | null; /** Which waiting forms this answers. */ fills: { occurrence: OccurrenceId; forms: string[] }[] })
  | (Base & { type: 'ReadingRecorded'; submission: number; reading: string; values: Record<string, Decimal>; measuredAt: Instant; stale: boolean; sharedFrom: EpisodeId | null; /** Only where a rule compares devices. */ device?: string; /** Stood alone and counts no longer: this value and the one doubted before it agree. */ outvotes?: Outvoted[] })
  | (Base & { type: 'ReadingRejected'; reading: string; values: Record<string, Decimal>; measuredAt: Instant; reason: string; /** What it contradicts stands alone: the next value decides between them. */ lone?: true })
  /** Every rule that was looked at, so that "why not" has an answer. */
  | (Base & { type: 'RulesEvaluated'; fired: RuleVerdict[]; rejected: RuleVerdict[]; undecided: RuleVerdict[] })
  | (Base & { type: 'WatchStarted'; watch: string; rule: string; case: number; kind: 'persist' | 'confirm'; until: Instant; escalation: EscalationId | null; inputs: Record<string, AnswerValue | null> })
  | (Base & { type: 'WatchEnded'; watch: string; result: 'still-there' | 'gone' | 'confirmed' | 'not-confirmed' | 'case-cancelled' | 'episode-ended' })
  | (Base & { type: 'StepTicked'; occurrence: OccurrenceId })
  | (Base & { type: 'StepStarted'; step: StepId; occurrence: OccurrenceId })
  | (Base & { type: 'EscalationRaised'; escalation: EscalationId; level: Level; rules: string[]; prefixes: string[]; instruction: TextKey; to: StaffRole[]; patientText: TextKey | null; ackBy: Instant | null; contactBy: Instant })
  /** `level`: of what was found, never graver than the case; absent in entries of before. `to`, `patientText`, `instruction`: as they are from here on, when another rule of the same urgency came. */
  | (Base & { type: 'EscalationUpdated'; escalation: EscalationId; level?: Level; rules: string[]; prefixes: string[]; to?: StaffRole[]; patientText?: TextKey | null; instruction?: TextKey })
  | (Base & { type: 'EscalationUpgraded'; escalation: EscalationId; level: Level; rules: string[]; prefixes: string[]; instruction: TextKey; to: StaffRole[]; patientText: TextKey | null; ackBy: Instant | null; contactBy: Instant })
  | (Base & { type: 'EscalationJoined'; escalation: EscalationId; heldBy: EscalationId })
  | (Base & { type: 'EscalationTakenOver'; escalation: EscalationId; ackBy: Instant | null; contactBy: Instant })
  /** What whoever raised it said, in their words: a nurse's note, a patient's own text. */
  | (Base & { type: 'EscalationNoted'; escalation: EscalationId; note: string })
  | (Base & { type: 'EscalationClimbed'; escalation: EscalationId; rung: number; to: StaffRole[] })
  | (Base & { type: 'EscalationBreached'; escalation: EscalationId; which: 'acknowledge' | 'contact' })
  | (Base & { type: 'EscalationAcknowledged'; escalation: EscalationId; by: ActorId })
  | (Base & { type: 'EscalationContacted'; escalation: EscalationId; by: ActorId })
  | (Base & { type: 'EscalationClosed'; escalation: EscalationId; outcome: 'resolved' | 'cancelled' | 'died' | 'case-ended'; by: ActorId; note: string })
  | (Base & { type: 'CallRecorded'; occurrence: OccurrenceId | null; obligation: ObligationId | null; outcome: CallOutcome; attempt: number; /** A call that will be tried again has its hours anew. */ next: NextAct | null })
  | (Base & { type: 'TaskRecorded'; occurrence: OccurrenceId; outcome: TaskOutcome; by: ActorId; /** Absent: nothing was noted. */ note?: string })
  | (Base & { type: 'ContactQuarantined'; contact: string | null })
  | (Base & { type: 'PatientDied' })
  | (Base & { type: 'PatientReadmitted' })
  | (Base & { type: 'OptedOut' })
  | (Base & { type: 'OptedIn' })
  | (Base & { type: 'AwaySet'; away: { from: LocalDate; until: LocalDate }[] })
  | (Base & { type: 'FactsChanged'; flags: Record<string, boolean>; hasFamilyContact: boolean })
  | (Base & { type: 'ZoneChanged'; zone: string })
  /** `round` counts from 1. `begin`: steps that begin (again), each with the number after which its new round counts; empty for a correction. */
  | (Base & { type: 'AnchorSet'; anchor: Anchor; date: LocalDate; former: LocalDate | null; round: number; reason: string; begin: Record<StepId, number> })
  /** Numbers of this person; null: taken back. `recounts`: schedules that count anew from here, see `Recount`. */
  | (Base & { type: 'PersonalSet'; values: Record<string, string | string[] | null>; reason: string; by: ActorId; recounts: Recount[] })
  /** From here on another version of the package is in force. What it changes of the plan follows as events of its own. */
  | (Base & { type: 'EpisodeMigrated'; by: ActorId; reason: string } & MigrationTerms)
  | (Base & { type: 'EpisodePaused'; reason: PauseReason; note?: string })
  | (Base & { type: 'EpisodeResumed' })
  /** Its cause holds the values that were compared. What was booked for the course stays until a person decides. */
  | (Base & { type: 'GoalReached'; label: TextKey })
  /** `count`: badges of the episode with this one. */
  | (Base & { type: 'BadgeEarned'; occurrence: OccurrenceId; badge: TextKey; count: number })
  | (Base & { type: 'RewardEarned'; badges: number; text: TextKey })
  | (Base & { type: 'CourseCompleted' })
  | (Base & { type: 'EpisodeCompleted' })
  /** No step happens any more, but cases are still open: people go on with them. `EpisodeStopped` follows when the last one is closed. */
  | (Base & { type: 'EpisodeStopping'; reason: StopReason; note?: string })
  | (Base & { type: 'EpisodeStopped'; reason: StopReason })
  /** Something a person must know but nothing failed: calendar coverage ended, anchor missing, nobody on duty. */
  | (Base & { type: 'Warned'; code: string; detail: string })
  /** Refused or without effect, kept so that nothing vanishes silently. */
  | (Base & { type: 'InputIgnored'; input: string; reason: string })
  /** Last event of every decision, exactly one: the input is dealt with. Moves `seq` and remembers the command id. */
  | (Base & { type: 'InputApplied'; input: string; commandId: string | null });

export type Outvoted = { submission: number; measuredAt: Instant };

export type VersionKey = { id: string; version: number; hash: string };

/** Offsets of a step in the order of its numbers (of its round); `idle`: numbers that stand for nothing any more, or for something started besides. */
export type Numbering = { offsets: number[]; idle: number[] };

/** All that `evolve` must know of a migration. */
export type MigrationTerms = {
  from: VersionKey; to: VersionKey; undo: boolean; lookBack: Plan['lookBack'];
  /** null: the schedule's own numbering. */
  numbering: Record<StepId, Numbering | null>;
  recounts: Recount[];
  /** Steps that are scheduled in another way: they begin anew after these numbers. */
  begin: Record<StepId, number>;
  /** Steps that differ between the versions, or of which something was changed. */
  steps: StepId[];
  /** Rules, forms, levels or anything else than the steps differs. */
  judges: boolean;
  reworded: TextKey[];
  /** When the version before would have done the first thing that will not happen now; null: never. */
  until: Instant | null;
  /** Agreed visits that a person is asked about; absent when there is none, and before semantics 10. */
  asked?: OccurrenceId[];
};

/** `needed`: a visit whose time nobody has agreed with the patient (yet, or any more); it is announced once it is booked. */
export type Booking = 'as-planned' | 'needed';

/** The next thing that an occurrence does by itself. */
export type NextAct = { what: 'open' | 'close' | 'missed' | 'overdue'; at: Instant };

/** Occurrence number `after` + 1 of the step (of its round, where there are rounds) falls on `fromDay`, the following ones as its schedule says. */
export type Recount = { step: StepId; after: number; fromDay: number };

export type RuleVerdict = { rule: string; case: number | null; inputs: Record<string, AnswerValue | null>; parameters: Record<string, string>; missing: string[] };
