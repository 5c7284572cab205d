/** Counting tries, so that guessing stays hopeless while a person who mistypes is not shut out. Wall time. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { addMinutes } from '../../pathways/time.js';
import type { Db, Tx } from '../client.js';

/**
 * Conventions (C). A birth date known to nobody is one of about 20 000: five tries an hour and fifteen in all leave a guesser 1 in 1 300. Because
 * her own right answers start that count anew, forty in a month end the link or code all the same: 1 in 500, and then only by a new code.
 * Carriers put thousands of phones behind one address, so that limit is loose. The limit on wrong codes everywhere closes only the entry by
 * code: links (256 bits) go on working while somebody floods it.
 */
export const accessLimits = {
  wrongFactors: { most: 5, withinMinutes: 60 },
  wrongFactorsInAll: 15,
  wrongFactorsWhateverWasRight: { most: 40, withinDays: 30 },
  wrongFromOneAddress: { most: 30, withinMinutes: 10 },
  wrongCodesEverywhere: { most: 500, withinMinutes: 60 },
  wrongRedemptions: { most: 10, withinMinutes: 60 },
} as const;

export type AttemptKind = 'code' | 'link' | 'factor' | 'redemption';
/** `address`: keyed hash of where the request came from. */
export type Attempt = { hospitalId: string | null; kind: AttemptKind; subject: string | null; address: string; ok: boolean; at: Instant };

/** Tries about one thing queue, or a hundred at once would all find the count below the limit. Held until the transaction ends. */
export const queueFor = (tx: Tx, subject: string): Promise<unknown> => tx`select pg_advisory_xact_lock(hashtextextended(${subject}, 4))`;

export const countAttempt = (sql: Db, { hospitalId, kind, subject, address, ok, at }: Attempt): Promise<unknown> =>
  sql`insert into access_attempt (hospital_id, kind, subject, address_hmac, ok, at) values (${hospitalId}, ${kind}, ${subject}, ${address}, ${ok}, ${at})`;

export type WrongTries = { /** Since the last right one: in the last minutes, and in all. */ lately: number; inAll: number; /** Whatever was right between them. */ inDays: number };

/** Wrong tries at this link or code. */
export async function wrongSince(sql: Db, kind: AttemptKind, subject: string, now: Instant, withinMinutes: number): Promise<WrongTries> {
  const { withinDays } = accessLimits.wrongFactorsWhateverWasRight;
  const [row] = await sql<WrongTries[]>`
    with wrong as (select id, at from access_attempt where subject = ${subject} and kind = ${kind} and not ok),
      last_right as (select coalesce(max(id), 0) as id from access_attempt where subject = ${subject} and kind = ${kind} and ok)
    select count(*) filter (where w.id > r.id and w.at > ${addMinutes(now, -withinMinutes)})::int as lately, count(*) filter (where w.id > r.id)::int as in_all,
      count(*) filter (where w.at > ${addMinutes(now, -withinDays * 24 * 60)})::int as in_days
    from last_right r left join wrong w on true`;
  return row ?? { lately: 0, inAll: 0, inDays: 0 };
}

/** True: nothing more is taken from this address now, right or wrong. */
export async function addressIsSpent(sql: Db, address: string, now: Instant): Promise<boolean> {
  const { most, withinMinutes } = accessLimits.wrongFromOneAddress;
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from access_attempt where address_hmac = ${address} and not ok and at > ${addMinutes(now, -withinMinutes)}`;
  return (row?.n ?? 0) >= most;
}

/** True: somebody is trying codes by the hundred, so that no code is taken from anywhere for a while. */
export async function codesAreFlooded(sql: Db, now: Instant): Promise<boolean> {
  const { most, withinMinutes } = accessLimits.wrongCodesEverywhere;
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from access_attempt where kind = 'code' and not ok and at > ${addMinutes(now, -withinMinutes)}`;
  return (row?.n ?? 0) >= most;
}
