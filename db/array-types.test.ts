import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/postgres.js';
import { connect, type Sql } from './client.js';

describe('arrays to PostgreSQL and back', () => {
  let database: FreshDatabase;
  let sql: Sql;
  beforeAll(async () => {
    database = await freshDatabase();
    sql = connect(database.url, { max: 1 });
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  it('keep every awkward text', async () => {
    const texts = ['', 'a', 'a,b', '"', '\\', '{}', 'NULL', 'null', ' leading', '换行\n与引号"，', "it's", '\\"', '张阿姨'];
    const [row] = await sql<{ same: string[]; n: number }[]>`select ${texts}::text[] as same, cardinality(${texts}::text[]) as n`;
    expect(row).toEqual({ same: texts, n: texts.length });
  });

  it('keep emptiness and NULL apart', async () => {
    const [row] = await sql<{ none: string[]; some: (string | null)[] }[]>`select ${[]}::text[] as none, array['x', null, 'NULL'] as some`;
    expect(row).toEqual({ none: [], some: ['x', null, 'NULL'] });
  });

  it('carry ids, numbers, truths and instants', async () => {
    const ids = ['019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c'];
    const [row] = await sql`select ${ids}::uuid[] as ids, array[1, 2] as ints, array[3, 4]::bigint[] as longs, array[true, false] as truths,
      array[1.50]::numeric[] as numerics, array['2026-03-02T01:00:00.5Z'::timestamptz] as instants, '019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c'::uuid = any(${ids}) as found`;
    expect(row).toEqual({ ids, ints: [1, 2], longs: [3, 4], truths: [true, false], numerics: ['1.50'], instants: ['2026-03-02T01:00:00.500Z'], found: true });
  });
});
