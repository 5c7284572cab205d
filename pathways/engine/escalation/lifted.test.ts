/** A case that is graver than each of its rules, and one whose rules have different things to say to the patient: whom it reaches, and with which words. */
import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../inputs.js';
import type { Plan, Rule } from '../plan.js';
import { day, EpisodeUnderTest, started } from '../testing/episode-under-test.js';
import { form, is, plan, rule, task } from '../testing/plan-builder.js';
import type { Level, StaffRole } from '../vocabulary.js';

const at = day(3, '11:00');
const its = 'e/escalation/1';
/** Each rule is met by a yes to its own question: `W-1` by `q.W-1`. */
const yes = (id: string) => is(`q.${id}`, true);
const counsellor = { to: ['crisis-counsellor', 'responsible-nurse'] satisfies StaffRole[], patientText: null };

const asking = (rules: Rule[], more: Partial<Plan> = {}, semantics?: number): EpisodeUnderTest => new EpisodeUnderTest(plan({
  steps: [form('survey', [3, 4, 5], ['q'])], forms: { q: { id: 'q', questions: rules.map(({ id }) => ({ id, required: false, type: 'boolean' })) } }, rules, ...more,
}), started(), semantics);
const say = (test: EpisodeUnderTest, ids: string[], when = at) => test.answer(when, { q: Object.fromEntries(ids.map((id): [string, AnswerValue] => [id, true])) });
const said = (rules: Rule[], ids: string[], more: Partial<Plan> = {}, semantics?: number): EpisodeUnderTest => {
  const test = asking(rules, more, semantics);
  say(test, ids);
  return test;
};
const texts = (test: EpisodeUnderTest) => test.planned('text').map(({ text }) => text);
const calls = (test: EpisodeUnderTest) => test.planned('call').map(({ recipient, text }) => `${recipient} ${text}`);
const together = (become: Level, count = 2): Partial<Plan> => ({ yellows: { count, become } });

describe('two YELLOW together', () => {
  const soon = rule('O-1', yes('O-1'), 'yellow', { patientText: 'alert.contact' });
  const ownMessage = rule('O-2', yes('O-2'), 'yellow', { patientText: null, start: ['survey'] });
  const named = rule('O-3', yes('O-3'), 'yellow', { to: ['therapist'] });
  const doctorsOnly = rule('O-4', yes('O-4'), 'yellow', { to: ['case-manager'], patientText: null });
  const rules = [soon, ownMessage, named, doctorsOnly];

  it.each([[['O-1', 'O-2']], [['O-1', 'O-3']], [['O-2', 'O-4']], [['O-3', 'O-4']]])('that are RED (%j) say 120, alert nurse and doctor, and the doctor calls', (ids) => {
    const test = said(rules, ids, together('red'));
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'red', rules: ids, patientText: 'alert.red' }]);
    expect(test.planned('alert').map(({ recipient }) => recipient)).toEqual(expect.arrayContaining(['responsible-nurse', 'duty-doctor']));
    expect([texts(test), calls(test)]).toEqual([['alert.red'], ['duty-doctor staff.call-patient']]);
  });

  it('are told to those whom the rules name, too, after the level\'s people', () => {
    expect(said(rules, ['O-3', 'O-4'], together('red')).of('EscalationRaised')[0]?.to).toEqual(['responsible-nurse', 'duty-doctor', 'therapist', 'case-manager']);
  });

  it('that are ORANGE say what ORANGE says', () => {
    expect(texts(said(rules, ['O-1', 'O-2'], together('orange')))).toEqual(['alert.orange']);
  });

  it('lift an ORANGE beside them as well', () => {
    const test = said([rule('P-1', yes('P-1'), 'orange', { patientText: 'alert.low' }), ...rules], ['P-1', 'O-1', 'O-2'], together('red'));
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'red', patientText: 'alert.red', instruction: 'do.P-1' }]);
  });

  it('do not replace what a RED beside them says', () => {
    expect(texts(said([rule('P-1', yes('P-1'), 'red', { patientText: 'alert.own' }), ...rules], ['P-1', 'O-1', 'O-2'], together('red')))).toEqual(['alert.own']);
  });

  it('upgrade the case of one that was open, and say so', () => {
    const test = said(rules, ['O-2'], together('red'));
    expect([texts(test), calls(test)]).toEqual([[], []]);
    say(test, ['O-1', 'O-2'], day(3, '12:00'));
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'red', patientText: 'alert.red', to: ['responsible-nurse', 'duty-doctor'] }]);
    expect([texts(test), calls(test)]).toEqual([['alert.red'], ['duty-doctor staff.call-patient']]);
  });

  it('in an episode of before keep what YELLOW says, and one without a text the script for self-harm', () => {
    expect(texts(said(rules, ['O-1', 'O-3'], together('red'), 8))).toEqual(['alert.contact']);
    const silent = said(rules, ['O-1', 'O-2'], together('red'), 8);
    expect([texts(silent), calls(silent)]).toEqual([[], ['responsible-nurse staff.call-crisis']]);
  });
});

describe('what is still there later, and graver by that', () => {
  const lasting = rule('W-3', yes('W-3'), 'yellow', { patientText: 'alert.contact', to: ['therapist'], persist: { hours: 48, become: 'red' } });

  it('has the text and the people of its level', () => {
    const test = said([lasting], ['W-3']);
    test.clock(day(5, '11:00'));
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'red', patientText: 'alert.red', to: ['responsible-nurse', 'duty-doctor', 'therapist'] }]);
    const before = said([lasting], ['W-3'], {}, 8);
    before.clock(day(5, '11:00'));
    expect(before.of('EscalationUpgraded')).toMatchObject([{ patientText: 'alert.contact', to: ['therapist'] }]);
  });
});

describe('self-harm', () => {
  const rules = [rule('C-10', yes('C-10'), 'red', counsellor), rule('L-1', yes('L-1'), 'red', { patientText: null }), rule('C-1', yes('C-1'), 'red'), rule('L-2', yes('L-2'), 'orange', { patientText: null })];

  it('is known by the counsellor, and silences what is RED beside it', () => {
    const test = said(rules, ['C-1', 'C-10', 'L-1']);
    expect(test.of('EscalationRaised')).toMatchObject([{ patientText: null, instruction: 'do.C-10', to: ['crisis-counsellor', 'responsible-nurse', 'duty-doctor'] }]);
    expect([texts(test), calls(test)]).toEqual([[], ['crisis-counsellor staff.call-crisis']]);
  });

  it('is not what a RED without a text is: the level\'s caller calls with the usual script, and chest pain beside it is told to call 120', () => {
    const alone = said(rules, ['L-1']);
    expect([texts(alone), calls(alone)]).toEqual([[], ['duty-doctor staff.call-patient']]);
    expect(texts(said(rules, ['L-1', 'C-1']))).toEqual(['alert.red']);
  });

  it('is not what work that nobody did is, when that is RED', () => {
    const test = asking(rules, { steps: [task('check', [3])], calls: { retryAfterHours: 24, maxAttempts: 1, attemptsWithinDays: 2, exhausted: 'red' } });
    test.clock(day(6));
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'red', rules: ['TASKS'], patientText: null }]);
    expect(calls(test)).toEqual(['duty-doctor staff.call-patient']);
  });

  it('found while a RED of the same rules waits for its contact brings the counsellor and ends what texts would say', () => {
    const test = said(rules, ['C-1']);
    say(test, ['C-1', 'C-10'], day(3, '11:05'));
    expect(test.of('EscalationUpdated')).toMatchObject([{ patientText: null, instruction: 'do.C-10', to: ['crisis-counsellor', 'responsible-nurse', 'duty-doctor'] }]);
    expect(calls(test)).toEqual(['duty-doctor staff.call-patient', 'crisis-counsellor staff.call-crisis']);
  });

  it('a RED without a text that comes to an open one leaves its text and its words', () => {
    const test = said([rule('C-1', yes('C-1'), 'red'), rule('C-2', yes('C-2'), 'red', { patientText: null })], ['C-1']);
    say(test, ['C-2'], day(3, '11:05'));
    expect(test.episode.escalations[its]).toMatchObject({ patientText: 'alert.red', instruction: 'do.C-1', rules: ['C-1', 'C-2'] });
  });
});

describe('rules of one level with different things to say', () => {
  const rules = [
    rule('CORE-2', yes('CORE-2'), 'red', { patientText: 'alert.stroke' }), rule('CORE-1', yes('CORE-1'), 'red'), rule('CORE-5', yes('CORE-5'), 'orange'),
    rule('BABY-1', yes('BABY-1'), 'red', { patientText: 'alert.baby' }), rule('M-1', yes('M-1'), 'red'),
    rule('S-1', yes('S-1'), 'red', { patientText: 'alert.stroke' }), rule('S-3', yes('S-3'), 'red', { patientText: 'alert.swallow' }),
    rule('G-2', yes('G-2'), 'orange', { patientText: 'alert.low' }), rule('G-4', yes('G-4'), 'orange', { patientText: 'alert.high' }),
  ];

  it.each([
    ['a text of its own never hides 120', ['CORE-1', 'S-3'], 'alert.red'],
    ['nor when its rule stands first', ['BABY-1', 'M-1'], 'alert.red'],
    ['alone it goes out', ['BABY-1'], 'alert.baby'],
    ['of two of their own the first', ['BABY-1', 'S-3'], 'alert.baby'],
    ['a stroke of every package before all others', ['CORE-2', 'CORE-1', 'M-1'], 'alert.stroke'],
    ['whichever rule finds it', ['M-1', 'S-1'], 'alert.stroke'],
    ['below RED a rule\'s own says what to do until the nurse calls', ['CORE-5', 'G-2'], 'alert.low'],
    ['and the first of two', ['G-2', 'G-4'], 'alert.low'],
  ])('%s: %j', (_, ids, text) => {
    expect(texts(said(rules, ids))).toEqual([text]);
  });

  it('in an episode of before the first own text hides the level\'s', () => {
    expect(texts(said(rules, ['CORE-1', 'S-3'], {}, 8))).toEqual(['alert.swallow']);
  });

  it('a case that waits for its contact keeps 120 when one with a text of its own comes to it, and gains it when it had one', () => {
    const both = [rule('S-2', yes('S-2'), 'red'), ...rules];
    const pain = said(both, ['S-2']);
    say(pain, ['S-3'], day(3, '11:05'));
    expect(pain.episode.escalations[its]).toMatchObject({ patientText: 'alert.red', rules: ['S-2', 'S-3'] });
    const swallow = said(both, ['S-3']);
    say(swallow, ['S-2'], day(3, '11:05'));
    expect(swallow.episode.escalations[its]).toMatchObject({ patientText: 'alert.red' });
  });

  it('after the contact only what is new is said', () => {
    const test = said([rule('S-2', yes('S-2'), 'red'), ...rules], ['S-2']);
    test.command('escalation-contacted', day(3, '11:10'), { escalation: its });
    say(test, ['S-3'], day(4, '11:00'));
    expect(test.of('EscalationUpgraded')).toMatchObject([{ patientText: 'alert.swallow' }]);
  });
});

describe('what another package reports into the case', () => {
  const rules = [
    rule('C-10', yes('C-10'), 'red', counsellor), rule('C-1', yes('C-1'), 'red'), rule('C-7', yes('C-7'), 'yellow', { patientText: 'alert.contact' }),
    rule('C-8', yes('C-8'), 'yellow', { patientText: null }), rule('S-3', yes('S-3'), 'red', { patientText: 'alert.swallow' }),
  ];
  const reported = (report: { rules: string[]; to?: StaffRole[]; silent?: true }) => {
    const test = said(rules, ['C-7']);
    test.feed({ kind: 'case-reported', at: day(3, '11:05'), commandId: 'r', escalation: its, level: 'red', from: 'other/escalation/1', ...report });
    return test;
  };
  const nurseAndDoctor: StaffRole[] = ['responsible-nurse', 'duty-doctor'];

  it('lifted there: the level\'s text and people here', () => {
    const test = reported({ rules: ['C-7', 'C-8'], to: nurseAndDoctor });
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'red', patientText: 'alert.red', to: nurseAndDoctor }]);
    expect(calls(test)).toEqual(['duty-doctor staff.call-patient']);
  });

  it('is no self-harm unless the counsellor is the first of its people, whatever else that rule may find', () => {
    expect(reported({ rules: ['C-10'], to: nurseAndDoctor, silent: true }).of('EscalationUpgraded')).toMatchObject([{ patientText: 'alert.red', to: nurseAndDoctor }]);
  });

  it('is self-harm when she is, known here or not, and when only the rule is named', () => {
    for (const [ids, to] of [[['X-9'], ['crisis-counsellor']], [['C-1', 'C-10'], ['crisis-counsellor', ...nurseAndDoctor]], [['C-10'], undefined]] satisfies [string[], StaffRole[] | undefined][]) {
      const test = reported({ rules: ids, ...(to && { to }) });
      expect(test.of('EscalationUpgraded')[0]).toMatchObject({ patientText: null });
      expect(calls(test)).toEqual(['crisis-counsellor staff.call-crisis']);
      expect(texts(test)).toEqual(['alert.contact']);
    }
  });

  it('a text of its own hides no 120 of a rule that only the other package has', () => {
    expect(reported({ rules: ['S-3', 'X-1'], to: nurseAndDoctor }).of('EscalationUpgraded')).toMatchObject([{ patientText: 'alert.red' }]);
    expect(reported({ rules: ['S-3'], to: nurseAndDoctor }).of('EscalationUpgraded')).toMatchObject([{ patientText: 'alert.swallow' }]);
  });
});
