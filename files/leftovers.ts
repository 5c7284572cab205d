/** Working folders of uploads that died with their process. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** C: no upload takes a day; a neighbouring process may be at work in the same folder. */
const leftAfterMs = 24 * 3_600_000;

/** Returns how many were removed. */
export async function removeLeftovers(folder: string, nowMs: number): Promise<number> {
  const incoming = join(folder, 'incoming');
  let removed = 0;
  for (const name of await readdir(incoming).catch(() => [])) {
    const found = await stat(join(incoming, name)).catch(() => null);
    if (!found || nowMs - found.mtimeMs < leftAfterMs) continue;
    await rm(join(incoming, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
