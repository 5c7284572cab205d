/** `wuyou sign`: one of the two signatures that a version needs before it runs for real patients. */
import { parseArgs } from 'node:util';
import { connect } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { sign } from '../db/sign.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'Sign a published version; two accounts, one of them a clinician, release it for real patients';
export const usage = `wuyou sign <package@version> --as <login> [--hospital <id>]

  Signs the published content by its hash. The same account twice counts once.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { as: { type: 'string' }, hospital: { type: 'string' } } });
  const [, id, version] = /^([a-z0-9-]+)@(\d+)$/.exec(positionals[0] ?? '') ?? [];
  if (id === undefined || version === undefined || values.as === undefined) throw new UsageError('Name a version and an account: wuyou sign hip-wound-care@1 --as dr-li');
  const sql = connect(settings().databaseUrl, { max: 2, applicationName: 'wuyou-sign' });
  try {
    const hospital = await chooseHospital(sql, values.hospital ?? null);
    const [account] = await sql<{ id: string }[]>`select id from account where hospital_id = ${hospital.id} and login = ${values.as}`;
    if (!account) throw new PlainError(`There is no account "${values.as}" in ${hospital.name}: see wuyou account`);
    const signed = await sign(sql, { hospitalId: hospital.id, id, version: Number(version), accountId: account.id });
    if (signed.outcome === 'refused') throw new PlainError(signed.message);
    const done = signed.outcome === 'signed' ? 'Signed' : 'Signed before';
    process.stdout.write(`${done}: ${id}@${version} in ${hospital.name}. ${signed.complete ? 'It may run for real patients.' : `Still missing: ${signed.missing ?? ''}.`}\n`);
    return 0;
  } finally {
    await sql.end();
  }
}
