import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withNamedFiles } from './named-files.js';

let folder: string;
const names = ['DATABASE_URL', 'TWILIO_AUTH_TOKEN'];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuyou-files-'));
  writeFileSync(join(folder, 'url'), 'postgres://u:p@db/wuyou\n');
  writeFileSync(join(folder, 'empty'), '\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('withNamedFiles', () => {
  it('reads the value of a known variable from its file, without the last line break', () => {
    expect(withNamedFiles({ DATABASE_URL_FILE: join(folder, 'url'), PORT: '1' }, names)).toEqual({ DATABASE_URL: 'postgres://u:p@db/wuyou', PORT: '1' });
  });

  it('leaves variables alone that only look so', () => {
    expect(withNamedFiles({ KILL_COUNTER_FILE: '/nowhere' }, names)).toEqual({ KILL_COUNTER_FILE: '/nowhere' });
  });

  it('says what is wrong, and never what a file holds', () => {
    expect(() => withNamedFiles({ DATABASE_URL_FILE: join(folder, 'url'), DATABASE_URL: 'postgres://other' }, names)).toThrow('Both DATABASE_URL and DATABASE_URL_FILE are set: keep the one that is meant.');
    expect(() => withNamedFiles({ TWILIO_AUTH_TOKEN_FILE: join(folder, 'none') }, names)).toThrow(/TWILIO_AUTH_TOKEN_FILE names .*none, which cannot be read \(ENOENT\)/);
    expect(() => withNamedFiles({ TWILIO_AUTH_TOKEN_FILE: join(folder, 'empty') }, names)).toThrow(/which is empty/);
  });
});
