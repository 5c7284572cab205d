/** A documented example: a piece of pathway laid over the common frame, and what happens when it runs. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { usedTexts, type Sources } from './compile.js';
import { languages } from './definition.js';
import type { SourceFile } from './source/place.js';

const Steps = z.union([z.string(), z.array(z.string())]);

export const Example = z.strictObject({
  construct: z.string(),
  says: z.string(),
  /** Laid over the frame. */
  pathway: z.record(z.string(), z.unknown()),
  /** A second package of the patient, bought with the first: laid over the example. Its episode is called `other`. */
  beside: z.record(z.string(), z.unknown()).optional(),
  /** The second package is not bought with the first, but started within it. */
  within: z.strictObject({ launched: z.string() }).optional(),
  /** As in a story, without `in:`. */
  inputs: z.array(z.record(z.string(), z.unknown())).default([]),
  /** Discharge date when it matters. */
  discharge: z.string().default('2026-03-02'),
  /** Given for the patient at launch. */
  personal: z.record(z.string(), z.unknown()).optional(),
  /** When it is launched. */
  launched: z.string().default('D0 16:00'),
  /** Which events to print; `of`: only those of these steps (events without a step are always printed). */
  show: z.strictObject({ types: z.array(z.string()), of: Steps.optional() }),
  /** How far the clock runs. */
  until: z.string(),
});
export type Example = z.infer<typeof Example>;

export const parseExample = (text: string): Example => Example.parse(parse(text));

/** The `pathway:` part as the author wrote it, comments included. */
export const shownPathway = (text: string): string => partOf(text, 'pathway');

/** The `beside:` part; empty when there is one package. */
export const shownBeside = (text: string): string => partOf(text, 'beside');

/** The `personal:` part of the launch; empty when nothing is given. */
export const shownPersonal = (text: string): string => partOf(text, 'personal');

/** The `inputs:` part; empty when only time passes. */
export const shownInputs = (text: string): string => partOf(text, 'inputs');

function partOf(text: string, key: string): string {
  const lines = text.split('\n');
  const inline = lines.find((line) => line.startsWith(`${key}: {`));
  if (inline !== undefined) return inline;
  const from = lines.indexOf(`${key}:`);
  if (from < 0) return '';
  const length = lines.slice(from + 1).findIndex((line) => line !== '' && !line.startsWith('  '));
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).map((line) => line.replace(/^ {2}/, '')).join('\n').trimEnd();
}

/** The second package as an example of its own; null: there is one alone. */
export const besideOf = (example: Example): Example | null => (example.beside ? { ...example, pathway: overlay(example.pathway, example.beside) } : null);

/** The example as whole files: frame and piece in one pathway, every text worded by its own key, labels by its last part. */
export function exampleSources(example: Example, frame: string, shared: readonly SourceFile[]): Sources {
  const main = 'example/v1.yaml';
  const own: SourceFile = { path: main, text: stringify(overlay(parse(frame) as Tree, example.pathway)) };
  const worded = new Set(shared.filter(({ path }) => path.includes('.texts.')).flatMap(({ text }) => Object.keys(parse(text) as object)));
  const keys = (usedTexts({ main, files: [own, ...shared] }) ?? []).filter((key) => !worded.has(key));
  const texts = languages.map((language) => ({ path: `example/texts.${language}.yaml`, text: stringify(Object.fromEntries(keys.map((key) => [key, key.startsWith('label.') ? key.slice('label.'.length) : key]))) }));
  return { main, files: [own, ...shared, ...texts] };
}

type Tree = Record<string, unknown>;

/** Parameters, steps, forms, readings and rules join item by item; everything else is replaced, or taken out by `null`. */
function overlay(frame: Tree, piece: Tree): Tree {
  const joined = ['parameters', 'steps', 'forms', 'readings', 'rules'];
  return {
    ...frame,
    ...Object.fromEntries(Object.entries(piece).map(([key, value]) => [key, joined.includes(key) ? { ...(frame[key] as Tree | undefined), ...(value as Tree) } : (value ?? undefined)])),
  };
}
