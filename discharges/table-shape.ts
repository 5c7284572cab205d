/** Whether the cells of a row stand under their headings. One comma too many moves all that follow by a column: a yes to texts becomes a yes to calling the family. */

/** Some systems end every line but the first with a separator. One line alone proves nothing. */
export const endsWithOneCell = (heading: readonly string[], lines: readonly { cells: readonly string[] }[]): boolean =>
  lines.length > 1 && lines.every(({ cells }) => cells.length === heading.length + 1 && cells.at(-1) === '');

/** null: they do. A row may end early, with its empty cells left out. */
export function cellsProblem(heading: readonly string[], cells: readonly string[]): string | null {
  if (cells.length > heading.length) return `这一行有 ${cells.length} 个单元格，标题只有 ${heading.length} 个：含逗号的内容请用双引号括起来 · This row has ${cells.length} cells and there are ${heading.length} headings: put a cell that holds a comma into double quotes`;
  if (cells.some((cell, index) => cell.trim() !== '' && heading[index]?.trim() === '')) return '有内容不在任何标题下：请检查是否错位，或为该列加上标题 · A cell stands under no heading: look whether the cells have moved, or give its column a heading';
  return cells.some(holdsARow) ? '一个单元格里含有另一行：请检查是否有未闭合的双引号 · A cell holds another row: look for a double quotation mark that is not closed' : null;
}

/** An open quotation mark swallows line after line up to the next one; where that stands in the same column or later, the row has not a cell too many. */
const holdsARow = (cell: string, index: number): boolean => cell.split(/\r?\n/).slice(1).some((line) => line.split(',').length > Math.max(1, index));

/** null: the row is whole, or gives no consent. A cell that is missing in the middle moves every yes to the next column. */
export const consentProblem = (heading: readonly string[], cells: readonly string[], consents: Readonly<Record<string, boolean>>): string | null =>
  cells.length >= heading.length || !Object.values(consents).includes(true) ? null
    : `这一行只有 ${cells.length} 个单元格，标题有 ${heading.length} 个：空单元格也请写上逗号，以免同意项错位 · This row has only ${cells.length} cells and there are ${heading.length} headings: write the commas of empty cells too, so that no consent moves to another column`;
