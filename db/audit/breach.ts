/** One broken promise: which check found it, what it is about, and one sentence without personal data. */
import type { Channel } from '../../channels/channel.js';
import type { EpisodeId, Instant } from '../../pathways/engine/vocabulary.js';
import type { Crypt } from '../../messages/crypt.js';
import type { Db } from '../client.js';
import type { Anchor, AnchorReading } from '../sealing/anchor.js';
import type { Channels } from '../ledger/deps.js';

export type Check = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M';
export type Breach = { check: Check; ref: string; what: string };

/** What Temporal says of an episode's workflow. `nextDueAt` in wall time when the caller knows it. */
export type RunningState = { status: 'running' | 'closed' | 'missing'; nextDueAt: Instant | null };
/** `lateRuns`: the newest one's number; 0: it has none. */
export type AskedAbout = { id: EpisodeId; lateRuns: number };
export type Running = (episodes: AskedAbout[]) => Promise<Map<EpisodeId, RunningState>>;

/** What was asked of others before the database was read, so that nobody is asked inside a transaction. */
export type Heard = {
  /** null: no connection to Temporal was given. */
  workflows: Map<EpisodeId, RunningState> | null;
  /** Per channel: its list, a sentence when it did not answer, null when the vendor has none. */
  lists: { channel: Channel; list: Listed[] | string | null }[] | null;
  /** A sentence when it could not be read; null: none was given. */
  anchor: AnchorReading | string | null;
};
export type Listed = { providerMessageId: string; attemptId?: string };

export type Auditing = {
  sql: Db;
  /** Wall time; null: everything. */
  since: Instant | null;
  /** What may lie between two steps of the circle before it counts as lost. */
  graceSeconds: number;
  /** Absent: the vendors' side is not looked at, and the report says so. */
  channels?: Channels;
  crypt?: Crypt;
  running?: Running;
  /** Absent: the seals are compared with themselves alone, and the report says so. */
  anchor?: Anchor;
};

export type CheckResult = { breaches: Breach[]; looked: number; note?: string };
export type AuditCheck = (auditing: Auditing & { heard: Heard }) => Promise<CheckResult>;

export const grace = ({ sql, graceSeconds }: Pick<Auditing, 'sql' | 'graceSeconds'>) => sql`(now() - make_interval(secs => ${graceSeconds}))`;
export const sinceOf = ({ since }: Pick<Auditing, 'since'>): Instant => since ?? '1970-01-01T00:00:00.000Z';
