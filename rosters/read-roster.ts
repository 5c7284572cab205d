/** A roster file, CSV (UTF-8 or GBK) or .xlsx, with a verdict per duty. */
import { csvLines } from '../discharges/csv.js';
import { isXlsx, xlsxLines } from '../discharges/xlsx.js';
import { readRoster, type Colleague, type RosterReading } from './roster-table.js';

/** Duties in one file; a year of a department has far fewer. */
export const mostDuties = 5_000;

export async function readRosterFile(bytes: Uint8Array, around: { colleagues: readonly Colleague[]; zone: string }): Promise<RosterReading> {
  const read = isXlsx(bytes) ? await xlsxLines(bytes) : csvLines(bytes);
  if (!read.ok) return { ok: false, problem: read.problems.join(' ') };
  const reading = readRoster(read.lines, around);
  if (reading.ok && reading.verdicts.length > mostDuties) return { ok: false, problem: `The file holds ${reading.verdicts.length} duties; import at most ${mostDuties} at once.` };
  return reading;
}
