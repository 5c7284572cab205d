/** The recorded histories and, beside each, the calls that its replay made when it was recorded. Neither is ever edited. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const historiesFolder = fileURLToPath(new URL('./histories', import.meta.url));

/** `2026-11-22-sla-breach`: date and what happened, without the extension. */
export const goldenNames = (folder = historiesFolder): string[] =>
  readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)).sort();

/** Without the date. */
export const whatOf = (name: string): string => name.slice('2026-11-22-'.length);

export const readHistory = (name: string, folder = historiesFolder): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
export const readCalls = (name: string, folder = historiesFolder): string[] => readFileSync(join(folder, `${name}.calls.txt`), 'utf8').trimEnd().split('\n');

/** How the run began: versions of driver and engine, and whether it goes on from an earlier run. */
export function beginningOf(name: string, folder = historiesFolder): { v: number; semantics: number; carried: boolean } {
  const { events } = readHistory(name, folder) as { events: { workflowExecutionStartedEventAttributes?: { input?: { payloads?: { data: string }[] } } }[] };
  const [start] = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const { v, semantics, carried } = JSON.parse(Buffer.from(start?.data ?? '', 'base64').toString()) as { v: number; semantics: number; carried?: unknown };
  return { v, semantics, carried: carried !== undefined };
}

export const filesOf = (name: string): string[] => [`${name}.calls.txt`, `${name}.json`];

/** Every file that was ever recorded, with its hash: what was edited or has disappeared is known by it. */
const recordedFile = fileURLToPath(new URL('./recorded.sha256', import.meta.url));
export const hashOf = (file: string): string => createHash('sha256').update(readFileSync(join(historiesFolder, file))).digest('hex');
export const readRecorded = (): Map<string, string> => new Map(readFileSync(recordedFile, 'utf8').split('\n').filter((line) => line !== '').map((line) => { const [hash = '', file = ''] = line.split('  '); return [file, hash]; }));
export const writeRecorded = (recorded: ReadonlyMap<string, string>): void => writeFileSync(recordedFile, [...recorded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, hash]) => `${hash}  ${file}\n`).join(''));
