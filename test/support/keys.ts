/** Published keys for tests and golden histories: they protect nothing. */
import type { Key, KeyRing, Settings } from '../../settings.js';

const key = (id: string, byte: number): Key => ({ id, secret: Buffer.alloc(32, byte) });
const ring = (id: string, byte: number): KeyRing => [key(id, byte)];

export const testKeys: Settings['keys'] = {
  payload: ring('test-payload', 1),
  field: ring('test-field', 2),
  index: key('test-index', 3),
  link: ring('test-link', 4),
};

/** The same keys as variables, for child processes. */
export const testKeyVariables: Record<string, string> = Object.fromEntries(
  Object.entries({
    WUYOU_PAYLOAD_KEYS: testKeys.payload[0],
    WUYOU_FIELD_KEYS: testKeys.field[0],
    WUYOU_INDEX_KEY: testKeys.index,
    WUYOU_LINK_KEYS: testKeys.link[0],
  }).map(([name, { id, secret }]) => [name, `${id}:${secret.toString('base64')}`]),
);
