/** Inputs of every kind for property tests: likely ones, late ones, repeated ones and nonsense. `after`: minutes since the one before. */
import fc from 'fast-check';
import { addDays, addMinutes, localDateOf } from '../../time.js';
import type { Answers, EpisodeInput, MessageOutcome } from '../inputs.js';
import { callOutcomes, levels, pauseReasons, stopReasons, taskOutcomes } from '../vocabulary.js';
import type { EpisodeUnderTest } from './episode-under-test.js';

/** `make` sees the episode, so that it can mean what is open at that time. */
export type AnyInput = { after: number; pick: number; make: (test: EpisodeUnderTest, at: string, pick: number) => EpisodeInput };

const choose = <T>(list: readonly T[], pick: number, otherwise: T): T => list[pick % Math.max(1, list.length)] ?? otherwise;
const occurrence = (test: EpisodeUnderTest, pick: number): string => choose(Object.keys(test.episode.occurrences), pick, 'e/nothing/1');
const visits = (test: EpisodeUnderTest, pick: number): string =>
  choose(Object.values(test.episode.occurrences).filter(({ step }) => ['dressing', 'online', 'weekly', 'home-safety', 'line-care', 'cycle-visit', 'on-call'].includes(step)).map(({ id }) => id), pick, 'e/dressing/99');
const escalation = (test: EpisodeUnderTest, pick: number): string => choose(Object.keys(test.episode.escalations), pick, 'e/escalation/99');

const bool = fc.boolean();
const anyAnswers: fc.Arbitrary<Answers> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ wound: fc.record({ redness: fc.constantFrom('none', 'small', 'over'), pus: bool, fever: bool, selfHarm: bool }, { requiredKeys: ['redness'] }) }) },
  { weight: 3, arbitrary: fc.record({ core: fc.record({ breathless: bool, fell: bool }) }) },
  { weight: 2, arbitrary: fc.record({ wound: fc.record({ redness: fc.constant('none') }), core: fc.record({ fell: fc.constant(false) }) }) },
  { weight: 1, arbitrary: fc.constantFrom<Answers>({}, { nothing: { at: 'all' } }, { wound: { redness: 'purple', pain: 'eleven' } }, { wound: { pain: '99' } }, { toString: { call: true } }) },
);

let commands = 0;
const command = () => ({ commandId: `any-${(commands += 1)}`, by: 'somebody' });

type Make = AnyInput['make'];
const kinds: fc.Arbitrary<Make> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Make>((_t, at) => ({ kind: 'clock-reached', at })) },
  { weight: 5, arbitrary: fc.tuple(anyAnswers, bool, fc.constantFrom('patient' as const, 'family' as const, 'staff' as const)).map(([answers, named, answeredBy]): Make => (t, at, pick) => ({ ...command(), kind: 'answer-received', at, answers, answeredBy, ...(named ? { occurrence: occurrence(t, pick) } : {}) })) },
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 40, max: 280 }), fc.integer({ min: 0, max: 3000 }), fc.constantFrom('bp', 'weight')).map(([sys, ago, kind]): Make => (_t, at) => ({ ...command(), kind: 'reading-received', at, reading: kind, values: { sys: String(sys), dia: '80' }, measuredAt: addMinutes(at, -ago) })) },
  { weight: 2, arbitrary: fc.constant<Make>((t, at, pick) => ({ ...command(), kind: 'step-ticked', at, occurrence: occurrence(t, pick) })) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('visit-booked' as const, 'visit-moved' as const), fc.integer({ min: -600, max: 8000 })).map(([kind, minutes]): Make => (t, at, pick) => ({ ...command(), kind, at, occurrence: visits(t, pick), from: addMinutes(at, minutes), until: addMinutes(at, minutes + 60), reason: 'because' }) as EpisodeInput) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('visit-checked-in' as const, 'visit-completed' as const, 'visit-cancelled' as const, 'visit-missed' as const), anyAnswers, fc.constantFrom('no-show' as const, 'staff' as const, 'unsafe-home' as const)).map(([kind, record, reason]): Make => (t, at, pick) => {
    const base = { ...command(), at, occurrence: visits(t, pick) };
    if (kind === 'visit-completed') return { ...base, kind, record, photos: [] };
    return kind === 'visit-checked-in' ? { ...base, kind } : { ...base, kind, reason } as EpisodeInput;
  }) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...callOutcomes), bool, anyAnswers).map(([outcome, some, answers]): Make => (t, at, pick) => ({ ...command(), kind: 'call-recorded', at, outcome, occurrence: occurrence(t, pick), ...(some ? { answers } : {}) })) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...taskOutcomes), bool, anyAnswers).map(([outcome, some, answers]): Make => (t, at, pick) => ({ ...command(), kind: 'task-recorded', at, outcome, note: 'seen', occurrence: occurrence(t, pick), ...(some ? { answers } : {}) })) },
  { weight: 3, arbitrary: fc.constantFrom('escalation-acknowledged' as const, 'escalation-contacted' as const, 'escalation-resolved' as const, 'escalation-cancelled' as const).map((kind): Make => (t, at, pick) => ({ ...command(), kind, at, escalation: escalation(t, pick), resolution: 'done', reason: 'false alarm' }) as EpisodeInput) },
  { weight: 1, arbitrary: fc.constantFrom(...levels).map((level): Make => (_t, at) => ({ ...command(), kind: 'escalation-raised', at, level, reason: 'worried' })) },
  { weight: 1, arbitrary: fc.constantFrom('join' as const, 'report' as const, 'end' as const, 'take-over' as const).map((what): Make => (t, at, pick) => {
    const base = { at, commandId: command().commandId, escalation: escalation(t, pick) };
    if (what === 'join') return { ...base, kind: 'case-joined', heldBy: 'other/escalation/1' };
    return what === 'report' ? { ...base, kind: 'case-reported', level: choose(levels, pick, 'red'), rules: ['W-9'], from: 'other/escalation/1' } : { ...base, kind: 'case-ended', takeOver: what === 'take-over' };
  }) },
  { weight: 6, arbitrary: fc.constantFrom('sent' as const, 'failed' as const, 'nobody' as const, 'suppressed' as const, 'deferred' as const).map((how): Make => (t, at, pick) => ({ kind: 'messages-settled', at, outcomes: outcomesOf(t, how, pick, at) })) },
  { weight: 1, arbitrary: fc.constantFrom(...pauseReasons).map((reason): Make => (_t, at) => ({ ...command(), kind: 'pause', at, reason })) },
  { weight: 2, arbitrary: fc.constantFrom('resume' as const, 'opt-out' as const, 'opt-in' as const, 'patient-readmitted' as const).map((kind): Make => (_t, at) => ({ ...command(), kind, at })) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(...stopReasons)).map(([die, reason]): Make => (_t, at) => (die > 0 ? { kind: 'clock-reached', at } : { ...command(), kind: 'stop', at, reason })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 19 }).map((die): Make => (_t, at) => (die > 0 ? { kind: 'clock-reached', at } : { ...command(), kind: 'patient-died', at })) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 5 })).map(([from, days]): Make => (_t, at) => ({ ...command(), kind: 'away-set', at, away: [{ from: `2026-03-${String(from + 2).padStart(2, '0')}`, until: `2026-03-${String(from + 2 + days).padStart(2, '0')}` }] })) },
  { weight: 1, arbitrary: fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'Asia/Shanghai', 'Mars/Base').map((zone): Make => (_t, at) => ({ ...command(), kind: 'zone-changed', at, zone })) },
  { weight: 1, arbitrary: fc.constantFrom('photo', 'home-safety', 'pressure', 'survey', 'advice', 'nothing').map((step): Make => (_t, at) => ({ ...command(), kind: 'steps-start', at, steps: [step], reason: 'asked' })) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('discharge' as const, 'surgery' as const, 'birth' as const, 'chemo-cycle' as const, 'lmp' as const), fc.integer({ min: -20, max: 30 }), bool).map(([anchor, days, correct]): Make => (t, at) =>
    ({ ...command(), kind: 'anchor-set', at, anchor, date: addDays(localDateOf(at, t.episode.zone), days), reason: 'known now', correct })) },
  { weight: 2, arbitrary: fc.oneof(
    fc.integer({ min: 0, max: 45 }).map((n) => ({ pillsUntil: String(n) })), fc.constant({ pillsUntil: null }), fc.integer({ min: 1, max: 16 }).map((n) => ({ visitDays: String(n) })),
    fc.subarray(['06:00', '12:30', '20:00', '23:00'], { minLength: 1 }).map((pillHours) => ({ pillHours })), fc.constant({ nothing: '1' }),
  ).map((values): Make => (_t, at) => ({ ...command(), kind: 'personal-set', at, values, reason: 'changed' })) },
  { weight: 1, arbitrary: fc.constant<Make>((_t, at) => ({ ...command(), kind: 'package-embedded', at, episode: 'other', plan: 'scar-care', version: 1, service: 'included-course' })) },
  { weight: 1, arbitrary: bool.map((hasFamilyContact): Make => (_t, at) => ({ ...command(), kind: 'facts-changed', at, flags: { anticoagulant: true }, hasFamilyContact })) },
);

function outcomesOf(test: EpisodeUnderTest, how: 'sent' | 'failed' | 'nobody' | 'suppressed' | 'deferred', pick: number, at: string): MessageOutcome[] {
  return Object.values(test.episode.obligations).filter(({ state }, index) => state === 'released' && (index + pick) % 3 > 0).map((o): MessageOutcome => {
    const about = { obligation: o.id, occurrence: o.occurrence, escalation: o.escalation, purpose: o.purpose, class: o.class, recipient: o.recipient };
    switch (how) {
      case 'sent': return { ...about, outcome: 'sent', channel: 'sms' };
      case 'failed': return { ...about, outcome: 'failed', reason: 'all-channels-failed' };
      case 'nobody': return { ...about, outcome: 'failed', reason: 'nobody-on-duty' };
      case 'suppressed': return { ...about, outcome: 'suppressed', reason: choose(['opted-out', 'daily-cap', 'no-contact', 'shared'] as const, pick, 'shared') };
      case 'deferred': return { ...about, outcome: 'deferred', until: addMinutes(at, 600), reason: 'quiet-hours' };
    }
  });
}

/** Mostly hours apart, sometimes days, sometimes the same minute, sometimes a clock that went back. */
const after = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 600 }) }, { weight: 3, arbitrary: fc.integer({ min: 600, max: 6000 }) }, { weight: 1, arbitrary: fc.integer({ min: -300, max: 0 }) });
const one: fc.Arbitrary<AnyInput> = fc.record({ after, pick: fc.nat(40), make: kinds });
export const anyInputs = fc.array(one, { minLength: 1, maxLength: 40 });
