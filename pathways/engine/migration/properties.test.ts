import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinutes } from '../../time.js';
import type { EpisodeEvent } from '../events.js';
import type { Plan, Step } from '../plan.js';
import { nextDue } from '../next-due.js';
import { anyInputs } from '../testing/any-input.js';
import { EpisodeUnderTest, started } from '../testing/episode-under-test.js';
import { everything } from '../testing/everything.js';
import { following } from '../testing/following.js';
import { play } from '../testing/play.js';
import { form, message } from '../testing/plan-builder.js';

/** Another version of a plan: steps left out, changed in their days, hours, words or windows, and added. */
const edits = fc.record({
  drop: fc.array(fc.nat(20), { maxLength: 3 }), edit: fc.array(fc.tuple(fc.nat(20), fc.nat(6), fc.integer({ min: 1, max: 9 })), { maxLength: 6 }), add: fc.subarray(['form', 'message'] as const),
});
type Edits = (typeof edits) extends fc.Arbitrary<infer E> ? E : never;

function edited(step: Step, kind: number, by: number): Step {
  const { schedule } = step;
  if (kind === 0 && schedule.kind === 'offsets') return { ...step, schedule: { ...schedule, offsets: schedule.offsets.map((offset) => offset + by) } };
  if (kind === 1 && schedule.kind === 'offsets') return { ...step, schedule: { ...schedule, offsets: [...new Set([...schedule.offsets, by, by * 4])].sort((a, b) => a - b) } };
  if (kind === 2 && (schedule.kind === 'offsets' || schedule.kind === 'after')) return { ...step, schedule: { ...schedule, at: `1${by}:30` } };
  if (kind === 3 && schedule.kind === 'repeat') return { ...step, schedule: { ...schedule, everyDays: by, untilDay: schedule.untilDay + by - 4 } };
  if (kind === 4 && schedule.kind === 'repeat') return { ...step, schedule: { ...schedule, times: ['09:00', `1${by}:15`] } };
  if (kind === 5 && schedule.kind === 'onRequest') return { ...step, schedule: { ...schedule, untilDay: schedule.untilDay + by } };
  return { ...step, label: `label.${by}` };
}

function versionOf(plan: Plan, { drop, edit, add }: Edits): Plan {
  const steps = plan.steps.filter((_, index) => !drop.includes(index)).map((step, index) => edit.filter(([of]) => of === index).reduce((now, [, kind, by]) => edited(now, kind, by), step));
  const more = add.map((kind) => (kind === 'form' ? form('new-form', [2, 5, 11], ['core']) : message('new-message', { kind: 'repeat', anchor: 'discharge', fromDay: 1, everyDays: 2, untilDay: 15, times: ['10:30'] })));
  return { ...plan, version: 2, steps: [...steps, ...more] };
}

const plans = [everything, following];
const cases = fc.record({ plan: fc.constantFrom(...plans), edits, before: anyInputs, after: anyInputs });
const fresh = (plan: Plan): EpisodeUnderTest => new EpisodeUnderTest(plan, started({ patient: { spreadSeconds: 40 } }));
const runs = { numRuns: 20, seed: 20260302 };
const wasMoved = (events: readonly EpisodeEvent[]): boolean => events.some(({ type }) => type === 'EpisodeMigrated');

/** What is planned, whatever it is called by: undoing gives new numbers to the same plan. In a pause nothing new is offered for booking; that comes back with its end. */
const planOf = ({ episode }: EpisodeUnderTest, at: string): unknown => ({
  occurrences: Object.values(episode.occurrences)
    .filter(({ status, next }) => status === 'planned' && !(next === null && episode.status === 'paused')).map(({ step, dueAt, windowFrom, windowUntil, awaiting, next }) => ({ step, dueAt, windowFrom: windowFrom < at ? at : windowFrom, windowUntil, awaiting, next })).toSorted(byText),
  contacts: Object.values(episode.obligations).filter(({ state, purpose }) => state === 'planned' && !purpose.startsWith('migrated-visit'))
    .map(({ occurrence, purpose, text, recipient, dueAt, expiresAt, channels }) => ({ step: occurrence?.split('/')[1], purpose, text, recipient, dueAt, expiresAt, channels })).toSorted(byText),
});
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe('whatever version an episode goes to, and whenever', () => {
  it('it throws nothing, no item and no duty vanishes or is planned twice, and life goes on', () => {
    let moved = 0;
    fc.assert(fc.property(cases, ({ plan, edits: e, before, after }) => {
      const { test } = play(fresh(plan), before);
      const at = addMinutes(test.episode.lastAt, 1);
      moved += Number(wasMoved(test.migrate(at, versionOf(plan, e))));
      for (const { pick, after: minutes, make } of after) test.feed(make(test, addMinutes(test.episode.lastAt, Math.max(0, minutes)), pick));
      test.clock(addMinutes(test.episode.lastAt, 20 * 1440));
      const next = nextDue(test.plan, test.episode);
      expect(next === null || next.at > test.episode.lastAt, next?.what).toBe(true);
      for (const [planned, closed, open] of [
        [test.of('OccurrencePlanned').map(({ occurrence }) => occurrence), test.of('OccurrenceClosed').map(({ occurrence }) => occurrence), Object.keys(test.episode.occurrences)],
        [test.of('ObligationPlanned').map(({ obligation }) => obligation.id), test.of('ObligationClosed').map(({ obligation }) => obligation), Object.keys(test.episode.obligations)],
      ] as const) {
        expect(new Set(planned).size).toBe(planned.length);
        expect([...closed, ...open].toSorted()).toEqual([...planned].toSorted());
      }
    }), runs);
    expect(moved).toBeGreaterThan(4);
  });

  it('nothing that was sent, done or begun comes again, and a confirmed visit stays where it is', () => {
    let [moved, sent, booked] = [0, 0, 0];
    fc.assert(fc.property(cases, ({ plan, edits: e, before }) => {
      const { test } = play(fresh(plan), before);
      const at = addMinutes(test.episode.lastAt, 1);
      test.clock(at);
      const agreed = Object.values(test.episode.occurrences).filter(({ slot, status }) => slot !== null || status === 'checked-in');
      const underWay = Object.values(test.episode.occurrences).filter(({ status }) => status === 'open');
      const spoken = new Set(test.of('ObligationReleased').map(({ obligation }) => obligation));
      const said = test.of('ObligationPlanned').filter(({ obligation }) => spoken.has(obligation.id)).map(({ obligation }) => obligation);
      const events = test.migrate(at, versionOf(plan, e));
      if (!wasMoved(events)) return;
      moved += 1;
      sent += said.length;
      booked += agreed.length;
      for (const occurrence of [...agreed, ...underWay]) expect(test.episode.occurrences[occurrence.id]).toEqual(occurrence);
      const planned = events.flatMap((event) => (event.type === 'ObligationPlanned' ? [event.obligation] : []));
      for (const { occurrence, purpose, recipient, dueAt } of planned.filter((one) => one.recipient === 'patient' || one.recipient === 'family')) {
        expect(dueAt > at).toBe(true);
        expect(said.filter((one) => one.purpose === purpose && one.recipient === recipient && one.occurrence?.split('/')[1] === occurrence?.split('/')[1] && one.dueAt.slice(0, 16) === dueAt.slice(0, 16))).toEqual([]);
      }
    }), runs);
    expect(moved).toBeGreaterThan(4);
    expect(sent).toBeGreaterThan(20);
    expect(booked).toBeGreaterThan(0);
  });

  it('a version that says the same changes nothing', () => {
    fc.assert(fc.property(cases, ({ plan, before }) => {
      const { test } = play(fresh(plan), before);
      const at = addMinutes(test.episode.lastAt, 1);
      test.clock(at);
      const types = test.migrate(at, { ...plan, version: 2 }).map(({ type }) => type);
      expect(types.filter((type) => !['EpisodeMigrated', 'InputIgnored', 'InputApplied'].includes(type))).toEqual([]);
    }), runs);
  });

  it('undone at once, the plan is what it was', () => {
    let undone = 0;
    fc.assert(fc.property(cases, fc.constantFrom(0, 0, 0, 30, 90), ({ plan, edits: e, before }, minutes) => {
      const { test } = play(fresh(plan), before);
      const at = addMinutes(test.episode.lastAt, 1);
      test.clock(at);
      const was = planOf(test, at);
      if (!wasMoved(test.migrate(at, versionOf(plan, e)))) return;
      const back = addMinutes(at, minutes);
      const reference = new EpisodeUnderTest(plan);
      if (!wasMoved(test.migrate(back, plan, { undo: true }))) return;
      undone += 1;
      if (minutes === 0) expect(planOf(test, at)).toEqual(was);
      expect(test.episode.plan).toEqual(reference.episode.plan);
    }), { ...runs, numRuns: 120, endOnFailure: true });
    expect(undone).toBeGreaterThan(10);
  });
});
