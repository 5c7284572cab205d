/**
 * Where stored files lie: bytes under an id, outside the database. Knows nothing of formats or people; `intake.ts` prepares what comes
 * in, the database says whose it is. Implementations: `local-store.ts`, `s3-store.ts`; all run `file-store.contract.ts`.
 */

/** Bytes `from` to `to`, both inclusive, as HTTP counts. */
export type ByteRange = { from: number; to: number };

export interface FileStore {
  /** Stores a finished local file under an id that was never used; the file itself may be moved away. Stored durably once it resolves. */
  put(id: string, file: { path: string; mime: string; bytes: number }): Promise<void>;
  /** Rejects with `FileMissing` before the first byte when there is no such file. A stream that breaks off ends in an error, never early. */
  read(id: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Also what an upload that broke off left behind. Removing what is not there is no error. */
  remove(id: string): Promise<void>;
  /** Rejects with a sentence for the operator when files could be neither stored nor read now. */
  check(): Promise<void>;
}

/** The database knows the file, the store does not: restored from different moments, or somebody removed it by hand. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  constructor(id: string) {
    super(`The file ${id} is not in the store: check that FILES_STORE, and FILES_DIR or FILES_S3_BUCKET, are what they were when the file came`);
  }
}

/** The store does not answer, or asks for patience: the same may succeed later. The message is for the operator. */
export class FileStoreUnavailable extends Error {
  override readonly name = 'FileStoreUnavailable';
}
