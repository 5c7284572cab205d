/** Discharge lists as an Excel workbook (.xlsx): the first sheet, first row the headings. Numbers and dates become the text a person would have typed. */
import readXlsxFile from 'read-excel-file/node';
import { readTable, type TableLine, type TableRows } from './table.js';

export type XlsxResult = { ok: true; rows: TableRows; remarks: string[] } | { ok: false; problems: string[] };

/** A workbook is a zip archive. */
export const isXlsx = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** A small archive can unpack to more than the memory holds; a list of 20,000 discharges stays far below (limit of ours). */
export const largestUnpacked = 200 * 1024 * 1024;

export async function readXlsx(bytes: Uint8Array): Promise<XlsxResult> {
  const read = await xlsxLines(bytes);
  return read.ok ? readTable(read.lines) : read;
}

/** The lines of the first sheet, empty ones left out, of any list that comes as a workbook. */
export async function xlsxLines(bytes: Uint8Array): Promise<{ ok: true; lines: TableLine[] } | { ok: false; problems: string[] }> {
  if (unpackedSize(bytes) > largestUnpacked) return { ok: false, problems: [`The workbook unpacks to more than ${largestUnpacked / 1024 / 1024} MB; split it, or save the sheet as CSV.`] };
  let sheets: { data: unknown[][] }[];
  try {
    sheets = await readXlsxFile(Buffer.from(bytes));
  } catch {
    return { ok: false, problems: ['The file is not a readable .xlsx workbook; open it in Excel or WPS and save it again as .xlsx, or save the sheet as CSV.'] };
  }
  const rows = (sheets[0]?.data ?? []).map((cells, index) => ({ line: index + 1, cells: cells.map(asText) }));
  return { ok: true, lines: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '';
}

const centralEntry = 0x02014b50;
const centralHeader = 46;

/** What the archive's directory says about its entries' sizes; one that lies fails while it is read. */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = Math.max(0, directoryAt(view)); at + centralHeader <= view.byteLength && view.getUint32(at, true) === centralEntry; ) {
    total += view.getUint32(at + 24, true);
    at += centralHeader + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return total;
}

const endOfDirectory = 0x06054b50;

function directoryAt(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at > view.byteLength - 66_000; at -= 1) if (view.getUint32(at, true) === endOfDirectory) return view.getUint32(at + 16, true);
  return 0;
}
