/** Publishes a documented example of the language (`pathways/schema/examples/<name>.yaml`) as the package `example`, and what stands beside it as `other`. */
import { readdirSync, readFileSync } from 'node:fs';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { compilePathway } from '../../pathways/schema/compile.js';
import { besideOf, exampleSources, parseExample, type Example } from '../../pathways/schema/example.js';
import { formatDiagnostic } from '../../pathways/schema/source/diagnostic.js';
import type { Sql } from '../client.js';
import { publish } from '../publish.js';

const examples = new URL('../../pathways/schema/examples/', import.meta.url);
const fragments = new URL('../../pathways/definitions/_shared/', import.meta.url);

export async function publishExample(sql: Sql, hospitalId: string, name: string): Promise<void> {
  const source = readFileSync(new URL(`${name}.yaml`, examples), 'utf8');
  const example = parseExample(source);
  const beside = besideOf(example);
  await publishOne(sql, hospitalId, example, source);
  if (beside) await publishOne(sql, hospitalId, { ...beside, pathway: { ...beside.pathway, pathway: 'other' } }, source);
}

async function publishOne(sql: Sql, hospitalId: string, example: Example, source: string): Promise<void> {
  const shared = readdirSync(fragments).filter((file) => file.startsWith('conventions.')).map((file) => ({ path: `_shared/${file}`, text: readFileSync(new URL(file, fragments), 'utf8') }));
  const compiled = compilePathway(exampleSources(example, readFileSync(new URL('_frame.yaml', examples), 'utf8'), shared));
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(formatDiagnostic).join('\n'));
  const { plan, texts, meta, hash } = compiled;
  await publish(sql, { hospitalId, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta: JSON.parse(JSON.stringify(meta)), source, by: null });
}
