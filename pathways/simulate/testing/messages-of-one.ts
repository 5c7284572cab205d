/** A patient of whom nothing is but what was planned and delivered: for tests of the audit. */
import type { Obligation } from '../../engine/events.js';
import { everything } from '../../engine/testing/everything.js';
import type { Delivered } from '../../story/ledger.js';
import { createWorld } from '../../story/world.js';
import type { Habits } from '../habits.js';
import type { SimulatedPatient } from '../simulate.js';

/** On 5 March 2026, UTC. */
export const at = (time: string): string => `2026-03-05T${time}:00.000Z`;
export const cause = { kind: 'policy', policy: 'test' } as const;
export const obligation = (id: string, more: Partial<Obligation> = {}): Obligation => ({
  id, revision: 0, purpose: 'tell', class: 'education', recipient: 'patient', text: `text.${id}`, params: {}, dueAt: at('02:00'), expiresAt: at('09:00'), channels: ['sms'], occurrence: null, escalation: null, level: null,
  sharedKey: null, ignoresQuietHours: false, digestLabel: null, ...more,
});
export const sms = (id: string, when: string, more: Partial<Delivered> = {}): Delivered =>
  ({ at: at(when), episode: 'e', obligation: id, carries: [], recipient: 'patient', text: `text.${id}`, level: null, outcome: 'sent', channel: 'sms', contact: 'mobile', ...more }) as Delivered;

export function patientWith(obligations: Obligation[], delivered: Delivered[]): SimulatedPatient {
  const world = createWorld({ facts: { flags: {}, hasFamilyContact: false, optedOut: false, away: [] }, consents: { sms: true, photos: true, family: true, familyDoctor: true }, contacts: [], language: 'zh-CN', zone: 'Asia/Shanghai' }, { isOnDuty: () => true, answer: () => 'accept' });
  world.facts.quietHours = { from: '21:00', to: '08:00' };
  world.delivered = delivered;
  world.entries = [{ episode: 'e', seq: 1, input: { kind: 'clock-reached', at: at('01:00') }, events: obligations.map((one) => ({ type: 'ObligationPlanned', at: at('01:00'), cause, obligation: one })) }];
  const habits: Habits = { answersForms: 1, ticksExercises: 1, ticksDoses: 1, measures: 1, keepsVisits: 1, answersPhone: 1, silent: [], travels: null, secondDevice: null, smsOnly: true, hasFamily: false, staffInTime: 1 };
  return { plan: everything, world, habits, launched: '2026-03-02', anchor: '2026-03-02', startedAt: at('01:00'), until: '2026-03-30T15:59:00.000Z', largestStateBytes: 0, pointless: 0 };
}
