/** Publishes a documented example of the language (`pathways/schema/examples/<name>.yaml`) as the package `example`. */
import { readdirSync, readFileSync } from 'node:fs';
import { canonicalJson } from '../../pathways/schema/canonical.js';
import { compilePathway } from '../../pathways/schema/compile.js';
import { exampleSources, parseExample } from '../../pathways/schema/example.js';
import { formatDiagnostic } from '../../pathways/schema/source/diagnostic.js';
import type { Sql } from '../client.js';
import { publish } from '../publish.js';

const examples = new URL('../../pathways/schema/examples/', import.meta.url);
const fragments = new URL('../../pathways/definitions/_shared/', import.meta.url);

export async function publishExample(sql: Sql, hospitalId: string, name: string): Promise<void> {
  const shared = readdirSync(fragments).filter((file) => file.startsWith('conventions.')).map((file) => ({ path: `_shared/${file}`, text: readFileSync(new URL(file, fragments), 'utf8') }));
  const source = readFileSync(new URL(`${name}.yaml`, examples), 'utf8');
  const compiled = compilePathway(exampleSources(parseExample(source), readFileSync(new URL('_frame.yaml', examples), 'utf8'), shared));
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(formatDiagnostic).join('\n'));
  const { plan, texts, meta, hash } = compiled;
  await publish(sql, { hospitalId, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta: JSON.parse(JSON.stringify(meta)), source, by: null });
}
