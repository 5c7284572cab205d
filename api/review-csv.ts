/** The week review as a spreadsheet opens it: UTF-8 with BOM, one line per week, package and measure. */
import type { ReviewCell } from '../db/read-models/review/measures.js';

/** Excel and WPS take a file for UTF-8 only with it. */
const bom = '\uFEFF';
const heads = ['周 week', '服务包 package', '指标 measure', '细分 detail', '数值 n', '总数 of', '比例% percent'];

/** Revenue in yuan; everything else as counted. A cell that a spreadsheet would take for a formula is set in quotes with a leading apostrophe. */
export function reviewCsv(cells: readonly ReviewCell[], titles: ReadonlyMap<string, string>): string {
  const lines = cells.map(({ week, packageId, measure, detail, n, of }) => [
    week, titles.get(packageId) ?? packageId, measure, detail, measure === 'revenue' ? (n / 100).toFixed(2) : String(n), of === null ? '' : String(of),
    of === null || of === 0 || measure === 'rating' ? '' : ((n / of) * 100).toFixed(1),
  ]);
  return `${bom}${[heads, ...lines].map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
}

function field(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
