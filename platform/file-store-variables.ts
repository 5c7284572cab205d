/** The variables of an S3 store of files; needed with FILES_STORE=s3. */
import { z } from 'zod';
import { httpUrl } from './provider-variables.js';

/** A host without a dot is a neighbour in one compose network. */
const stays = (url: string): boolean => /^(127\.0\.0\.1|\[::1\]|[^.]+)$/.test(new URL(url).hostname);

export const s3Variables = z
  .object({
    /** https://minio.hospital.example; absent: AWS, by its region. */
    FILES_S3_ENDPOINT: httpUrl.refine((url) => url.startsWith('https:') || stays(url), 'must begin with https: patients’ pictures never cross a network in the open').optional(),
    FILES_S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket (3 to 63 small letters, digits, dots, hyphens)'),
    FILES_S3_REGION: z.string().regex(/^[a-z0-9-]+$/, 'must be a region like cn-hangzhou').default('us-east-1'),
    FILES_S3_ACCESS_KEY_ID: z.string().min(1),
    FILES_S3_SECRET_ACCESS_KEY: z.string().min(1),
    /** true: MinIO, Ceph; false: OSS, COS, OBS, AWS. */
    FILES_S3_FORCE_PATH_STYLE: z.enum(['true', 'false'], 'must be true or false').default('true'),
    /** Server-side encryption that every object is stored with; none: as the bucket is set up. */
    FILES_S3_ENCRYPTION: z.enum(['AES256', 'aws:kms', 'none'], 'must be AES256, aws:kms or none').default('AES256'),
  })
  .transform((v) => ({
    endpoint: v.FILES_S3_ENDPOINT,
    bucket: v.FILES_S3_BUCKET,
    region: v.FILES_S3_REGION,
    accessKeyId: v.FILES_S3_ACCESS_KEY_ID,
    secretAccessKey: v.FILES_S3_SECRET_ACCESS_KEY,
    forcePathStyle: v.FILES_S3_FORCE_PATH_STYLE === 'true',
    encryption: v.FILES_S3_ENCRYPTION === 'none' ? null : v.FILES_S3_ENCRYPTION,
  }));

export type S3Settings = z.output<typeof s3Variables>;
