/** Markdown as GitHub reads it. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');

/** A pipe or a line break would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', '<br>').trim();

export const code = (text: string): string => `\`${text}\``;
/** Wording goes in as it is said: nothing of it is markup. */
export const plain = (text: string): string => text.replace(/[<>*_~[\]]/g, (sign) => `\\${sign}`);
export const both = (zh: string, en: string): string => (zh === en ? plain(zh) : `${plain(zh)}<br>${plain(en)}`);
