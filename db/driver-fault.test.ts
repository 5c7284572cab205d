import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isDriverFault } from './driver-fault.js';

const thrown = (stack: string): TypeError => Object.assign(new TypeError("Cannot read properties of null (reading 'write')"), { stack });

describe('the fault of the database driver', () => {
  it('is known by its words and its place', () => {
    expect(isDriverFault(thrown("TypeError: Cannot read properties of null (reading 'write')\n    at Immediate.nextWrite (file:///x/node_modules/postgres/src/connection.js:255:22)"))).toBe(true);
  });
  it('is not any other exception', () => {
    expect(isDriverFault(thrown("TypeError: Cannot read properties of null (reading 'write')\n    at ours (file:///x/db/files.ts:1:1)"))).toBe(false);
    expect(isDriverFault(new Error('something else'))).toBe(false);
  });
  it('is still in the driver that is installed, or this guard can go', () => {
    const source = readFileSync(createRequire(import.meta.url).resolve('postgres').replace(/cjs[\\/]src[\\/]index[.]js$/, 'src/connection.js'), 'utf8');
    expect(source).toMatch(/function nextWrite\(fn\) \{\s+const x = socket\.write\(chunk, fn\)/);
  });
});
