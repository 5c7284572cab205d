/**
 * Every text of every package that can leave as an SMS fits into one, holds no link and names no diagnosis, drug or department. The publisher
 * refuses it otherwise; here the texts are gathered anew from the plan, as they are sent, so that one the publisher forgot would show.
 */
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Plan } from '../engine/plan.js';
import type { MessageClass } from '../engine/vocabulary.js';
import { languages } from '../schema/definition.js';
import { medicalWordIn } from '../schema/medical-words.js';
import { rendered } from '../schema/placeholders.js';
import { smsLength } from '../schema/sms-length.js';

type Sms = { key: string; class: MessageClass };

function smsOf(plan: Plan): Sms[] {
  const found: Sms[] = [];
  const add = (of: MessageClass, ...keys: (string | null | undefined)[]): void => { for (const key of keys) if (typeof key === 'string') found.push({ key, class: of }); };
  for (const step of plan.steps) {
    if (step.kind === 'form' && step.channels.includes('sms')) add(step.class, step.invite, step.remind);
    if ((step.kind === 'reading' || step.kind === 'message') && step.channels.includes('sms')) add(step.class, step.text);
    if (step.kind === 'visit') for (const { text, class: of, channels } of step.reminders) if (channels.includes('sms')) add(of, text);
  }
  for (const { confirm, cases } of plan.rules) add('safety', confirm?.text, ...cases.map(({ patientText }) => patientText));
  for (const { patientText } of Object.values(plan.levels)) add('safety', patientText);
  for (const { text } of plan.rewards ?? []) add('education', text);
  add('form', 'survey.family', plan.texts.digest, plan.texts.close, plan.texts.optOut, plan.texts.repeatReading);
  return found;
}

describe.each(builtInPathways().map(loadDefinitionOrThrow).map((definition) => ({ id: definition.plan.id, definition })))('$id', ({ definition: { plan, texts } }) => {
  const all = smsOf(plan).flatMap((sms) => languages.map((language) => ({ ...sms, language, wording: texts[language][sms.key] ?? '' })));
  const labels = plan.steps.map(({ label }) => label);

  it('fits into one SMS, with the signature and long values', () => {
    const tooLong = all.map(({ key, language, wording }) => ({ key, language, ...smsLength(rendered(wording, language, labels.map((label) => texts[language][label] ?? ''))) })).filter(({ length, limit }) => length > limit);
    expect(tooLong).toEqual([]);
    expect(all.filter(({ language }) => language === 'zh-CN').length).toBeGreaterThan(10);
  });

  it('holds no link', () => expect(all.filter(({ wording }) => /https?:|www[.]|[.](cn|com)\b/i.test(wording))).toEqual([]));

  it('names nothing medical, unless safety or a dose needs it', () => {
    const open = all.filter(({ class: of }) => of !== 'safety' && of !== 'dose').flatMap(({ key, language, wording }) => { const word = medicalWordIn(wording, language); return word ? [`${key} ${language}: ${word.word}`] : []; });
    expect(open).toEqual([]);
  });
});
