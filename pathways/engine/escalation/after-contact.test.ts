/** What a patient reports when the contact of her case has taken place and nobody has closed it: nobody is on the way to her any more. */
import { describe, expect, it } from 'vitest';
import { addMinutes } from '../../time.js';
import { day, EpisodeUnderTest } from '../testing/episode-under-test.js';
import { coreForm, form, is, plan, rule, woundForm } from '../testing/plan-builder.js';

const at = day(3, '11:00');
const minutes = (n: number): string => addMinutes(at, n);
const red = { wound: { redness: 'none', pus: true } };
const orange = { wound: { redness: 'over' } };
const crisis = { wound: { redness: 'none', selfHarm: true } };
const its = 'e/escalation/1';

const contacted = (answers: typeof red | typeof orange): EpisodeUnderTest => {
  const test = new EpisodeUnderTest(plan({
    steps: [form('survey', [3, 4, 5], ['wound', 'core'])], forms: { wound: woundForm, core: coreForm },
    rules: [
      rule('W-1', is('wound.pus', true), 'red'), rule('W-2', is('wound.redness', 'over'), 'orange'), rule('W-3', is('wound.redness', 'small'), 'yellow'),
      rule('W-4', is('wound.selfHarm', true), 'red', { patientText: null, to: ['crisis-counsellor'] }),
    ],
  }));
  test.answer(at, answers, 'e/survey/1');
  test.settle(at);
  test.command('escalation-contacted', minutes(10), { escalation: its });
  return test;
};

describe('after the contact, while the case is open', () => {
  it.each([['RED', red, ['alert', 'call', 'text'], 15, 30], ['ORANGE', orange, ['alert', 'text'], null, 120]] as const)('the same %s again starts it again as it began, with a clock of its own', (_, answers, purposes, ack, contact) => {
    const test = contacted(answers);
    const before = test.of('ObligationPlanned').length;
    test.answer(day(5, '11:00'), answers, 'e/survey/3');
    const again = test.of('ObligationPlanned').slice(before).filter(({ obligation }) => obligation.escalation === its);
    expect(new Set(again.map(({ obligation }) => obligation.purpose))).toEqual(new Set(purposes));
    const from = (n: number | null): string | null => (n === null ? null : addMinutes(day(5, '11:00'), n));
    expect(test.of('EscalationUpgraded')).toMatchObject([{ escalation: its, ackBy: from(ack), contactBy: from(contact) }]);
    expect(test.episode.escalations[its]).toMatchObject({ acknowledgedAt: null, contactedAt: null });
  });

  it('the same again while the contact is still owed is only added, as ever', () => {
    const test = contacted(red);
    test.answer(day(5, '11:00'), red, 'e/survey/3');
    test.answer(day(5, '11:05'), red);
    expect(test.of('EscalationUpgraded')).toHaveLength(1);
    expect(test.of('EscalationUpdated')).toHaveLength(1);
  });

  it('an ORANGE after the contact of a RED is a case of its own, told as what it is', () => {
    const test = contacted(red);
    test.answer(day(5, '11:00'), orange, 'e/survey/3');
    expect(test.of('EscalationRaised').at(-1)).toMatchObject({ escalation: 'e/escalation/2', level: 'orange', rules: ['W-2'] });
    expect(test.planned('text').at(-1)).toMatchObject({ text: 'alert.orange' });
    // Seen again: the case that is about it takes it.
    test.answer(day(5, '12:00'), orange);
    expect(test.of('EscalationRaised')).toHaveLength(2);
    expect(test.of('EscalationUpdated')).toMatchObject([{ escalation: 'e/escalation/2' }]);
  });

  it('a YELLOW is added: the case stands in the worklist until a person closes it', () => {
    const test = contacted(red);
    test.answer(day(5, '11:00'), { wound: { redness: 'small' } }, 'e/survey/3');
    expect(test.of('EscalationUpdated')).toMatchObject([{ escalation: its, rules: ['W-3'] }]);
    expect(test.of('EscalationRaised')).toHaveLength(1);
  });

  it('what is said in the contact itself, or written down by staff within the time that it may take, is no news', () => {
    const inTheCall = contacted(orange);
    inTheCall.answer(day(5, '11:00'), red, 'e/survey/3');
    inTheCall.settle(day(5, '11:00'));
    inTheCall.command('call-recorded', day(5, '11:10'), { obligation: `${its}/1/call/duty-doctor`, outcome: 'reached', answers: red });
    inTheCall.command('answer-received', day(5, '11:25'), { answers: red, answeredBy: 'staff' });
    expect(inTheCall.of('EscalationUpgraded')).toHaveLength(1);
    inTheCall.command('answer-received', day(5, '12:00'), { answers: red, answeredBy: 'staff' });
    expect(inTheCall.of('EscalationUpgraded')).toHaveLength(2);
  });

  it('another rule of the same level, silent by text, starts it again with its own people first', () => {
    const test = contacted(red);
    test.answer(day(5, '11:00'), crisis, 'e/survey/3');
    expect(test.of('EscalationUpgraded')).toMatchObject([{ patientText: null, to: expect.arrayContaining(['crisis-counsellor']) }]);
  });
});

describe('what another package reports into the case', () => {
  const reported = (rules: string[], level: 'red' | 'orange', when = day(5, '11:00')) => {
    const test = contacted(orange);
    test.feed({ kind: 'case-reported', at: when, commandId: 'r', escalation: its, level, rules, from: 'other/escalation/1' });
    return test;
  };

  it('goes to the people and has the words of its rule', () => {
    const test = reported(['W-4'], 'red');
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'red', to: ['crisis-counsellor'], patientText: null, instruction: 'do.W-4' }]);
    expect(test.planned('text')).toHaveLength(1); // the one of the ORANGE before
    expect(test.planned('call').at(-1)).toMatchObject({ recipient: 'crisis-counsellor', text: 'staff.call-crisis' });
  });

  it('starts it again after the contact; within the time of the contact it may be what staff were told in it', () => {
    expect(reported(['W-2'], 'orange').of('EscalationUpgraded')).toHaveLength(1);
    expect(reported(['W-2'], 'orange', minutes(40)).of('EscalationUpgraded')).toHaveLength(0);
  });

  const said = (report: { rules: string[]; level: 'red' | 'orange' | 'yellow'; saidAt?: string; silent?: true }, version = 8) => {
    const test = contacted(red);
    test.episode.semantics = version;
    test.feed({ kind: 'case-reported', at: minutes(20), commandId: 'r', escalation: its, from: 'other/escalation/1', ...report });
    return test;
  };

  it('starts it again at once when the patient said so after the contact; what she said before it is what the contact was about', () => {
    expect(said({ rules: ['W-1'], level: 'red', saidAt: minutes(19) }).of('EscalationUpgraded')).toHaveLength(1);
    expect(said({ rules: ['W-1'], level: 'red', saidAt: minutes(10) }).of('EscalationUpgraded')).toEqual([]);
    expect(said({ rules: ['W-1'], level: 'red' }).of('EscalationUpgraded')).toEqual([]);
    expect(said({ rules: ['W-1'], level: 'red', saidAt: minutes(19) }, 7).of('EscalationUpgraded')).toEqual([]);
  });

  it('an ORANGE that she said after the contact of a RED is a case of its own, a YELLOW is added', () => {
    expect(said({ rules: ['W-2'], level: 'orange', saidAt: minutes(19) }).of('EscalationRaised').at(-1)).toMatchObject({ level: 'orange', rules: ['W-2'] });
    expect(said({ rules: ['W-3'], level: 'yellow', saidAt: minutes(19) }).of('EscalationUpdated')).toMatchObject([{ escalation: its, level: 'yellow' }]);
    expect(said({ rules: ['W-3'], level: 'yellow', saidAt: minutes(19) }, 7).of('EscalationUpdated')[0]).not.toHaveProperty('level');
  });

  it('what says nothing by text there says nothing here, and the first of its people calls', () => {
    const test = contacted(orange);
    test.feed({ kind: 'case-reported', at: minutes(20), commandId: 'r', escalation: its, level: 'red', rules: ['X-9'], to: ['crisis-counsellor'], silent: true, from: 'other/escalation/1' });
    expect(test.of('EscalationUpgraded')).toMatchObject([{ patientText: null, to: ['crisis-counsellor', 'responsible-nurse', 'duty-doctor'] }]);
    expect(test.planned('call').at(-1)).toMatchObject({ recipient: 'crisis-counsellor', text: 'staff.call-crisis' });
  });

  it('of a rule that this package does not have: the level\'s people, and whom that rule alerts', () => {
    expect(reported(['X-9'], 'red').of('EscalationUpgraded')).toMatchObject([{ level: 'red', to: ['responsible-nurse', 'duty-doctor'] }]);
    const test = contacted(orange);
    test.feed({ kind: 'case-reported', at: day(5), commandId: 'r', escalation: its, level: 'red', rules: ['X-9'], to: ['surgeon'], from: 'other/escalation/1' });
    expect(test.planned('alert').slice(-3).map(({ recipient }) => recipient)).toContain('surgeon');
  });
});

it('an episode of before keeps its behaviour: a repeat after the contact is only added', () => {
  const test = contacted(red);
  test.episode.semantics = 6;
  test.answer(day(5, '11:00'), red, 'e/survey/3');
  expect(test.of('EscalationUpgraded')).toEqual([]);
});
