/** The OpenAPI 3.1 document of the running API: what integrators read, and what `npm run test:contract` holds the API to. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from './env.js';

type Document = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>;
type Schema = { $ref?: string; type?: unknown; required?: string[]; minProperties?: number };

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Wuyou 无忧',
    version: '1',
    description:
      'Care packages after discharge. Every POST takes an `Idempotency-Key`. Errors are RFC 9457 problem+json with a `code`. A command answers 200 `recorded`, or 202 `accepted` when it is stored safely and still on its way.',
  },
};
const methods = ['get', 'post', 'put', 'delete'] as const;

export function openApiDocument(app: OpenAPIHono<Env>): Document {
  const document = app.getOpenAPI31Document(about);
  for (const item of Object.values(document.paths ?? {})) {
    for (const method of methods) {
      for (const parameter of item[method]?.parameters ?? []) {
        // Either a schema or a media type says what a parameter is, never both (OpenAPI 3.1, 4.8.12).
        if (!('$ref' in parameter) && parameter.content !== undefined) delete parameter.schema;
      }
      const body = item[method]?.requestBody;
      if (body === undefined || '$ref' in body) continue;
      const schema = body.content['application/json']?.schema as Schema | undefined;
      // A command without fields needs no body: routes take an empty one for `{}`.
      if (schema !== undefined && fitsNothing(document, schema)) body.required = false;
    }
  }
  return document;
}

/** Whether `{}` fits. */
function fitsNothing({ components }: Document, schema: Schema): boolean {
  const of = schema.$ref === undefined ? schema : ((components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}) as Schema);
  return of.type === 'object' && (of.required ?? []).length === 0 && (of.minProperties ?? 0) === 0;
}
