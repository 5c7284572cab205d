import { describe, expect, it } from 'vitest';
import type { Obligation } from '../engine/events.js';
import { everything } from '../engine/testing/everything.js';
import { form } from '../engine/testing/plan-builder.js';
import { createWorld } from '../story/world.js';
import type { Delivered } from '../story/ledger.js';
import { audit } from './audit.js';
import type { Habits } from './habits.js';
import type { SimulatedPatient } from './simulate.js';

const at = (time: string): string => `2026-03-05T${time}:00.000Z`;
const cause = { kind: 'policy', policy: 'test' } as const;
const obligation = (id: string, more: Partial<Obligation> = {}): Obligation => ({
  id, revision: 0, purpose: 'tell', class: 'education', recipient: 'patient', text: `text.${id}`, params: {}, dueAt: at('02:00'), expiresAt: at('09:00'), channels: ['sms'], occurrence: null, escalation: null, level: null,
  sharedKey: null, ignoresQuietHours: false, digestLabel: null, ...more,
});
const sms = (id: string, when: string, more: Partial<Delivered> = {}): Delivered =>
  ({ at: at(when), episode: 'e', obligation: id, carries: [], recipient: 'patient', text: `text.${id}`, level: null, outcome: 'sent', channel: 'sms', contact: 'mobile', ...more }) as Delivered;

/** A patient of whom only the messages are looked at. */
function patientWith(obligations: Obligation[], delivered: Delivered[]): SimulatedPatient {
  const world = createWorld({ facts: { flags: {}, hasFamilyContact: false, optedOut: false, away: [] }, consents: { sms: true, photos: true, family: true, familyDoctor: true }, contacts: [], language: 'zh-CN', zone: 'Asia/Shanghai' }, { isOnDuty: () => true, answer: () => 'accept' });
  world.facts.quietHours = { from: '21:00', to: '08:00' };
  world.delivered = delivered;
  world.entries = [{ episode: 'e', seq: 1, input: { kind: 'clock-reached', at: at('01:00') }, events: obligations.map((one) => ({ type: 'ObligationPlanned', at: at('01:00'), cause, obligation: one })) }];
  const habits: Habits = { answersForms: 1, ticksExercises: 1, ticksDoses: 1, measures: 1, keepsVisits: 1, answersPhone: 1, silent: [], travels: null, secondDevice: null, smsOnly: true, hasFamily: false, staffInTime: 1 };
  return { plan: everything, world, habits, launched: '2026-03-02', anchor: '2026-03-02', startedAt: at('01:00'), until: '2026-03-30T15:59:00.000Z', largestStateBytes: 0, pointless: 0 };
}

const found = (obligations: Obligation[], delivered: Delivered[]): string[] => audit(patientWith(obligations, delivered), false).map(({ invariant }) => invariant);

describe('the audit of a simulated patient', () => {
  const four = ['a', 'b', 'c', 'd'];

  it('finds nothing wrong with three SMS a day, and a fourth that is exempt', () => {
    expect(everything.dailySmsCap).toBe(3);
    expect(found(four.map((id) => obligation(id)).slice(0, 3), four.slice(0, 3).map((id, n) => sms(id, `0${n + 1}:00`)))).toEqual([]);
    expect(found(four.map((id) => obligation(id, { class: id === 'd' ? 'dose' : 'education' })), four.map((id, n) => sms(id, `0${n + 1}:00`)))).toEqual([]);
  });

  it('finds the fourth that had to yield, also when its answer was lost', () => {
    expect(found(four.map((id) => obligation(id)), four.map((id, n) => sms(id, `0${n + 1}:00`)))).toEqual(['overCap']);
    expect(found(four.map((id) => obligation(id)), four.map((id, n) => sms(id, `0${n + 1}:00`, id === 'd' ? { outcome: 'unsettled', reason: 'no answer from sms; found by look-up' } : {})))).toEqual(['overCap']);
  });

  it('finds a dose that yielded, a text at night, and the same text twice', () => {
    expect(found([obligation('a', { class: 'dose' })], [sms('a', '02:00', { outcome: 'suppressed', reason: 'daily-cap' })])).toEqual(['yielded']);
    expect(found([obligation('a')], [sms('a', '14:00')])).toEqual(['atNight']);
    expect(found([obligation('a', { ignoresQuietHours: true })], [sms('a', '14:00')])).toEqual([]);
    expect(found([obligation('a'), obligation('b')], [sms('a', '02:00'), sms('b', '03:00', { text: 'text.a' })])).toEqual(['sameText']);
    expect(found([obligation('a', { class: 'dose' }), obligation('b', { class: 'dose' })], [sms('a', '02:00'), sms('b', '03:00', { text: 'text.a' })])).toEqual([]);
  });

  it('finds what waits for an answer asked for by two steps on one day, but not by one, nor once it was answered', () => {
    const of = (step: string, purpose: string) => obligation(`e/${step}/1/0/${purpose}/patient`, { class: 'form', purpose, occurrence: `e/${step}/1` });
    const ask = (one: Obligation, when: string, more: Partial<Delivered> = {}) => sms(one.id, when, { text: one.id, ...more });
    const [invite, remind, extra, other] = [of('follow-up', 'invite'), of('follow-up', 'remind-1'), of('wound-check', 'invite'), of('wound-check', 'remind-1')];
    const all = [invite, remind, extra, other];
    const plan = { ...everything, steps: [...everything.steps.filter(({ kind }) => kind !== 'form'), form('follow-up', [3], ['wound', 'core']), form('wound-check', [3], ['wound'])] };
    const breaches = (delivered: Delivered[], answeredAt?: string) => {
      const patient = { ...patientWith(all, delivered), plan };
      if (answeredAt !== undefined) patient.world.entries.push({ episode: 'e', seq: 2, input: { kind: 'clock-reached', at: at(answeredAt) }, events: [{ type: 'OccurrenceClosed', at: at(answeredAt), cause, occurrence: 'e/follow-up/1', outcome: 'completed', reason: null }] });
      return audit(patient, false).map(({ invariant }) => invariant);
    };
    expect(breaches([ask(invite, '02:00'), ask(remind, '03:00')])).toEqual([]);
    expect(breaches([ask(invite, '02:00'), ask(extra, '03:00')])).toEqual(['sameQuestion']);
    expect(breaches([ask(invite, '02:00'), ask(extra, '03:00')], '02:30')).toEqual([]);
    expect(breaches([ask(extra, '02:00'), ask(invite, '03:00')]), 'a longer one asks for more').toEqual([]);
    expect(breaches([ask(invite, '02:00', { carries: [extra.id] })]), 'one digest').toEqual([]);
    expect(breaches([ask(invite, '02:00'), ask(extra, '03:00', { outcome: 'suppressed', reason: 'already-open' })]), 'what did not go out').toEqual([]);
  });

  it('finds a RED case of which nobody was told, and one that stays open', () => {
    const patient = patientWith([], []);
    patient.world.entries.push({ episode: 'e', seq: 2, input: { kind: 'clock-reached', at: at('02:00') }, events: [{ type: 'EscalationRaised', at: at('02:00'), cause, escalation: 'e/escalation/1', level: 'red', rules: ['W-1'], prefixes: ['W'], instruction: 'do', to: [], patientText: null, ackBy: null, contactBy: at('02:30') }] });
    expect(audit(patient, false).map(({ invariant }) => invariant)).toEqual(['unheard', 'forever']);
    patient.world.delivered.push(sms('e/escalation/1/0/alert/responsible-nurse', '02:01', { recipient: 'responsible-nurse' }));
    patient.world.entries.push({ episode: 'e', seq: 3, input: { kind: 'clock-reached', at: at('03:00') }, events: [{ type: 'EscalationClosed', at: at('03:00'), cause, escalation: 'e/escalation/1', outcome: 'resolved', by: 'n', note: '' }] });
    expect(audit(patient, false)).toEqual([]);
  });
});
