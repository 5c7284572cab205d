import { describe, expect, it } from 'vitest';
import type { EpisodeEvent, Obligation } from '../engine/events.js';
import { everything } from '../engine/testing/everything.js';
import { form } from '../engine/testing/plan-builder.js';
import type { Delivered } from '../story/ledger.js';
import { audit } from './audit.js';
import { at, cause, obligation, patientWith, sms } from './testing/messages-of-one.js';

const plan = {
  ...everything,
  steps: [...everything.steps.filter(({ kind }) => kind !== 'form'), form('follow-up', [3], ['wound', 'core']), form('wound-check', [3], ['wound']), form('recheck', [], ['wound'], { schedule: { kind: 'triggered', afterHours: 0 } })],
};
const awaited: Record<string, string[]> = { 'follow-up': ['wound', 'core'], 'wound-check': ['wound'], recheck: ['wound'] };

const of = (step: string, purpose: string): Obligation => obligation(`e/${step}/1/0/${purpose}/patient`, { class: 'form', purpose, occurrence: `e/${step}/1` });
const ask = (one: Obligation, when: string, more: Partial<Delivered> = {}): Delivered => sms(one.id, when, { text: one.id, ...more });
const [invite, remind, check, checkAgain, recheck] = [of('follow-up', 'invite'), of('follow-up', 'remind-1'), of('wound-check', 'invite'), of('wound-check', 'remind-1'), of('recheck', 'invite')];

const planned = (step: string, when: string): EpisodeEvent => ({
  type: 'OccurrencePlanned', at: at(when), cause, occurrence: `e/${step}/1`, step, n: 1, phase: 'course', dueAt: at('02:00'), windowFrom: at('02:00'), windowUntil: at('09:00'), rolledFrom: null, booking: 'as-planned',
  awaiting: awaited[step] ?? [], next: null,
});
const opened = (step: string, when: string): EpisodeEvent => ({ type: 'OccurrenceOpened', at: at(when), cause, occurrence: `e/${step}/1`, next: null });
/** As in a call or on a visit: nobody answers the form itself, it is filled by the way. */
const filled = (step: string, forms: string[], when: string): EpisodeEvent =>
  ({ type: 'AnswerRecorded', at: at(when), cause, submission: 1, occurrence: null, answers: {}, scores: {}, answeredBy: 'staff', by: 'n', late: false, sharedFrom: null, fills: [{ occurrence: `e/${step}/1`, forms }] });
const closed = (step: string, when: string): EpisodeEvent => ({ type: 'OccurrenceClosed', at: at(when), cause, occurrence: `e/${step}/1`, outcome: 'completed', reason: null });

function breaches(delivered: Delivered[], events: EpisodeEvent[] = [], wantedAt = '01:00'): string[] {
  const patient = { ...patientWith([invite, remind, check, checkAgain, recheck], delivered), plan };
  const life = [planned('follow-up', '01:00'), planned('wound-check', '01:00'), planned('recheck', wantedAt), opened('follow-up', '02:00'), ...events];
  life.forEach((event, n) => patient.world.entries.push({ episode: 'e', seq: n + 2, input: { kind: 'clock-reached', at: event.at }, events: [event] }));
  return audit(patient, false).map(({ invariant, what }) => `${invariant} ${what}`);
}

describe('what waits for an answer', () => {
  it('is asked for by two steps on one day: found, by an invitation and by a reminder', () => {
    expect(breaches([ask(invite, '02:00'), ask(check, '03:00')])).toEqual(['sameQuestion wound by follow-up and wound-check']);
    expect(breaches([ask(remind, '02:00'), ask(checkAgain, '03:00')])).toEqual(['sameQuestion wound by follow-up and wound-check']);
  });

  it('is asked for by one step, in one digest, by a longer form afterwards, or did not go out: nothing is wrong', () => {
    expect(breaches([ask(invite, '02:00'), ask(remind, '03:00')])).toEqual([]);
    expect(breaches([ask(invite, '02:00', { carries: [check.id] })])).toEqual([]);
    expect(breaches([ask(check, '02:00'), ask(invite, '03:00')])).toEqual([]);
    expect(breaches([ask(invite, '02:00'), ask(check, '03:00', { outcome: 'suppressed', reason: 'already-open' })])).toEqual([]);
  });

  it('was answered before the other step asked, or a part of it was: only what still waits counts', () => {
    const both = [ask(invite, '02:00'), ask(check, '03:00')];
    expect(breaches(both, [closed('follow-up', '02:30')])).toEqual([]);
    expect(breaches(both, [filled('follow-up', ['wound'], '02:30')]), 'the follow-up waits for CORE only').toEqual([]);
    expect(breaches(both, [filled('follow-up', ['core'], '02:30')]), 'the follow-up waits for the wound still').toEqual(['sameQuestion wound by follow-up and wound-check']);
    expect(breaches(both, [filled('follow-up', ['wound'], '03:30')]), 'answered after both had asked').toEqual(['sameQuestion wound by follow-up and wound-check']);
    expect(breaches([ask(check, '02:00'), ask(remind, '03:00')], [filled('follow-up', ['core'], '02:30')]), 'the rest of the longer form is the same as the shorter').toEqual(['sameQuestion wound by wound-check and follow-up']);
  });

  it('is wanted by a rule: no second asking when the rule spoke after the other form was asked, one when it had spoken before', () => {
    expect(breaches([ask(invite, '02:00'), ask(recheck, '04:00')], [], '02:30')).toEqual([]);
    expect(breaches([ask(invite, '02:00'), ask(recheck, '04:00')], [], '01:00')).toEqual(['sameQuestion wound by follow-up and recheck']);
  });
});
