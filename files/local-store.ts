/** Files in a folder of this machine, readable by its owner alone. Ids are spread over 256 subfolders by their (random) last digits. */
import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { FileMissing } from './file-store.js';
import type { FileStore } from './file-store.js';

const has = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Within one disk a rename; across disks a copy under another name first, so that nobody ever sees half a file. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!has(error, 'EXDEV')) throw error;
    await copyFile(from, `${to}.partial`, constants.COPYFILE_EXCL);
    await flush(`${to}.partial`);
    await rename(`${to}.partial`, to);
  }
}

export function localStore(folder: string): FileStore {
  const pathOf = (id: string): string => join(folder, id.slice(-2), id);
  return {
    async put(id, { path }) {
      const to = pathOf(id);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await chmod(path, 0o600);
      await flush(path);
      await move(path, to);
      await flush(dirname(to));
    },
    async read(id, range) {
      const handle = await open(pathOf(id), 'r').catch((error: unknown) => {
        throw has(error, 'ENOENT') ? new FileMissing(id) : error;
      });
      const stream = handle.createReadStream(range ? { start: range.from, end: range.to } : {});
      return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
    },
    remove: (id) => rm(pathOf(id), { force: true }),
    async check() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
      } catch (error) {
        throw new Error(`Files can be neither stored nor read in ${folder} (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'}): set FILES_DIR to a folder of this process's own.`);
      }
    },
  };
}
