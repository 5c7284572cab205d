/** Discharge lists as hospitals export them: CSV in UTF-8 (with or without BOM) or GBK. */
import { CsvError, parse } from 'csv-parse/sync';
import { readTable, type TableLine, type TableRows } from './table.js';

export type CsvResult = { ok: true; encoding: 'utf-8' | 'gbk'; rows: TableRows; remarks: string[] } | { ok: false; problems: string[] };

export function readCsv(bytes: Uint8Array): CsvResult {
  const read = csvLines(bytes);
  if (!read.ok) return read;
  const table = readTable(read.lines);
  return table.ok ? { ...table, encoding: read.encoding } : table;
}

/** The lines as they stand, of any list that comes as CSV. */
export function csvLines(bytes: Uint8Array): { ok: true; encoding: 'utf-8' | 'gbk'; lines: TableLine[] } | { ok: false; problems: string[] } {
  const { text, encoding } = decode(bytes);
  try {
    const parsed = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true, trim: true, info: true }) as unknown as { info: { lines: number }; record: string[] }[];
    return { ok: true, encoding, lines: parsed.map(({ info, record }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    // The parser's own sentence quotes the cell.
    const what = error instanceof CsvError ? `${error.code.toLowerCase().replace(/^csv_/, '').replaceAll('_', ' ')} in line ${String(error['lines'] ?? 'unknown')}` : 'it cannot be parsed';
    return { ok: false, problems: [`The file is not CSV: ${what}.`] };
  }
}

/** UTF-8 when it is valid UTF-8, else GBK (GB 18030 holds every GBK text). */
function decode(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'gbk' } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gbk' };
  }
}
