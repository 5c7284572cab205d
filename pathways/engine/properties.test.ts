import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinutes, addHours } from '../time.js';
import { decide } from './decide.js';
import type { Episode } from './episode.js';
import type { EpisodeEvent } from './events.js';
import { evolve } from './evolve.js';
import { hasEnded } from './next-due.js';
import { open } from './open.js';
import { refusal } from './actions.js';
import { anyInputs } from './testing/any-input.js';
import { day, EpisodeUnderTest, started, zone } from './testing/episode-under-test.js';
import { everything } from './testing/everything.js';
import { inTurn, play } from './testing/play.js';
import { semantics } from './semantics.js';

const start = started({ anchors: { discharge: '2026-03-02', surgery: '2026-02-20' }, patient: { spreadSeconds: 40 } });
const fresh = (): EpisodeUnderTest => new EpisodeUnderTest(everything, start);
const runs = { numRuns: 40, seed: 20260302 };

const withoutSeq = ({ seq: _seq, ...rest }: Episode): Omit<Episode, 'seq'> => rest;
const isNews = (event: EpisodeEvent): boolean => event.type !== 'InputApplied';

describe('whatever happens to an episode', () => {
  it('never throws, and each decision ends with its input applied', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const test = fresh();
      for (const { input } of inTurn(test, inputs)) {
        refusal(everything, test.episode, input);
        const events = test.feed(input);
        expect(events.at(-1)).toMatchObject({ type: 'InputApplied', input: input.kind });
        expect(events.filter(({ type }) => type === 'InputApplied')).toHaveLength(1);
      }
    }), runs);
  });

  it('deciding and evolving leave the state that they are given as it was', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const test = fresh();
      for (const { input } of inTurn(test, inputs)) {
        const before = structuredClone(test.episode);
        const given = test.episode;
        test.feed(input);
        expect(given).toEqual(before);
      }
    }), runs);
  });

  it('time runs forward through the events', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      const times = test.events.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
    }), runs);
  });

  it('no obligation vanishes: planned once, closed once, else still open', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      const planned = test.of('ObligationPlanned').map(({ obligation }) => obligation.id);
      const closed = test.of('ObligationClosed').map(({ obligation }) => obligation);
      expect(new Set(planned).size).toBe(planned.length);
      expect(new Set(closed).size).toBe(closed.length);
      expect([...closed, ...Object.keys(test.episode.obligations)].toSorted()).toEqual(planned.toSorted());
      for (const event of test.of('ObligationClosed')) if (event.outcome !== 'sent') expect(event.reason).not.toBeNull();
    }), runs);
  });

  it('no occurrence vanishes either', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      const planned = test.of('OccurrencePlanned').map(({ occurrence }) => occurrence);
      const closed = test.of('OccurrenceClosed').map(({ occurrence }) => occurrence);
      expect(new Set(planned).size).toBe(planned.length);
      expect([...closed, ...Object.keys(test.episode.occurrences)].toSorted()).toEqual(planned.toSorted());
    }), runs);
  });

  it('ends once people closed their cases and the ledger settled its messages, with everything closed', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      let at = addHours(test.episode.lastAt, 1);
      if (test.episode.status === 'paused') test.command('resume', at, {});
      for (let i = 0; i < 400 && !hasEnded(test.episode); i++) {
        at = addHours(at, 12);
        test.clock(at);
        for (const id of Object.keys(test.episode.escalations)) {
          if (test.episode.escalations[id]?.heldBy) test.feed({ kind: 'case-ended', at, commandId: `end-${id}-${i}`, escalation: id, takeOver: false });
          else test.command('escalation-resolved', at, { escalation: id, resolution: 'done' });
        }
        test.settle(at);
      }
      expect(hasEnded(test.episode)).toBe(true);
      const { occurrences, obligations, escalations, watches } = test.episode;
      expect({ occurrences, obligations, escalations, watches }).toEqual({ occurrences: {}, obligations: {}, escalations: {}, watches: {} });
    }), { numRuns: 25, seed: 20260302 });
  });

  it('replaying the events gives the same state, also after they were JSON', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      const kept = JSON.parse(JSON.stringify(test.events)) as EpisodeEvent[];
      const empty = open({ id: 'e', plan: { id: everything.id, version: 1, hash: 'h1' }, semantics, startedAt: start.at, zone });
      expect(kept.reduce(evolve, empty)).toEqual(test.episode);
    }), runs);
  });

  it('does not depend on how often the clock is looked at', () => {
    fc.assert(fc.property(anyInputs, fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 30 }), (inputs, looks) => {
      const { test, given } = play(fresh(), inputs);
      const end = addHours(test.episode.lastAt, 100);
      test.clock(end);
      const polled = fresh();
      let looked = start.at;
      for (const input of given) {
        for (const minutes of looks) {
          looked = addMinutes(looked, minutes);
          if (looked < input.at && looked > polled.episode.lastAt) polled.clock(looked);
        }
        looked = input.at;
        polled.feed(input);
      }
      for (let at = addHours(polled.episode.lastAt, 7); at < end; at = addHours(at, 7)) polled.clock(at);
      polled.clock(end);
      expect(polled.events.filter(isNews)).toEqual(test.events.filter(isNews));
      expect(withoutSeq(polled.episode)).toEqual(withoutSeq(test.episode));
    }), runs);
  });

  it('an input applied twice changes nothing the second time', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const test = fresh();
      for (const { input } of inTurn(test, inputs)) {
        test.feed(input);
        const before = withoutSeq(test.episode);
        const again = test.feed(input);
        expect(again.every(({ type }) => type === 'InputIgnored' || type === 'InputApplied')).toBe(true);
        expect(withoutSeq(test.episode)).toEqual(before);
      }
    }), runs);
  });

  it('stays small enough for a workflow, whatever is answered: under 50 KB', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const test = fresh();
      for (const { at, input } of inTurn(test, inputs)) {
        test.feed(input);
        test.settle(at);
        expect(JSON.stringify(test.episode).length).toBeLessThan(50_000);
      }
    }), { numRuns: 25, seed: 20260302 });
  });
});

it('nothing but an episode-started is heard before it', () => {
  const empty = open({ id: 'e', plan: { id: 'x', version: 1, hash: 'h' }, semantics, startedAt: day(0), zone });
  expect(decide(everything, empty, { kind: 'clock-reached', at: day(3) })).toMatchObject([{ type: 'InputIgnored', reason: 'not started yet' }, { type: 'InputApplied' }]);
});
