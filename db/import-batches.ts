/** A list import that can be broken off and resumed: identified by the file's hash, one verdict per row, rows that were taken are skipped. */
import type { Sql } from './client.js';
import { v7 as uuidv7 } from 'uuid';
import type { ReadResult } from '../discharges/record.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { refusalWords, remarkWords } from '../discharges/identity-words.js';
import type { LaunchRefusal } from '../discharges/refusals.js';
import { storeDischarge } from './discharges.js';

/** `problems`: why it was refused; of a row that was taken, what somebody should look at. */
export type RowVerdict = { line: number; verdict: 'imported' | 'updated' | 'unchanged' | 'refused'; dischargeId: string | null; problems: string[]; launchRefusals: LaunchRefusal[] };

/** `done`: the lines that were taken. One that was refused is judged anew: what it ran into may have been mended since. */
export type Batch = { id: string; resumed: boolean; done: Set<number> };

export async function openBatch(sql: Sql, batch: { hospitalId: string; source: string; sha256: string; format: string; rows: number; by: string | null }): Promise<Batch> {
  const [row] = await sql<{ id: string; fresh: boolean }[]>`
    insert into import_batch (id, hospital_id, source, file_sha256, format, rows_total, created_by)
    values (${uuidv7()}, ${batch.hospitalId}, ${batch.source}, ${batch.sha256}, ${batch.format}, ${batch.rows}, ${batch.by})
    on conflict (hospital_id, file_sha256) do update set rows_total = excluded.rows_total
    returning id, (xmax = 0) as fresh`;
  if (!row) throw new Error('the import batch row came back empty');
  const done = await sql<{ rowNo: number }[]>`select row_no from import_row where batch_id = ${row.id} and hospital_id = ${batch.hospitalId} and verdict <> 'refused'`;
  return { id: row.id, resumed: !row.fresh, done: new Set(done.map((r) => r.rowNo)) };
}

/** Never throws for the row's own sake: a bad row has its reasons, its neighbours go on. Throws when the database itself fails, so that the row is tried again. */
export async function importRow(sql: Sql, hospital: { id: string; zone: string }, batchId: string, { line, result }: { line: number; result: ReadResult }, now: Instant): Promise<RowVerdict> {
  const verdict = result.ok ? await storedRow(sql, hospital, line, result, now) : refusedRow(line, result.problems);
  await sql`insert into import_row (hospital_id, batch_id, row_no, verdict, discharge_id, problems)
    values (${hospital.id}, ${batchId}, ${line}, ${verdict.verdict}, ${verdict.dischargeId}, ${sql.json([...verdict.problems, ...verdict.launchRefusals])})
    on conflict (batch_id, row_no) do update set verdict = excluded.verdict, discharge_id = excluded.discharge_id, problems = excluded.problems`;
  return verdict;
}

const refusedRow = (line: number, problems: string[]): RowVerdict => ({ line, verdict: 'refused', dischargeId: null, problems, launchRefusals: [] });

/** SQLSTATE classes of a value that no column takes (22, e.g. a NUL character) and of a broken rule (23). */
const ofTheRow = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && /^2[23]/.test(String(error.code));

async function storedRow(sql: Sql, hospital: { id: string; zone: string }, line: number, result: Extract<ReadResult, { ok: true }>, now: Instant): Promise<RowVerdict> {
  try {
    const stored = await storeDischarge(sql, hospital, result.record, result, now);
    if (stored.verdict === 'refused') return refusedRow(line, [refusalWords(stored.refusal)]);
    return { line, verdict: stored.verdict, dischargeId: stored.dischargeId, problems: [...stored.remarks.map(remarkWords), ...(result.remarks ?? [])], launchRefusals: stored.refusals };
  } catch (error) {
    if (!ofTheRow(error)) throw error;
    return refusedRow(line, ['这一行含有无法保存的字符或数值 · This row holds a character or value that cannot be stored: type it anew.']);
  }
}

export const finishBatch = (sql: Sql, hospitalId: string, batchId: string): Promise<unknown> =>
  sql`update import_batch set finished_at = now() where id = ${batchId} and hospital_id = ${hospitalId}`;

/** Verdicts of an earlier run of the same file. */
export async function batchRows(sql: Sql, hospitalId: string, batchId: string): Promise<RowVerdict[]> {
  const rows = await sql<{ line: number; verdict: RowVerdict['verdict']; dischargeId: string | null; problems: (string | LaunchRefusal)[] }[]>`
    select row_no as line, verdict, discharge_id, problems from import_row where batch_id = ${batchId} and hospital_id = ${hospitalId} order by row_no`;
  return rows.map(({ problems, ...row }) => ({
    ...row, problems: problems.filter((one) => typeof one === 'string'), launchRefusals: problems.filter((one) => typeof one !== 'string'),
  }));
}
