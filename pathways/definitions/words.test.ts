/** docs/glossary.md is the authority on words: each word of the engine's closed lists stands in it, and docs/packages.md names every rule. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import {
  callOutcomes, channelNames, failureReasons, levels, messageClasses, pauseReasons, staffRoles, stopReasons, suppressionReasons,
} from '../engine/vocabulary.js';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const glossary = read('glossary.md');
const spoken = glossary.toLowerCase().replaceAll('-', ' ');
const packages = read('packages.md');

describe('the glossary', () => {
  it.each([
    ['suppression reasons', suppressionReasons], ['failure reasons', failureReasons], ['call outcomes', callOutcomes], ['stop reasons', stopReasons],
    ['pause reasons', pauseReasons], ['message classes', messageClasses], ['channels', channelNames],
  ])('has all %s', (_, words) => {
    expect(words.filter((word) => !new RegExp(`(^|[\`\\s,|])${word}([\`\\s,.|]|$)`, 'm').test(glossary))).toEqual([]);
  });

  it('has every role and level in words', () => {
    expect(staffRoles.filter((role) => !spoken.includes(role.replaceAll('-', ' ')))).toEqual([]);
    expect(levels.filter((level) => !glossary.includes(level.toUpperCase()))).toEqual([]);
  });
});

describe('docs/packages.md', () => {
  it('names every package and every rule', () => {
    const plans = builtInPathways().map((file) => loadDefinitionOrThrow(file).plan);
    const names = plans.flatMap(({ id, rules }) => [id, ...rules.map((rule) => rule.id)]);
    expect([...new Set(names)].filter((name) => !packages.includes(`\`${name}\``))).toEqual([]);
  });
});
