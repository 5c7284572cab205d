/**
 * Every run of a chaos run once more, by a worker that has never seen it: as it is, and as Temporal's SDK may run it, with what came in a task
 * without commands taken together with the task of the update that came next (ADR 0059). Both must ask for the same.
 */
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createDataConverter } from '../../temporal/data-converter.js';
import { quietRuntime } from '../episodes/care-run.js';
import { withoutEmptyTasks, type History as Written } from '../replay/empty-tasks.js';
import { bundleForReplay, entriesIn, replay } from '../replay/replay.js';
import { testKeys } from '../support/keys.js';
import { mostEvents } from '../../workflows/roll-policy.js';
import { namespace } from './surroundings.js';

/** What differs, in words; empty when nothing does. */
export type Replays = (workflowId: string, history: History) => Promise<string[]>;

export async function prepareReplays(): Promise<Replays> {
  quietRuntime();
  const bundle = await bundleForReplay();
  const dataConverter = createDataConverter(testKeys.payload, namespace);
  return async (workflowId, history) => {
    const written = JSON.parse(historyToJSON(history)) as Written;
    const asItIs = await replay(bundle, written, { workflowId, dataConverter });
    if (asItIs.error) return [`${workflowId}: its history cannot be replayed: ${asItIs.error.message}`];
    const { history: together, taken } = withoutEmptyTasks(written, 'heartbeats');
    if (taken === 0 || written.events.length >= mostEvents) return []; // from there on a run looks at its length, which is another one without the tasks
    const again = await replay(bundle, together, { workflowId, dataConverter });
    if (again.error) return [`${workflowId}: with its ${taken} tasks without commands run together with the next ones it asks for something else: ${again.error.message}`];
    const same = JSON.stringify(entriesIn(again.calls)) === JSON.stringify(entriesIn(asItIs.calls));
    return same ? [] : [`${workflowId}: with its ${taken} tasks without commands run together with the next ones it writes other entries`];
  };
}
