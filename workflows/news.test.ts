import { describe, expect, it } from 'vitest';
import type { EpisodeInput, MessageOutcome } from '../pathways/engine/inputs.js';
import { openNews } from './news.js';

const [early, late] = ['2026-03-03T02:00:00.000Z', '2026-03-03T10:00:00.000Z'];
const outcome = (obligation: string): MessageOutcome => ({ obligation, occurrence: null, escalation: null, purpose: 'reminder', class: 'dose', recipient: 'patient', outcome: 'sent', channel: 'sms' });
const failed = (obligation: string): MessageOutcome => ({ obligation, occurrence: null, escalation: null, purpose: 'reminder', class: 'dose', recipient: 'patient', outcome: 'failed', reason: 'all-channels-failed' });
const settled = (...outcomes: MessageOutcome[]): EpisodeInput => ({ kind: 'messages-settled', at: early, outcomes });
const always = () => true;
const never = () => false;

describe('news', () => {
  it('that only says "sent" rests, and is told together, in the order of the requests, as of the moment when it is read', () => {
    const news = openNews();
    news.push(settled(outcome('b')), 2);
    expect(news.next(always, early)).toBeNull();
    expect(news.isEmpty()).toBe(true);
    news.push(settled(outcome('a')), 1);
    expect(news.next(always, early)).toBeNull();
    expect(news.takeResting(late)).toEqual({ kind: 'messages-settled', at: late, outcomes: [outcome('a'), outcome('b')] });
    expect(news.takeResting(late)).toBeNull();
  });

  it('comes out the same whether it came in one task or in two', () => {
    const [together, apart] = [openNews(), openNews()];
    apart.push(settled(outcome('b')), 2);
    expect(apart.next(always, early)).toBeNull();
    for (const news of [together, apart]) {
      news.push(settled(failed('c')), 3);
      if (news === together) news.push(settled(outcome('b')), 2);
      news.push(settled(outcome('a')), 1);
    }
    for (const news of [together, apart]) {
      expect(news.next(always, late)).toEqual({ ...settled(failed('c')), at: late });
      expect(news.next(always, late)).toBeNull();
      expect(news.takeResting(late)).toEqual({ ...settled(outcome('a'), outcome('b')), at: late });
    }
  });

  it('does not rest when all of it together changes something', () => {
    const news = openNews();
    news.push(settled(outcome('a')), 1);
    expect(news.next(always, early)).toBeNull();
    news.push(settled(outcome('b')), 2);
    expect(news.next(({ outcomes }) => outcomes.length < 2, late)).toEqual({ ...settled(outcome('a'), outcome('b')), at: late });
    expect(news.takeResting(late)).toBeNull();
  });

  it('that is not about sent messages never rests', () => {
    const news = openNews();
    news.push(settled(failed('a')), 1);
    expect(news.next(never, late)).toEqual({ ...settled(failed('a')), at: late });
  });
});
