/**
 * `npm run kubernetes:schema -- <swagger.json> <release>`: writes the JSON schema that test/kubernetes.test.ts holds the manifests against, from the
 * OpenAPI document of a Kubernetes release (`api/openapi-spec/swagger.json` of kubernetes/kubernetes, Apache-2.0). Only the kinds that
 * deploy/kubernetes uses, without the prose; and strict: a field that Kubernetes does not know is an error, not something to pass over.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const kinds = [
  'io.k8s.api.core.v1.Namespace', 'io.k8s.api.core.v1.ConfigMap', 'io.k8s.api.core.v1.Secret', 'io.k8s.api.core.v1.Service', 'io.k8s.api.core.v1.ServiceAccount', 'io.k8s.api.core.v1.PersistentVolumeClaim',
  'io.k8s.api.apps.v1.Deployment', 'io.k8s.api.batch.v1.Job', 'io.k8s.api.policy.v1.PodDisruptionBudget', 'io.k8s.api.networking.v1.NetworkPolicy', 'io.k8s.api.networking.v1.Ingress',
];
/** Written as text or as number; the document calls them text. */
const eitherWay = ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', 'io.k8s.apimachinery.pkg.api.resource.Quantity'];
const kept = ['$ref', 'type', 'items', 'properties', 'additionalProperties', 'required', 'enum'];

const Swagger = z.object({ definitions: z.record(z.string(), z.record(z.string(), z.unknown())) });
const prefix = '#/definitions/';

/** The same schema without prose and hints; names inside `properties` are names, not keywords. */
function bare(schema: unknown, inProperties = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => bare(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => inProperties || kept.includes(key));
  const plain = Object.fromEntries(entries.map(([key, value]) => [key, bare(value, key === 'properties' && !inProperties)]));
  return !inProperties && 'properties' in plain && !('additionalProperties' in plain) ? { ...plain, additionalProperties: false } : plain;
}

const [, , source, release] = process.argv;
if (source === undefined || release === undefined) throw new Error('Name the file and its release: npm run kubernetes:schema -- swagger.json 1.32.4');
const { definitions } = Swagger.parse(JSON.parse(readFileSync(source, 'utf8')));
const wanted = new Map<string, unknown>();
const take = (name: string): void => {
  if (wanted.has(name)) return;
  const definition = eitherWay.includes(name) ? { type: ['string', 'number'] } : bare(definitions[name] ?? {});
  wanted.set(name, definition);
  for (const [, other = ''] of JSON.stringify(definition).matchAll(/"#\/definitions\/([^"]+)"/g)) take(other);
};
kinds.forEach(take);
const schema = {
  $comment: `Kubernetes ${release}, api/openapi-spec/swagger.json (Apache-2.0); written by npm run kubernetes:schema`,
  kinds: Object.fromEntries(kinds.map((name) => {
    const [, group = '', version = '', kind = ''] = /^io\.k8s\.api\.(\w+)\.(\w+)\.(\w+)$/.exec(name) ?? [];
    const groups: Record<string, string> = { core: '', networking: 'networking.k8s.io/' };
    return [`${groups[group] ?? `${group}/`}${version} ${kind}`, { $ref: prefix + name }];
  })),
  definitions: Object.fromEntries([...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1))),
};
writeFileSync(fileURLToPath(new URL('../test/kubernetes/schema.json', import.meta.url)), `${JSON.stringify(schema)}\n`);
process.stdout.write(`${wanted.size} definitions of Kubernetes ${release}\n`);
