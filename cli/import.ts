/** `wuyou import`: discharges from files, with a verdict per file (FHIR, own JSON) or per row (CSV). */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { connect } from '../db/client.js';
import type { Sql } from '../db/client.js';
import { storeDischarge } from '../db/discharges.js';
import { chooseHospital } from '../db/hospitals.js';
import type { Hospital } from '../db/hospitals.js';
import { batchRows, finishBatch, importRow, openBatch } from '../db/import-batches.js';
import { refusalWords, remarkWords } from '../discharges/identity-words.js';
import { readList } from '../discharges/list.js';
import { readDischargeText } from '../discharges/read.js';
import { fromMs } from '../pathways/time.js';
import { UsageError } from '../platform/plain-error.js';
import { startProgress } from '../platform/progress.js';
import { settings } from '../settings.js';

export const summary = 'Import discharges: FHIR R4/STU3 bundles, own JSON, CSV lists (UTF-8 or GBK)';
export const usage = `wuyou import <file...> [--hospital <id>]

  Says per file (per row of a CSV list) what was understood, what is missing, and why a launch would be refused.
  The same file again changes nothing; a broken-off list goes on where it stopped, and rows that were refused are judged anew.
  Exit code 1 when a file or row was refused.`;

export async function run(args: string[]): Promise<number> {
  const { files, hospitalId } = parseArguments(args);
  const sql = connect(settings().databaseUrl, { max: 2 });
  try {
    const hospital = await chooseHospital(sql, hospitalId);
    process.stdout.write(`Importing into ${hospital.name} (${hospital.kind})\n`);
    let refused = 0;
    for (const file of files) refused += ['.csv', '.xlsx'].includes(extname(file).toLowerCase()) ? await importList(sql, hospital, file) : await importOne(sql, hospital, file);
    process.stdout.write(`\n${files.length} file(s), ${refused} refused\n`);
    return refused === 0 ? 0 : 1;
  } finally {
    await sql.end();
  }
}

function parseArguments(args: string[]): { files: string[]; hospitalId: string | null } {
  const at = args.indexOf('--hospital');
  const hospitalId = at < 0 ? null : (args[at + 1] ?? null);
  const files = args.filter((a, i) => !a.startsWith('--') && (at < 0 || i !== at + 1));
  if (files.length === 0) throw new UsageError('Name at least one file: wuyou import discharge.json');
  return { files, hospitalId };
}

async function importOne(sql: Sql, hospital: Hospital, file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const read = text === null ? { ok: false as const, problems: ['the file cannot be read; check the path'] } : readDischargeText(text);
  if (!read.ok) {
    process.stdout.write(`\n✗ ${basename(file)}: refused\n${read.problems.map((p) => `    ${p}\n`).join('')}`);
    return 1;
  }
  const stored = await storeDischarge(sql, hospital, read.record, read, fromMs(Date.now()));
  if (stored.verdict === 'refused') {
    process.stdout.write(`\n✗ ${basename(file)}: refused\n    ${refusalWords(stored.refusal)}\n`);
    return 1;
  }
  process.stdout.write(
    `\n✓ ${basename(file)}: ${stored.verdict} (${read.source}), discharge ${stored.dischargeId}\n` +
      read.understood.map((u) => `    understood  ${u}\n`).join('') +
      read.missing.map((m) => `    missing     ${m}\n`).join('') +
      stored.remarks.map((remark) => `    look at     ${remarkWords(remark)}\n`).join('') +
      (stored.refusals.length === 0 ? '    launch      possible\n' : stored.refusals.map((r) => `    no launch   ${r.code}: ${r.detail}\n`).join('')),
  );
  return 0;
}

async function importList(sql: Sql, hospital: Hospital, file: string): Promise<number> {
  const bytes = await readFile(file).catch(() => null);
  const list = bytes === null ? { ok: false as const, problems: ['the file cannot be read; check the path'] } : await readList(bytes);
  if (!list.ok || bytes === null) {
    process.stdout.write(`\n✗ ${basename(file)}: refused\n${(list.ok ? [] : list.problems).map((p) => `    ${p}\n`).join('')}`);
    return 1;
  }
  const batch = await openBatch(sql, { hospitalId: hospital.id, source: basename(file), sha256: createHash('sha256').update(bytes).digest('hex'), format: list.format, rows: list.rows.length, by: null });
  const progress = startProgress(`${basename(file)} (${list.encoding}${batch.resumed ? ', resumed' : ''})`, { total: list.rows.length });
  for (const [i, row] of list.rows.entries()) {
    if (!batch.done.has(row.line)) await importRow(sql, hospital, batch.id, row, fromMs(Date.now()));
    progress.at(i + 1);
  }
  await finishBatch(sql, hospital.id, batch.id);
  progress.end();
  for (const remark of list.remarks) process.stdout.write(`    look at     ${remark}\n`);
  const rows = await batchRows(sql, hospital.id, batch.id);
  for (const row of rows.filter((r) => r.problems.length > 0)) process.stdout.write(`    line ${row.line}: ${row.verdict}: ${row.problems.join('; ')}\n`);
  const count = (verdict: string): number => rows.filter((r) => r.verdict === verdict).length;
  process.stdout.write(`    ${count('imported')} imported, ${count('updated')} updated, ${count('unchanged')} unchanged, ${count('refused')} refused\n`);
  return count('refused');
}
