/** `wuyou publish`: checks a pathway as its author wrote it, and stores it as an immutable version of one hospital. */
import { parseArgs } from 'node:util';
import { validate as isUuid } from 'uuid';
import { connect, type Sql } from '../db/client.js';
import { chooseHospital } from '../db/hospitals.js';
import { publish, type Published } from '../db/publish.js';
import type { Compilation } from '../pathways/schema/compile.js';
import { canonicalJson } from '../pathways/schema/canonical.js';
import { formatDiagnostic } from '../pathways/schema/source/diagnostic.js';
import { UsageError } from '../platform/plain-error.js';
import { settings } from '../settings.js';
import { definitionFiles } from './definition-files.js';
import { loadDefinition, readSources } from './load-definition.js';
import { showImpact } from './publish-impact.js';
import { unusedSharedTexts } from './unused-texts.js';

export const summary = 'Check a pathway and publish it as an immutable version';
export const usage = `wuyou publish <file | folder | package id>... [--check | --impact] [--hospital <id>]

  Refuses a bad definition with file, line, column, what is wrong and what would be right.
  --check      only check, store nothing (needs no database); publish knows no --dry-run, and publishes nothing with a word that it does not know
  --impact     store nothing, and show what the version would change for each running episode of the package
  A published version never changes; it runs for real patients once two accounts, one of them a clinician, signed it (wuyou sign).
  Exit code 1 when a definition was refused.`;

type Compiled = Extract<Compilation, { ok: true }>;

export async function run(args: string[]): Promise<number> {
  const { paths, check, impact, hospitalId } = parseArguments(args);
  const checked = paths.map((path) => ({ path, compiled: publishCheck(path) }));
  const good = checked.flatMap(({ path, compiled }) => (compiled ? [{ path, compiled }] : []));
  for (const warning of good.length === checked.length ? unusedSharedTexts(good.map(({ path, compiled }) => ({ path, texts: compiled.texts }))) : []) process.stdout.write(`${formatDiagnostic(warning)}\n`);
  if (impact) await showImpact(good.map(({ compiled }) => compiled), hospitalId);
  const refused = checked.length - good.length + (check || impact || good.length === 0 ? 0 : await storeAll(good, hospitalId));
  return refused === 0 ? 0 : 1;
}

/** Prints what is wrong, or what the pathway holds. Null when it is refused. */
export function publishCheck(path: string, print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Compiled | null {
  const compiled = loadDefinition(path);
  for (const diagnostic of compiled.ok ? compiled.warnings : compiled.diagnostics) print(formatDiagnostic(diagnostic));
  if (compiled.ok) {
    print(summaryOf(compiled));
    return compiled;
  }
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error').length;
  print(`✗ ${path}: refused, ${errors} ${errors === 1 ? 'mistake' : 'mistakes'}`);
  return null;
}

function summaryOf({ plan, texts, hash }: Compiled): string {
  const kinds = [...new Set(plan.steps.map(({ kind }) => kind))].map((kind) => `${plan.steps.filter((step) => step.kind === kind).length} ${kind}`);
  return [
    `✓ ${plan.id}@${plan.version}`,
    `    hash        ${hash}`,
    `    steps       ${plan.steps.length} (${kinds.join(', ')})`,
    `    forms       ${Object.keys(plan.forms).length}, readings ${Object.keys(plan.readings).length}`,
    `    rules       ${plan.rules.length} with ${plan.rules.reduce((sum, { cases }) => sum + cases.length, 0)} cases`,
    `    parameters  ${Object.keys(plan.parameters).length}, each with its source`,
    `    texts       ${Object.entries(texts).map(([language, keys]) => `${Object.keys(keys).length} ${language}`).join(', ')}`,
  ].join('\n');
}

/** How many were refused because the version is published with other content. */
async function storeAll(good: { path: string; compiled: Compiled }[], hospitalId: string | null): Promise<number> {
  const sql = connect(settings().databaseUrl, { max: 2 });
  try {
    const hospital = await chooseHospital(sql, hospitalId);
    let refused = 0;
    for (const { path, compiled } of good) {
      const answer = await store(sql, hospital.id, path, compiled);
      const name = `${compiled.plan.id}@${compiled.plan.version}`;
      if (answer.outcome === 'refused') refused += 1;
      process.stdout.write(answer.outcome === 'refused' ? `✗ ${answer.message}\n` : `  ${name} ${answer.outcome === 'published' ? 'is published' : 'was published already, unchanged'} in ${hospital.name}\n`);
    }
    return refused;
  } finally {
    await sql.end();
  }
}

export const store = (sql: Sql, hospitalId: string, path: string, { plan, texts, meta, hash }: Compiled): Promise<Published> => {
  const { main, files } = readSources(path);
  const source = files.find((file) => file.path === main)?.text ?? '';
  return publish(sql, { hospitalId, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta, source, files: definitionFiles(path, { plan, meta }), by: null });
};

const options = { check: { type: 'boolean', default: false }, impact: { type: 'boolean', default: false }, hospital: { type: 'string' } } as const;

/** A version cannot be taken back: whatever is not understood is refused. */
function parseArguments(args: string[]): { paths: string[]; check: boolean; impact: boolean; hospitalId: string | null } {
  const { values: { check, impact, hospital }, positionals: paths } = parseArgs({ args, allowPositionals: true, options });
  if (paths.length === 0) throw new UsageError('Name a pathway: wuyou publish pathways/definitions/hip-wound-care/v1.yaml');
  if (hospital !== undefined && !isUuid(hospital)) throw new UsageError(`--hospital is the id of a hospital, as wuyou hospital printed it; ${hospital} is none.`);
  return { paths, check, impact, hospitalId: hospital ?? null };
}
