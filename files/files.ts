/** Intake and store together: what the API is given. */
import { join } from 'node:path';
import type { FileStore } from './file-store.js';
import { createIntake } from './intake.js';
import type { Intake } from './intake.js';
import { localStore } from './local-store.js';
import type { S3Config } from './s3-store.js';

export type Files = Intake & FileStore;

/** `s3` null: files lie in `folder`. The client of a bucket is only loaded where there is one: it takes most of a second and warns about Node 20. */
export const fileStoreOf = async (folder: string, s3: S3Config | null): Promise<FileStore> => (s3 === null ? localStore(folder) : (await import('./s3-store.js')).s3Store(s3));

/** `folder` holds the files themselves or, with another store, only what is on its way. */
export const filesIn = (folder: string, store: FileStore = localStore(folder)): Files => ({ ...createIntake(join(folder, 'incoming')), ...store });
