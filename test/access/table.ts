/** docs/access.md, the reviewed table: who gets what under each address. */
import { readFileSync } from 'node:fs';
import { roles } from '../../api/permissions.js';

export const columns = [...roles, 'nobody', 'patient', 'other hospital'] as const;
export type Row = Record<(typeof columns)[number], string>;
const head = ['operation', ...columns];

export const rowText = (operation: string, row: Row): string => `| ${[`\`${operation}\``, ...columns.map((column) => row[column])].join(' | ')} |`;

/** Throws when the table has other columns than this test knows. */
export function readTable(): Map<string, string> {
  const lines = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8').split('\n').filter((line) => line.startsWith('|'));
  const begins = lines.indexOf(`| ${head.join(' | ')} |`);
  if (begins < 0) throw new Error(`docs/access.md: the table should begin with | ${head.join(' | ')} |`);
  return new Map(lines.slice(begins + 2).map((line) => [/^\| `([^`]+)` \|/.exec(line)?.[1] ?? line, line]));
}
