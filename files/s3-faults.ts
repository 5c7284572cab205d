/** What went wrong at an S3 store, in a sentence for the operator: no key, no signature, no header, nothing of the client's own words. */
import { FileStoreUnavailable } from './file-store.js';

/** Error codes of the S3 API that somebody here can do something about. */
const advice: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket; create it, or correct FILES_S3_BUCKET (and FILES_S3_FORCE_PATH_STYLE)',
  AccessDenied: 'this access key may not do that; it needs GetObject, PutObject, DeleteObject, AbortMultipartUpload, ListBucket and ListBucketMultipartUploads',
  InvalidAccessKeyId: 'it does not know this access key; check FILES_S3_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'the signature is wrong; check FILES_S3_SECRET_ACCESS_KEY and FILES_S3_REGION',
  AuthorizationHeaderMalformed: 'the signature names another region; check FILES_S3_REGION',
  RequestTimeTooSkewed: 'the clock of this machine is wrong; set it',
  NotImplemented: 'it cannot do what was asked; a store without key management needs FILES_S3_ENCRYPTION=none',
};

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return /^[A-Za-z_]{1,40}$/.test(code) ? code : 'unknown';
};
/** undefined: no answer came. */
const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata: metadata } = error;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
};

/** `FileStoreUnavailable` when trying again later may help (no answer, 5xx, told to slow down); otherwise somebody has to change something. */
export function storeFault(error: unknown, bucket: string): Error {
  const [code, status] = [codeOf(error), statusOf(error)];
  const say = advice[code];
  if (say !== undefined) return new Error(`The file store refuses the bucket ${bucket}: ${say} (${code}).`);
  if (status === undefined || status >= 500 || status === 429) return new FileStoreUnavailable(`The file store does not take or give files of the bucket ${bucket} now (${code}${status === undefined ? '' : `, ${status}`}); check that it runs and that FILES_S3_ENDPOINT is right.`);
  return new Error(`The file store refuses the bucket ${bucket} (${code}, ${status}); look into its own log.`);
}
