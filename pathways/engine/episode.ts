/** One patient on one purchased package, as the engine remembers it: versioned plain JSON under 50 KB, changed by `evolve` alone. */
import type { AnswerValue, Calendar, PatientFacts, PersonalValues } from './inputs.js';
import type { NextAct, Numbering, Obligation, VersionKey } from './events.js';
import type { Phase, Plan, StepId, TextKey } from './plan.js';
import type {
  Anchor, Decimal, EpisodeId, EscalationId, Instant, Level, LocalDate, ObligationId, OccurrenceId, StaffRole, StopReason, PauseReason,
} from './vocabulary.js';

export type EpisodeStatus = 'launching' | 'active' | 'paused' | 'stopping' | 'stopped' | 'completed';

export type Episode = {
  v: 1;
  id: EpisodeId;
  plan: { id: string; version: number; hash: string };
  /** Engine semantics version: an input of the run, so an old run keeps its behaviour. */
  semantics: number;
  /** Inputs applied so far; the journal's sequence. */
  seq: number;
  status: EpisodeStatus;
  phase: Phase;
  goalReachedAt?: Instant;
  /** Badges earned so far; absent before the first. */
  badges?: number;
  startedAt: Instant;
  zone: string;
  anchors: Partial<Record<Anchor, LocalDate>>;
  /** How often an anchor was set, where it was set after the launch; a date given at launch counts as the first. */
  rounds?: Partial<Record<Anchor, number>>;
  calendar: Calendar;
  facts: PatientFacts;
  /** Given for this patient; absent until any is. */
  personal?: PersonalValues;
  /** Schedules that count anew since a personal number changed; absent until one does. */
  recounts?: Record<StepId, { after: number; fromDay: number }>;
  /** Steps whose offsets are numbered in another order than the plan's, since the episode moved to another version; absent until it does. */
  numbering?: Record<StepId, Numbering>;
  /** The newest migration, while it can be undone: it ends with the first thing that another version would have done otherwise. */
  migration?: OpenMigration;
  /** Open occurrences only; closed ones leave a count in `tally`. */
  occurrences: Record<OccurrenceId, Occurrence>;
  tally: Record<StepId, Tally>;
  /** Planned and not yet closed. */
  obligations: Record<ObligationId, OpenObligation>;
  escalations: Record<EscalationId, Escalation>;
  watches: Record<string, Watch>;
  /** Samples that rules may still look back on, by path, oldest first. */
  history: Record<string, Sample[]>;
  /** By reading: the newest value that was not believed because it contradicts the only one so far. A second that agrees with it outvotes that one (readings.ts). Absent until there is any. */
  doubted?: Record<string, Doubted>;
  counts: { escalations: number; submissions: number; /** Obligations that belong to the episode itself. */ care: number };
  /** Command ids already applied, newest last, at most 200. */
  seen: string[];
  pause: { reason: PauseReason; since: Instant } | null;
  stop: { reason: StopReason; at: Instant } | null;
  warned: string[];
  /** Time of the newest event: an input stamped earlier is taken as of then. */
  lastAt: Instant;
  /** Copied from the plan at start, so that `evolve` can prune the history without it. */
  lookBack: Plan['lookBack'];
  /** Obligations whose failure a person was already told of, newest last, at most 200: a repeated report changes nothing. */
  handedOver: ObligationId[];
  /** One task a day for minor messages that failed. */
  undeliveredOn: LocalDate | null;
};

export type OpenMigration = { from: VersionKey; since: Instant; steps: StepId[]; judges: boolean; reworded: TextKey[]; until: Instant | null; asked?: OccurrenceId[] };

/** `through`: highest n planned or skipped so far; `extra`: the same of extra occurrences of a repeat (schedule.ts); `done`: nothing more will be planned. */
export type Tally = { planned: number; completed: number; failed: number; cancelled: number; missedInARow: number; through: number; extra?: number; done: boolean; /** Number before the first one of the round under way; absent in the first round. */ base?: number; /** Left out because their time had passed, newest last, at most 50: a corrected anchor may bring them back. */ late?: number[] };

export type Occurrence = {
  id: OccurrenceId;
  step: StepId;
  n: number;
  phase: Phase;
  revision: number;
  status: 'planned' | 'booked' | 'checked-in' | 'open' | 'held';
  dueAt: Instant;
  windowFrom: Instant;
  windowUntil: Instant;
  slot: { from: Instant; until: Instant } | null;
  /** Forms still to be answered. */
  awaiting: string[];
  callAttempts: { at: Instant; outcome: string }[];
  openedAt: Instant | null;
  heldFor: 'held-by-red' | 'paused' | null;
  overdue: boolean;
  /** Planned in place of a visit that was missed; only noted where the numbers of a schedule do not tell. */
  replaces?: OccurrenceId;
  next: NextAct | null;
};

export type OpenObligation = Obligation & { state: 'planned' | 'released' };

export type Escalation = {
  id: EscalationId;
  revision: number;
  level: Level;
  rules: string[];
  prefixes: string[];
  instruction: TextKey;
  raisedAt: Instant;
  /** Restarted by an upgrade. */
  clockFrom: Instant;
  ackBy: Instant | null;
  contactBy: Instant;
  acknowledgedAt: Instant | null;
  contactedAt: Instant | null;
  breached: ('acknowledge' | 'contact')[];
  to: StaffRole[];
  patientText: TextKey | null;
  /** Rungs climbed since `clockFrom`; the next one follows from the level's policy (`escalation/ladder.ts`). */
  climbed: number;
  climbedAt: Instant | null;
  /** Held by a case of another episode of the same patient. */
  heldBy: EscalationId | null;
};

export type Watch = {
  id: string;
  rule: string;
  case: number;
  kind: 'persist' | 'confirm';
  startedAt: Instant;
  until: Instant;
  escalation: EscalationId | null;
  inputs: Record<string, AnswerValue | null>;
};

/** `at` is when it was measured. */
export type Doubted = { at: Instant; values: Record<string, Decimal> };

/** `at` is when it was measured or answered. */
export type Sample = { at: Instant; value: AnswerValue; submission: number; /** Kept only where a rule compares devices. */ device?: string };
