/** In every package, run by the engine: an answer that speaks of self-harm brings a person's call at once, and never the emergency text, whatever else is answered. */
import { describe, expect, it } from 'vitest';
import { builtInPathways, loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Answers, AnswerValue } from '../engine/inputs.js';
import type { Plan, Question } from '../engine/plan.js';
import { redFlagAnswers } from '../engine/red-flags.js';
import { evaluateRules } from '../engine/rules.js';
import { selfHarmAnswers } from '../instruments/self-harm.js';
import type { Definition } from '../schema/definition.js';
import { random } from '../simulate/random.js';
import { addDays, addHours, atLocal } from '../time.js';
import { admit, anchor, command } from '../simulate/testing/one-patient.js';
import { letTimePass } from '../story/world.js';

type Spoken = { form: string; question: string; answer: AnswerValue };

const answersTo = (question: Question): (string | boolean)[] => (question.type === 'boolean' ? [true, false] : question.type === 'choice' || question.type === 'multi' ? question.options : []);
const given = (question: Question, answer: string | boolean): AnswerValue => (question.type === 'multi' && typeof answer === 'string' ? [answer] : answer);

/** Every answer that alone makes a case for the crisis counsellor. */
function spokenIn(plan: Plan): Spoken[] {
  const facts = { flags: {}, hasFamilyContact: true, optedOut: false, away: [] };
  return Object.values(plan.forms).flatMap((form) => form.questions.flatMap((question) => answersTo(question).flatMap((answer): Spoken[] => {
    const { fired } = evaluateRules(plan, { zone: plan.zone, anchors: {}, facts, history: {} }, { at: '2026-03-05T02:00:00.000Z', submission: 1, current: { [`${form.id}.${question.id}`]: given(question, answer) } });
    return fired.some(({ of }) => of.to?.includes('crisis-counsellor')) ? [{ form: form.id, question: question.id, answer: given(question, answer) }] : [];
  })));
}

/** Of each question the answer that is a red flag by itself. */
const everythingElse = (plan: Plan): Answers => Object.fromEntries(Object.entries(redFlagAnswers(plan)).map(([form, questions]) => [form, Object.fromEntries(Object.entries(questions).flatMap(([id, [first]]) => {
  const question = plan.forms[form]?.questions.find((one) => one.id === id);
  return first && question ? [[id, given(question, first.answer)] as const] : [];
}))]));

const withAnswer = (answers: Answers, { form, question, answer }: Spoken): Answers => ({ ...answers, [form]: { ...answers[form], [question]: answer } });
const emergencyTexts = (plan: Plan): Set<string> => new Set([plan.levels.red.patientText, ...plan.rules.flatMap(({ cases }) => cases.flatMap(({ level, patientText }) => (level === 'red' ? [patientText ?? null] : [])))].filter((text) => text !== null));

function answered({ plan, hash }: Pick<Definition, 'plan' | 'hash'>, answers: Answers, time: string, answeredBy: 'patient' | 'staff') {
  const patient = admit([{ plan, hash }], random(1));
  const { world } = patient;
  world.surroundings = { isOnDuty: () => true, answer: () => 'accept' };
  const at = atLocal(addDays(anchor, 2), time, plan.zone);
  letTimePass(world, at);
  const [entries, delivered] = [world.entries.length, world.delivered.length];
  command(patient, 'episode-1', { kind: 'answer-received', at, commandId: 'answer', by: answeredBy, answers, answeredBy });
  letTimePass(world, addHours(at, 30));
  expect(world.refused).toEqual([]);
  return { at, events: world.entries.slice(entries).flatMap(({ events }) => events), sent: world.delivered.slice(delivered).filter(({ outcome }) => outcome === 'sent') };
}

describe.each(builtInPathways().map(loadDefinitionOrThrow).map((definition) => ({ id: definition.plan.id, definition })))('$id', ({ definition }) => {
  const { plan } = definition;
  const spoken = spokenIn(plan);

  it('knows the answers of its instruments that speak of self-harm', () => {
    const known = Object.values(plan.forms).flatMap((form) => {
      const harm = selfHarmAnswers[form.instrument ?? ''];
      return harm ? harm.answers.map((answer) => ({ form: form.id, question: harm.question, answer })) : [];
    });
    expect(spoken).toEqual(expect.arrayContaining(known));
    expect(spoken.length).toBeGreaterThan(0);
  });

  it('shows nothing on the phone when one is picked', () => {
    const flags = redFlagAnswers(plan);
    for (const { form, question, answer } of spoken) expect((flags[form]?.[question] ?? []).map((flag) => flag.answer)).not.toContain([answer].flat()[0]);
  });

  it.each([
    { how: 'alone, by day', time: '10:00', by: 'patient', more: {}, answers: spoken },
    { how: 'alone, at night', time: '23:30', by: 'patient', more: {}, answers: spoken.slice(0, 1) },
    { how: 'recorded by staff', time: '14:00', by: 'staff', more: {}, answers: spoken.slice(-1) },
    { how: 'together with every other red flag', time: '10:00', by: 'patient', more: everythingElse(plan), answers: spoken },
  ] as const)('brings a call by a person and no text: $how', ({ time, by, more, answers }) => {
    for (const one of answers) {
      const { at, events, sent } = answered(definition, withAnswer(more, one), time, by);
      const raised = events.filter((event) => event.type === 'EscalationRaised').filter((event) => event.at === at);
      expect(raised).toMatchObject([{ level: 'red', patientText: null }]);
      expect(raised[0]?.to[0]).toBe('crisis-counsellor');
      expect(sent.some((message) => message.at === at && message.recipient === 'crisis-counsellor' && message.outcome === 'sent' && message.channel === 'phone-task'), `${JSON.stringify(one)} has no call at once`).toBe(true);
      const toHer = events.flatMap((event) => (event.type === 'ObligationPlanned' && event.obligation.escalation === raised[0]?.escalation && (event.obligation.recipient === 'patient' || event.obligation.recipient === 'family') ? [event.obligation.text] : []));
      expect(toHer).toEqual([]);
      expect(sent.filter(({ text, recipient }) => (recipient === 'patient' || recipient === 'family') && emergencyTexts(plan).has(text))).toEqual([]);
    }
  });
});
