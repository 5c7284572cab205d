/** The ledger's two tables as it reads them. */
import type { Obligation } from '../../pathways/engine/events.js';
import type { MessageOutcome } from '../../pathways/engine/inputs.js';
import type { ChannelName, EpisodeId, FailureReason, Instant, ObligationId, SuppressionReason } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import type { AttemptState, Verdict } from './transition.js';

export type ObligationState = 'planned' | 'released' | 'sending' | 'accepted' | 'sent' | 'suppressed' | 'failed';

export type ObligationRow = {
  id: ObligationId;
  hospitalId: string;
  episodeId: EpisodeId;
  patientId: string;
  spec: Obligation;
  dueAt: Instant;
  state: ObligationState;
  reason: string | null;
  carriedBy: ObligationId | null;
  /** The provider that refused everybody when this was to go through it. */
  waitsFor: string | null;
};

export type AttemptRow = {
  id: string;
  hospitalId: string;
  episodeId: EpisodeId;
  patientId: string;
  obligationId: ObligationId;
  carries: ObligationId[];
  channel: ChannelName;
  provider: string;
  n: number;
  state: AttemptState;
  verdict: Verdict | null;
  code: string | null;
  detail: string | null;
  providerMessageId: string | null;
  claimToken: string;
  lookups: number;
  claimedAt: Instant;
  leaseUntil: Instant;
  leased: boolean;
  checkAt: Instant | null;
  /** Its check_at has come (by the database's clock), or its lease has run out unheard. */
  checkDue: boolean;
  /** A refused attempt may be repeated by now. */
  retryDue: boolean;
  messageEnc: Uint8Array;
  contactId: string | null;
};

const attemptColumns = (sql: Db) => sql`id, hospital_id, episode_id, patient_id, obligation_id, carries, channel, provider, n, state, verdict, code, detail,
  provider_message_id, claim_token, lookups, claimed_at, lease_until, lease_until > now() as leased, check_at,
  (state = 'ambiguous' and check_at <= now()) or (state = 'sending' and lease_until <= now()) as check_due,
  coalesce(check_at <= now(), true) as retry_due, message_enc, contact_id`;

/** Locked until the transaction ends; begun at once, so that what is sent after it sees what was there when the lock was granted. */
export function lockObligations(sql: Db, hospitalId: string, ids: readonly ObligationId[]): Promise<ObligationRow[]> {
  return sql<ObligationRow[]>`select id, hospital_id, episode_id, patient_id, spec, due_at, state, reason, carried_by, waits_for
    from obligation where hospital_id = ${hospitalId} and id = any(${[...ids]}) order by id for no key update`.execute();
}

/** Every attempt that carried one of these, oldest first. */
export function attemptsFor(sql: Db, ids: readonly ObligationId[]): Promise<AttemptRow[]> {
  return sql<AttemptRow[]>`select ${attemptColumns(sql)} from attempt where carries && ${[...ids]}::text[] order by claimed_at, channel, n`;
}

export async function attemptById(sql: Db, id: string, lock = false): Promise<AttemptRow | null> {
  const [row] = await sql<AttemptRow[]>`select ${attemptColumns(sql)} from attempt where id = ${id} ${lock ? sql`for no key update` : sql``}`;
  return row ?? null;
}

/** The other attempt that has this id of the vendor already; null: none has. */
export async function ownerOf(sql: Db, { id, provider }: Pick<AttemptRow, 'id' | 'provider'>, providerMessageId: string): Promise<string | null> {
  const [other] = await sql<{ id: string }[]>`select id from attempt where provider = ${provider} and provider_message_id = ${providerMessageId} and id <> ${id}`;
  return other?.id ?? null;
}

/** What the engine is told; null while nothing is settled. */
export function outcomeOf(row: ObligationRow, channel: ChannelName | null): MessageOutcome | null {
  const { id: obligation, spec: { occurrence, escalation, purpose, class: messageClass, recipient } } = row;
  const about = { obligation, occurrence, escalation, purpose, class: messageClass, recipient };
  switch (row.state) {
    case 'sent':
    case 'accepted':
      return { ...about, outcome: 'sent', channel: channel ?? 'phone-task' };
    case 'suppressed':
      return { ...about, outcome: 'suppressed', reason: row.reason as SuppressionReason, ...(row.carriedBy === null ? {} : { by: row.carriedBy }) };
    case 'failed':
      return { ...about, outcome: 'failed', reason: row.reason as FailureReason };
    default:
      return null;
  }
}
