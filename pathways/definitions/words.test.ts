/** docs/glossary.md is the authority on words: each word of the engine's closed lists stands in it, and docs/clinical-decisions.md traces every rule. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import {
  callOutcomes, channelNames, failureReasons, levels, messageClasses, pauseReasons, staffRoles, stopReasons, suppressionReasons,
} from '../engine/vocabulary.js';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const glossary = read('glossary.md');
const spoken = glossary.toLowerCase().replaceAll('-', ' ');
const decisions = read('clinical-decisions.md');

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

describe('docs/clinical-decisions.md', () => {
  const plans = builtInPathways().map((file) => loadDefinitionOrThrow(file).plan);
  const table = decisions.split('## From clinical code to rule')[1]?.split('\n## ')[0] ?? '';
  const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
  const rows = table.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|').map((cell) => cell.trim())).map(([, , rules = '', where = '']) => ({ rules: quoted(rules), where: quoted(where) }));

  it('traces every rule of every package in its table of clinical codes', () => {
    const traced = new Set(rows.flatMap(({ rules }) => rules));
    expect([...new Set(plans.flatMap(({ rules }) => rules.map(({ id }) => id)))].filter((id) => !traced.has(id)), 'add a row: clinical code, rule, package, level and what happens').toEqual([]);
  });

  it('names no rule and no package that is not there', () => {
    const known = new Map(plans.map(({ id }) => [id, new Set(plans.filter((of) => of.id === id).flatMap(({ rules }) => rules.map((rule) => rule.id)))]));
    expect(rows.length).toBeGreaterThan(50);
    for (const { rules, where } of rows) {
      expect(where.filter((id) => !known.has(id)), rules.join()).toEqual([]);
      const homes = where.length === 0 ? [...known.values()] : where.flatMap((id) => known.get(id) ?? []);
      for (const rule of rules) expect(homes.some((all) => all.has(rule)), `${rule} in ${where.join(' or ') || 'any package'}`).toBe(true);
      for (const id of where) expect(rules.some((rule) => known.get(id)?.has(rule)), `${id} has one of ${rules.join()}`).toBe(true);
    }
  });
});
