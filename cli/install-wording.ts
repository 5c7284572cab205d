/** `wuyou install-wording`: questions of a licensed instrument, brought by the hospital that holds the licence. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { connect } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { installWording, removeWording } from '../db/licensed-wording.js';
import { instruments } from '../pathways/instruments/instruments.js';
import { readLicensedWording } from '../pathways/schema/licensed-wording.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'Install the wording of an instrument for which the hospital holds a licence';
export const usage = `wuyou install-wording <file.yaml> [--hospital <id>]
wuyou install-wording --remove <instrument> [--hospital <id>]

  Packages ask such an instrument without words until then, and leave it to the nurse. The file:

    instrument: epds
    licence: { holder: who owns it, reference: number of the permission, until: 2027-12-31 }   # until: the last day, if it ends
    wording:
      zh-CN:
        item1: { text: the question, options: { "0": first option, "1": second, "2": third, "3": last } }
        ...every question of the instrument
      en: ...                                                                                   # may be left out

  It is kept for this hospital only, never in a package. After the last day it is no longer shown.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { hospital: { type: 'string' }, remove: { type: 'string' } } });
  const [path, ...more] = positionals;
  if ((path === undefined) === (values.remove === undefined) || more.length > 0) throw new UsageError('Name one file, or --remove one instrument: npx wuyou help install-wording');
  const read = path === undefined ? null : readFile(path);
  const sql = connect(settings().databaseUrl, { max: 2, applicationName: 'wuyou-install-wording' });
  try {
    const hospital = await chooseHospital(sql, values.hospital ?? null);
    if (read) {
      await installWording(sql, hospital.id, read);
      process.stdout.write(`${hospital.name} may ask ${read.instrument} in ${Object.keys(read.wording).join(' and ')} (${read.licence.holder}, ${read.licence.reference}${read.licence.until ? `, until ${read.licence.until}` : ''})\n`);
    } else if (values.remove !== undefined) {
      if (!(await removeWording(sql, hospital.id, values.remove))) throw new PlainError(`${hospital.name} has no wording of "${values.remove}" installed: nothing was changed`);
      process.stdout.write(`${hospital.name} no longer asks ${values.remove} in words\n`);
    }
    return 0;
  } finally {
    await sql.end();
  }
}

function readFile(path: string) {
  if (!existsSync(path)) throw new PlainError(`There is no file ${path}: give the path of a wording file`);
  const read = readLicensedWording(readFileSync(path, 'utf8'), instruments);
  if (!read.ok) throw new PlainError(`${path} cannot be installed:\n${read.problems.map((problem) => `  ${problem}`).join('\n')}`);
  return read.file;
}
