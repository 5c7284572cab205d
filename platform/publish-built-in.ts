/** Publishes the packages that come with Wuyou to one hospital. A version that is there already stays as it is. */
import { builtInPathways, loadDefinition, readSources } from '../cli/load-definition.js';
import { definitionFiles } from '../cli/definition-files.js';
import type { Sql } from '../db/client.js';
import { publish } from '../db/publish.js';
import { canonicalJson } from '../pathways/schema/canonical.js';
import { formatDiagnostic } from '../pathways/schema/source/diagnostic.js';
import { PlainError } from './plain-error.js';

export type PublishedBuiltIn = { published: string[]; unchanged: string[]; /** One sentence each. */ refused: string[] };

export async function publishBuiltIn(sql: Sql, hospitalId: string): Promise<PublishedBuiltIn> {
  const result: PublishedBuiltIn = { published: [], unchanged: [], refused: [] };
  for (const path of builtInPathways()) {
    const compiled = loadDefinition(path);
    if (!compiled.ok) throw new PlainError(`The built-in package ${path} is wrong: ${compiled.diagnostics.map(formatDiagnostic).join('\n')}`);
    const { plan, texts, meta, hash } = compiled;
    const { main, files } = readSources(path);
    const source = files.find((file) => file.path === main)?.text ?? '';
    const name = `${plan.id}@${plan.version}`;
    const answer = await publish(sql, { hospitalId, id: plan.id, version: plan.version, hash, plan: canonicalJson(plan), texts, meta: JSON.parse(JSON.stringify(meta)), source, files: definitionFiles(path, compiled), by: null });
    if (answer.outcome === 'refused') result.refused.push(answer.message);
    else result[answer.outcome].push(name);
  }
  return result;
}
