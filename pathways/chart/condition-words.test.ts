import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import { sayCondition, type ConditionWords } from './condition-words.js';

const { plan, texts, meta } = loadDefinitionOrThrow('hip-wound-care');
const words = (language: 'zh-CN' | 'en'): ConditionWords => ({
  language,
  pathLabel: (path) => {
    const [form = '', question = ''] = path.split('.');
    return texts[language][meta.forms[form]?.questions[question]?.text ?? ''] ?? path;
  },
  answer: (path, value) => {
    const [form = '', question = ''] = path.split('.');
    return texts[language][meta.forms[form]?.questions[question]?.options[String(value)] ?? ''] ?? String(value);
  },
  unitOfParameter: (name) => plan.parameters[name]?.unit ?? null,
});
const said = (rule: string, index = 0, language: 'zh-CN' | 'en' = 'zh-CN'): string => {
  const when = plan.rules.find(({ id }) => id === rule)?.cases[index]?.when;
  if (!when) throw new Error(`no rule ${rule}`);
  return sayCondition(when, words(language));
};

describe('A condition in words', () => {
  it('asks the question and names the answer', () => {
    expect(said('W-1')).toContain(`“${texts['zh-CN'][meta.forms['wound']?.questions['pus']?.text ?? ''] ?? ''}”为是`);
    expect(said('W-1', 0, 'en')).toMatch(/^"[^"]+" is yes or "/);
  });

  it('says options as the form says them, and numbers with their unit', () => {
    expect(said('W-2')).toContain(texts['zh-CN'][meta.forms['wound']?.questions['redness']?.options['over-2cm'] ?? ''] ?? 'none');
    expect(said('W-2', 0, 'en')).toMatch(/at or above 38.0 °C/);
  });

  it('says looking back', () => expect(said('CORE-3', 0, 'en')).toMatch(/how often "[^"]+" was at least 38.0 within 48 h, 4 h apart at or above 2 times/));

  it('leaves no path or key of the source in any rule of any package', () => {
    for (const { id, cases } of plan.rules) for (const index of cases.keys()) expect(said(id, index), id).not.toMatch(/[a-z]+\.[a-z]+[A-Z]?[a-z]* |==|&&|\|\|/);
  });
});
