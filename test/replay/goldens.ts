/** The recorded histories and, beside each, the calls that its replay made when it was recorded. Neither is ever edited. */
import { readFileSync, readdirSync } from 'node:fs';
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

/** The version of the driver by which the run went. */
export function versionOf(name: string, folder = historiesFolder): number {
  const { events } = readHistory(name, folder) as { events: { workflowExecutionStartedEventAttributes?: { input?: { payloads?: { data: string }[] } } }[] };
  const [start] = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  return start === undefined ? 0 : (JSON.parse(Buffer.from(start.data, 'base64').toString()) as { v: number }).v;
}
