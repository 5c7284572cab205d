/** Discharge lists as an Excel workbook (.xlsx): the first sheet, first row the headings. Numbers and dates become the text a person would have typed. */
import readXlsxFile from 'read-excel-file/node';
import { largestUnpacked, TooLarge, unpackedArchive } from './archive.js';
import { readTable, type TableLine, type TableRows } from './table.js';

export type XlsxResult = { ok: true; rows: TableRows; remarks: string[] } | { ok: false; problems: string[] };

/** A workbook is a zip archive. */
export const isXlsx = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

export async function readXlsx(bytes: Uint8Array): Promise<XlsxResult> {
  const read = await xlsxLines(bytes);
  return read.ok ? readTable(read.lines) : read;
}

/** The lines of the first sheet, empty ones left out, of any list that comes as a workbook. */
export async function xlsxLines(bytes: Uint8Array): Promise<{ ok: true; lines: TableLine[] } | { ok: false; problems: string[] }> {
  let sheets: { data: unknown[][] }[];
  try {
    sheets = await readXlsxFile(Buffer.from(await unpackedArchive(bytes)));
  } catch (error) {
    if (error instanceof TooLarge) return { ok: false, problems: [`The workbook unpacks to more than ${largestUnpacked / 1024 / 1024} MB; split it, or save the sheet as CSV.`] };
    return { ok: false, problems: ['The file is not a readable .xlsx workbook; open it in Excel or WPS and save it again as .xlsx, or save the sheet as CSV.'] };
  }
  const rows = (sheets[0]?.data ?? []).map((cells, index) => ({ line: index + 1, cells: cells.map(asText) }));
  return { ok: true, lines: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '';
}
