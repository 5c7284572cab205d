/** The activities as the workflow sees them: types only, plain JSON in and out. One verb per file implements each. */
import type { EpisodeEvent } from '../pathways/engine/events.js';
import type { EpisodeInput, MessageOutcome } from '../pathways/engine/inputs.js';
import type { EpisodeId, Instant, ObligationId } from '../pathways/engine/vocabulary.js';
import type { EpisodeClock } from '../workflows/contract.js';

/** One step of the circle, as journalled: written once per (episode, seq). */
export type JournalEntry = {
  seq: number;
  semantics: number;
  planHash: string;
  input: EpisodeInput;
  events: EpisodeEvent[];
};

export type EpisodeSnapshot = {
  status: string;
  phase: string;
  /** Episode time and wall time of the next thing that happens by itself; null when nothing does. */
  nextDueAt: Instant | null;
  nextWallAt: Instant | null;
  needsAttention: boolean;
  /** Only when a training hospital's clock was moved since the run began. */
  clock?: EpisodeClock;
};

export type RecordRequest = {
  hospitalId: string;
  episodeId: EpisodeId;
  entries: JournalEntry[];
  snapshot: EpisodeSnapshot;
};

/** What the record transaction found out about other episodes of the patient; the loop feeds these back to the engine. */
export type RecordResult = { inputs: EpisodeInput[] };

export type DeliverRequest = { hospitalId: string; episodeId: EpisodeId; obligations: ObligationId[]; episodeNow: Instant };

export type DeliverResult = {
  outcomes: MessageOutcome[];
  /** Ambiguous or still leased: ask again at this wall time. */
  unsettled: { obligation: ObligationId; checkAt: Instant }[];
};

/** The journal cannot be continued: a person must look. `code` e.g. `chain-broken`; `detail` one sentence without personal data. */
export type HaltRequest = { hospitalId: string; episodeId: EpisodeId; code: string; detail: string };

export interface Activities {
  /** The immutable plan as one JSON string, by id + version + hash. Fails `PlanNotFound` (non-retryable) when the hash does not match. */
  loadPlan(request: { hospitalId: string; id: string; version: number; hash: string }): Promise<string>;
  /** One transaction: journal, read models, obligations; idempotent by (episode, seq). `ChainBroken` is non-retryable, and so are `OutOfOrder` and `Unstorable` after some tries. */
  record(request: RecordRequest): Promise<RecordResult>;
  /** `record` and the claims in one transaction, then the POSTs in parallel. */
  carryOut(request: RecordRequest & { deliver: DeliverRequest }): Promise<RecordResult & DeliverResult>;
  /** Claim, POST once, settle; for obligations already recorded. Looks up ambiguous ones whose time has come. */
  deliver(request: DeliverRequest): Promise<DeliverResult>;
  /** Marks the episode `halted` and raises one alarm; harmless when repeated. */
  halt(request: HaltRequest): Promise<void>;
}
