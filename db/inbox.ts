/** The answer's road, second half: what intake committed waits here until an update has been applied, whoever sends it. */
import type { UpdateKind } from '../workflows/contract.js';
import type { EpisodeId, Instant } from '../pathways/engine/vocabulary.js';
import { json, type Db, type Sql } from './client.js';
import { unheardSeconds } from './run-alarms.js';

/** `payload` is the update's argument as `workflows/contract.ts` names it: the input without `kind` and `at`. */
export type InboxRow = {
  hospitalId: string;
  episodeId: EpisodeId;
  commandId: string;
  kind: UpdateKind;
  payload: unknown;
  attempts: number;
  receivedAt: Instant;
  /** The episode had ended when this was taken, whatever halted it since: where no run of it is open any more, it needs a late run. */
  ended: boolean;
  /** For so long since it was taken nobody has answered. */
  unheard: boolean;
};

/** Of `inbox i`. */
const unheard = (sql: Db) => sql`i.received_at <= now() - make_interval(secs => ${unheardSeconds}) as unheard`;

export type InboxState = { state: 'accepted' | 'applied' | 'rejected' | 'late'; appliedSeq: number | null; rejection: string | null };

/**
 * Rows of at most `limit` episodes of which something is due, leased to this relay for so long; a relay that dies loses nothing but that time. Of each
 * episode the oldest `limit` that wait, due or not: one that got no answer is asked about again after a pause, and a younger one (resume after pause)
 * must not overtake it meanwhile. Only one relay takes of an episode at a time. Oldest first.
 */
export async function takeInbox(sql: Sql, { limit, leaseSeconds }: { limit: number; leaseSeconds: number }): Promise<InboxRow[]> {
  const rows = await sql<InboxRow[]>`
    with due as materialized (
      select episode_id from inbox where state = 'accepted' and next_try_at <= now()
      group by episode_id order by min(next_try_at) limit ${limit}),
    mine as materialized (select episode_id from due where pg_try_advisory_xact_lock(hashtextextended('inbox/' || episode_id::text, 0))),
    turn as (
      select o.episode_id, o.command_id from mine cross join lateral (
        select episode_id, command_id from inbox where episode_id = mine.episode_id and state = 'accepted' order by received_at limit ${limit}) o)
    update inbox i set attempts = i.attempts + 1, next_try_at = now() + make_interval(secs => ${leaseSeconds})
    from turn, episode e
    where i.episode_id = turn.episode_id and i.command_id = turn.command_id and e.id = i.episode_id and i.state = 'accepted'
    returning i.hospital_id, i.episode_id, i.command_id, i.kind, i.payload, i.attempts, i.received_at,
      e.ended_at is not null as ended, ${unheard(sql)}`;
  return rows.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}

/** What already waits for this episode ahead of that command, oldest first, whoever has leased it: an update sent twice changes nothing. */
export function olderThan(sql: Sql, { episodeId, commandId }: { episodeId: EpisodeId; commandId: string }, limit: number): Promise<InboxRow[]> {
  return sql<InboxRow[]>`
    select i.hospital_id, i.episode_id, i.command_id, i.kind, i.payload, i.attempts, i.received_at, e.ended_at is not null as ended, ${unheard(sql)}
    from inbox i join episode e on e.id = i.episode_id join inbox own on own.episode_id = i.episode_id and own.command_id = ${commandId}
    where i.episode_id = ${episodeId} and i.state = 'accepted' and i.received_at < own.received_at
    order by i.received_at limit ${limit}`;
}

/** The update answered `duplicate` or was applied: normally the record transaction has marked the row already. */
export async function markApplied(sql: Db, row: { episodeId: EpisodeId; commandId: string; seq: number }): Promise<void> {
  await sql`update inbox set state = 'applied', applied_seq = ${row.seq}
    where episode_id = ${row.episodeId} and command_id = ${row.commandId} and state = 'accepted'`;
}

/**
 * A refusal by the validator, in its words: never silent, the audit counts it. What one episode refused is not shared with the others:
 * copies that are still waiting end with it.
 */
export async function markRejected(sql: Db, row: { episodeId: EpisodeId; commandId: string; reason: string }): Promise<void> {
  await sql`update inbox set state = 'rejected', rejection = ${row.reason}
    where episode_id = ${row.episodeId} and command_id = ${row.commandId} and state = 'accepted'`;
  await sql`update inbox set state = 'rejected', rejection = ${`not shared: ${row.reason}`}
    where state = 'accepted' and starts_with(command_id, ${`${row.commandId}@`}) and payload->>'sharedFrom' = ${row.episodeId}`;
}

/** Temporal or the worker did not answer: another try later. */
export async function retryLater(sql: Db, row: { episodeId: EpisodeId; commandId: string; afterSeconds: number }): Promise<void> {
  await sql`update inbox set next_try_at = now() + make_interval(secs => ${row.afterSeconds})
    where episode_id = ${row.episodeId} and command_id = ${row.commandId} and state = 'accepted'`;
}

export async function inboxState(sql: Db, episodeId: EpisodeId, commandId: string): Promise<InboxState | null> {
  const [row] = await sql<InboxState[]>`select state, applied_seq, rejection from inbox where episode_id = ${episodeId} and command_id = ${commandId}`;
  return row ?? null;
}

/** Another episode of the patient, running or over, holds this command: what comes again is no news to this one (null: none would hear it). */
export const isHeldElsewhere = async (sql: Db, { patientId, episodeId, commandId }: { patientId: string; episodeId: EpisodeId | null; commandId: string }): Promise<boolean> =>
  (await sql`select 1 from episode e join inbox i on i.episode_id = e.id and i.command_id = ${commandId} where e.patient_id = ${patientId} and e.id is distinct from ${episodeId} limit 1`).length > 0;

/** Number of the newest late run; 0 when there was none. */
export async function lateRunsOf(sql: Db, episodeId: EpisodeId): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select late_runs as n from episode where id = ${episodeId}`;
  return row?.n ?? 0;
}

/** Number of a new `episode/<id>/late/<n>` run; `known`: how many there were when nobody was found to be open. null: somebody else has begun one since. */
export async function nextLateRun(sql: Db, episodeId: EpisodeId, known: number): Promise<number | null> {
  const [row] = await sql<{ n: number }[]>`update episode set late_runs = late_runs + 1 where id = ${episodeId} and late_runs = ${known} returning late_runs as n`;
  return row?.n ?? null;
}

/**
 * One row per episode and command; the same command again changes nothing. Returns whether it is new. Under the patient's lock: received is when it was
 * granted, not when the transaction began, so that of two who wait for it the one that was accepted first goes first.
 */
export async function putInbox(
  sql: Db,
  row: { hospitalId: string; episodeId: EpisodeId; commandId: string; kind: UpdateKind; payload: unknown; tryAfterSeconds: number },
): Promise<boolean> {
  const rows = await sql`
    insert into inbox (command_id, hospital_id, episode_id, kind, payload, received_at, next_try_at)
    values (${row.commandId}, ${row.hospitalId}, ${row.episodeId}, ${row.kind}, ${json(sql, row.payload)}, clock_timestamp(),
      now() + make_interval(secs => ${row.tryAfterSeconds}))
    on conflict (episode_id, command_id) do nothing returning command_id`;
  return rows.length > 0;
}
