/** A list of discharges from whatever a hospital exports: told apart by its first bytes, not by its name. */
import { readCsv } from './csv.js';
import type { TableRows } from './table.js';
import { isXlsx, readXlsx } from './xlsx.js';

/** `encoding`: of the text, or `xlsx`. */
export type ListResult = { ok: true; format: string; encoding: string; rows: TableRows; remarks: string[] } | { ok: false; problems: string[] };

export async function readList(bytes: Uint8Array): Promise<ListResult> {
  if (isXlsx(bytes)) {
    const read = await readXlsx(bytes);
    return read.ok ? { ...read, format: 'xlsx', encoding: 'xlsx' } : read;
  }
  const read = readCsv(bytes);
  return read.ok ? { ...read, format: `csv ${read.encoding}` } : read;
}
