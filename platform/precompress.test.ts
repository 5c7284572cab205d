import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { precompress } from './precompress.js';

it('puts copies that open to the same bytes beside scripts and styles, and none beside what is small or compressed already', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wuyou-precompress-'));
  try {
    const script = 'export const 无忧 = "wuyou";\n'.repeat(200);
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'assets', 'app.js'), script);
    writeFileSync(join(folder, 'tiny.css'), 'a{}');
    writeFileSync(join(folder, 'face.woff2'), Buffer.alloc(4000));
    precompress(folder);
    expect(brotliDecompressSync(readFileSync(join(folder, 'assets', 'app.js.br'))).toString()).toBe(script);
    expect(gunzipSync(readFileSync(join(folder, 'assets', 'app.js.gz'))).toString()).toBe(script);
    for (const name of ['tiny.css', 'face.woff2']) for (const ending of ['.br', '.gz']) expect(existsSync(join(folder, name + ending))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
