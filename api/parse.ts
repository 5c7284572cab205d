/** Bad input is refused at the edge, in one voice: what, where, and what would be right. */
import type { Context } from 'hono';
import type { z } from '@hono/zod-openapi';
import { shownName, unknownField } from '../discharges/issue-words.js';
import { Problem } from './problem.js';

/** The finer code of a request that does not fit the document (/openapi.json); a request that fits and is refused broke a rule that no schema can say. */
const outsideSchema = 'schema';

type Issue = { code?: string | undefined; path: PropertyKey[]; message: string; /** Unknown fields. */ keys?: string[] | undefined; /** Of a choice of shapes: why it is none of them. */ errors?: Issue[][] | undefined };

export function invalid(issues: readonly Issue[], where: string): Problem {
  const errors = issues.flatMap(byField).map((issue) => ({ pointer: `/${issue.path.map(shownName).join('/')}`, detail: inWords(issue.message) }));
  return new Problem('invalid', `${errors.length} value(s) in the ${where} are not acceptable: ${errors.map((e) => `${e.pointer} ${e.detail}`).join('; ')}`, { errors, ...(issues.some(({ code }) => code !== 'custom') ? { reason: outsideSchema } : {}) });
}

/** Every unknown field under its own name, and instead of "none of these shapes" what keeps the value from the nearest one. */
function byField({ code, path, message, keys, errors = [] }: Issue): Issue[] {
  if (code === 'unrecognized_keys' && keys !== undefined) return keys.map((key) => ({ path: [...path, key], message: unknownField }));
  const [nearest] = errors.map((shape) => shape.flatMap(byField)).filter((shape) => shape.every((issue) => issue.path.length > 0)).sort((a, b) => a.length - b.length);
  return code !== 'invalid_union' || message !== unsaid || nearest === undefined ? [{ code, path, message }] : nearest.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}
/** A choice of shapes that has no words of its own. */
const unsaid = 'Invalid input';

/** The validator's own phrases, said to a person. */
const inWords = (message: string): string =>
  message
    .replace(/^Invalid option: expected one of (.*)$/, (_, options: string) => `must be one of ${options.replaceAll('"', '').replaceAll('|', ', ')}`)
    .replace(/^Too small: expected string to have >=1 characters$/, 'must not be empty')
    .replace(/^Too small: expected (\w+) to have >=(\d+) .*$/, 'must hold at least $2')
    .replace(/^Too big: expected (\w+) to have <=(\d+) .*$/, 'must hold at most $2')
    .replace(/^Invalid input: expected (\w+), received undefined$/, 'is missing')
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, 'must be a $1, not a $2')
    .replace(/^Invalid UUID$/, 'must be an id like 019355e2-7a50-7c4e-9d61-0f5f0f6a1b2c');

/** The parsed value, or a 422 problem with JSON pointers. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(result.error.issues, where);
  return result.data;
}

/** A JSON body; an empty one counts as {} so that a command without fields needs no body. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) throw new Problem('unsupported-media-type', `The body is sent as "${type || 'nothing'}"; send Content-Type: application/json.`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('bad-request', 'The body is not JSON; check quotes and commas.');
  }
}
