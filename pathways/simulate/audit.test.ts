import { describe, expect, it } from 'vitest';
import type { Obligation } from '../engine/events.js';
import { everything } from '../engine/testing/everything.js';
import type { Delivered } from '../story/ledger.js';
import { audit } from './audit.js';
import { at, cause, obligation, patientWith, sms } from './testing/messages-of-one.js';

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

  it('finds a RED case of which nobody was told, and one that stays open', () => {
    const patient = patientWith([], []);
    patient.world.entries.push({ episode: 'e', seq: 2, input: { kind: 'clock-reached', at: at('02:00') }, events: [{ type: 'EscalationRaised', at: at('02:00'), cause, escalation: 'e/escalation/1', level: 'red', rules: ['W-1'], prefixes: ['W'], instruction: 'do', to: [], patientText: null, ackBy: null, contactBy: at('02:30') }] });
    expect(audit(patient, false).map(({ invariant }) => invariant)).toEqual(['unheard', 'forever']);
    patient.world.delivered.push(sms('e/escalation/1/0/alert/responsible-nurse', '02:01', { recipient: 'responsible-nurse' }));
    patient.world.entries.push({ episode: 'e', seq: 3, input: { kind: 'clock-reached', at: at('03:00') }, events: [{ type: 'EscalationClosed', at: at('03:00'), cause, escalation: 'e/escalation/1', outcome: 'resolved', by: 'n', note: '' }] });
    expect(audit(patient, false)).toEqual([]);
  });
});
