/** Leaves the histories of a workflow where `scripts/record-history.ts` finds them; nothing under `.data` is ever committed by itself. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { historiesOf } from './histories-of.js';
import { withoutFolder } from './without-folder.js';

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));
export const keptFolder = join(projectFolder, '.data/test/histories');

/** `<name>.json`, and `<name>-run-2.json` and so on for what it became by continue-as-new. */
export async function keepHistory(raw: Client, workflowId: string, name: string): Promise<void> {
  await mkdir(keptFolder, { recursive: true });
  for (const [index, history] of (await historiesOf(raw, workflowId)).entries()) {
    const kept = withoutFolder(JSON.parse(historyToJSON(history)), projectFolder);
    await writeFile(join(keptFolder, `${name}${index === 0 ? '' : `-run-${index + 1}`}.json`), `${JSON.stringify(kept)}\n`);
  }
}
