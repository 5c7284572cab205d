/** How client, worker and bundle turn values into payloads: JSON, encrypted, failures included. All three must use the same. */
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createCodec, type PayloadKeys } from './codec.js';

export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

export const createDataConverter = (keys: PayloadKeys, namespace: string): DataConverter => ({
  payloadCodecs: [createCodec(keys, namespace)],
  failureConverterPath,
});

/** Readable histories: for goldens and tests with synthetic patients only. */
export const plainDataConverter: DataConverter = { failureConverterPath };
