/** The built-in packages as a whole: they compile, speak every language, name their sources, and no rule case is without a story. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInPathways, definitionsFolder, loadDefinition } from '../../cli/load-definition.js';
import { languages, type Definition } from '../schema/definition.js';
import { formatDiagnostic } from '../schema/source/diagnostic.js';

const files = builtInPathways();
const compiled = files.map((file) => ({ file, result: loadDefinition(file) }));
const definitions: Definition[] = compiled.flatMap(({ result }) => (result.ok ? [result] : []));
const idOf = ({ plan }: Definition): string => `${plan.id}@${plan.version}`;

const packages = [...new Set(definitions.map(({ plan }) => plan.id))];
const storiesOf = (id: string): string[] => {
  const folder = join(definitionsFolder, id, 'stories');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.story.yaml')).map((name) => join(folder, name)) : [];
};
const goldenOf = (story: string): string => story.replace(/\.story\.yaml$/, '.events.json');

/** `W-2:0` for every rule case that fired anywhere below. */
function firedIn(value: unknown, found: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const item of value) firedIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    if (record['type'] === 'RulesEvaluated') for (const { rule, case: n } of record['fired'] as { rule: string; case: number }[]) found.add(`${rule}:${n}`);
    else for (const item of Object.values(record)) firedIn(item, found);
  }
  return found;
}

describe('the built-in packages', () => {
  it('are those that docs/packages.md describes', () => {
    const described = readFileSync(new URL('../../docs/packages.md', import.meta.url), 'utf8').matchAll(/^\| [^|]* \| \[`([a-z0-9-]+)`\]\(packages\/\1\.md\)/gm);
    expect([...described].map(([, id]) => id), 'npm run docs:packages').toEqual(packages.sort());
  });

  it.each(compiled)('compile without an error or a warning: $file', ({ result }) => {
    expect(result.ok ? result.warnings.map(formatDiagnostic) : result.diagnostics.map(formatDiagnostic)).toEqual([]);
  });

  it.each(definitions.map((definition) => ({ id: idOf(definition), definition })))('$id says the same keys in every language, none of them empty', ({ definition }) => {
    const keys = languages.map((language) => Object.keys(definition.texts[language]).sort());
    for (const others of keys) expect(others).toEqual(keys[0]);
    for (const language of languages) expect(Object.entries(definition.texts[language]).filter(([, wording]) => wording.trim() === '')).toEqual([]);
  });

  it.each(definitions.map((definition) => ({ id: idOf(definition), definition })))('$id marks every number with [n], K or C and nothing else', ({ definition }) => {
    const unmarked = Object.entries(definition.plan.parameters).filter(([, { source }]) => !/^(\[\d+a?\]|K|C)( (\[\d+a?\]|K|C))*$/.test(source));
    expect(unmarked).toEqual([]);
  });

  it('mean the same by a rule id wherever it stands', () => {
    const meanings = new Map<string, string>();
    for (const { plan } of definitions)
      for (const rule of plan.rules) {
        const { inputs: _derived, ...meaning } = rule;
        expect(meanings.get(rule.id) ?? JSON.stringify(meaning), `${rule.id} in ${plan.id}`).toBe(JSON.stringify(meaning));
        meanings.set(rule.id, JSON.stringify(meaning));
      }
  });
});

describe('the stories', () => {
  it.each(packages)('begin with the course of the package: %s', (id) => {
    expect(storiesOf(id).some((story) => /\/01-/.test(story))).toBe(true);
  });

  it('fire every case of every rule', () => {
    const fired = new Set<string>();
    for (const story of packages.flatMap(storiesOf)) firedIn(JSON.parse(readFileSync(goldenOf(story), 'utf8')), fired);
    const silent = definitions.flatMap(({ plan }) => plan.rules.flatMap((rule) => rule.cases.map((_, n) => `${rule.id}:${n}`))).filter((name) => !fired.has(name));
    expect([...new Set(silent)]).toEqual([]);
  });

  it('fire what they say they cover', () => {
    for (const story of packages.flatMap(storiesOf)) {
      const covers = /^covers: \[(.*)\]$/m.exec(readFileSync(story, 'utf8'))?.[1]?.split(', ').filter((rule) => rule !== '') ?? [];
      const fired = [...firedIn(JSON.parse(readFileSync(goldenOf(story), 'utf8')), new Set())].map((name) => name.split(':')[0]);
      for (const rule of covers) expect(fired, story).toContain(rule);
    }
  });
});

describe('a published version never changes', () => {
  const lines = readFileSync(join(definitionsFolder, 'published.sha256'), 'utf8').split('\n').filter((line) => line !== '');
  const published = new Map(lines.map((line) => { const [hash = '', id = ''] = line.split('  '); return [id, hash] as const; }));

  it.each(definitions.map((definition) => ({ id: idOf(definition), hash: definition.hash })))('$id is what was published', ({ id, hash }) => {
    expect(published.get(id), `${id} differs from published.sha256: leave the published files as they are and write the next version`).toBe(hash);
  });

  it('and none disappears', () => {
    expect([...published.keys()].sort()).toEqual(definitions.map(idOf).sort());
  });
});
