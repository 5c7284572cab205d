import { describe, expect, it } from 'vitest';
import { sayUnmet, unmet } from './expect.js';

const raised = { in: 'care', at: '2026-03-05T02:40:00.000Z', type: 'EscalationRaised', level: 'orange', rules: ['W-2'] };
const closed = { in: 'care', at: '2026-03-05T04:40:00.000Z', type: 'EscalationClosed', outcome: 'resolved' };
const events = [raised, closed];
const said = (expected: object[], never: object[] = []): string[] => unmet(expected.map((one) => ({ ...one })), never.map((one) => ({ ...one })), events).map(sayUnmet);

describe('What a story expects', () => {
  it('is met in order', () => expect(said([{ type: 'EscalationRaised', rules: ['W-2'] }, { type: 'EscalationClosed' }])).toEqual([]));
  it('names the nearest event of the type and what differs', () => {
    expect(said([{ type: 'EscalationRaised', level: 'red', rules: ['W-2'] }])).toEqual([
      'expected, but did not happen: {"type":"EscalationRaised","level":"red","rules":["W-2"]}; the nearest is at 2026-03-05T02:40:00.000Z in care, with level "orange"']);
  });
  it('says that the event came too early', () => {
    expect(said([{ type: 'EscalationClosed' }, { type: 'EscalationRaised' }])).toEqual([
      'expected, but did not happen: {"type":"EscalationRaised"} after what the line above it expects; the nearest is at 2026-03-05T02:40:00.000Z in care, before that']);
  });
  it('says that nothing of the type happened', () => expect(said([{ type: 'EpisodeStopped' }])).toEqual(['expected, but did not happen: {"type":"EpisodeStopped"}; no EpisodeStopped happened at all']));
  it('finds what should never have been, wherever it stands', () => {
    expect(said([{ type: 'EscalationClosed' }], [{ type: 'EscalationRaised', level: 'orange' }, { type: 'EscalationRaised', level: 'red' }])).toEqual([
      'expected never to happen, but did: {"type":"EscalationRaised","level":"orange"} at 2026-03-05T02:40:00.000Z in care']);
  });
});
