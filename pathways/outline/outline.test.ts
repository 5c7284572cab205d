import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Language } from '../schema/definition.js';
import { sayCondition, sayUnit, type Wording } from './condition-words.js';
import { durationDays, outlineOf } from './outline.js';
import { packageFacts } from './package-facts.js';
import { levelRows, ruleRows } from './rule-rows.js';

const wordingOf = (id: string, language: Language): Wording => {
  const { plan, meta, texts } = loadDefinitionOrThrow(id);
  return { plan, meta, texts: texts[language], language };
};

describe('The timeline of a version', () => {
  const steps = outlineOf(wordingOf('hip-home-rehab', 'en'));
  const step = (id: string) => steps.find((one) => one.step === id);

  it('has a step on its days, with its window and what is said', () => {
    expect(step('rehab')).toMatchObject({ kind: 'visit', anchor: 'discharge', days: [3, 5, 8, 10, 13], times: ['15:30'], window: { early: 0, late: 1 }, service: 'rehab-visit', who: 'therapist' });
    expect(step('rehab')?.reminders).toMatchObject([{ purpose: 'eve', daysBefore: 1, at: '18:00' }]);
  });
  it('has a repeated step on each of its days', () => expect(step('exercise-morning')?.days).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]));
  it('has a step that a rule starts without days, and names the rule', () =>
    expect(step('home-safety-visit')).toMatchObject({ anchor: null, days: [], triggered: { afterHours: 24, at: '10:00', byRules: ['O-2'] } }));
  it('lasts until its last planned day', () => expect(durationDays(wordingOf('hip-home-rehab', 'en').plan)).toBe(90));
});

describe('A condition in words', () => {
  const condition = (language: Language, rule: string, of = 1): string => ruleRows(wordingOf('hip-home-rehab', language)).find((row) => row.rule === rule && row.case === of)?.condition ?? '';

  it('names questions by their wording and numbers with their unit', () => {
    expect(condition('en', 'O-2')).toBe('"Timed up and go (s)" is above 13.5 s, or "Morse fall score, total (rated on the hospital\'s own licensed sheet)" is at least 45 points');
    expect(condition('zh-CN', 'H-1', 2)).toBe('“有没有一侧小腿肿胀或疼痛？”为是');
  });
  it('says what silence means', () => expect(condition('zh-CN', 'EX-1')).toContain('连续3次没有回应'));
  it('names options by their labels', () => expect(condition('en', 'CORE-6')).toContain('did not stop it'));
  it('names a question once when several of its options count', () =>
    expect(condition('en', 'CORE-2')).toBe('"Now or in the last day, did any of these begin suddenly? (several possible)" includes any of "Sudden loss of balance" or "Sudden loss of vision or double vision" or "One side of the face droops" or "One arm or leg suddenly weak or numb" or "Suddenly slurred or lost speech"'));
  it('says units in the reader\'s language', () => expect(condition('zh-CN', 'CORE-5')).toContain('达到或高于7分（NRS）'));
  it('says every unit of the built-in packages in Chinese, but for symbols', () => {
    const symbols = ['mmHg', 'mmol/L', 'mg/dL', 'U/L', 'pH', 'kg', 'g', 'cm', 'cm²', 'mm', 'm', 'mL', 'mL/h', 'mL/min', 'g/L', 'µg/L', '10⁹/L', '°C', '%'];
    const units = builtInPathways().flatMap((id) => Object.values(loadDefinitionOrThrow(id).plan.parameters).map(({ unit }) => unit));
    expect([...new Set(units)].filter((unit) => !symbols.includes(unit) && /[a-z]/i.test(sayUnit(unit, 'zh-CN').replace('NRS', '')))).toEqual([]);
  });
  it.each(['zh-CN', 'en'] as const)('leaves no path and no key unsaid in any built-in package (%s)', (language) => {
    for (const id of builtInPathways()) {
      for (const row of ruleRows(wordingOf(id, language))) expect(row.condition).not.toMatch(/\b[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]+\b/);
    }
  });
  it('keeps the brackets of a mixed condition', () => {
    const wording = wordingOf('hip-home-rehab', 'en');
    const path = (name: string) => ({ op: 'path', path: name }) as const;
    expect(sayCondition({ op: 'and', of: [path('a'), { op: 'or', of: [path('b'), { op: 'not', of: path('c') }] }] }, wording)).toBe('a, and (b, or not (c))');
  });
});

describe('A row of the rules table', () => {
  const rows = ruleRows(wordingOf('hip-home-rehab', 'en'));
  it('has the deadlines and words of its level', () =>
    expect(rows.find(({ rule }) => rule === 'H-2')).toMatchObject({ level: 'red', contactWithinMinutes: 30, patientText: expect.stringContaining('call 120') as string, source: 'C' }));
  it('has the numbers that it compares with, each with its source mark', () =>
    expect(rows.find(({ rule }) => rule === 'O-2')).toMatchObject({ level: null, patientText: null, starts: ['home-safety-visit'], numbers: [{ name: 'tugRisk', value: '13.5', unit: 's', source: 'C' }, { name: 'morseRisk', source: '[12]' }] }));
  it('stands for every case of every rule', () => expect(rows).toHaveLength(wordingOf('hip-home-rehab', 'en').plan.rules.reduce((sum, { cases }) => sum + cases.length, 0)));
  it('levels carry their ladder', () => expect(levelRows(wordingOf('hip-home-rehab', 'en').plan, {}).map(({ level, ladder }) => [level, ladder.length > 0])).toEqual([['red', true], ['orange', true], ['yellow', true]]));
});

describe('A package in numbers', () => {
  const facts = (id: string) => { const { plan, meta } = loadDefinitionOrThrow(id); return packageFacts(plan, meta); };

  it('counts what is sold, the contacts with a date, the rules and their cases', () =>
    expect(facts('hip-wound-care')).toMatchObject({ days: 90, rounds: null, mayEndEarly: false, visits: 3, contacts: 8, calls: 1, forms: 7, rules: 20 }));
  it('counts each day of a form that comes daily', () => expect(facts('drain-care')).toMatchObject({ contacts: 34, calls: 1, forms: 33 }));
  it('lasts as long as what counts from deeds may last, and says that a goal may end it', () => expect(facts('picc-care')).toMatchObject({ days: 90, mayEndEarly: true, visits: 12 }));
  it('lasts as long as what waits to be asked for', () => expect(facts('wound-visit')).toMatchObject({ days: 30, visits: 1, contacts: 0 }));
});
