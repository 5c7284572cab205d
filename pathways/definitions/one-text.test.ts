/** In the real packages: the one text of a case whose rules are lifted, or have different things to say, and who calls. */
import { describe, expect, it } from 'vitest';
import { loadDefinitionOrThrow } from '../../cli/load-definition.js';
import type { Answers } from '../engine/inputs.js';
import { day, EpisodeUnderTest, started } from '../engine/testing/episode-under-test.js';

function answered(id: string, answers: Answers) {
  const { plan } = loadDefinitionOrThrow(id);
  const test = new EpisodeUnderTest(plan, started());
  test.clock(day(3, '21:59'));
  test.answer(day(3, '22:00'), answers);
  const [raised] = test.of('EscalationRaised').slice(-1);
  const told = test.of('ObligationPlanned').map(({ obligation }) => obligation).filter(({ escalation }) => escalation === raised?.escalation);
  return {
    raised, said: told.flatMap(({ recipient, text }) => (recipient === 'patient' ? [text] : [])),
    calls: told.flatMap(({ recipient, class: of, text }) => (of === 'staff-task' ? [`${recipient} ${text}`] : [])),
  };
}

describe('two YELLOW of one answer', () => {
  it.each([
    ['after chemotherapy are told to call 120, and a doctor calls', 'cancer-care', { chemo: { stools: '5', vomits: '4' } }, 'red', ['ONC-2', 'ONC-3']],
    ['also when one of them is a fever, whose own message goes out as well', 'cancer-care', { chemo: { celsius: '38.1', mouth: 'soft-diet' } }, 'red', ['ONC-1f', 'ONC-4']],
    ['elsewhere are told that a nurse calls within two hours', 'discharge-follow-up', { core: { fall: true, fallHead: false, fallInjury: false, missedDoses: '3' } }, 'orange', ['CORE-7', 'CORE-8']],
  ] as const)('%s', (_, id, answers, level, rules) => {
    const { raised, said, calls } = answered(id, answers as unknown as Answers);
    expect(raised).toMatchObject({ level, rules, patientText: `alert.${level}` });
    expect(said).toEqual([`alert.${level}`]);
    expect(calls).toEqual([level === 'red' ? 'duty-doctor staff.call-patient' : 'responsible-nurse staff.call-patient']);
    if (level === 'red') expect(raised?.to).toEqual(expect.arrayContaining(['responsible-nurse', 'duty-doctor']));
  });
});

describe('several RED of one answer', () => {
  it.each([
    ['chest pain, and "a doctor now"', 'seven-day', { core: { chestPain: true }, urgent: { voice: true } }, 'alert.red'],
    ['a mother who bleeds, and her baby', 'postpartum', { mother: { padHour: true }, newborn: { cordPus: true } }, 'alert.red'],
    ['the baby alone', 'postpartum', { newborn: { cordPus: true } }, 'alert.baby'],
    ['chest pain, and nothing by mouth', 'stroke-rehab', { core: { chestPain: true }, kubota: { grade: '5' } }, 'alert.red'],
    ['a stroke, and nothing by mouth', 'stroke-rehab', { core: { strokeSigns: ['speech'] }, kubota: { grade: '5' } }, 'alert.stroke'],
    ['a stroke, and a blow to the head', 'discharge-follow-up', { core: { strokeSigns: ['arm'], fall: true, fallHead: true } }, 'alert.stroke'],
  ])('%s', (_, id, answers, text) => {
    expect(answered(id, answers)).toMatchObject({ raised: { level: 'red', patientText: text }, said: [text], calls: ['duty-doctor staff.call-patient'] });
  });
});
