/** Replays a history against the workflow as it is now, and says what it asked of the outside on the way. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type InjectedSinks, type ReplayError } from '@temporalio/worker';
import type { DeliverRequest, JournalEntry, RecordRequest } from '../../activities/port.js';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { makeBundle } from '../../temporal/bundle.js';
import { plainDataConverter } from '../../temporal/data-converter.js';
import type { Call, WatchSinks } from './watched-calls.js';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const watcher = pathOf('./watched-calls.ts');

export type ReplayBundle = { code: string };

/** `workflowsAt`: another entry point, to show that the guard goes red. */
export const bundleForReplay = (workflowsAt?: string): Promise<ReplayBundle> => makeBundle(workflowsAt, [watcher]);

export type Replayed = { error: ReplayError | null; calls: string[] };

/** One line per activity and timer, in order: what was asked, and the hash of each journal entry's events and of every obligation list. `of`: a history with real keys. */
export async function replay(bundle: ReplayBundle, history: unknown, of: { workflowId: string; dataConverter: DataConverter } = { workflowId: 'episode/golden', dataConverter: plainDataConverter }): Promise<Replayed> {
  const [[, replayed] = []] = await replayTogether(bundle, new Map([[of.workflowId, history]]), of.dataConverter);
  if (!replayed) throw new Error('The history was not replayed');
  return replayed;
}

/** Several histories by one worker, which holds them all at once; by workflow id. */
export async function replayTogether(bundle: ReplayBundle, histories: ReadonlyMap<string, unknown>, dataConverter: DataConverter = plainDataConverter): Promise<Map<string, Replayed>> {
  const replayed = new Map<string, Replayed>();
  const of = (workflowId: string): Replayed => {
    const found = replayed.get(workflowId) ?? { error: null, calls: [] };
    replayed.set(workflowId, found);
    return found;
  };
  const sinks: InjectedSinks<WatchSinks> = { watch: { call: { fn: ({ workflowId }, call) => void of(workflowId).calls.push(callLine(call)), callDuringReplay: true } } };
  const results = Worker.runReplayHistories(
    { workflowBundle: bundle, dataConverter, sinks, interceptors: { workflowModules: [watcher] } },
    [...histories].map(([workflowId, history]) => ({ workflowId, history: historyFromJSON(history) })),
  );
  for await (const { workflowId, error } of results) of(workflowId).error = error ?? null;
  return replayed;
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
