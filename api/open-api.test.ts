/** The document by itself: what `npm run test:contract` proves with requests, this keeps true between its runs. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMs, localDateOf } from '../pathways/time.js';
import { dischargeOf, testApi, type TestApi } from '../test/support/api.js';

type Schema = Record<string, unknown>;
type Content = Record<string, { schema?: Schema; example?: unknown }>;
type Operation = {
  summary?: string;
  security?: unknown[];
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } };

let api: TestApi;
let document: Document;
let operations: [name: string, operation: Operation][];
beforeAll(async () => {
  api = await testApi();
  document = (await api.call('GET', '/openapi.json')).body as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]));
});
afterAll(() => api.close());

const wrong = (broken: (operation: Operation, name: string) => boolean): string[] => operations.filter(([name, operation]) => broken(operation, name)).map(([name]) => name);

/** Every example with its schema; the same pair stands in many places and is told once. */
function* examples(node: unknown, seen = new Set<string>()): Generator<{ schema: object; example: unknown }> {
  if (typeof node !== 'object' || node === null) return;
  if ('example' in node) {
    const schema = 'schema' in node && typeof node.schema === 'object' && node.schema !== null ? node.schema : node;
    const told = JSON.stringify([schema, node.example]);
    if (!seen.has(told)) yield { schema, example: node.example };
    seen.add(told);
  }
  for (const [key, value] of Object.entries(node)) if (key !== 'example') yield* examples(value, seen);
}

/** What others decide the fields of. Every other command refuses a field that it does not know: one misspelled would vanish without a word. */
const openByNature: string[] = [
  'POST /discharges application/json ', // a FHIR bundle, whose standard lets senders add to it; our own shape is closed (discharges/record.ts)
  'POST /discharges application/fhir+json ',
  'POST /codec/decode application/json ', // what the Temporal UI sends follows Temporal's own versions
  'POST /codec/decode application/json /payloads/*',
];

describe('The OpenAPI document', () => {
  it('says of every operation in words what it does, how it succeeds and how it is refused', () => {
    expect(operations.length).toBeGreaterThan(230);
    expect(wrong(({ summary }) => !summary)).toEqual([]);
    expect(wrong(({ responses }) => !Object.keys(responses).some((status) => /^[23]/.test(status)))).toEqual([]);
    // Whether the API and what it stands on are well is asked by nobody in particular, and without a body.
    const refusals = ['400', '401', '403', '404', '409', '413', '415', '422', '429', '503'];
    expect(wrong(({ responses }, name) => !['GET /healthz', 'GET /readyz'].includes(name) && refusals.some((status) => responses[status]?.content?.['application/problem+json'] === undefined))).toEqual([]);
  });

  it('asks no body of a command without fields, and one of every other', () => {
    const fieldless = (body: Operation['requestBody']) => {
      const schema = body?.content['application/json']?.schema;
      return schema !== undefined && schema['$ref'] === undefined && schema['type'] === 'object' && schema['required'] === undefined && schema['minProperties'] === undefined;
    };
    expect(wrong(({ requestBody }) => fieldless(requestBody) && requestBody?.required !== false)).toEqual([]);
    expect(wrong(({ requestBody }) => requestBody !== undefined && requestBody.content['application/json']?.schema?.['required'] !== undefined && requestBody.required !== true)).toEqual([]);
  });

  it('bounds every whole number that is sent, and says what stands under every name', () => {
    const sent = (node: unknown, met = new Set<unknown>()): Schema[] => {
      if (typeof node !== 'object' || node === null || met.has(node)) return [];
      met.add(node);
      const own = node as Schema;
      const named = typeof own['$ref'] === 'string' ? document.components.schemas[own['$ref'].split('/').at(-1) ?? ''] : undefined;
      return [own, ...sent(named, met), ...Object.values(own).flatMap((inner) => sent(inner, met))];
    };
    const found = operations.flatMap(([name, { parameters, requestBody }]) => sent([parameters, requestBody]).map((schema) => ({ name, schema })));
    // What an integer leaves open, the API bounds all the same: at 2^53, or where the database ends.
    expect(found.filter(({ schema }) => schema['type'] === 'integer' && (schema['minimum'] === undefined || schema['maximum'] === undefined))).toEqual([]);
    const records = found.filter(({ schema }) => schema['propertyNames'] !== undefined);
    expect(records.length).toBeGreaterThan(5);
    expect(records.filter(({ schema }) => typeof schema['additionalProperties'] !== 'object')).toEqual([]);
  });

  it('closes every object of a JSON body to fields that it does not name', () => {
    const loose = (node: Schema | undefined, at: string, met: ReadonlySet<unknown> = new Set()): string[] => {
      if (typeof node !== 'object' || met.has(node)) return [];
      const inner = (schema: unknown, name: string) => loose(schema as Schema, `${at}/${name}`, new Set([...met, node]));
      const shapes = ['anyOf', 'oneOf', 'allOf'].flatMap((of) => (node[of] ?? []) as Schema[]);
      if (typeof node['$ref'] === 'string') return loose(document.components.schemas[node['$ref'].split('/').at(-1) ?? ''], at, met);
      // A value under a name that is not known beforehand has a schema of its own.
      const byName = Object.keys(Object(node['additionalProperties']) as object).length > 0;
      const open = [node['type']].flat().includes('object') && node['additionalProperties'] !== false && !byName;
      return [...(open ? [at] : []), ...Object.entries((node['properties'] ?? {}) as Record<string, Schema>).flatMap(([name, schema]) => inner(schema, name)),
        ...(byName ? inner(node['additionalProperties'], '*') : []), ...(node['items'] === undefined ? [] : inner(node['items'], '*')), ...shapes.flatMap((schema) => loose(schema, at, new Set([...met, node])))];
    };
    const bodies = operations.flatMap(([name, { requestBody }]) => Object.entries(requestBody?.content ?? {}).filter(([type]) => /json/.test(type)).map(([type, { schema }]) => ({ name, type, schema })));
    expect(bodies.length).toBeGreaterThan(100);
    expect(bodies.flatMap(({ name, type, schema }) => loose(schema, '').map((at) => `${name} ${type} ${at}`))).toEqual(openByNature);
  });

  it('says what a parameter is once: with a schema, or as JSON', () => {
    const both = (parameter: object): boolean => ('schema' in parameter) === ('content' in parameter);
    expect(wrong(({ parameters = [] }) => parameters.some(both))).toEqual([]);
    expect(operations.find(([name]) => name === 'GET /discharges/{dischargeId}/launch-preview')?.[1].parameters?.find(({ name }) => name === 'personal')).toMatchObject({ content: { 'application/json': { schema: { $ref: '#/components/schemas/PersonalValues' } } } });
  });

  it('gives only examples that fit their own schemas', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    let looked = 0;
    const misfits = [...examples(document)].flatMap(({ schema, example }) => {
      looked += 1;
      const fits = ajv.compile(JSON.stringify(schema).includes('"$ref"') ? { ...schema, components: document.components } : schema);
      return fits(example) ? [] : [`${JSON.stringify(example)}: ${ajv.errorsText(fits.errors)}`];
    });
    expect(misfits).toEqual([]);
    expect(looked).toBeGreaterThan(30);
  });
});

describe('A fact about a patient whose episodes have all ended', () => {
  it('is kept, and there is nobody left to tell', async () => {
    const today = localDateOf(fromMs(Date.now()), 'Asia/Shanghai');
    const { dischargeId, patientId } = (await api.call('POST', '/discharges', { body: dischargeOf('ended', today) })).body as { dischargeId: string; patientId: string };
    const { episodeId } = (await api.call('POST', '/episodes', { body: { dischargeId, packageId: 'discharge-follow-up', orderNo: 'ended' } })).body as { episodeId: string };
    await api.sql`update episode set status = 'stopped' where id = ${episodeId}`;
    expect(await api.call('POST', `/episodes/${episodeId}/opt-out`, { body: {} })).toMatchObject({ status: 200, body: { state: 'recorded', seq: null } });
    const [patient] = await api.sql<{ optedOutAt: string | null }[]>`select opted_out_at from patient where id = ${patientId}`;
    expect(patient?.optedOutAt).not.toBeNull();
  });
});
