/**
 * Writes `docs/pathway-format.md` and the JSON Schemas from the language itself: names and fields are read off the schema, and every
 * example is run. `--check` writes nothing and fails when a file is not current.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compilePathway } from '../pathways/schema/compile.js';
import { constructGroups, exampleFile, fieldsOf, type ConstructGroup } from '../pathways/schema/construct-names.js';
import { besideOf, exampleSources, parseExample, shownBeside, shownInputs, shownPathway, shownPersonal, type Example } from '../pathways/schema/example.js';
import type { Definition } from '../pathways/schema/definition.js';
import { runExample } from '../pathways/schema/example-run.js';
import { schemaFiles, schemaText } from '../pathways/schema/json-schema.js';
import { formatDiagnostic } from '../pathways/schema/source/diagnostic.js';
import type { SourceFile } from '../pathways/schema/source/place.js';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const examples = 'pathways/schema/examples/';

/** Path from the root -> text, of everything that is generated. */
export function generated(): Record<string, string> {
  const schemas = (Object.keys(schemaFiles) as (keyof typeof schemaFiles)[]).map((name) => [`pathways/schema/${name}`, schemaText(name)]);
  return { ...Object.fromEntries(schemas), 'docs/pathway-format.md': page() };
}

/** Generated files whose committed text differs. */
export const outdated = (): string[] =>
  Object.entries(generated()).flatMap(([path, text]) => (existsSync(new URL(path, root)) && read(path) === text ? [] : [path]));

function page(): string {
  return [read(`${examples}_introduction.md`).trimEnd(), `## The frame of the examples\n\n\`\`\`yaml\n${read(`${examples}_frame.yaml`).trimEnd()}\n\`\`\``, ...constructGroups().map(section)].join('\n\n') + '\n';
}

const section = ({ title, says, names }: ConstructGroup): string => [`## ${title}`, says, ...names.map(construct)].join('\n\n');

function construct(name: string): string {
  const text = read(`${examples}${exampleFile(name)}`);
  const example = parseExample(text);
  const fields = fieldsOf(name).map(({ name: key, required, says }) => `| \`${key}\` | ${required ? 'yes' : ''} | ${says.replaceAll('|', '\\|')} |`);
  const inputs = shownInputs(text);
  const given = shownPersonal(text);
  const beside = shownBeside(text);
  return [
    `### \`${name}\``,
    example.says.trim(),
    ...(fields.length > 0 ? [['| key | required | |', '|---|---|---|', ...fields].join('\n')] : []),
    `\`\`\`yaml\n${shownPathway(text)}\n\`\`\``,
    ...(beside === '' ? [] : [`${example.within ? `Within it, at ${example.within.launched}, this package is started as \`other\`; it` : 'Beside it the patient has the package `other`, which'} differs in this:\n\n\`\`\`yaml\n${beside}\n\`\`\``]),
    ...(example.launched === 'D0 16:00' ? [] : [`Launched at ${example.launched}.`]),
    ...(given === '' ? [] : [`Given at launch:\n\n\`\`\`yaml\n${given}\n\`\`\``]),
    ...(inputs === '' ? [] : [`When this arrives:\n\n\`\`\`yaml\n${inputs}\n\`\`\``]),
    `${inputs === '' ? 'This happens' : 'Then'}:\n\n\`\`\`text\n${events(text).join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function events(text: string): string[] {
  const example = parseExample(text);
  const beside = besideOf(example);
  const lines = runExample(example, compiled(example), beside && compiled(beside));
  if (lines.length === 0) throw new Error(`Example ${example.construct} shows nothing: no event of ${example.show.types.join(', ')}`);
  return lines;
}

function compiled(example: Example): Definition {
  const result = compilePathway(exampleSources(example, read(`${examples}_frame.yaml`), shared()));
  if (!result.ok) throw new Error(`Example ${example.construct}: ${result.diagnostics.map(formatDiagnostic).join('\n')}`);
  return result;
}

function shared(): SourceFile[] {
  const folder = 'pathways/definitions/_shared/';
  return readdirSync(new URL(folder, root)).filter((name) => name.startsWith('conventions.')).sort().map((name) => ({ path: `_shared/${name}`, text: read(`${folder}${name}`) }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const old = outdated();
  if (process.argv.includes('--check')) {
    for (const path of old) process.stdout.write(`${path} is not current: run node --import tsx scripts/docs-pathway-format.ts\n`);
    process.exitCode = old.length === 0 ? 0 : 1;
  } else {
    const texts = generated();
    for (const path of old) writeFileSync(new URL(path, root), texts[path] ?? '');
    process.stdout.write(old.length === 0 ? 'Everything is current.\n' : `${old.map((path) => `wrote ${path}`).join('\n')}\n`);
  }
}
