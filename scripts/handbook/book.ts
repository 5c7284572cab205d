/** What the handbook's pages are made from: one version, both languages, and the files it was written in. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { definitionFiles } from '../../cli/definition-files.js';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Wording } from '../../pathways/outline/condition-words.js';
import { packageFacts, type PackageFacts } from '../../pathways/outline/package-facts.js';
import { languages, type Definition, type Language } from '../../pathways/schema/definition.js';
import { parameterUses } from '../../pathways/schema/drafting/parameter-uses.js';
import { notesOf, type Note } from './notes.js';
import type { SourceFile } from '../../pathways/schema/source/place.js';

export type Book = {
  definition: Definition;
  facts: PackageFacts;
  wordings: Record<Language, Wording>;
  /** Both wordings of a text key. */
  say(key: string): { zh: string; en: string };
  /** What stands in comments above the pathway file: what it is, its clinical code, what is ours. */
  about: string;
  /** `steps.rehab`, `rules.W-2`. */
  usesOf(parameter: string): string[];
  /** The fragment that words a text or names a parameter; null: the package's own. */
  sharedText(key: string): string | null;
  sharedParameter(name: string): string | null;
  /** What the authors say beside steps and rules of this package. */
  notes: Note[];
};

export function openBook(path: string): Book {
  const definition = loadDefinitionOrThrow(path);
  return bookOf(definition, definitionFiles(path, definition));
}

/** `files` as `definitionFiles` gives them. */
export function bookOf(definition: Definition, files: readonly SourceFile[]): Book {
  const { plan, meta, texts } = definition;
  const uses = parameterUses(files);
  const wordings = Object.fromEntries(languages.map((language) => [language, { plan, meta, texts: texts[language], language }])) as Record<Language, Wording>;
  const shared = sharedItems(files);
  return {
    definition, wordings, facts: packageFacts(plan, meta),
    say: (key) => ({ zh: texts['zh-CN'][key] ?? key, en: texts.en[key] ?? key }),
    about: headComment(files.find(({ path }) => path.endsWith(`${plan.id}/v${plan.version}.yaml`))?.text ?? ''),
    usesOf: (parameter) => uses[parameter] ?? [],
    sharedText: (key) => shared.texts.get(key) ?? null,
    sharedParameter: (name) => shared.parameters.get(name) ?? null,
    notes: notesIn(definition, files),
  };
}

/** Of what the plan has: a fragment's rule that sleeps here has nothing to say. What stands above a file is `about`. */
function notesIn({ plan }: Definition, files: readonly SourceFile[]): Note[] {
  const here = new Set([...plan.rules.map(({ id }) => `rules.${id}`), ...plan.steps.map(({ id }) => `steps.${id}`)]);
  const all = files.filter(({ path }) => /(^|[/.])v\d+[.]yaml$/.test(path)).flatMap(({ text }) => notesOf(text));
  return all.filter(({ of }) => !['pathway', 'fragment'].includes(of) && (!/^(rules|steps)[.]/.test(of) || here.has(of)));
}

function headComment(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  return lines.slice(0, end).map((line) => line.replace(/^# ?/, '')).join(' ').trim();
}

/** The clinical code, as the author names it in that comment: `(clinical code DFU)`. */
export const clinicalCode = ({ about }: Book): string => /clinical codes? ([^).]+)\)/.exec(about)?.[1] ?? '–';

function sharedItems(files: readonly SourceFile[]): { texts: Map<string, string>; parameters: Map<string, string> } {
  const [texts, parameters] = [new Map<string, string>(), new Map<string, string>()];
  for (const { path, text } of files.filter((file) => file.path.startsWith('_shared/'))) {
    const [fragment = ''] = basename(path).split('.');
    const content = parse(text) as Record<string, unknown> | null;
    const isTexts = /[.]texts[.]/.test(path);
    const items = isTexts ? content : content?.['parameters'];
    if (typeof items === 'object' && items !== null) for (const key of Object.keys(items)) (isTexts ? texts : parameters).set(key, fragment);
  }
  return { texts, parameters };
}

export const readText = (url: URL): string => readFileSync(url, 'utf8');
