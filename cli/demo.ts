/** `wuyou demo`: a marked synthetic patient in the training hospital, made from a real bundle, with packages launched. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { connect } from '../db/client.js';
import { storeDischarge } from '../db/discharges.js';
import { chooseHospital } from '../db/hospitals.js';
import { launch } from '../db/launch.js';
import { packageList } from '../db/read-models/package-list.js';
import { demoRecord } from '../discharges/demo-record.js';
import { refusalWords } from '../discharges/identity-words.js';
import { readDischargeText } from '../discharges/read.js';
import { fromMs, isLocalDate, localDateOf } from '../pathways/time.js';
import { PlainError, UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';

export const summary = 'Make a synthetic patient from a bundle in the training hospital and launch packages';
export const usage = `wuyou demo <bundle.json> --package <id> [--package <id>] [--discharged today|<date>]
            [--phone <number>] [--family <number>] [--surgery <date>]

  The clinical picture comes from the bundle; person, numbers and dates are replaced and marked synthetic.
  Two --package are two orders of one patient.`;

/** Nobody's numbers in the training hospital, whose messages reach only the local inbox. */
const inventedNumbers = { patient: '13800138000', family: '13900139000' };

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, strict: true,
    options: { package: { type: 'string', multiple: true }, discharged: { type: 'string', default: 'today' }, phone: { type: 'string' }, family: { type: 'string' }, surgery: { type: 'string' } },
  });
  const [file] = positionals;
  const packages = values.package ?? [];
  if (!file || packages.length === 0) throw new UsageError('Name a bundle and a package: wuyou demo bundle.json --package hip-wound-care');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new PlainError(`${file} cannot be read; check the path.`);
  });
  const read = readDischargeText(text);
  if (!read.ok) throw new PlainError(`${file} is refused: ${read.problems.join('; ')}`);
  const { databaseUrl } = settings();
  const sql = connect(databaseUrl, { max: 2 });
  try {
    const hospital = await chooseHospital(sql, null);
    const today = localDateOf(fromMs(Date.now()), hospital.zone);
    const dischargedOn = values.discharged === 'today' ? today : values.discharged;
    if (!isLocalDate(dischargedOn)) throw new UsageError(`--discharged must be "today" or a date like 2026-03-02, not "${dischargedOn}".`);
    for (const packageId of packages) {
      const published = await packageList(sql, { hospitalId: hospital.id, packageId });
      if (published.length === 0) throw new UsageError(`${hospital.name} has no package ${packageId}; it has ${[...new Set((await packageList(sql, { hospitalId: hospital.id })).map((p) => p.packageId))].join(', ')}.`);
    }
    const record = demoRecord(read.record, { id: uuidv7(), dischargedOn, phone: values.phone ?? inventedNumbers.patient, familyPhone: values.family ?? inventedNumbers.family }, hospital.zone);
    const stored = await storeDischarge(sql, hospital, record, { understood: read.understood, missing: read.missing, synthetic: true }, fromMs(Date.now()));
    if (stored.verdict === 'refused') throw new PlainError(refusalWords(stored.refusal));
    process.stdout.write(`Synthetic patient ${stored.patientId}, discharged ${dischargedOn}\n`);
    let refused = 0;
    for (const [i, packageId] of packages.entries()) {
      const launched = await launch(sql, {
        hospitalId: hospital.id, dischargeId: stored.dischargeId, packageId, orderNo: `demo-${i + 1}`, by: null,
        ...(values.surgery ? { anchors: { surgery: values.surgery } } : {}),
      });
      if (launched.outcome === 'refused') {
        refused += 1;
        process.stdout.write(`✗ ${packageId}: refused\n${launched.refusals.map((r) => `    ${r.code}: ${r.message}\n`).join('')}`);
      } else {
        process.stdout.write(`✓ ${packageId}: episode ${launched.episodeId} (${launched.outcome})\n`);
      }
    }
    return refused === 0 ? 0 : 1;
  } finally {
    await sql.end();
  }
}
