/** The built-in packages as a whole: they compile, speak every language, name their sources, and no rule case is without a story. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInPathways, definitionsFolder, loadDefinition } from '../../cli/load-definition.js';
import { firedIn, storiesOf } from '../../cli/package-stories.js';
import { coverageOf, isTold } from '../story/coverage.js';
import { languages, type Definition } from '../schema/definition.js';
import { formatDiagnostic } from '../schema/source/diagnostic.js';

const files = builtInPathways();
const compiled = files.map((file) => ({ file, result: loadDefinition(file) }));
const definitions: Definition[] = compiled.flatMap(({ result }) => (result.ok ? [result] : []));
const idOf = ({ plan }: Definition): string => `${plan.id}@${plan.version}`;

const packages = [...new Set(definitions.map(({ plan }) => plan.id))];
describe('the built-in packages', () => {
  it('are those that docs/packages.md describes', () => {
    const described = readFileSync(new URL('../../docs/packages.md', import.meta.url), 'utf8').matchAll(/^\| [^|]* \| \[`([a-z0-9-]+)`\]\(packages\/\1\.md\)/gm);
    expect([...described].map(([, id]) => id), 'npm run docs:packages').toEqual(packages.sort());
  });

  it.each(compiled)('compile without an error: $file', ({ result }) => {
    expect(result.ok ? [] : result.diagnostics.map(formatDiagnostic)).toEqual([]);
  });

  /** An older version stays as it was published, whatever the publisher has learnt to warn of since. */
  it.each(packages)('give no warning in their newest version: %s', (id) => {
    const result = loadDefinition(id);
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
    const told = packages.flatMap(storiesOf).map(firedIn);
    const untold = definitions.flatMap(({ plan }) => coverageOf(plan, told).filter((one) => !isTold(one)).map(({ rule, case: n }) => `${rule} case ${n} of ${plan.id}@${plan.version}`));
    expect(untold).toEqual([]);
  });

  it('fire what they say they cover', () => {
    for (const story of packages.flatMap(storiesOf)) {
      const covers = /^covers: \[(.*)\]$/m.exec(readFileSync(story, 'utf8'))?.[1]?.split(', ').filter((rule) => rule !== '') ?? [];
      const fired = firedIn(story).map(({ rule }) => rule);
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
