/** Leaves a run's history where `scripts/record-history.ts` finds it; nothing under `.data` is ever committed by itself. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

export const keptFolder = fileURLToPath(new URL('../../.data/test/histories', import.meta.url));

export async function keepHistory(raw: Client, workflowId: string, name: string, runId?: string): Promise<void> {
  const history = await raw.workflow.getHandle(workflowId, runId).fetchHistory();
  await mkdir(keptFolder, { recursive: true });
  await writeFile(join(keptFolder, `${name}.json`), `${JSON.stringify(JSON.parse(historyToJSON(history)))}\n`);
}
