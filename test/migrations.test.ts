/** Rolling back is the former build on the newer tables (docs/deployment.md), so a migration only adds, or says on a line of its own why the former build does without. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../db/migrations/', import.meta.url);
/** No hospital runs a build without those before it. */
const first = 52;
/** `-- contract: nothing reads it since 0.2.0`. */
const reason = /^-- contract: \S.{10,}/m;
const takesAway = [/\bdrop\s+(table|column|view|type)\b/i, /\brename\s+(to|column|constraint)\b/i, /\balter\s+column\s+\w+\s+(set\s+not\s+null|(set\s+data\s+)?type)\b/i];
/** The former build's inserts do not name it. */
const needsValue = (sql: string): boolean => [...sql.matchAll(/\badd\s+column\s+[^,;]*/gi)].some(([column]) => /\bnot\s+null\b/i.test(column) && !/\b(default|generated)\b/i.test(column));
const contracts = (sql: string): boolean => {
  const statements = sql.replace(/--.*$/gm, '');
  return !reason.test(sql) && (takesAway.some((form) => form.test(statements)) || needsValue(statements));
};

const migrations = readdirSync(folder).filter((name) => name.endsWith('.sql')).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

describe('migrations', () => {
  it.each(migrations.filter(([name]) => Number(name.slice(0, 4)) >= first))('%s leaves the former build able to run', (_, sql) => expect(contracts(sql)).toBe(false));

  it.each([
    'alter table visit drop column place;', 'drop table visit;', 'alter table visit rename column a to b;', 'alter table visit alter column a set not null;', 'alter table visit alter column a type int;',
    'alter table visit add column a text not null;', 'alter table visit add column b int, add column a text not null, add column c int default 1;',
  ])('would be refused: %s', (sql) => {
    expect(contracts(sql)).toBe(true);
    expect(contracts(`-- contract: nothing reads it since 0.2.0\n${sql}`)).toBe(false);
  });

  it.each(['alter table visit add column a text;', 'alter table visit add column a int not null default 0;', 'create table a (b text not null);', '-- drop table visit\ncreate index on visit (a);'])('may be: %s', (sql) => expect(contracts(sql)).toBe(false));
});
