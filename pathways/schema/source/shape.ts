/** Turns zod's findings about a file into diagnostics in the author's words, and keeps every item that is well formed. */
import { z } from 'zod';
import { adviseName, nearest } from './nearest.js';
import { type Key, type Place, within } from './place.js';
import type { Report } from './report.js';

type Issue = z.core.$ZodIssue;
type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  const?: unknown;
};

/** Keys whose values are maps of independent items: one bad item must not hide the others. */
const collections = ['parameters', 'steps', 'forms', 'readings', 'rules'];

/** The well-formed part of a file: its keys, and the ids of items that were refused (known, but not to be looked into). */
export type Shaped<T> = { data: Partial<T>; refused: Set<string> };

export function shape<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  place: Place,
  report: Report,
): Shaped<z.infer<typeof schema>> {
  const value = place.source.value;
  const whole = schema.safeParse(value);
  if (whole.success) return { data: whole.data as Partial<z.infer<typeof schema>>, refused: new Set() };
  const outline = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  for (const issue of whole.error.issues) say(issue, value, outline, place, report);
  if (!isRecord(value)) return { data: {}, refused: new Set() };
  const mended = mend(value, whole.error.issues);
  const again = schema.safeParse(mended);
  const refused = new Set<string>();
  for (const { path } of again.success ? [] : again.error.issues) {
    const [key, id] = path.map(String);
    if (key !== undefined) refused.add(collections.includes(key) && id !== undefined ? `${key}.${id}` : key);
  }
  const data: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.shape)) {
    const kept = collections.includes(key) ? without(mended[key], key, refused) : mended[key];
    const parsed = (field as unknown as z.ZodType).safeParse(kept);
    if (parsed.success && parsed.data !== undefined) data[key] = parsed.data;
  }
  return { data: data as Partial<z.infer<typeof schema>>, refused };
}

/** Stands where a parameter should have been named: complained about already, so whoever resolves it keeps quiet. */
export const mendedParameter = '$complainedAbout';

/** Without unknown keys and with parameters where numbers were written, most items can be looked at further. */
function mend(value: Record<string, unknown>, issues: readonly Issue[]): Record<string, unknown> {
  const copy = copyOf(value) as Record<string, unknown>;
  for (const issue of issues) {
    const path = issue.path.filter((key): key is Key => typeof key !== 'symbol');
    const owner = valueAt(copy, issue.code === 'unrecognized_keys' ? path : path.slice(0, -1));
    const last = path.at(-1);
    if (issue.code === 'unrecognized_keys' && isRecord(owner)) for (const key of issue.keys) delete owner[key];
    else if (!isParameterIssue(issue) || last === undefined || valueAt(value, path) === undefined) continue;
    else if (isRecord(owner)) owner[String(last)] = mendedParameter;
    else if (Array.isArray(owner)) owner[Number(last)] = mendedParameter;
  }
  return copy;
}

const copyOf = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(copyOf) : isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one)])) : value;

const isParameterIssue = (issue: Issue): boolean => issue.message.startsWith('must be a parameter');

function say(issue: Issue, value: unknown, outline: JsonSchema, root: Place, report: Report): void {
  const path = issue.path.filter((key): key is Key => typeof key !== 'symbol');
  const place = within(root, ...path);
  const found = valueAt(value, path);
  const name = String(path.at(-1) ?? 'file');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(outline, value, path);
    for (const key of issue.keys) {
      report.errorAtKey(within(place, key), `\`${key}\` is not part of the language here`, adviseName(key, known, known.length <= 12 ? 'leave it out' : `leave it out; known here: ${known.join(', ')}`));
    }
  } else if (issue.code === 'invalid_key') {
    report.errorAtKey(place, `\`${name}\` cannot be an id here`, `an id here ${issue.issues[0]?.message ?? 'has another form'}`);
  } else if (found === undefined) {
    report.errorAtKey(within(root, ...path.slice(0, -1)), missingMessage(path), missingFix(name, issue));
  } else if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    report.error(place, `\`${named(path)}\` cannot be ${shown(found)}`, adviseName(String(found), values, `use one of ${values.join(', ')}`));
  } else if (issue.code === 'invalid_union' && 'discriminator' in issue && issue.discriminator !== undefined) {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
    const near = nearest(String(found), options);
    report.error(place, `unknown ${name} ${shown(found)}`, near ? `did you mean \`${near}\`?` : `use one of ${options.join(', ')}`);
  } else if (path[0] === 'parameters' && path.length === 2 && !isRecord(found)) {
    report.error(place, `parameter \`${name}\` has no unit and no source mark, only ${shown(found)}`, `write \`${name}: { value: ${shown(found)}, unit: ..., source: ... }\`, with C, K or [n] as source`);
  } else if (issue.code === 'invalid_format' && name === 'source') {
    report.error(place, `${shown(found)} is no source mark`, 'begin with the mark of the source: C, K or [n]');
  } else {
    report.error(place, `\`${named(path)}\` ${worded(issue)}, but is ${shown(found)}`, numberFix(found, issue));
  }
}

const kindWords: Record<string, string> = { object: 'a map of keys', record: 'a map of keys', number: 'a number', int: 'a whole number', string: 'a text', boolean: 'true or false', array: 'a list' };

const worded = (issue: Issue): string => {
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.code === 'invalid_type') return `must be ${kindWords[issue.expected] ?? issue.expected}`;
  if (issue.code === 'too_small') return `must be at least ${String(issue.minimum)}${issue.origin === 'array' ? ' long' : ''}`;
  if (issue.code === 'too_big') return `must be at most ${String(issue.maximum)}`;
  return `is refused (${issue.message})`;
};

function missingMessage(path: readonly Key[]): string {
  if (path.at(-1) === 'source' && path[0] === 'parameters') return `parameter \`${String(path[1])}\` has no source mark`;
  return `\`${String(path.at(-1))}\` is missing${path.length > 1 ? ` in \`${path.slice(0, -1).join('.')}\`` : ''}`;
}

function missingFix(name: string, issue: Issue): string {
  if (name === 'source') return 'add `source:` with the mark of the source: C, K or [n]';
  if (issue.code === 'invalid_value') return `add \`${name}:\` with one of ${issue.values.map(String).join(', ')}`;
  return `add \`${name}:\`${issue.message.startsWith('must be ') ? ` with ${issue.message.slice('must be '.length)}` : ''}`;
}

function numberFix(found: unknown, issue: Issue): string {
  if (isParameterIssue(issue) && (typeof found === 'number' || Array.isArray(found) || typeof found === 'string')) {
    return 'name it under `parameters:` with value, unit and source mark, and write its `$name` here';
  }
  if (issue.code === 'too_small' && issue.origin === 'array') return 'add to the list';
  if (issue.message.startsWith('must ') && !issue.message.startsWith('must be ')) return issue.message.replace(/^must /, 'it must ');
  return issue.message.startsWith('must ') ? `write ${issue.message.replace(/^must be /, '')}` : `write ${worded(issue).replace(/^must (be )?/, '')}`;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const named = (path: readonly Key[]): string => {
  const last = path.at(-1);
  return typeof last === 'number' ? `${String(path.at(-2) ?? '')}[${last}]` : String(last ?? 'file');
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(value: unknown, path: readonly Key[]): unknown {
  let current = value;
  for (const key of path) {
    if (Array.isArray(current)) current = current[Number(key)];
    else if (isRecord(current)) current = current[String(key)];
    else return undefined;
  }
  return current;
}

/** The keys that the schema knows at a place, so that a slip can be answered with the right one. */
function keysAt(outline: JsonSchema, value: unknown, path: readonly Key[]): string[] {
  let current: JsonSchema | undefined = outline;
  for (const [depth, key] of path.entries()) {
    current = current && child(choose(current, valueAt(value, path.slice(0, depth))), key);
  }
  const chosen = current && choose(current, valueAt(value, path));
  return Object.keys(chosen?.properties ?? {});
}

function choose(outline: JsonSchema, value: unknown): JsonSchema {
  const branches = outline.oneOf ?? outline.anyOf;
  if (!branches) return outline;
  const fits = (branch: JsonSchema): boolean =>
    isRecord(value) &&
    branch.properties !== undefined &&
    Object.entries(branch.properties).every(([key, property]) => property.const === undefined || property.const === value[key]);
  return branches.find(fits) ?? branches.find((branch) => branch.properties) ?? outline;
}

function child(outline: JsonSchema, key: Key): JsonSchema | undefined {
  if (typeof key === 'number') return outline.items;
  return outline.properties?.[key] ?? (typeof outline.additionalProperties === 'object' ? outline.additionalProperties : undefined);
}

function without(items: unknown, key: string, refused: Set<string>): unknown {
  if (!isRecord(items)) return undefined;
  return Object.fromEntries(Object.entries(items).filter(([id]) => !refused.has(`${key}.${id}`)));
}
