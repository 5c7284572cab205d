import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Sql } from '../db/client.js';
import { freshDatabase } from '../test/support/postgres.js';
import { definitionsFolder } from './load-definition.js';
import { publishCheck, store } from './publish.js';

const folder = mkdtempSync(join(tmpdir(), 'wuyou-publish-'));
const file = join(folder, 'discharge-follow-up', 'v1.yaml');
const edit = (found: string, instead: string): void => writeFileSync(file, readFileSync(file, 'utf8').replace(found, instead));

let sql: Sql;
let drop: () => Promise<void>;
let hospitalId: string;

beforeAll(async () => {
  for (const name of ['_shared', 'discharge-follow-up']) cpSync(join(definitionsFolder, name), join(folder, name), { recursive: true });
  const database = await freshDatabase();
  drop = database.drop;
  sql = connect(database.url, { max: 2 });
  const [row] = await sql<{ id: string }[]>`
    insert into hospital (id, name, kind, zone, pace, sms_signature, phone, entry)
    values (gen_random_uuid(), 'Test', 'training', 'Asia/Shanghai', 1, 'Test', '000', 'entry') returning id`;
  hospitalId = row?.id ?? '';
});
afterAll(async () => {
  await sql.end();
  await drop();
  rmSync(folder, { recursive: true });
});

describe('wuyou publish', () => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);

  it('says what a good pathway holds', () => {
    expect(publishCheck(file, print)).not.toBeNull();
    expect(lines.join('\n')).toMatch(/✓ discharge-follow-up@1\n {4}hash {8}[0-9a-f]{64}\n {4}steps/);
  });

  it('stores a version once, finds it unchanged the second time, and refuses other content under the same version', async () => {
    const compiled = publishCheck(file, print);
    if (!compiled) throw new Error('refused');
    expect(await store(sql, hospitalId, file, compiled)).toEqual({ outcome: 'published' });
    expect(await store(sql, hospitalId, file, compiled)).toEqual({ outcome: 'unchanged' });
    edit('zone: Asia/Shanghai', 'zone: Asia/Urumqi');
    const changed = publishCheck(file, print);
    if (!changed) throw new Error('refused');
    expect(await store(sql, hospitalId, file, changed)).toMatchObject({ outcome: 'refused', message: expect.stringContaining('published versions never change') as string });
  });

  it('refuses a bad one with file, line, column and what would be right', () => {
    lines.length = 0;
    edit('zone: Asia/Urumqi', 'zone: Asia/Shangai');
    expect(publishCheck(file, print)).toBeNull();
    expect(lines.at(-1)).toBe(`✗ ${file}: refused, 1 mistake`);
    expect(lines[0]).toMatch(/v1\.yaml:\d+:7: "Asia\/Shangai" is no time zone\. Fix: use an IANA name such as Asia\/Shanghai\.$/);
  });
});
