/**
 * Two records become one person: every row of the merged one goes to the kept one in a single transaction, under both patients' locks, and
 * the journal of the merge holds the key of each row, so that it can be undone exactly (undo-merge.ts).
 */
import { v7 as uuidv7 } from 'uuid';
import type { Crypt } from '../../messages/crypt.js';
import { logAccess } from '../access-log.js';
import { announceChanges } from '../changes.js';
import { json, transact, type Sql, type Tx } from '../client.js';
import { endAccessBy } from '../patient-access/end-access.js';
import { lockPatient } from '../patient-lock.js';
import { factsOf, putAside, unitedFacts, writeFacts } from './merge-facts.js';
import { mergeRefusals, type MergeRefusal } from './merge-refusals.js';
import { mergeRules, movingTables } from './merge-rules.js';
import { pairOf, putMatch } from './matches.js';
import { refreshSearchKeys } from './search-keys.js';

export type MergeRequest = { hospitalId: string; kept: string; merged: string; reason: string; by: string };
export type Merge = { outcome: 'merged'; mergeId: string; moved: Record<string, number> } | { outcome: 'refused'; refusals: MergeRefusal[] };
/** table -> primary keys. */
export type Moved = Record<string, Record<string, unknown>[]>;

export const merge = (sql: Sql, crypt: Crypt, request: MergeRequest): Promise<Merge> =>
  transact(sql, async (tx): Promise<Merge> => {
    const { hospitalId, kept, merged } = request;
    await lockBoth(tx, kept, merged);
    const refusals = await mergeRefusals(tx, request);
    if (refusals.length > 0) return { outcome: 'refused', refusals };
    const [before, other] = [await factsOf(tx, kept), await factsOf(tx, merged)];
    await putMatch(tx, hospitalId, kept, merged, ['by-hand']);
    await allowMoving(tx);
    const moved: Moved = {};
    for (const table of movingTables) {
      const keys = await moveRows(tx, table, kept, merged);
      if (keys.length > 0) moved[table] = keys;
    }
    await forbidMoving(tx);
    if (await copyPlace(tx, crypt, kept, merged)) moved['visit_place'] = [{ patient_id: kept }];
    const aside = await putAside(tx, kept, merged);
    const after = unitedFacts(before, other);
    await writeFacts(tx, kept, after);
    await tx`update patient set merged_into = ${kept} where id = ${merged}`;
    const mergeId = uuidv7();
    await tx`insert into patient_merge (id, hospital_id, kept, merged, reason, moved, facts_before, facts_after, merged_by)
      values (${mergeId}, ${hospitalId}, ${kept}, ${merged}, ${request.reason}, ${json(tx, moved)}, ${json(tx, before)}, ${json(tx, { ...after, putAside: aside })}, ${request.by})`;
    await endAccessByNumbersPutAside(tx, hospitalId, kept, merged);
    const [a, b] = pairOf(kept, merged);
    await tx`update patient_match set state = 'merged', decided_by = ${request.by}, decided_at = now() where patient_a = ${a} and patient_b = ${b}`;
    await afterwards(tx, { ...request, action: 'patient-merged', mergeId });
    return { outcome: 'merged', mergeId, moved: Object.fromEntries(Object.entries(moved).map(([table, keys]) => [table, keys.length])) };
  });

/** What one record knew to be a stranger's number, the other may have sent codes and links to: they end with the merge (ADR 0077). */
async function endAccessByNumbersPutAside(tx: Tx, hospitalId: string, kept: string, merged: string): Promise<void> {
  const rows = await tx<{ id: string }[]>`select k.id from contact k join contact m on m.kind = k.kind and m.value = k.value where k.patient_id = ${kept} and m.patient_id = ${merged} and k.quarantined_at is not null order by k.id`;
  for (const { id } of rows) await endAccessBy(tx, hospitalId, id);
}

/** Always in the same order, or two merges at once would wait for each other. The rows too: their facts are read, and written whole afterwards. */
export async function lockBoth(tx: Tx, one: string, other: string): Promise<void> {
  const both = pairOf(one, other);
  for (const id of both) await lockPatient(tx, id);
  await tx`select 1 from patient where id = any(${both}::uuid[]) order by id for no key update`;
}

/** Opens evidence tables for a change of `patient_id` alone, in this transaction only (refuse_change in 0006). */
export const allowMoving = (tx: Tx): Promise<unknown> => tx`select set_config('wuyou.merging', 'on', true)`;
export const forbidMoving = (tx: Tx): Promise<unknown> => tx`select set_config('wuyou.merging', 'off', true)`;

/** `jsonb_build_object('id', t.id)` of the table's primary key, else of a unique index; without the patient, who is what changes. */
export async function primaryKey(tx: Tx, table: string): Promise<string> {
  const [row] = await tx<{ key: string }[]>`
    select 'jsonb_build_object(' || string_agg(quote_literal(a.attname) || ', t.' || quote_ident(a.attname), ', ' order by a.attnum) || ')' as key
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indrelid = ${table}::regclass and i.indisunique and a.attname <> 'patient_id' group by i.indexrelid, i.indisprimary order by i.indisprimary desc, i.indexrelid limit 1`;
  if (!row?.key) throw new Error(`The table ${table} has no unique key, so a merge could not be undone`);
  return row.key;
}

async function moveRows(tx: Tx, table: string, kept: string, merged: string): Promise<Record<string, unknown>[]> {
  const rule = mergeRules[table];
  const same = rule?.rows === 'move' ? (rule.unless ?? []) : [];
  const key = await primaryKey(tx, table);
  const twin = same.length === 0 ? tx`` : tx`and not exists (select 1 from ${tx(table)} k where k.patient_id = ${kept} and ${tx.unsafe(same.map((column) => `k."${column}" is not distinct from t."${column}"`).join(' and '))})`;
  const rows = await tx<{ key: Record<string, unknown> }[]>`update ${tx(table)} t set patient_id = ${kept} where t.patient_id = ${merged} ${twin} returning ${tx.unsafe(key)} as key`;
  return rows.map((row) => row.key);
}

/** An address is sealed with its patient's id: it opens only after it was sealed for the kept one. */
async function copyPlace(tx: Tx, crypt: Crypt, kept: string, merged: string): Promise<boolean> {
  const [place] = await tx<{ addressEnc: Uint8Array; accessNoteEnc: Uint8Array | null }[]>`select address_enc, access_note_enc from visit_place
    where patient_id = ${merged} and not exists (select 1 from visit_place where patient_id = ${kept})`;
  if (!place) return false;
  const resealed = (sealed: Uint8Array, context: string): Buffer => crypt.seal(crypt.open(sealed, `${context}/${merged}`), `${context}/${kept}`);
  await tx`insert into visit_place (patient_id, hospital_id, district, address_enc, access_note_enc, lat, lng, updated_by, updated_at)
    select ${kept}, hospital_id, district, ${resealed(place.addressEnc, 'visit-place')}, ${place.accessNoteEnc === null ? null : resealed(place.accessNoteEnc, 'visit-access')}, lat, lng, updated_by, updated_at
    from visit_place where patient_id = ${merged}`;
  return true;
}

export async function afterwards(tx: Tx, act: { hospitalId: string; kept: string; merged: string; by: string; reason: string; action: string; mergeId: string }): Promise<void> {
  for (const id of [act.kept, act.merged]) await refreshSearchKeys(tx, id);
  await logAccess(tx, { hospitalId: act.hospitalId, actor: act.by, action: act.action, ref: act.mergeId, allowed: true, detail: { kept: act.kept, merged: act.merged, reason: act.reason } });
  const episodes = await tx<{ id: string }[]>`select id from episode where patient_id in (${act.kept}, ${act.merged})`;
  await announceChanges(tx, act.hospitalId, [{ topic: 'patient', ref: act.kept }, { topic: 'patient', ref: act.merged }, ...episodes.map(({ id }) => ({ topic: 'episode' as const, ref: id }))]);
}
