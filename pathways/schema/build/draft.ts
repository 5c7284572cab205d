/** Pathway and fragments laid together, each item with its place, before anything is resolved. */
import type { ConventionKey } from '../constructs/conventions.js';
import type { FormText } from '../constructs/form.js';
import type { Parameter } from '../constructs/parameter.js';
import { Fragment, Pathway } from '../constructs/pathway.js';
import type { Reading } from '../constructs/reading.js';
import type { RuleText } from '../constructs/rule.js';
import type { StepText } from '../constructs/step.js';
import { fragmentPath, fragmentUse, knownFragments, type FragmentUse } from '../source/file-names.js';
import { adviseName } from '../source/nearest.js';
import { doubleKey, firstFaults, keyPositionOf, placeOf, readSource, within, type Place, type SourceFile } from '../source/place.js';
import type { Report } from '../source/report.js';
import { shape } from '../source/shape.js';

export type Item<T> = { id: string; text: T; place: Place; from: 'pathway' | 'fragment' };

/** Items by id. `has` is true for a refused item too: it exists, so nobody is told that it is unknown. */
export type Items<T> = { all: Item<T>[]; get(id: string): Item<T> | undefined; has(id: string): boolean; ids(): string[] };

export type Header = Pick<Pathway, 'pathway' | 'version' | 'uses' | 'zone' | 'mainAnchor' | 'anchors' | 'package' | 'goal' | 'loss' | 'answering' | 'embeds' | 'rewards'>;

export type Draft = {
  place: Place;
  header: Partial<Header>;
  parameters: Items<Parameter>;
  steps: Items<StepText>;
  forms: Items<FormText>;
  readings: Items<Reading>;
  rules: Items<RuleText>;
  /** The pathway's own, else the fragment's. */
  convention<Key extends ConventionKey>(key: Key): { text: NonNullable<Pathway[Key]>; place: Place } | null;
  /** Refused, hence known to be there. */
  refused: Set<string>;
  /** The pathway's own file and those of its fragments, in order. */
  files: { path: string; from: Item<unknown>['from'] }[];
  /** A file of the pathway is not YAML at all, or not there: whatever else seems missing may just be in there. */
  unreadable: boolean;
};

type Part = { data: Partial<Pathway> | Partial<Fragment>; refused: Set<string>; place: Place; from: Item<unknown>['from']; unreadable: boolean };

export function draftOf(main: SourceFile, files: readonly SourceFile[], report: Report): Draft {
  const own = readPart(main, Pathway, 'pathway', report);
  const header = own.data as Partial<Pathway>;
  const uses = (header.uses ?? []).map(fragmentUse);
  let missing = false;
  const parts = uses.flatMap((use, index) => {
    if (uses.findIndex(({ name }) => name === use.name) < index) return [];
    const path = fragmentPath(use);
    const file = files.find((one) => one.path === path || one.path.endsWith(`/${path}`));
    if (file) return [fragmentPart(file, use, report)];
    missing = true;
    const written = header.uses?.[index] ?? use.name;
    report.error(within(own.place, 'uses', index), `no fragment \`${written}\``, adviseName(written, knownFragments(files), `add the file ${path}`));
    return [];
  });
  parts.push(own);
  const refused = new Set(parts.flatMap((part) => [...part.refused]));
  return {
    place: own.place,
    header,
    refused,
    files: parts.map((part) => ({ path: part.place.source.path, from: part.from })),
    unreadable: missing || parts.some((part) => part.unreadable),
    parameters: merge(parts, 'parameters', report),
    steps: merge(parts, 'steps', report),
    forms: merge(parts, 'forms', report),
    readings: merge(parts, 'readings', report),
    rules: merge(parts, 'rules', report),
    convention: (key) => conventionOf(parts, key),
  };
}

function fragmentPart(file: SourceFile, { name, version }: FragmentUse, report: Report): Part {
  const part = readPart(file, Fragment, 'fragment', report);
  const held = part.data as Partial<Fragment>;
  if (held.fragment !== undefined && held.fragment !== name) report.error(within(part.place, 'fragment'), `the file holds the fragment \`${held.fragment}\`, but is named ${name}`, `write \`fragment: ${name}\`, or rename the file`);
  if (held.version !== undefined && held.version !== version) report.error(within(part.place, 'version'), `the file is named ${name}.v${version}.yaml, but holds version ${held.version}`, `write \`version: ${version}\`, or rename the file`);
  return part;
}

function readPart(file: SourceFile, schema: typeof Pathway | typeof Fragment, from: Part['from'], report: Report): Part {
  const source = readSource(file);
  const place = placeOf(source);
  for (const { at, message } of firstFaults(source.faults)) {
    const twice = message === doubleKey;
    report.errorAt(at, twice ? 'this key is here twice' : `not valid YAML: ${message}`, twice ? 'give the second one a name of its own, or merge the two' : 'correct the YAML, then check again');
  }
  if (source.faults.length > 0) return { data: {}, refused: new Set(), place, from, unreadable: true };
  const { data, refused } = shape(schema as typeof Pathway, place, report);
  return { data, refused, place, from, unreadable: false };
}

function merge<Key extends 'parameters' | 'steps' | 'forms' | 'readings' | 'rules'>(
  parts: Part[],
  key: Key,
  report: Report,
): Items<NonNullable<Pathway[Key]>[string]> {
  type Text = NonNullable<Pathway[Key]>[string];
  const items = new Map<string, Item<Text>>();
  for (const { data, place, from } of parts) {
    for (const [id, text] of Object.entries((data[key] ?? {}) as Record<string, Text>)) {
      const item: Item<Text> = { id, text, place: within(place, key, id), from };
      const earlier = items.get(id);
      if (earlier) {
        const { file, line } = keyPositionOf(earlier.place);
        report.errorAtKey(item.place, `${key.slice(0, -1)} \`${id}\` is already defined in ${file}:${line}`, 'give this one an id of its own');
      } else items.set(id, item);
    }
  }
  const refused = parts.flatMap((part) => [...part.refused].filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1)));
  const broken = parts.some((part) => part.refused.has(key));
  return {
    all: [...items.values()],
    get: (id) => items.get(id),
    has: (id) => items.has(id) || refused.includes(id) || broken,
    ids: () => [...items.keys()],
  };
}

function conventionOf<Key extends ConventionKey>(parts: Part[], key: Key): { text: NonNullable<Pathway[Key]>; place: Place } | null {
  for (const { data, place } of [...parts].reverse()) {
    const text = data[key];
    if (text !== undefined) return { text: text as NonNullable<Pathway[Key]>, place: within(place, key) };
  }
  return null;
}
