/** Leaves the histories of a workflow where `scripts/record-history.ts` finds them; nothing under `.data` is ever committed by itself. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

export const keptFolder = fileURLToPath(new URL('../../.data/test/histories', import.meta.url));

/** `<name>.json`, and `<name>-run-2.json` and so on for what it became by continue-as-new. */
export async function keepHistory(raw: Client, workflowId: string, name: string): Promise<void> {
  await mkdir(keptFolder, { recursive: true });
  const runs: string[] = [];
  for (let runId: string | undefined = (await raw.workflow.getHandle(workflowId).describe()).runId; runId; ) {
    const history = await raw.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.unshift(historyToJSON(history));
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  }
  for (const [index, json] of runs.entries()) {
    await writeFile(join(keptFolder, `${name}${index === 0 ? '' : `-run-${index + 1}`}.json`), `${JSON.stringify(JSON.parse(json))}\n`);
  }
}
