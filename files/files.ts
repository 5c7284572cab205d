/** Intake and store together: what the API is given. */
import { join } from 'node:path';
import type { FileStore } from './file-store.js';
import { createIntake } from './intake.js';
import type { Intake } from './intake.js';
import { localStore } from './local-store.js';

export type Files = Intake & FileStore;

/** `folder` holds the files themselves or, with another store, only what is on its way. */
export const filesIn = (folder: string, store: FileStore = localStore(folder)): Files => ({ ...createIntake(join(folder, 'incoming')), ...store });
