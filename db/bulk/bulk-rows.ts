/** An act on many visits, kept: what was shown before it, what became of each visit, and what would undo it. */
import { v7 as uuidv7 } from 'uuid';
import type { Instant, LocalDate } from '../../pathways/engine/vocabulary.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Db, type Sql, type Tx } from '../client.js';

/** Where a visit stands: its time (episode time), its person, and the revision that the engine gave it. */
export type Placed = { from: Instant; until: Instant; accountId: string | null; name: string | null; revision: number };
/** What the act does to people; codes and times, no wording. `text`: goes out by itself; `call`: a task for a person. */
export type Consequence =
  | { kind: 'text' | 'text-withdrawn'; purpose: string; recipient: string; at: Instant | null }
  | { kind: 'call'; purpose: string; role: string }
  | { kind: 'nurse-notice'; name: string; notice: string }
  | { kind: 'asked-again'; name: string | null }
  | { kind: 'outside-window'; until: Instant };
export type BulkKind = 'move-visits' | 'reassign-visits';
export type MoveRequest = { day: LocalDate; toDay: LocalDate; district: string | null };
export type ReassignRequest = { day: LocalDate; untilDay: LocalDate; accountId: string | null; district: string | null };

export type PlannedRow = { occurrence: string; episodeId: string; before: Placed; after: Placed | null; consequences: Consequence[]; /** `will-move`, `will-reassign`, `to-search`, or why it stays as it is. */ verdict: string; detail: string | null };
export type BulkRow = PlannedRow & { patientId: string; familyName: string; givenName: string; district: string | null; step: string; packageId: string; state: 'previewed' | 'applied' | 'refused' | 'undone' | 'undo-refused' | 'left' };
export type BulkAct = {
  actId: string; kind: BulkKind; request: MoveRequest | ReassignRequest; reason: string; previewedByName: string; previewedAt: Instant; appliedByName: string | null; appliedAt: Instant | null;
  undoneByName: string | null; undoneAt: Instant | null; rows: number; changed: number;
};

export async function keepPreview(sql: Sql, act: { hospitalId: string; kind: BulkKind; request: MoveRequest | ReassignRequest; reason: string; by: string; rows: readonly PlannedRow[] }): Promise<string> {
  const id = uuidv7();
  await transact(sql, async (tx) => {
    await tx`insert into bulk_act (id, hospital_id, kind, request, reason, previewed_by) values (${id}, ${act.hospitalId}, ${act.kind}, ${json(tx, act.request)}, ${act.reason}, ${act.by})`;
    const rows = act.rows.map(({ occurrence, episodeId, before, after, consequences, verdict, detail }) => ({
      actId: id, hospitalId: act.hospitalId, occurrence, episodeId, before: json(tx, before), after: after === null ? null : json(tx, after), consequences: json(tx, consequences), verdict, detail,
      state: after === null ? 'left' : 'previewed',
    }));
    if (rows.length > 0) await tx`insert into bulk_act_row ${tx(rows)}`;
  });
  return id;
}

const columns = (sql: Db) => sql`b.id as act_id, b.kind, b.request, b.reason, p.display_name as previewed_by_name, b.previewed_at, a.display_name as applied_by_name, b.applied_at, u.display_name as undone_by_name, b.undone_at,
  (select count(*)::int from bulk_act_row r where r.act_id = b.id) as rows, (select count(*)::int from bulk_act_row r where r.act_id = b.id and r.state in ('applied', 'undo-refused')) as changed`;
const joins = (sql: Db) => sql`join account p on p.id = b.previewed_by left join account a on a.id = b.applied_by left join account u on u.id = b.undone_by`;

/** What was carried out, newest first; a preview that nobody carried out is not an act. */
export const bulkActs = (sql: Db, hospitalId: string, limit: number): Promise<BulkAct[]> =>
  sql<BulkAct[]>`select ${columns(sql)} from bulk_act b ${joins(sql)} where b.hospital_id = ${hospitalId} and b.applied_at is not null order by b.applied_at desc, b.id desc limit ${limit}`;

export async function bulkActById(sql: Db, hospitalId: string, actId: string): Promise<(BulkAct & { visits: BulkRow[] }) | null> {
  const [act] = await sql<BulkAct[]>`select ${columns(sql)} from bulk_act b ${joins(sql)} where b.hospital_id = ${hospitalId} and b.id = ${actId}`;
  return act ? { ...act, visits: await rowsOf(sql, hospitalId, actId) } : null;
}

export const rowsOf = (sql: Db, hospitalId: string, actId: string): Promise<BulkRow[]> =>
  sql<BulkRow[]>`select r.occurrence, r.episode_id, r.before, r.after, r.consequences, r.verdict, r.detail, r.state, p.id as patient_id, p.family_name, p.given_name, l.district, split_part(r.occurrence, '/', 2) as step, e.plan_id as package_id
    from bulk_act_row r join episode e on e.id = r.episode_id join patient p on p.id = e.patient_id left join visit_place l on l.patient_id = p.id
    where r.act_id = ${actId} and r.hospital_id = ${hospitalId} order by r.before->>'from', r.occurrence`;

export type Standing = { status: string; from: Instant | null; until: Instant | null; revision: number; accountId: string | null };

/** Where the visit stands now. */
export async function standingOf(sql: Db, hospitalId: string, occurrence: string): Promise<Standing | null> {
  const [row] = await sql<Standing[]>`select o.status, o.slot_from as "from", o.slot_until as until, o.revision, v.account_id
    from occurrence o left join visit_assignment v on v.occurrence = o.id where o.id = ${occurrence} and o.hospital_id = ${hospitalId}`;
  return row ?? null;
}

export async function settleRow(tx: Db, actId: string, occurrence: string, state: BulkRow['state'], detail: string | null): Promise<void> {
  await tx`update bulk_act_row set state = ${state}, detail = ${detail}, settled_at = now() where act_id = ${actId} and occurrence = ${occurrence}`;
}

/** Who carries it out, once: a second click finds it begun and only goes on with what is left. False: there is no such preview. */
export const beginAct = (sql: Sql, { hospitalId, actId, by, leave }: { hospitalId: string; actId: string; by: string; leave: readonly string[] }): Promise<boolean> =>
  transact(sql, async (tx) => {
    const rows = await tx`update bulk_act set applied_by = coalesce(applied_by, ${by}), applied_at = coalesce(applied_at, now()) where id = ${actId} and hospital_id = ${hospitalId} and undone_at is null returning id`;
    if (rows.length === 0) return false;
    await tx`update bulk_act_row set state = 'left', settled_at = now() where act_id = ${actId} and state = 'previewed' and occurrence = any(${[...leave]})`;
    return true;
  });

export const beginUndo = (sql: Sql, { hospitalId, actId, by }: { hospitalId: string; actId: string; by: string }): Promise<boolean> =>
  transact(sql, async (tx) => {
    const rows = await tx`update bulk_act set undone_by = coalesce(undone_by, ${by}), undone_at = coalesce(undone_at, now()) where id = ${actId} and hospital_id = ${hospitalId} and applied_at is not null returning id`;
    return rows.length > 0;
  });

export const announceAct = (sql: Sql, hospitalId: string, actId: string): Promise<void> => transact(sql, (tx: Tx) => announceChanges(tx, hospitalId, [{ topic: 'bulk-act', ref: actId }, { topic: 'visit', ref: actId }]));
