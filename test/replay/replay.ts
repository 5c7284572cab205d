/** Replays a history against the workflow as it is now, and says what it asked of the outside on the way. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, bundleWorkflowCode, type InjectedSinks, type ReplayError } from '@temporalio/worker';
import type { DeliverRequest, JournalEntry, RecordRequest } from '../../activities/port.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { failureConverterPath, plainDataConverter } from '../../temporal/data-converter.js';
import type { Call, WatchSinks } from './watched-calls.js';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const watcher = pathOf('./watched-calls.ts');
const nothing = (): void => {};
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

export type ReplayBundle = { code: string };

/** `workflowsPath`: another entry point, to show that the guard goes red. */
export const bundleForReplay = (workflowsPath = pathOf('../../workflows/index.ts')): Promise<ReplayBundle> =>
  bundleWorkflowCode({ workflowsPath, failureConverterPath, workflowInterceptorModules: [watcher], logger: silent });

export type Replayed = { error: ReplayError | null; calls: string[] };

/** One line per activity and timer, in order: what was asked, and the hash of each journal entry's events and of every obligation list. `of`: a history with real keys. */
export async function replay(bundle: ReplayBundle, history: unknown, of: { workflowId: string; dataConverter: DataConverter } = { workflowId: 'episode/golden', dataConverter: plainDataConverter }): Promise<Replayed> {
  const calls: string[] = [];
  const sinks: InjectedSinks<WatchSinks> = { watch: { call: { fn: (_, call) => void calls.push(callLine(call)), callDuringReplay: true } } };
  const results = Worker.runReplayHistories(
    { workflowBundle: bundle, dataConverter: of.dataConverter, sinks, interceptors: { workflowModules: [watcher] } },
    [{ workflowId: of.workflowId, history: historyFromJSON(history) }],
  );
  for await (const { error } of results) return { error: error ?? null, calls };
  throw new Error('The history was not replayed');
}

/** The entries that these calls ask to be written, each once. */
export const entriesIn = (calls: string[]): string[] => [...new Set(calls.flatMap((call) => call.split(' | ').filter((part) => part.startsWith('#'))))];

const hash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);

/** `#3 clock-reached 0123456789abcdef`: an entry by number, input and hash of its events. */
export const lineOf = ({ seq, input, events }: JournalEntry): string => `#${seq} ${input.kind} ${hash(events)}`;

function callLine(call: Call): string {
  if ('timerMs' in call) return `timer ${call.timerMs} ms`;
  const [request] = call.args as [Partial<RecordRequest & { deliver: DeliverRequest } & DeliverRequest>];
  const entries = (request.entries ?? []).map(lineOf);
  const obligations = request.deliver?.obligations ?? request.obligations ?? [];
  return [call.activity, ...entries, ...(obligations.length > 0 ? [`deliver ${obligations.length} ${hash(obligations)}`] : []), `snapshot ${hash(request.snapshot ?? null)}`].join(' | ');
}
