/** Names, ids, updates and signals: all that a caller of the care pathway workflow needs. Callers import this, never the workflow. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Episode } from '../pathways/engine/episode.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { EpisodeId, Instant, ObligationId } from '../pathways/engine/vocabulary.js';

export const taskQueue = 'care';
export const workflowType = 'carePathway';
/** An answer after the end of the episode: a small run on the same circle. */
export const lateWorkflowType = 'latePathway';
export const episodeWorkflowId = (id: EpisodeId): string => `episode/${id}`;
export const lateWorkflowId = (id: EpisodeId, n: number): string => `episode/${id}/late/${n}`;

/** Episode time = episodeAnchor + (wall - wallAnchor) x pace. Pace 1 in every real hospital. */
export type EpisodeClock = { wallAnchor: Instant; episodeAnchor: Instant; pace: number };

/** The ledger is asked about this obligation again, in wall time: a vendor's window and a lease know no pace. */
export type Check = { obligation: ObligationId; checkAt: Instant };

/**
 * How a run is driven, fixed by whoever starts it (temporal/client.ts), so that it costs no marker: 2 lets one-way steps that are done ride along (ADR 0010) and records a
 * clock moved by hand at once (ADR 0030); 3 numbers nothing in a task that leaves no command (ADR 0059); 4 keeps who wishes to know of a message apart from when the ledger says to ask, and reads what has come before it sets its alarm; 5 is woken for an opening and its message once (ADR 0066);
 * 6 may continue as new whenever it is quiet (ADR 0070). A run takes on the current one when it continues as new.
 */
export const driverVersion = 6;

export type CarePathwayStart = {
  v: 1 | 2 | 3 | 4 | 5 | typeof driverVersion;
  hospitalId: string;
  episodeId: EpisodeId;
  plan: { id: string; version: number; hash: string };
  semantics: number;
  clock: EpisodeClock;
  /** First run: how it begins. */
  started?: Extract<EpisodeInput, { kind: 'episode-started' }>;
  /** After continue-as-new: where it stands. */
  carried?: { episode: Episode; waiting: EpisodeInput[]; checks: Check[]; firstRunAt: Instant };
};

type Named<K extends EpisodeInput['kind']> = Omit<Extract<EpisodeInput, { kind: K }>, 'kind' | 'at'>;
/** The event has been recorded. `duplicate`: this command id was applied before and changed nothing now. */
export type Accepted = { seq: number; duplicate: boolean };

/** Updates, not signals: whoever calls must see a refusal. One per kind of human input, so that a history reads by itself. */
export const updates = {
  'answer-received': defineUpdate<Accepted, [Named<'answer-received'>]>('answerReceived'),
  'reading-received': defineUpdate<Accepted, [Named<'reading-received'>]>('readingReceived'),
  'step-ticked': defineUpdate<Accepted, [Named<'step-ticked'>]>('stepTicked'),
  'visit-booked': defineUpdate<Accepted, [Named<'visit-booked'>]>('visitBooked'),
  'visit-moved': defineUpdate<Accepted, [Named<'visit-moved'>]>('visitMoved'),
  'visit-checked-in': defineUpdate<Accepted, [Named<'visit-checked-in'>]>('visitCheckedIn'),
  'visit-completed': defineUpdate<Accepted, [Named<'visit-completed'>]>('visitCompleted'),
  'visit-missed': defineUpdate<Accepted, [Named<'visit-missed'>]>('visitMissed'),
  'visit-cancelled': defineUpdate<Accepted, [Named<'visit-cancelled'>]>('visitCancelled'),
  'call-recorded': defineUpdate<Accepted, [Named<'call-recorded'>]>('callRecorded'),
  'task-recorded': defineUpdate<Accepted, [Named<'task-recorded'>]>('taskRecorded'),
  'escalation-acknowledged': defineUpdate<Accepted, [Named<'escalation-acknowledged'>]>('escalationAcknowledged'),
  'escalation-contacted': defineUpdate<Accepted, [Named<'escalation-contacted'>]>('escalationContacted'),
  'escalation-resolved': defineUpdate<Accepted, [Named<'escalation-resolved'>]>('escalationResolved'),
  'escalation-cancelled': defineUpdate<Accepted, [Named<'escalation-cancelled'>]>('escalationCancelled'),
  'escalation-raised': defineUpdate<Accepted, [Named<'escalation-raised'>]>('escalationRaised'),
  'case-joined': defineUpdate<Accepted, [Named<'case-joined'>]>('caseJoined'),
  'case-reported': defineUpdate<Accepted, [Named<'case-reported'>]>('caseReported'),
  'case-ended': defineUpdate<Accepted, [Named<'case-ended'>]>('caseEnded'),
  pause: defineUpdate<Accepted, [Named<'pause'>]>('pause'),
  resume: defineUpdate<Accepted, [Named<'resume'>]>('resume'),
  stop: defineUpdate<Accepted, [Named<'stop'>]>('stop'),
  'patient-died': defineUpdate<Accepted, [Named<'patient-died'>]>('patientDied'),
  'patient-readmitted': defineUpdate<Accepted, [Named<'patient-readmitted'>]>('patientReadmitted'),
  'opt-out': defineUpdate<Accepted, [Named<'opt-out'>]>('optOut'),
  'opt-in': defineUpdate<Accepted, [Named<'opt-in'>]>('optIn'),
  'away-set': defineUpdate<Accepted, [Named<'away-set'>]>('awaySet'),
  'facts-changed': defineUpdate<Accepted, [Named<'facts-changed'>]>('factsChanged'),
  'zone-changed': defineUpdate<Accepted, [Named<'zone-changed'>]>('zoneChanged'),
  'anchor-set': defineUpdate<Accepted, [Named<'anchor-set'>]>('anchorSet'),
  'personal-set': defineUpdate<Accepted, [Named<'personal-set'>]>('personalSet'),
  'steps-start': defineUpdate<Accepted, [Named<'steps-start'>]>('stepsStart'),
  migrate: defineUpdate<Accepted, [Named<'migrate'>]>('migrate'),
  'package-embedded': defineUpdate<Accepted, [Named<'package-embedded'>]>('packageEmbedded'),
} as const;
export type UpdateKind = keyof typeof updates;
/** What an update carries: the input without its kind, and without `at`, which the workflow stamps. */
export type UpdatePayload<K extends UpdateKind> = Named<K>;

/** Type of the failure behind a refused update; its details hold the refusal's code. */
export const refusedType = 'Refused';
/**
 * Codes that do not judge the input: the episode cannot take anything just now, so whoever holds the input keeps it and tries again.
 * `halted`: the journal cannot be continued, a person is looking. `engine-failed`: the engine threw on this input, which is a bug.
 * `not-started`: the episode was launched, its start is not recorded yet.
 */
export const keepForLater = ['halted', 'engine-failed', 'not-started'] as const;

/** The ledger has news (a failed receipt, a lookup result): run `deliver` for these again. */
export const deliveriesChanged = defineSignal<[ObligationId[]]>('deliveriesChanged');
/** Wake up, look at the roll policy; sent after a deploy. */
export const nudge = defineSignal<[]>('nudge');
/**
 * A training hospital's clock jumps ahead (never back): from now on the episode lives by this clock. A signal, because the jump is not
 * the patient's: what becomes due by it is decided and journalled as by any other passing of time.
 */
export const clockMoved = defineSignal<[EpisodeClock]>('clockMoved');
/** Debugging only; screens read PostgreSQL. */
export const episodeState = defineQuery<Episode>('episodeState');

/** No health data: never encrypted. */
export const searchAttributes = {
  hospital: defineSearchAttributeKey('CareHospital', 'KEYWORD'),
  program: defineSearchAttributeKey('CareProgram', 'KEYWORD'),
  version: defineSearchAttributeKey('CareDefVersion', 'INT'),
  phase: defineSearchAttributeKey('CarePhase', 'KEYWORD'),
  needsAttention: defineSearchAttributeKey('NeedsAttention', 'BOOL'),
};
