/** A database of any earlier version becomes one of this version: its tables first, then what is derived from rows by rules that may have changed. */
import type { Sql } from './client.js';
import { migrate, type MigrationResult } from './migrate.js';
import { backfillSearchKeys } from './people/search-keys.js';

export type Upgrade = MigrationResult & { /** Patients whose search keys were made anew. */ searchable: number };

/** Running it again changes nothing. Patients are done in batches of their own, so a broken-off upgrade goes on where it stopped. */
export async function upgrade(sql: Sql): Promise<Upgrade> {
  const migrated = await migrate(sql);
  return { ...migrated, searchable: await backfillSearchKeys(sql) };
}
