/**
 * The stream of changes, kept open. A browser opens it anew by itself only after the network failed: after any other answer than 200 (a server that
 * restarts behind a proxy, one that has too much to do) it closes it for good. So it is opened again from here, each time a little later, from the last
 * change that was heard, and also when nothing comes although it counts as open.
 */
import { withQuery } from './with-query.js';

type Following = {
  topics: Iterable<string>;
  /** The last change that the page knows of; null: it begins now. */
  after: string | null;
  heard: (topic: string) => void;
  /** It is open once more: what came in between may not have been heard. */
  openedAgain: () => void;
  /** It was answered, with something else than a stream. */
  refused: () => void;
  /** Whether asking again can come to anything; while not, `openNow` is waited for. */
  mayAsk: () => boolean;
  /** Since when nothing has come, in this browser's ms; null: it is live. */
  silentSince: (ms: number | null) => void;
};

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** Three heartbeats of the server (api/routes/changes.ts). */
const silenceMs = 45_000;
const lookMs = 5_000;

/** `openNow`: asks again at once, e.g. because somebody has signed in again. */
export function follow({ topics, after, heard, openedAgain, refused, mayAsk, silentSince }: Following): { openNow: () => void; close: () => void } {
  let last = after;
  let heardAt = Date.now();
  let openedAt = heardAt;
  let refusals = 0;
  let opened = 0;
  let silent = false;
  let retry: number | undefined;
  let stream: EventSource;

  const hear = ({ lastEventId }: MessageEvent): void => {
    if (lastEventId !== '') last = lastEventId;
    heardAt = Date.now();
    refusals = 0;
    if (silent) silentSince(null);
    silent = false;
  };

  function open(): void {
    window.clearTimeout(retry);
    retry = undefined;
    openedAt = Date.now();
    const mine = new EventSource(withQuery('/changes', { after: last }));
    const again = opened++ > 0;
    stream = mine;
    mine.addEventListener('hello', (event) => {
      hear(event);
      if (again) openedAgain();
    }, { once: true });
    for (const quiet of ['hello', 'tick']) mine.addEventListener(quiet, hear);
    for (const topic of topics) {
      mine.addEventListener(topic, (event) => {
        hear(event);
        heard(topic);
      });
    }
    mine.addEventListener('error', () => {
      if (mine !== stream || mine.readyState !== EventSource.CLOSED) return;
      retry ??= window.setTimeout(openIfAllowed, Math.min(firstWaitMs * 2 ** refusals, longestWaitMs));
      refusals += 1;
      refused();
    });
  }

  const openNow = (): void => {
    stream.close();
    open();
  };
  const openIfAllowed = (): void => {
    retry = undefined;
    if (mayAsk()) openNow();
  };
  const look = window.setInterval(() => {
    if (Date.now() - heardAt < silenceMs) return;
    silent = true;
    silentSince(heardAt);
    if (retry === undefined && Date.now() - openedAt >= silenceMs) openIfAllowed();
  }, lookMs);
  open();
  return {
    openNow,
    close() {
      window.clearInterval(look);
      window.clearTimeout(retry);
      stream.close();
    },
  };
}
