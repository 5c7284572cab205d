/**
 * Files as objects of one bucket, in any store that speaks the S3 API over Signature Version 4 (MinIO, Ceph, OSS, COS, OBS, AWS).
 * The key of an object is the file's id. Nothing of the client's errors is passed on: they quote what was signed.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { AbortMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { FileMissing } from './file-store.js';
import type { FileStore } from './file-store.js';
import { storeFault } from './s3-faults.js';

export type S3Config = {
  /** undefined: AWS itself, by its region. */
  endpoint: string | undefined;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** true: `<endpoint>/<bucket>/<key>`; false: `<bucket>.<endpoint host>/<key>`. */
  forcePathStyle: boolean;
  /** How the store encrypts what lies there; null: as the bucket is set up. */
  encryption: 'AES256' | 'aws:kms' | null;
};

/** C: a part is held in memory, two at a time; the API takes none below 5 MB but the last. */
const partBytes = 8 * 1024 * 1024;
const partsAtOnce = 2;
/** C: the first try and three more, with the client's growing pauses: seconds, while somebody waits before a page. */
const attempts = 4;
/** C: until a connection stands; until an answer begins; until a connection counts as dead in the middle of a body. */
const patience = { connectionTimeout: 5_000, requestTimeout: 60_000, socketTimeout: 120_000 } as const;
/** C: viewers whose clip pauses hold a connection each; uploads still find one. */
const connections = { maxSockets: 256 } as const;

/** Everything is said here, so that no profile or variable of the machine changes where patients' pictures go. */
const clientOf = ({ endpoint, region, accessKeyId, secretAccessKey, forcePathStyle }: S3Config): S3Client =>
  new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    region, forcePathStyle, credentials: { accessKeyId, secretAccessKey }, maxAttempts: attempts, retryMode: 'standard', defaultsMode: 'standard',
    useDualstackEndpoint: false, useFipsEndpoint: false, useArnRegion: false, disableMultiregionAccessPoints: true, disableS3ExpressSessionAuth: true, userAgentAppId: 'wuyou',
    // Other vendors' stores know none of AWS's checksum trailers; what is sent is covered by the signature over its SHA-256.
    requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { ...patience, throwOnRequestTimeout: true, httpAgent: connections, httpsAgent: connections },
  });

export function s3Store(config: S3Config): FileStore {
  const client = clientOf(config);
  const where = { Bucket: config.bucket };
  const faultOf = (error: unknown): Error => storeFault(error, config.bucket);

  /** Pieces of an upload that died with its process; they are in no list of objects, and cost space for ever. */
  async function forgetPieces(id: string): Promise<void> {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ ...where, Prefix: id }));
    for (const { Key, UploadId } of Uploads) await client.send(new AbortMultipartUploadCommand({ ...where, Key, UploadId }));
  }

  return {
    async put(id, { path, mime, bytes }) {
      const encryption = config.encryption === null ? {} : { ServerSideEncryption: config.encryption };
      const params = { ...where, ...encryption, Key: id, Body: createReadStream(path), ContentType: mime, ContentLength: bytes };
      await new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce }).done().catch((error: unknown) => {
        throw faultOf(error);
      });
    },
    async read(id, range) {
      const part = range ? { Range: `bytes=${range.from}-${range.to}` } : {};
      const { Body } = await client.send(new GetObjectCommand({ ...where, Key: id, ...part })).catch((error: unknown) => {
        throw error instanceof Error && error.name === 'NoSuchKey' ? new FileMissing(id) : faultOf(error);
      });
      if (!(Body instanceof Readable)) throw new Error('The client of the file store gave no stream');
      return Readable.toWeb(Body) as ReadableStream<Uint8Array>;
    },
    async remove(id) {
      try {
        await client.send(new DeleteObjectCommand({ ...where, Key: id }));
        await forgetPieces(id);
      } catch (error) {
        throw faultOf(error);
      }
    },
    async check() {
      await client.send(new ListMultipartUploadsCommand({ ...where, MaxUploads: 1 })).catch((error: unknown) => {
        throw faultOf(error);
      });
    },
  };
}
