import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow } from './stream.js';

type Listener = (event: { lastEventId: string }) => void;
/** What a browser gives: `refuse` as after a 502, `drop` as after a failure of the network, which it mends by itself. */
class FakeStream {
  static readonly CLOSED = 2;
  static all: FakeStream[] = [];
  readyState = 0;
  readonly listeners = new Map<string, Set<Listener>>();
  readonly url: string;
  constructor(url: string) {
    this.url = url;
    FakeStream.all.push(this);
  }
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, (this.listeners.get(type) ?? new Set()).add(listener));
  }
  close(): void {
    this.readyState = 2;
  }
  say(type: string, lastEventId = ''): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ lastEventId });
  }
  refuse(): void {
    this.readyState = 2;
    this.say('error');
  }
  drop(): void {
    this.readyState = 0;
    this.say('error');
  }
}
const newest = (): FakeStream => FakeStream.all.at(-1) as FakeStream;
const opened = (): number => FakeStream.all.length;

beforeEach(() => {
  FakeStream.all = [];
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal('EventSource', FakeStream);
  vi.stubGlobal('window', globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function followed(more: { mayAsk?: () => boolean } = {}) {
  const happened: string[] = [];
  const stream = follow({
    topics: ['escalation', 'visit'], after: '7', mayAsk: () => true, heard: (topic) => happened.push(topic), openedAgain: () => happened.push('opened again'), refused: () => happened.push('refused'),
    silentSince: (ms) => happened.push(ms === null ? 'live' : `silent since ${ms}`), ...more,
  });
  return { happened, stream };
}

describe('The stream of changes', () => {
  it('begins where the page began, and says what changed', () => {
    const { happened } = followed();
    expect(newest().url).toBe('/changes?after=7');
    newest().say('hello', '7');
    newest().say('escalation', '8');
    expect(happened).toEqual(['escalation']);
  });

  it('is opened anew after a refusal, later each time and at most half a minute, from the last change heard', () => {
    const { happened } = followed();
    newest().say('hello', '7');
    newest().say('visit', '9');
    newest().say('tick', '12');
    for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
      const before = opened();
      newest().refuse();
      vi.advanceTimersByTime(wait * 1_000 - 1);
      expect(opened(), `before ${wait} s`).toBe(before);
      vi.advanceTimersByTime(1);
      expect(opened(), `after ${wait} s`).toBe(before + 1);
      expect(newest().url).toBe('/changes?after=12');
    }
    newest().say('hello', '12');
    expect(happened.filter((one) => one === 'opened again')).toHaveLength(1);
    newest().refuse();
    vi.advanceTimersByTime(1_000);
    newest().say('hello', '12');
    expect(happened.filter((one) => one === 'opened again')).toHaveLength(2);
  });

  it('is left to the browser after a failure of the network, which it mends by itself', () => {
    followed();
    newest().say('hello', '7');
    newest().drop();
    vi.advanceTimersByTime(10_000);
    expect(opened()).toBe(1);
  });

  it('says since when nothing has come after three missing heartbeats, opens once more, and says when it is live', () => {
    const { happened } = followed();
    vi.advanceTimersByTime(15_000);
    newest().say('hello', '7');
    vi.advanceTimersByTime(40_000);
    expect([happened, opened()]).toEqual([[], 1]);
    vi.advanceTimersByTime(5_000);
    expect([happened, opened()]).toEqual([['silent since 15000'], 2]);
    vi.advanceTimersByTime(20_000);
    expect([new Set(happened), opened()]).toEqual([new Set(['silent since 15000']), 2]);
    newest().say('hello', '7');
    expect(happened.slice(-2)).toEqual(['live', 'opened again']);
  });

  it('is not asked for while nobody is signed in, and at once when somebody is again', () => {
    let may = true;
    const { happened, stream } = followed({ mayAsk: () => may });
    newest().say('hello', '7');
    newest().refuse();
    expect(happened).toEqual(['refused']);
    may = false;
    vi.advanceTimersByTime(600_000);
    expect(opened()).toBe(1);
    stream.openNow();
    expect(opened()).toBe(2);
  });

  it('is over when it is closed', () => {
    const { stream } = followed();
    newest().refuse();
    stream.close();
    vi.advanceTimersByTime(600_000);
    expect(opened()).toBe(1);
  });
});
