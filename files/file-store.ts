/**
 * Where stored files lie: bytes under an id, outside the database. Knows nothing of formats or people; `intake.ts` prepares what comes
 * in, the database says whose it is. Implementations: `local-store.ts`, `s3-store.ts`; all run `file-store.contract.ts`.
 */

/** Bytes `from` to `to`, both inclusive, as HTTP counts. */
export type ByteRange = { from: number; to: number };

export interface FileStore {
  /** Stores a finished local file under an id that was never used; the file itself may be moved away. Stored durably once it resolves. */
  put(id: string, file: { path: string; mime: string; bytes: number }): Promise<void>;
  /** Rejects with `FileMissing` before the first byte when there is no such file. */
  read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
}

/** The database knows the file, the store does not: restored from different moments, or somebody removed it by hand. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  constructor(id: string) {
    super(`The file ${id} is not in the store: check that FILES_DIR is what it was when the file came`);
  }
}
