/** A merge taken back: every row that went over returns, with everything that its episodes and stays have brought since. */
import { json, transact, type Sql, type Tx } from '../client.js';
import { endSharedAccess } from '../patient-access/end-access.js';
import { holdAnew } from '../read-models/escalations.js';
import { partCases } from '../siblings.js';
import { allowMoving, afterwards, forbidMoving, lockBoth, primaryKey, type Moved } from './merge.js';
import { factsOf, keepAside, restoredFacts, takeBack, writeFacts, type Facts, type PutAside } from './merge-facts.js';
import { movingTables } from './merge-rules.js';
import { pairOf } from './matches.js';

export type Undo = { outcome: 'undone'; kept: string; merged: string; /** Facts of the kept patient that were changed since, and stay so. */ changedSince: string[] } | { outcome: 'refused'; code: 'unknown-merge' | 'undone-already' | 'merged-on'; message: string };

type MergeRow = { kept: string; merged: string; moved: Moved; factsBefore: Facts; factsAfter: Facts & { putAside?: PutAside[] }; undoneAt: string | null };

export const undoMerge = (sql: Sql, request: { hospitalId: string; mergeId: string; reason: string; by: string }): Promise<Undo> =>
  transact(sql, async (tx): Promise<Undo> => {
    const found = await readMerge(tx, request);
    if (!found) return { outcome: 'refused', code: 'unknown-merge', message: 'This hospital has no such merge: look at the history of the patient' };
    await lockBoth(tx, found.kept, found.merged);
    const row = await readMerge(tx, request);
    if (!row || row.undoneAt !== null) return { outcome: 'refused', code: 'undone-already', message: 'This merge was undone before' };
    const { kept, merged, moved } = row;
    const [further] = await tx`select 1 from patient where id = ${kept} and merged_into is not null`;
    if (further) return { outcome: 'refused', code: 'merged-on', message: 'The kept record was itself merged into another one later: undo that merge first' };
    await allowMoving(tx);
    // Parents first: what belongs to an episode or a stay goes where that one goes.
    for (const table of ['episode', 'discharge', ...movingTables.filter((name) => !ownWay.includes(name))]) await moveBack(tx, table, row);
    await forbidMoving(tx);
    await endSharedAccess(tx, request.mergeId);
    await holdAnew(tx, [kept, merged]);
    for (const patientId of [kept, merged]) await partCases(tx, request.hospitalId, patientId, request.mergeId);
    if (moved['visit_place']) {
      await tx`delete from visit_place k using visit_place m where k.patient_id = ${kept} and m.patient_id = ${merged} and k.updated_at = m.updated_at`;
    }
    await takeBack(tx, row.factsAfter.putAside ?? []);
    await keepAside(tx, request.mergeId);
    const { facts, changedSince } = restoredFacts(row.factsBefore, row.factsAfter, await factsOf(tx, kept));
    await writeFacts(tx, kept, facts);
    await tx`update patient set merged_into = null where id = ${merged}`;
    await tx`update patient_merge set undone_by = ${request.by}, undone_at = now() where id = ${request.mergeId}`;
    const [a, b] = pairOf(kept, merged);
    await tx`update patient_match set state = 'open', decided_by = null, decided_at = null where patient_a = ${a} and patient_b = ${b}`;
    await afterwards(tx, { ...request, kept, merged, action: 'patient-merge-undone' });
    return { outcome: 'undone', kept, merged, changedSince };
  });

/** Episodes and stays come first; whose a prefix is follows from the cases, which may have changed hands since. */
const ownWay: readonly string[] = ['episode', 'discharge', 'case_prefix'];

async function readMerge(tx: Tx, { hospitalId, mergeId }: { hospitalId: string; mergeId: string }): Promise<MergeRow | null> {
  const [row] = await tx<MergeRow[]>`select kept, merged, moved, facts_before, facts_after, undone_at from patient_merge where id = ${mergeId} and hospital_id = ${hospitalId}`;
  return row ?? null;
}

async function moveBack(tx: Tx, table: string, { kept, merged, moved }: MergeRow): Promise<void> {
  const key = await primaryKey(tx, table);
  const columns = await tx<{ name: string }[]>`select attname as name from pg_attribute where attrelid = ${table}::regclass and attname in ('episode_id', 'discharge_id', 'contact_id') and not attisdropped`;
  const belonging = (column: 'episode_id' | 'discharge_id' | 'contact_id', parent: string) =>
    columns.some(({ name }) => name === column) ? tx`or t.${tx(column)}::text in (select k ->> 'id' from jsonb_array_elements(${json(tx, moved[parent] ?? [])}) as k)` : tx``;
  await tx`update ${tx(table)} t set patient_id = ${merged} where t.patient_id = ${kept} and (
    ${tx.unsafe(key)} in (select jsonb_array_elements(${json(tx, moved[table] ?? [])}))
    ${belonging('episode_id', 'episode')} ${belonging('discharge_id', 'discharge')} ${belonging('contact_id', 'contact')})`;
}
