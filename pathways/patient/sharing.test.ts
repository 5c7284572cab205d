import { describe, expect, it } from 'vitest';
import type { EpisodeEvent } from '../engine/events.js';
import { stopReasons, type StopReason } from '../engine/vocabulary.js';
import { call, coreForm, form, plan, visit, woundForm, bloodPressure } from '../engine/testing/plan-builder.js';
import { joinCases, joiningInputs, toHolder } from './cases.js';
import type { OpenCase } from './facts.js';
import { partedCases, siblingInputs } from './fan-out.js';
import { isSharedCommand, ownCommandId, shareInput, sharedCommandId } from './share.js';
import { strictest } from './strictest.js';

const at = '2026-03-05T02:00:00.000Z';
const wound = { id: 'wound', plan: plan({ forms: { wound: woundForm, core: coreForm }, steps: [visit('dressing', [2]), call('first-call', [1])], readings: { bp: bloodPressure } }) };
const rehab = { id: 'rehab', plan: plan({ forms: { core: coreForm }, steps: [form('survey', [3], ['core'])] }) };
const base = { at, commandId: 'c1', by: 'patient' };

describe('one answer for all packages that ask', () => {
  it('is trimmed to what the other asks, under a command id of its own', () => {
    expect(shareInput([wound, rehab], 'wound', { ...base, kind: 'answer-received', occurrence: 'wound/survey/1', answers: { wound: { redness: 'none' }, core: { fell: true } }, answeredBy: 'patient' })).toEqual([
      { episode: 'rehab', input: { ...base, kind: 'answer-received', answers: { core: { fell: true } }, answeredBy: 'patient', commandId: 'c1@rehab', sharedFrom: 'wound' } },
    ]);
  });

  it('nothing that the other asks, or a copy itself: not shared', () => {
    expect(shareInput([wound, rehab], 'wound', { ...base, kind: 'answer-received', answers: { wound: { redness: 'none' } }, answeredBy: 'patient' })).toEqual([]);
    expect(shareInput([wound, rehab], 'rehab', { ...base, kind: 'answer-received', answers: { core: { fell: true } }, answeredBy: 'patient', sharedFrom: 'wound' })).toEqual([]);
  });

  it('a visit\'s record is shared as answers; a reading with whoever reads it; a call that reached somebody with whoever would call', () => {
    expect(shareInput([wound, rehab], 'rehab', { ...base, kind: 'visit-completed', occurrence: 'rehab/v/1', record: { core: { fell: false } }, photos: [] })).toMatchObject([{ episode: 'wound', input: { kind: 'answer-received', answeredBy: 'staff', sharedFrom: 'rehab' } }]);
    expect(shareInput([wound, rehab], 'rehab', { ...base, kind: 'reading-received', reading: 'bp', values: { sys: '120' }, measuredAt: at })).toMatchObject([{ episode: 'wound' }]);
    expect(shareInput([wound, rehab], 'rehab', { ...base, kind: 'call-recorded', outcome: 'reached', occurrence: 'rehab/call/1' })).toEqual([{ episode: 'wound', input: { ...base, kind: 'call-recorded', outcome: 'reached', commandId: 'c1@wound', sharedFrom: 'rehab' } }]);
    expect(shareInput([wound, rehab], 'rehab', { ...base, kind: 'call-recorded', outcome: 'busy', occurrence: 'rehab/call/1' })).toEqual([]);
  });
});

const byRule = (rule: string): EpisodeEvent['cause'] => ({ kind: 'rule', rule, case: 0, inputs: {}, parameters: {}, source: 'C' });
const raised = (prefixes: string[], leading?: string): Extract<EpisodeEvent, { type: 'EscalationRaised' }> => ({
  type: 'EscalationRaised', at, cause: leading === undefined ? { kind: 'input', input: 'answer-received' } : byRule(leading), escalation: 'rehab/escalation/1', level: 'red', rules: ['H-2'], prefixes, instruction: 'do', to: [], patientText: null, ackBy: null, contactBy: at,
});
const held: OpenCase = { escalation: 'wound/escalation/1', episode: 'wound', level: 'orange', rules: ['H-1'], prefixes: ['H'] };
const joined: OpenCase = { escalation: 'rehab/escalation/1', episode: 'rehab', level: 'orange', rules: ['H-1'], prefixes: ['H'], heldBy: 'wound/escalation/1' };

describe('one case for one finding', () => {
  it('the second joins the first that knows the rule which leads it, and the first hears what was found', () => {
    expect(joinCases([held], 'rehab', raised(['H', 'CORE'], 'H-2'))).toEqual({ kind: 'joined', heldBy: 'wound/escalation/1' });
    expect(joiningInputs([held], 'rehab', raised(['H']))).toMatchObject({ own: { kind: 'case-joined' }, holder: { episode: 'wound', input: { kind: 'case-reported', level: 'red', rules: ['H-2'] } } });
  });

  it('led by a rule that the first does not know, or a package that stands still: a case of its own', () => {
    expect(joinCases([held], 'rehab', raised(['H', 'M'], 'M-7'))).toEqual({ kind: 'own' });
    expect(joinCases([{ ...held, standsStill: true }], 'rehab', raised(['H']))).toEqual({ kind: 'own' });
  });

  it('other prefixes, the same episode, a joined case, or what staff raised: a case of its own', () => {
    const others: [OpenCase, string][] = [[held, 'W'], [{ ...held, episode: 'rehab' }, 'H'], [{ ...held, heldBy: 'x' }, 'H'], [{ ...held, prefixes: ['STAFF'] }, 'STAFF']];
    for (const [open, prefix] of others) expect(joinCases([open], 'rehab', raised([prefix]))).toEqual({ kind: 'own' });
  });

  it('what staff do about a joined case is meant for its holder', () => {
    expect(toHolder([held, joined], { ...base, kind: 'escalation-contacted', escalation: 'rehab/escalation/1' })).toMatchObject({ episode: 'wound', input: { escalation: 'wound/escalation/1' } });
    expect(toHolder([held, joined], { ...base, kind: 'escalation-contacted', escalation: 'wound/escalation/1' })).toBeNull();
  });
});

describe('what one package hears, the others hear', () => {
  const siblings = { from: 'wound', others: ['rehab'], cases: [held, joined] };
  const event = (type: 'PatientDied' | 'OptedOut' | 'PatientReadmitted' | 'OptedIn', commandId = 'c1'): EpisodeEvent => ({ type, at, cause: { kind: 'input', input: 'x', commandId, by: 'nurse' } });

  it.each([['PatientDied', 'patient-died'], ['PatientReadmitted', 'patient-readmitted'], ['OptedOut', 'opt-out'], ['OptedIn', 'opt-in']] as const)('%s', (type, kind) => {
    expect(siblingInputs(event(type), siblings)).toEqual([{ episode: 'rehab', input: { at, by: 'nurse', commandId: 'c1@rehab', kind } }]);
  });

  const stopping = (reason: StopReason): EpisodeEvent => ({ type: 'EpisodeStopping', at, cause: { kind: 'input', input: 'stop', commandId: 'c1', by: 'nurse' }, reason });
  it.each(stopReasons)('stopped as %s: what was started within it stops for what is about the person, and nothing else does', (reason) => {
    const told = siblingInputs(stopping(reason), { from: 'year', others: ['rehab', 'wound'], embedded: ['wound'], cases: [] });
    expect(told).toEqual(['withdrawn', 'lost', 'transferred', 'unsafe-home'].includes(reason) ? [{ episode: 'wound', input: { at, by: 'nurse', commandId: 'c1@wound', kind: 'stop', reason } }] : []);
  });

  it('but never back to where it came from', () => {
    expect(siblingInputs(event('PatientDied', 'c1@wound'), siblings)).toEqual([]);
  });

  const closed: EpisodeEvent = { type: 'EscalationClosed', at, cause: { kind: 'input', input: 'x' }, escalation: 'wound/escalation/1', outcome: 'resolved', by: 'n', note: '' };
  it('the holder\'s case is closed: those who joined close theirs', () => {
    expect(siblingInputs(closed, siblings)).toMatchObject([{ episode: 'rehab', input: { kind: 'case-ended', escalation: 'rehab/escalation/1', takeOver: false } }]);
  });

  it.each([['a graver level', { level: 'red' }], ['another rule', { rules: ['H-1', 'H-2'] }]] as const)('%s that the holder had not heard of when it was closed is open still, and the patient is told', (_, found) => {
    const later: OpenCase = { ...joined, ...found, rules: 'rules' in found ? [...found.rules] : joined.rules };
    expect(siblingInputs(closed, { ...siblings, cases: [held, later] })).toMatchObject([{ episode: 'rehab', input: { kind: 'case-ended', takeOver: true, news: true } }]);
  });

  const more = (leading: string): EpisodeEvent => ({ type: 'EscalationUpdated', at, cause: byRule(leading), escalation: 'rehab/escalation/1', rules: ['H-2', 'M-7'], prefixes: ['H', 'M'] });
  const ofRehab = { from: 'rehab', others: ['wound'] };
  it('a joined case finds something more: its holder hears of it when it knows the rule that leads it', () => {
    expect(siblingInputs(more('H-2'), { ...ofRehab, cases: [held, joined] })).toMatchObject([{ episode: 'wound', input: { kind: 'case-reported', rules: ['H-2', 'M-7'] } }]);
  });

  it.each([
    ['something that its holder does not know', 'M-7', [held, joined]],
    ['something while its holder stands still', 'H-2', [{ ...held, standsStill: true }, joined]],
    ['something when its holder is closed already', 'H-2', [joined]],
  ] as const)('a joined case finds %s: it acts for itself from here on', (_, leading, cases) => {
    expect(siblingInputs(more(leading), { ...ofRehab, cases })).toEqual([{ episode: 'rehab', input: { kind: 'case-ended', at, commandId: `stands-alone:rehab/escalation/1:${at}`, escalation: 'rehab/escalation/1', takeOver: true, news: true } }]);
  });

  it('a case that is joined to one which went to another patient meanwhile acts for itself, and one that is there holds it', () => {
    const joining: EpisodeEvent = { type: 'EscalationJoined', at, cause: { kind: 'input', input: 'case-joined' }, escalation: 'rehab/escalation/1', heldBy: 'wound/escalation/1' };
    expect(siblingInputs(joining, { ...ofRehab, cases: [joined] })).toMatchObject([{ episode: 'rehab', input: { kind: 'case-ended', takeOver: true, news: true } }]);
    expect(siblingInputs(joining, { ...ofRehab, cases: [held, joined] })).toEqual([]);
  });

  it('two records are two again: of those whose holder went, one that can act takes over, and the others join it', () => {
    const also: OpenCase = { ...joined, escalation: 'year/escalation/1', episode: 'year' };
    const heir = (takesOver: OpenCase, joins: OpenCase) => [
      { episode: takesOver.episode, input: { kind: 'case-ended', escalation: takesOver.escalation, takeOver: true, news: true } }, { episode: joins.episode, input: { kind: 'case-joined', heldBy: takesOver.escalation } },
    ];
    expect(partedCases(at, 'undo', [joined, also])).toMatchObject(heir(joined, also));
    expect(partedCases(at, 'undo', [also, { ...joined, standsStill: true }])).toMatchObject(heir(also, joined));
    expect(partedCases(at, 'undo', [held, joined])).toEqual([]);
  });

  it('an ended package with an open case hears of a death, and of nothing else that is about the person', () => {
    const late = { from: 'wound', others: [], late: ['rehab'], cases: [] };
    expect(siblingInputs(event('PatientDied'), late)).toMatchObject([{ episode: 'rehab', input: { kind: 'patient-died' } }]);
    expect(siblingInputs(event('OptedOut'), late)).toEqual([]);
  });

  it('the holder stops: the one that joined takes over, and the holder joins it', () => {
    expect(siblingInputs({ type: 'EpisodeStopping', at, cause: { kind: 'input', input: 'stop' }, reason: 'withdrawn' }, siblings)).toMatchObject([
      { episode: 'rehab', input: { kind: 'case-ended', takeOver: true } }, { episode: 'wound', input: { kind: 'case-joined', escalation: 'wound/escalation/1', heldBy: 'rehab/escalation/1' } },
    ]);
  });
});

it('what the patient wishes lengthens the quiet and never shortens it', () => {
  const plans = [{ quietHours: { from: '21:00', to: '08:00' }, dailySmsCap: 3 }];
  expect(strictest(plans, { from: '20:00', to: '07:00' }).quietHours).toEqual({ from: '20:00', to: '08:00' });
  expect(strictest(plans, { from: '22:00', to: '09:30' })).toEqual({ quietHours: { from: '21:00', to: '09:30' }, dailySmsCap: 3 });
});

it('the strictest quiet hours and the smallest cap of all packages hold', () => {
  expect(strictest([{ quietHours: { from: '21:00', to: '07:00' }, dailySmsCap: 5 }, { quietHours: { from: '22:00', to: '08:00' }, dailySmsCap: 3 }])).toEqual({ quietHours: { from: '21:00', to: '08:00' }, dailySmsCap: 3 });
});

it('only a copy is one: a key of somebody’s with an "@" in it makes none, and no two keys make one id', () => {
  const own = ownCommandId('her', 'call@ward5');
  expect([own, isSharedCommand(own), isSharedCommand(sharedCommandId(own, 'rehab'))]).toEqual(['her:call＠ward5', false, true]);
  expect(new Set(['a@b', 'a%40b', 'a b', 'ab'].map((key) => ownCommandId('her', key))).size).toBe(4);
});
