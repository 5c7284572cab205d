/** Every operation of the running API and every page: read from the router itself, so that none can be forgotten. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../../api/env.js';

type Schema = { type?: string | string[]; $ref?: string; enum?: unknown[]; const?: unknown; example?: unknown; format?: string; pattern?: string; minLength?: number; minItems?: number; minimum?: number; properties?: Record<string, Schema>; required?: string[]; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; additionalProperties?: unknown };
type Described = { parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]; requestBody?: { content: Record<string, { schema?: Schema }> } };

export type Operation = {
  method: string;
  /** Parameters in braces: `/patients/{patientId}`. */
  path: string;
  /** What OpenAPI says; undefined for pages and webhooks. */
  described: Described | undefined;
};

const braced = (path: string): string => path.replace(/:(\w+)(\{[^}]*\}(?:\})?)?/g, (_, name: string) => `{${name}}`);

export type Surface = { operations: Operation[]; resolve: (schema: Schema) => Schema };

export function surfaceOf(app: OpenAPIHono<Env>): Surface {
  const document = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Wuyou', version: '1' } }) as unknown as { paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Schema> } };
  const found = new Map<string, Operation>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue; // middleware
    const braces = braced(path);
    found.set(`${method} ${braces}`, { method, path: braces, described: document.paths[braces]?.[method.toLowerCase()] });
  }
  const operations = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, operation]) => operation);
  return { operations, resolve: (schema) => (schema.$ref === undefined ? schema : (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})) };
}

/** The smallest body that the schema takes; `known` says what stands under a name. */
export function bodyFor(surface: Surface, schema: Schema, known: (name: string) => unknown, name = ''): unknown {
  const of = surface.resolve(schema);
  const named = known(name);
  if (named !== undefined && of.enum === undefined && of.properties === undefined) return of.items === undefined ? named : [named];
  if (of.const !== undefined) return of.const;
  if (of.enum !== undefined) return of.enum[0];
  const [first] = of.oneOf ?? of.anyOf ?? [];
  if (first !== undefined) return bodyFor(surface, first, known, name);
  if (of.allOf !== undefined) return Object.assign({}, ...of.allOf.map((part) => bodyFor(surface, part, known, name)));
  if (of.properties !== undefined) return Object.fromEntries(Object.entries(of.properties).filter(([key]) => of.required?.includes(key)).map(([key, part]) => [key, bodyFor(surface, part, known, key)]));
  if (of.example !== undefined) return of.example;
  switch ([of.type].flat()[0]) {
    case 'integer':
    case 'number':
      return of.minimum ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return of.minItems === undefined || of.items === undefined ? [] : [bodyFor(surface, of.items, known, name)];
    case 'object':
      return {};
    default:
      return of.pattern === undefined ? 'x'.repeat(Math.max(12, of.minLength ?? 0)) : filling(of.pattern);
  }
}

/** A text for each pattern that the API knows. */
const filling = (pattern: string): string => ['hip-wound-care', 'W-1', '1', '12.00', 'a'.repeat(64), '09:00', 'follow-up-d3#1'].find((text) => new RegExp(pattern).test(text)) ?? '';
