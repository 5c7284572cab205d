/** Brings a database to this version, and registers what Wuyou needs of the Temporal namespace. */
import { prepareAppLogin } from '../db/app-login.js';
import { connect } from '../db/client.js';
import { upgrade } from '../db/upgrade.js';
import { checkExternal } from '../platform/database.js';
import { UsageError } from '../platform/plain-error.js';
import { prepareTemporal } from '../platform/temporal-service.js';
import { platformSettings } from '../settings.js';

export async function migrateDatabase(): Promise<number> {
  const { databaseUrl, databaseAppUrl, temporal } = platformSettings();
  if (!databaseUrl) throw new UsageError('DATABASE_URL is not set: name the database to migrate (npm start migrates its own), or a package whose episodes are to move: npx wuyou help migrate.');
  await checkExternal(databaseUrl);
  const sql = connect(databaseUrl, { max: 1 });
  try {
    const { applied, already, searchable } = await upgrade(sql);
    process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}\n` : `The database is up to date (${already} migrations)\n`);
    if (searchable > 0) process.stdout.write(`Made ${searchable} patients findable by name, pinyin and numbers\n`);
    if (databaseAppUrl) {
      await prepareAppLogin(sql, databaseAppUrl);
      process.stdout.write(`The login ${new URL(databaseAppUrl).username} may work with the tables and owns none\n`);
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  if (temporal.address) {
    await prepareTemporal({ address: temporal.address, namespace: temporal.namespace, variables: temporal.variables }, false);
    process.stdout.write(`Temporal at ${temporal.address} has the search attributes\n`);
  }
  return 0;
}
