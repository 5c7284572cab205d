/** What a nurse or therapist must know about their own visits: the list their page shows until it was seen. Nothing changes silently. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, type Db, type Tx } from '../client.js';

export const noticeKinds = ['visit-assigned', 'visit-moved', 'visit-cancelled', 'visit-held', 'visit-released', 'visit-taken-away', 'visit-stood-in', 'offer-withdrawn', 'alarm'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** `params`: ids, slots and reason codes only; names and addresses are looked up by whoever may see them. */
export async function notify(tx: Tx, hospitalId: string, notice: { accountId: string; occurrence: string | null; kind: NoticeKind; params?: Record<string, string | null> }): Promise<void> {
  const id = uuidv7();
  await tx`insert into staff_notice (id, hospital_id, account_id, occurrence, kind, params)
    values (${id}, ${hospitalId}, ${notice.accountId}, ${notice.occurrence}, ${notice.kind}, ${json(tx, notice.params ?? {})})`;
  await announceChanges(tx, hospitalId, [{ topic: 'notice', ref: notice.accountId }]);
}

export type Notice = { noticeId: string; occurrence: string | null; kind: NoticeKind; params: Record<string, string | null>; at: Instant; seenAt: Instant | null };

/** Unseen first, then the newest. */
export const noticesOf = (db: Db, hospitalId: string, accountId: string, limit = 50): Promise<Notice[]> =>
  db<Notice[]>`select id as notice_id, occurrence, kind, params, at, seen_at from staff_notice
    where hospital_id = ${hospitalId} and account_id = ${accountId} order by seen_at is not null, at desc, id desc limit ${limit}`;

export async function markSeen(db: Db, hospitalId: string, accountId: string, ids: readonly string[]): Promise<void> {
  await db`update staff_notice set seen_at = now() where hospital_id = ${hospitalId} and account_id = ${accountId} and id = any(${[...ids]}::uuid[]) and seen_at is null`;
}
