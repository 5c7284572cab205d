/** The change feed behind live screens. Readers stop below the oldest open transaction: a late commit would otherwise be skipped. */
import type { Sql } from './client.js';
import type { Tx } from './client.js';

export type Change = { id: string; topic: string; ref: string; at: string };

/** Changes of one hospital after `after` (exclusive), oldest first. */
export async function changesAfter(sql: Sql, hospitalId: string, after: string, limit = 500): Promise<Change[]> {
  const rows = await sql<{ id: string; topic: string; ref: string; at: string | Date }[]>`
    select id::text as id, topic, ref, at from change
    where hospital_id = ${hospitalId} and id > ${after}::bigint and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by id limit ${limit}`;
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

/** Where a new reader starts: everything before is history. */
export async function latestChange(sql: Sql, hospitalId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select coalesce(max(id), 0)::text as id from change
    where hospital_id = ${hospitalId} and xid < pg_snapshot_xmin(pg_current_snapshot())`;
  return row?.id ?? '0';
}

export type Topic = 'patient' | 'episode' | 'escalation' | 'visit' | 'message' | 'task' | 'discharge' | 'order' | 'entitlement' | 'handover' | 'bulk-act' | 'file' | 'inquiry'
  | 'offer' | 'notice' | 'waitlist' | 'staff' | 'visit-alarm' | 'incident'
  | 'package' | 'roster' | 'audit' | 'target';

/** Same transaction as the change itself; listeners of `wuyou_change` wake at its commit. */
export async function announceChanges(tx: Tx, hospitalId: string, changes: { topic: Topic; ref: string }[]): Promise<void> {
  const distinct = [...new Map(changes.map((change) => [`${change.topic} ${change.ref}`, change])).values()];
  if (distinct.length === 0) return;
  await tx`with announced as (insert into change ${tx(distinct.map(({ topic, ref }) => ({ hospitalId, topic, ref })))}) select pg_notify('wuyou_change', ${hospitalId})`;
}
