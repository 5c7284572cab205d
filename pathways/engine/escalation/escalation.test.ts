import { describe, expect, it } from 'vitest';
import { addMinutes } from '../../time.js';
import { refusal } from '../actions.js';
import { day, EpisodeUnderTest } from '../testing/episode-under-test.js';
import { above, bloodPressure, coreForm, everyDay, form, is, plan, reading, rule, woundForm } from '../testing/plan-builder.js';

const at = day(3, '11:00');
const minutes = (n: number): string => addMinutes(at, n);
const wound = (answers: Record<string, string | boolean>) => ({ wound: { redness: 'none', ...answers } });

const surveyed = (more = {}) => new EpisodeUnderTest(plan({
  steps: [form('survey', [3, 4, 5], ['wound', 'core']), form('photo', [], ['wound'], { schedule: { kind: 'triggered', afterHours: 24 } })],
  forms: { wound: woundForm, core: coreForm },
  rules: [
    rule('W-1', is('wound.pus', true), 'red'), rule('W-2', is('wound.redness', 'over'), 'orange'),
    rule('W-3', is('wound.redness', 'small'), 'yellow', { persist: { hours: 48, become: 'orange' }, start: ['photo'] }),
    rule('F-1', is('wound.fever', true), 'yellow'), rule('S-1', is('wound.selfHarm', true), 'red', { patientText: null, to: ['crisis-counsellor'] }), rule('C-1', is('core.breathless', true), 'red'),
  ], ...more,
}));
const raised = (answers: Record<string, string | boolean>, test = surveyed()): EpisodeUnderTest => {
  test.answer(at, wound(answers), 'e/survey/1');
  return test;
};

describe('one submission', () => {
  it('opens one case at its highest level, listing every rule met', () => {
    const test = raised({ pus: true, redness: 'over', fever: true });
    expect(test.of('EscalationRaised')).toMatchObject([{ escalation: 'e/escalation/1', level: 'red', rules: ['W-1', 'W-2', 'F-1'], prefixes: ['W', 'F'], instruction: 'do.W-1' }]);
  });

  it('two YELLOW rules together are ORANGE', () => {
    expect(raised({ redness: 'small', fever: true }).of('EscalationRaised')).toMatchObject([{ level: 'orange', rules: ['W-3', 'F-1'], contactBy: minutes(120) }]);
  });

  it('records every rule that was looked at, met or not', () => {
    const [evaluated] = raised({ redness: 'small' }).of('RulesEvaluated');
    expect(evaluated?.fired.map((v) => v.rule)).toEqual(['W-3']);
    expect(evaluated?.rejected.map((v) => v.rule)).toContain('W-2');
    expect(evaluated?.fired[0]?.inputs).toEqual({ 'wound.redness': 'small' });
  });
});

describe('a case', () => {
  it('RED: nurse and doctor are alerted, a doctor calls, the patient is told, at any hour', () => {
    const test = surveyed();
    test.answer(day(3, '23:30'), wound({ pus: true }), 'e/survey/1');
    const night = { dueAt: day(3, '23:30'), ignoresQuietHours: true };
    expect(test.planned('alert')).toMatchObject([{ recipient: 'responsible-nurse', ...night }, { recipient: 'duty-doctor', ...night }]);
    expect(test.planned('call')).toMatchObject([{ recipient: 'duty-doctor', class: 'staff-task', text: 'staff.call-patient' }]);
    expect(test.planned('text')).toMatchObject([{ recipient: 'patient', text: 'alert.red', class: 'safety', ...night }]);
  });

  it('YELLOW: the text waits for the morning, the clock does not', () => {
    const test = surveyed();
    test.answer(day(3, '23:30'), wound({ redness: 'small' }), 'e/survey/1');
    expect(test.planned('text')).toMatchObject([{ dueAt: day(4, '08:00') }]);
    expect(test.of('EscalationRaised')).toMatchObject([{ contactBy: day(4, '23:30') }]);
  });

  it('self-harm, also among other red flags: a person calls with the script that covers 120, and no text says so', () => {
    const test = raised({ selfHarm: true, pus: true });
    expect(test.planned('text')).toEqual([]);
    expect(test.planned('call')).toMatchObject([{ text: 'staff.call-crisis' }]);
  });

  it('nobody acts: deadlines are missed, rungs climbed in their time, the last again and again', () => {
    const test = raised({ pus: true });
    test.clock(minutes(80));
    expect(test.of('EscalationBreached').map(({ which, at: when }) => [which, when])).toEqual([['acknowledge', minutes(15)], ['contact', minutes(30)]]);
    expect(test.of('EscalationClimbed').map(({ rung, to, at: when }) => [rung, to[0], when])).toEqual([
      [0, 'second-line-doctor', minutes(30)], [1, 'chief-on-duty', minutes(45)], [2, 'chief-on-duty', minutes(60)], [3, 'chief-on-duty', minutes(75)],
    ]);
  });

  it('a repeated rung that still lies with the ledger is not sent twice', () => {
    const test = raised({ pus: true });
    test.clock(minutes(80));
    expect(test.planned('climb-3')).toEqual([]);
    test.settle(minutes(81));
    test.clock(minutes(90));
    expect(test.planned('climb-5')).toMatchObject([{ recipient: 'chief-on-duty' }]);
  });

  it('acknowledged: rungs that waited for it are left out, those that wait for the contact are not', () => {
    const test = raised({ pus: true });
    test.command('escalation-acknowledged', minutes(5), { escalation: 'e/escalation/1' });
    test.clock(minutes(50));
    expect(test.of('EscalationClimbed').map(({ to }) => to[0])).toEqual(['chief-on-duty']);
    test.command('escalation-contacted', minutes(55), { escalation: 'e/escalation/1' });
    test.clock(minutes(600));
    expect(test.of('EscalationClimbed')).toHaveLength(1);
  });

  it('contacted by whoever called, and not before: the call task\'s outcome counts', () => {
    const test = raised({ pus: true });
    test.command('call-recorded', minutes(10), { obligation: 'e/escalation/1/0/call/duty-doctor', outcome: 'reached' });
    expect(test.episode.escalations['e/escalation/1']).toMatchObject({ acknowledgedAt: minutes(10), contactedAt: minutes(10) });
  });

  it('seen again with the same prefix: updated, the clock runs on; graver: upgraded, the clock starts anew', () => {
    const test = raised({ redness: 'small' });
    test.answer(minutes(60), wound({ redness: 'small' }));
    expect(test.of('EscalationUpdated')).toMatchObject([{ escalation: 'e/escalation/1' }]);
    test.answer(minutes(90), wound({ pus: true }));
    expect(test.of('EscalationUpgraded')).toMatchObject([{ escalation: 'e/escalation/1', level: 'red', ackBy: minutes(105), contactBy: minutes(120) }]);
    expect(test.planned('alert').at(-1)).toMatchObject({ id: 'e/escalation/1/1/alert/duty-doctor' });
    expect(test.of('EscalationRaised')).toHaveLength(1);
  });

  it('is not closed by words about what it was before more was found', () => {
    const test = raised({ redness: 'small' });
    const seen = { level: 'yellow', rules: test.episode.escalations['e/escalation/1']?.rules ?? [] } as const;
    const close = (kind: 'escalation-resolved' | 'escalation-cancelled', more: object) =>
      refusal(test.plan, test.episode, { kind, at: minutes(91), commandId: 'c', by: 'nurse', escalation: 'e/escalation/1', resolution: 'x', reason: 'x', ...more } as never)?.code ?? null;
    expect(close('escalation-resolved', { seen })).toBeNull();
    test.answer(minutes(90), wound({ pus: true }));
    expect([close('escalation-resolved', { seen }), close('escalation-cancelled', { seen }), close('escalation-resolved', {})]).toEqual(['case-changed', 'case-changed', null]);
  });

  it('another prefix is another case: several are open at once, each with its own ladder', () => {
    const test = raised({ redness: 'small' });
    test.answer(minutes(10), { core: { breathless: true } });
    expect(Object.values(test.episode.escalations).map(({ level }) => level)).toEqual(['yellow', 'red']);
  });

  it('cancelled by a clinician: what was still to be said is not, and nobody looks again', () => {
    const test = surveyed();
    test.answer(day(3, '23:30'), wound({ redness: 'small' }), 'e/survey/1');
    test.command('escalation-cancelled', day(3, '23:40'), { escalation: 'e/escalation/1', reason: 'typing error' });
    expect(test.endOf('e/escalation/1/0/text/patient')).toBe('cancelled-by-clinician');
    expect(test.of('WatchEnded')).toMatchObject([{ result: 'case-cancelled' }]);
  });

  it('raised by staff stands for itself', () => {
    const test = surveyed();
    test.command('escalation-raised', at, { level: 'orange', reason: 'worried' });
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'orange', rules: ['STAFF'], instruction: 'do.raised-by-staff' }]);
  });
});

describe('"still there after 48 hours"', () => {
  it('not reported gone: the case becomes ORANGE', () => {
    const test = raised({ redness: 'small' });
    test.clock(minutes(48 * 60));
    expect(test.of('WatchEnded')).toMatchObject([{ result: 'still-there', at: minutes(48 * 60) }]);
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'orange' }]);
  });

  it('reported gone: nothing more', () => {
    const test = raised({ redness: 'small' });
    test.answer(minutes(24 * 60), wound({}));
    test.clock(minutes(50 * 60));
    expect(test.of('WatchEnded')).toMatchObject([{ result: 'gone', at: minutes(24 * 60) }]);
    expect(test.of('EscalationUpgraded')).toEqual([]);
  });

  it('the case was resolved meanwhile: still there opens a new one', () => {
    const test = raised({ redness: 'small' });
    test.command('escalation-resolved', minutes(60), { escalation: 'e/escalation/1', resolution: 'wait' });
    test.clock(minutes(48 * 60));
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'yellow' }, { escalation: 'e/escalation/2', level: 'orange' }]);
  });
});

describe('a high reading', () => {
  const measured = () => new EpisodeUnderTest(plan({
    steps: [reading('pressure', 'bp', everyDay(1, 9, '08:00'))], readings: { bp: bloodPressure },
    rules: [rule('B-1', above('bp.sys', '160'), 'orange', { confirm: { askAfterMinutes: 5, withinMinutes: 30, text: 'bp.repeat' } }), rule('B-3', above('bp.sys', '140'), 'yellow')],
  }));
  const measure = (test: EpisodeUnderTest, when: string, sys: string, measuredAt = when) => test.command('reading-received', when, { reading: 'bp', values: { sys, dia: '80' }, measuredAt });
  const now = day(1, '08:10');

  it('once asks for another after five minutes; high again confirms it', () => {
    const test = measured();
    measure(test, now, '170');
    expect(test.of('WatchStarted')).toMatchObject([{ rule: 'B-1', kind: 'confirm', until: addMinutes(now, 30) }]);
    expect(test.planned('measure-again')).toMatchObject([{ dueAt: addMinutes(now, 5), text: 'bp.repeat' }]);
    measure(test, addMinutes(now, 6), '168');
    expect(test.of('WatchEnded')).toMatchObject([{ result: 'confirmed' }]);
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'orange' }]);
  });

  it('the mean of both decides: a single high one is no case', () => {
    const test = measured();
    measure(test, now, '162');
    measure(test, addMinutes(now, 3), '150');
    expect(test.of('WatchEnded')).toMatchObject([{ result: 'not-confirmed' }]);
    expect(test.endOf('e/care/1/measure-again/patient')).toBe('done');
    expect(test.of('EscalationRaised').map(({ level }) => level)).toEqual(['yellow']);
  });

  it('none within thirty minutes counts as confirmed', () => {
    const test = measured();
    measure(test, now, '170');
    test.clock(addMinutes(now, 31));
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'orange', at: addMinutes(now, 30) }]);
  });

  it('implausible: kept raw, asked again once, never a case', () => {
    const test = measured();
    measure(test, now, '13');
    measure(test, addMinutes(now, 1), '13');
    expect(test.of('ReadingRejected')).toHaveLength(2);
    expect(test.planned('measure-again')).toMatchObject([{ text: 'reading.repeat' }]);
    expect(test.of('EscalationRaised')).toEqual([]);
  });

  it('measured days ago: a person reviews it whatever its value', () => {
    const test = measured();
    measure(test, day(4, '09:00'), '120', day(2, '09:00'));
    expect(test.of('EscalationRaised')).toMatchObject([{ level: 'yellow', rules: ['STALE'], instruction: 'do.stale-reading' }]);
  });

  it('completes what asked for it, also shortly before being asked; none is a miss', () => {
    const test = measured();
    measure(test, day(1, '07:30'), '120');
    expect(test.endOf('e/pressure/1/0/measure/patient')).toBe('done');
    test.clock(day(2, '12:00'));
    expect(test.of('OccurrenceClosed').map(({ outcome }) => outcome)).toEqual(['completed', 'failed']);
  });
});

describe('the message about a case', () => {
  it('nobody on duty: the ladder climbs at once and says so, but a repeated last rung keeps its interval', () => {
    const test = raised({ pus: true });
    test.settle(at, { outcome: 'failed', reason: 'nobody-on-duty' }, ({ recipient }) => recipient === 'duty-doctor');
    expect(test.of('EscalationClimbed')).toMatchObject([{ rung: 0, to: ['second-line-doctor'], at }]);
    expect(test.of('Warned')).toMatchObject([{ code: 'nobody-on-duty' }]);
    for (let i = 0; i < 5; i++) test.settle(at, { outcome: 'failed', reason: 'nobody-on-duty' }, ({ class: of }) => of === 'staff-alert');
    expect(test.of('EscalationClimbed').length).toBeLessThanOrEqual(2);
  });

  it('the last rung is an empty chair: whoever stands last for RED hears of it', () => {
    const test = raised({ redness: 'over' });
    test.clock(minutes(240));
    test.settle(minutes(240), { outcome: 'failed', reason: 'nobody-on-duty' }, ({ recipient }) => recipient === 'duty-doctor');
    expect(test.of('EscalationClimbed').at(-1)).toMatchObject({ to: ['chief-on-duty'], at: minutes(240) });
    test.settle(minutes(240), { outcome: 'failed', reason: 'nobody-on-duty' }, ({ recipient }) => recipient === 'chief-on-duty');
    expect(test.of('EscalationClimbed').filter(({ at: when }) => when === minutes(240))).toHaveLength(2);
  });

  it('the patient does not get it: a person calls instead', () => {
    const test = raised({ redness: 'over' });
    test.settle(at, { outcome: 'suppressed', reason: 'opted-out' }, ({ purpose }) => purpose === 'text');
    expect(test.planned('call-instead')).toMatchObject([{ recipient: 'responsible-nurse' }]);
    expect(test.of('HandedOver')).toMatchObject([{ to: 'e/escalation/1/0/call-instead/responsible-nurse' }]);
  });

  it('a receipt that fails later is told to a person too, once', () => {
    const test = raised({ redness: 'over' });
    test.settle(at);
    const failed = { kind: 'messages-settled', at: minutes(9), outcomes: [{ obligation: 'e/escalation/1/0/text/patient', occurrence: null, escalation: 'e/escalation/1', purpose: 'text', class: 'safety', recipient: 'patient', outcome: 'failed', reason: 'all-channels-failed' }] } as const;
    test.feed({ ...failed, outcomes: [...failed.outcomes] });
    test.feed({ ...failed, outcomes: [...failed.outcomes] });
    expect(test.of('DeliveryFailed')).toHaveLength(1);
    expect(test.planned('call-instead')).toHaveLength(1);
  });
});

describe('a case that another package of the patient holds', () => {
  const joined = () => {
    const test = raised({ redness: 'over' });
    test.feed({ kind: 'case-joined', at, commandId: 'j', escalation: 'e/escalation/1', heldBy: 'other/escalation/1' });
    return test;
  };

  it('is silent: no ladder, no deadline', () => {
    const test = joined();
    test.clock(day(9));
    expect([...test.of('EscalationClimbed'), ...test.of('EscalationBreached')]).toEqual([]);
  });

  it('ends with the holder\'s, or is taken over with a clock of its own', () => {
    const ended = joined();
    ended.feed({ kind: 'case-ended', at: minutes(60), commandId: 'x', escalation: 'e/escalation/1', takeOver: false });
    expect(ended.of('EscalationClosed')).toMatchObject([{ outcome: 'case-ended' }]);
    const taken = joined();
    taken.feed({ kind: 'case-ended', at: minutes(60), commandId: 'x', escalation: 'e/escalation/1', takeOver: true });
    expect(taken.of('EscalationTakenOver')).toMatchObject([{ contactBy: minutes(180) }]);
    expect(taken.planned('alert').at(-1)).toMatchObject({ id: 'e/escalation/1/1/alert/responsible-nurse' });
  });

  it('what was told to nobody is told to the patient, too, when it is taken over', () => {
    const taken = joined();
    taken.feed({ kind: 'case-ended', at: minutes(60), commandId: 'x', escalation: 'e/escalation/1', takeOver: true, news: true });
    expect(taken.planned('text').at(-1)).toMatchObject({ id: 'e/escalation/1/1/text/patient' });
  });

  it('the holder hears of a graver finding and rises with it', () => {
    const test = raised({ redness: 'small' });
    test.feed({ kind: 'case-reported', at: minutes(5), commandId: 'r', escalation: 'e/escalation/1', level: 'red', rules: ['H-2'], from: 'other/escalation/1' });
    expect(test.of('EscalationUpgraded')).toMatchObject([{ level: 'red', rules: ['H-2'] }]);
  });
});

it('opted out: the engine still opens the case and orders the call', () => {
  const test = surveyed();
  test.feed({ kind: 'opt-out', at: day(2), commandId: 'o', by: 'patient' });
  raised({ pus: true }, test);
  expect(test.planned('call')).toHaveLength(1);

});
