/** `wuyou rebuild`: every read model made again from the journal. */
import { parseArgs } from 'node:util';
import { connect } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { rebuild } from '../db/rebuild.js';
import { startProgress } from '../platform/progress.js';
import { settings } from '../settings.js';

export const summary = 'Make every read model again from the journal, patient by patient';
export const usage = `wuyou rebuild [--hospital <id>]

  Safe while the hospital is running: one patient at a time, nothing is sent, the ledger is not touched.`;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { hospital: { type: 'string' } } });
  const sql = connect(settings().databaseUrl, { max: 2, statementTimeoutMs: 300_000, parallel: true, applicationName: 'wuyou-rebuild' });
  try {
    const hospital = await chooseHospital(sql, values.hospital ?? null);
    const [count] = await sql<{ n: number }[]>`select count(distinct patient_id) as n from episode where hospital_id = ${hospital.id}`;
    const progress = startProgress('Rebuilding', { total: count?.n ?? 0 });
    const done = await rebuild(sql, hospital.id, (patients) => progress.at(patients));
    progress.end();
    process.stdout.write(`Rebuilt ${done.episodes} episode(s) of ${done.patients} patient(s) from ${done.entries} journal entries in ${hospital.name}.\n`);
    return 0;
  } finally {
    await sql.end();
  }
}
