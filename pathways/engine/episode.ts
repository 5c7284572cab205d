/** One patient on one purchased package, as the engine remembers it: versioned plain JSON under 50 KB, changed by `evolve` alone. */
import type { AnswerValue, Calendar, PatientFacts } from './inputs.js';
import type { Obligation } from './events.js';
import type { Phase, StepId, TextKey } from './plan.js';
import type {
  Anchor, EpisodeId, EscalationId, Instant, Level, LocalDate, ObligationId, OccurrenceId, StaffRole, StopReason, PauseReason,
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
  startedAt: Instant;
  zone: string;
  anchors: Partial<Record<Anchor, LocalDate>>;
  calendar: Calendar;
  facts: PatientFacts;
  /** Open occurrences only; closed ones leave a count in `tally`. */
  occurrences: Record<OccurrenceId, Occurrence>;
  tally: Record<StepId, { planned: number; completed: number; failed: number; cancelled: number; missedInARow: number }>;
  /** Planned and not yet closed. */
  obligations: Record<ObligationId, OpenObligation>;
  escalations: Record<EscalationId, Escalation>;
  watches: Record<string, Watch>;
  /** Samples that rules may still look back on, by path, oldest first. */
  history: Record<string, Sample[]>;
  counts: { escalations: number; submissions: number };
  /** Command ids already applied, newest last, at most 200. */
  seen: string[];
  pause: { reason: PauseReason; since: Instant } | null;
  stop: { reason: StopReason; at: Instant } | null;
  warned: string[];
};

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
  /** Next thing that happens by itself (open, remind, phone task, close, miss), with its time. */
  next: { what: string; at: Instant }[];
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
  /** Next rung to climb and when; null once the act that makes the ladder unnecessary is done. */
  nextRung: { rung: number; at: Instant; to: StaffRole[] } | null;
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

/** `at` is when it was measured or answered. */
export type Sample = { at: Instant; value: AnswerValue; submission: number };
