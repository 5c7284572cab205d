/** A list import that can be broken off and resumed: identified by the file's hash, one verdict per row, done rows are skipped. */
import type { Sql } from './client.js';
import { v7 as uuidv7 } from 'uuid';
import type { ReadResult } from '../discharges/record.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { storeDischarge } from './discharges.js';

export type RowVerdict = { line: number; verdict: 'imported' | 'updated' | 'unchanged' | 'refused'; dischargeId: string | null; problems: string[]; launchRefusals: string[] };

export type Batch = { id: string; resumed: boolean; done: Set<number> };

export async function openBatch(sql: Sql, batch: { hospitalId: string; source: string; sha256: string; format: string; rows: number; by: string | null }): Promise<Batch> {
  const [row] = await sql<{ id: string; fresh: boolean }[]>`
    insert into import_batch (id, hospital_id, source, file_sha256, format, rows_total, created_by)
    values (${uuidv7()}, ${batch.hospitalId}, ${batch.source}, ${batch.sha256}, ${batch.format}, ${batch.rows}, ${batch.by})
    on conflict (hospital_id, file_sha256) do update set rows_total = excluded.rows_total
    returning id, (xmax = 0) as fresh`;
  if (!row) throw new Error('the import batch row came back empty');
  const done = await sql<{ rowNo: number }[]>`select row_no from import_row where batch_id = ${row.id} and hospital_id = ${batch.hospitalId}`;
  return { id: row.id, resumed: !row.fresh, done: new Set(done.map((r) => r.rowNo)) };
}

/** Never throws for the row's own sake: a bad row has its reasons, its neighbours go on. */
export async function importRow(sql: Sql, hospital: { id: string; zone: string }, batchId: string, row: { line: number; result: ReadResult }, now: Instant): Promise<RowVerdict> {
  const verdict: RowVerdict = row.result.ok
    ? await storeDischarge(sql, hospital, row.result.record, row.result, now).then((stored) => ({
        line: row.line, verdict: stored.verdict, dischargeId: stored.dischargeId, problems: [], launchRefusals: stored.refusals.map((r) => r.detail),
      }))
    : { line: row.line, verdict: 'refused', dischargeId: null, problems: row.result.problems, launchRefusals: [] };
  await sql`insert into import_row (hospital_id, batch_id, row_no, verdict, discharge_id, problems)
    values (${hospital.id}, ${batchId}, ${row.line}, ${verdict.verdict}, ${verdict.dischargeId}, ${sql.json([...verdict.problems, ...verdict.launchRefusals])})
    on conflict (batch_id, row_no) do update set verdict = excluded.verdict, discharge_id = excluded.discharge_id, problems = excluded.problems`;
  return verdict;
}

export const finishBatch = (sql: Sql, hospitalId: string, batchId: string): Promise<unknown> =>
  sql`update import_batch set finished_at = now() where id = ${batchId} and hospital_id = ${hospitalId}`;

/** Verdicts of an earlier run of the same file. */
export async function batchRows(sql: Sql, hospitalId: string, batchId: string): Promise<RowVerdict[]> {
  const rows = await sql<{ rowNo: number; verdict: RowVerdict['verdict']; dischargeId: string | null; problems: string[] }[]>`
    select row_no, verdict, discharge_id, problems from import_row where batch_id = ${batchId} and hospital_id = ${hospitalId} order by row_no`;
  return rows.map((r) => ({ line: r.rowNo, verdict: r.verdict, dischargeId: r.dischargeId, problems: r.verdict === 'refused' ? r.problems : [], launchRefusals: r.verdict === 'refused' ? [] : r.problems }));
}
