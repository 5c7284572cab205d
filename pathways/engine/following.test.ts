import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHours, addMinutes, localDateOf } from '../time.js';
import type { EpisodeEvent } from './events.js';
import { evolve } from './evolve.js';
import { hasEnded } from './next-due.js';
import { open } from './open.js';
import { anyInputs } from './testing/any-input.js';
import { EpisodeUnderTest, started, zone } from './testing/episode-under-test.js';
import { following } from './testing/following.js';
import { play } from './testing/play.js';
import { semantics } from './semantics.js';

const fresh = (): EpisodeUnderTest => new EpisodeUnderTest(following, started());
const runs = { numRuns: 25, seed: 20260303 };
const isNews = (event: EpisodeEvent): boolean => event.type !== 'InputApplied';

describe('whatever happens to an episode whose steps follow life', () => {
  it('no occurrence and no obligation is planned twice or vanishes, and never are two maintenances open', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      const occurrences = test.of('OccurrencePlanned').map(({ occurrence }) => occurrence);
      const closed = test.of('OccurrenceClosed').map(({ occurrence }) => occurrence);
      expect([...closed, ...Object.keys(test.episode.occurrences)].toSorted()).toEqual([...new Set(occurrences)].toSorted());
      const obligations = test.of('ObligationPlanned').map(({ obligation }) => obligation.id);
      const ended = test.of('ObligationClosed').map(({ obligation }) => obligation);
      expect([...ended, ...Object.keys(test.episode.obligations)].toSorted()).toEqual([...new Set(obligations)].toSorted());
      expect(Object.values(test.episode.occurrences).filter(({ step }) => step === 'line-care').length).toBeLessThanOrEqual(1);
    }), runs);
  });

  it('replaying the events gives the same state, also after they were JSON', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      const kept = JSON.parse(JSON.stringify(test.events)) as EpisodeEvent[];
      const empty = open({ id: 'e', plan: { id: following.id, version: 1, hash: 'h1' }, semantics, startedAt: started().at, zone });
      expect(kept.reduce(evolve, empty)).toEqual(test.episode);
    }), runs);
  });

  it('does not depend on how often the clock is looked at', () => {
    fc.assert(fc.property(anyInputs, fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 10 }), (inputs, looks) => {
      const { test, given } = play(fresh(), inputs);
      const polled = fresh();
      for (const input of given) {
        for (const minutes of looks) {
          const looked = addMinutes(polled.episode.lastAt, minutes);
          if (looked < input.at) polled.clock(looked);
        }
        polled.feed(input);
      }
      expect(polled.events.filter(isNews)).toEqual(test.events.filter(isNews));
    }), runs);
  }, 60_000);

  it('ends, when the dates it waits for are set and people close their cases', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const { test } = play(fresh(), inputs);
      let at = addHours(test.episode.lastAt, 1);
      if (test.episode.status === 'paused') test.command('resume', at, {});
      for (let i = 0; i < 150 && !hasEnded(test.episode); i++) {
        at = addHours(at, 24);
        test.clock(at);
        for (const anchor of ['birth', 'chemo-cycle'] as const) test.command('anchor-set', at, { anchor, date: localDateOf(at, zone), reason: 'known now' });
        for (const id of Object.keys(test.episode.escalations)) {
          if (test.episode.escalations[id]?.heldBy) test.feed({ kind: 'case-ended', at, commandId: `end-${id}-${i}`, escalation: id, takeOver: false });
          else test.command('escalation-resolved', at, { escalation: id, resolution: 'done' });
        }
        test.settle(at);
      }
      expect(hasEnded(test.episode)).toBe(true);
      expect([test.episode.occurrences, test.episode.obligations]).toEqual([{}, {}]);
    }), { numRuns: 12, seed: 20260303 });
  }, 60_000);
});
