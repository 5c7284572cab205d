/** CSV as Excel and WPS open it: a byte order mark, and no cell that a spreadsheet would run as a formula. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
export const toCsv = (rows: readonly (readonly string[])[]): string => `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

/** The headings that the import knows (discharges/list-columns.ts), with one invented row to write over. */
const template = [
  ['病案号', '姓名', '性别', '出生日期', '手机', '家属姓名', '家属关系', '家属手机', '住院号', '入院日期', '出院日期', '出院诊断', '手术名称', '手术日期', '出院带药', '入院途径', 'Barthel', '短信同意', '家属联系同意', '照片同意'],
  ['00000000', '示例', '女', '1950-01-01', '', '', '女儿', '', 'ZY00000000', '2026-01-01', '2026-01-08', '股骨颈骨折', '全髋关节置换术', '2026-01-03', '依诺肝素', '急诊', '60', '是', '是', '否'],
];
export const templateCsv = (): string => `data:text/csv;charset=utf-8,${encodeURIComponent(toCsv(template))}`;
