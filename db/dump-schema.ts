/** The schema as the catalogue tells it, in one order, the same on every supported PostgreSQL: what `db/schema.sql` is kept equal to. */
import type { Sql } from './client.js';

type Line = { line: string };

export async function dumpSchema(sql: Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migration' order by 1`;
  const parts: string[] = ['-- Written by the test of db/migrate.ts (vitest -u) from a freshly migrated database. Change it by a migration, never by hand.'];
  for (const { line } of await functions(sql)) parts.push(`${line.trim()};`);
  for (const { name } of tables) parts.push(await table(sql, name));
  return `${parts.join('\n\n')}\n`;
}

const functions = (sql: Sql): Promise<Line[]> =>
  sql<Line[]>`select pg_get_functiondef(p.oid) as line from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`;

async function table(sql: Sql, name: string): Promise<string> {
  const columns = await sql<Line[]>`
    select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attidentity <> '' then ' generated always as identity' else '' end
      || case when d.adbin is null then '' when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored' else ' default ' || pg_get_expr(d.adbin, d.adrelid) end || case when a.attnotnull then ' not null' else '' end as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;
  const constraints = await sql<Line[]>`
    select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint where conrelid = ${name}::regclass and contype in ('p', 'u', 'c', 'f') order by contype, conname`;
  const indexes = await sql<Line[]>`
    select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${name}::regclass and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u')) order by c.relname`;
  const triggers = await sql<Line[]>`select pg_get_triggerdef(oid) || ';' as line from pg_trigger where tgrelid = ${name}::regclass and not tgisinternal order by tgname`;
  const policies = await sql<Line[]>`select format('create policy %s on %s for %s to %s using (%s)%s;', policyname, tablename, lower(cmd), array_to_string(roles, ', '), qual, coalesce(' with check (' || with_check || ')', '')) as line
    from pg_policies where schemaname = 'public' and tablename = ${name} order by policyname`;
  const body = [...columns, ...constraints].map(({ line }) => `  ${line}`).join(',\n');
  return [`create table ${name} (\n${body}\n);`, ...indexes.map(({ line }) => line), ...triggers.map(({ line }) => line), ...policies.map(({ line }) => line)].join('\n');
}
