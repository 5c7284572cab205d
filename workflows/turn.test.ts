import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../activities/port.js';
import type { EpisodeEvent } from '../pathways/engine/events.js';
import { driverVersion, type CarePathwayStart } from './contract.js';
import { deliverSummary, recordSummary } from './summary.js';
import { episodeAtStart, isOnlySent, isSentAndDone, releasedBy } from './turn.js';

const at = '2026-03-05T02:00:00.000Z';
const base = { at, cause: { kind: 'policy', policy: 'test' } } as const;
const closed = (outcome: 'sent' | 'failed'): EpisodeEvent => ({ ...base, type: 'ObligationClosed', obligation: 'e/s/1/0/invite/patient', outcome, reason: null, channel: 'sms' });
const applied: EpisodeEvent = { ...base, type: 'InputApplied', input: 'messages-settled', commandId: null };
const entry = (seq: number, ...events: EpisodeEvent[]): JournalEntry => ({ seq, semantics: 1, planHash: 'h', input: { kind: 'clock-reached', at }, events });

describe('an entry', () => {
  it('may wait for the next one when it only says that messages went out', () => {
    expect(isOnlySent(entry(1, closed('sent'), closed('sent'), applied))).toBe(true);
    expect(isOnlySent(entry(1, closed('sent'), closed('failed'), applied))).toBe(false);
    expect(isOnlySent(entry(1, { ...base, type: 'ObligationReleased', obligation: 'x' }, applied))).toBe(false);
  });

  it('may wait too when a one-way step ended with its message, but not when anything follows from that', () => {
    const done: EpisodeEvent = { ...base, type: 'OccurrenceClosed', occurrence: 'e/s/1', outcome: 'completed', reason: null };
    const settled = (...events: EpisodeEvent[]): JournalEntry => ({ ...entry(1, ...events), input: { kind: 'messages-settled', at, outcomes: [] } });
    expect(isSentAndDone(settled(closed('sent'), done, applied))).toBe(true);
    expect(isSentAndDone(settled(closed('failed'), done, applied))).toBe(false);
    expect(isSentAndDone(settled(closed('sent'), { ...done, outcome: 'failed' }, applied))).toBe(false);
    expect(isSentAndDone(settled(closed('sent'), done, { ...base, type: 'CourseCompleted' }, applied))).toBe(false);
    expect(isSentAndDone(entry(1, done, applied))).toBe(false);
  });

  it('names what it released', () => {
    expect(releasedBy(entry(1, { ...base, type: 'ObligationReleased', obligation: 'a' }, closed('sent'), { ...base, type: 'ObligationReleased', obligation: 'b' }))).toEqual(['a', 'b']);
  });

  it('is shown to operators by number and kind, without anything about the patient', () => {
    expect(recordSummary([entry(11), entry(12)])).toBe('#12 clock-reached (+1)');
    expect(deliverSummary(['0198/follow-up-d3/1/0/invite/patient', '0198/escalation/1/0/alert/duty-doctor'])).toBe('send follow-up-d3/1 invite to patient and 1 more');
    expect(deliverSummary(['0198/care/1/close/patient'])).toBe('send care close to patient');
  });
});

describe('a run', () => {
  const start: CarePathwayStart = {
    v: 1, hospitalId: 'h', episodeId: 'e', plan: { id: 'p', version: 1, hash: 'h' }, semantics: 1, clock: { wallAnchor: at, episodeAnchor: at, pace: 1 },
  };
  it('of a newer engine is refused, so that the task waits for a worker that knows it', () => {
    expect(() => episodeAtStart({ ...start, semantics: 999 })).toThrow('does not know engine semantics 999');
  });
  it('of a newer driver is refused likewise', () => {
    expect(() => episodeAtStart({ ...start, v: (driverVersion + 1) as never })).toThrow(`does not know driver version ${driverVersion + 1}`);
  });
  it('needs something to begin with', () => {
    expect(() => episodeAtStart(start)).toThrow('either `started` or `carried`');
  });
});
