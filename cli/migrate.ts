/** Brings a database to this version, and registers what Wuyou needs of the Temporal namespace. */
import { connect } from '../db/client.js';
import { upgrade } from '../db/upgrade.js';
import { checkExternal } from '../platform/database.js';
import { UsageError } from '../platform/plain-error.js';
import { prepareTemporal } from '../platform/temporal-service.js';
import { platformSettings } from '../settings.js';

export const summary = 'Bring DATABASE_URL to this version, and TEMPORAL_ADDRESS to what Wuyou needs (npm start does both by itself)';
export const usage = `wuyou migrate

  DATABASE_URL       PostgreSQL 15 or newer; running it again changes nothing
  TEMPORAL_ADDRESS   when set: registers the search attributes in TEMPORAL_NAMESPACE`;

export async function run(): Promise<number> {
  const { databaseUrl, temporal } = platformSettings();
  if (!databaseUrl) throw new UsageError('DATABASE_URL is not set: name the database to migrate (npm start migrates its own).');
  await checkExternal(databaseUrl);
  const sql = connect(databaseUrl, { max: 1 });
  try {
    const { applied, already, searchable } = await upgrade(sql);
    process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}\n` : `The database is up to date (${already} migrations)\n`);
    if (searchable > 0) process.stdout.write(`Made ${searchable} patients findable by name, pinyin and numbers\n`);
  } finally {
    await sql.end({ timeout: 5 });
  }
  if (temporal.address) {
    await prepareTemporal({ address: temporal.address, namespace: temporal.namespace, variables: temporal.variables }, false);
    process.stdout.write(`Temporal at ${temporal.address} has the search attributes\n`);
  }
  return 0;
}
