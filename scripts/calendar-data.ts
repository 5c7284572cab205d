/**
 * Writes `pathways/calendar/china-data.ts` from the `chinese-days` package: `node --import tsx scripts/calendar-data.ts [--check]`.
 * The product reads the committed file only: the package answers "workday" for dates it knows nothing about (2027-01-01), silently.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../pathways/calendar/china-data.ts', import.meta.url));
const firstYear = 2024;

type Source = { holidays: Record<string, string>; workdays: Record<string, string> };

export function chinaData(): string {
  const require = createRequire(import.meta.url);
  const source = require('chinese-days/dist/chinese-days.json') as Source;
  const { version } = require('chinese-days/package.json') as { version: string };
  const from = (days: Record<string, string>) => Object.keys(days).filter((day) => Number(day.slice(0, 4)) >= firstYear).sort();
  const holidays = from(source.holidays);
  const workdays = from(source.workdays);
  const byYear = (days: string[]) => {
    const years = [...new Set(days.map((day) => day.slice(0, 4)))];
    return years.map((year) => `    '${year}': '${days.filter((day) => day.startsWith(year)).map((day) => day.slice(5)).join(' ')}',`).join('\n');
  };
  return `/** Written by scripts/calendar-data.ts; do not edit. Days off and make-up workdays as the State Council announced them. */
export const chinaData = {
  version: 'chinese-days@${version}',
  /** The last day the package knows of. Nothing is claimed about any later day. */
  coveredUntil: '${[...holidays, ...workdays].sort().at(-1)}',
  holidays: {
${byYear(holidays)}
  },
  workdays: {
${byYear(workdays)}
  },
} as const;
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fresh = chinaData();
  if (!process.argv.includes('--check')) writeFileSync(target, fresh);
  else if (readFileSync(target, 'utf8') !== fresh) {
    console.error('pathways/calendar/china-data.ts differs from the installed chinese-days: run node --import tsx scripts/calendar-data.ts and review the dates.');
    process.exitCode = 1;
  }
}
