/**
 * Live screens without reload: one stream of changes (only topics and ids travel), and every query names the topics it depends on. A burst
 * of changes re-reads once. A stream that was opened once more (stream.ts) re-reads everything.
 */
import { QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Topic } from '../../db/changes.js';
import type { FoundPatient } from '../../db/read-models/patient-search.js';
import { ApiProblem, get, look } from './api.js';
import { forgetEarlyAnswers } from './early.js';
import { listeners } from './listeners.js';
import { ofSameSubject } from './same-subject.js';
import { signedIn, whenBack } from './signed-in.js';
import { follow } from './stream.js';

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: true, retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status < 500) } },
});

/** Worklists are read again so often whatever the stream says: a net below it. */
export const lookAgainMs = 60_000;

/** What may be read by itself every so often: not while the session is over, when nothing is answered. */
export const every = (ms: number | undefined) => (): number | false => (ms === undefined || signedIn().over ? false : ms);

/** Reads `path` and reads it again when one of `topics` changes. `path` null: not yet. What was read of the same subject stays meanwhile; of another one nothing does. */
export const useRead = <T>(path: string | null, topics: readonly Topic[], { refetchInterval, ...options }: { refetchInterval?: number; staleTime?: number } = {}): UseQueryResult<T> =>
  useQuery<T>({
    queryKey: [path], queryFn: () => get<T>(path ?? ''), enabled: path !== null, meta: { topics }, refetchInterval: every(refetchInterval), placeholderData: ofSameSubject([path]), ...options,
  });

/** Patients by what was typed, which travels in the body and never in an address. Empty: nobody is looked for. Who was found by other words is somebody else. */
export const useFoundPatients = (q: string, topics: readonly Topic[]): UseQueryResult<{ items: FoundPatient[] }> =>
  useQuery({ queryKey: ['/search', q], queryFn: () => look<{ items: FoundPatient[] }>('/search', { q }), enabled: q !== '', meta: { topics } });

const burstMs = 150;
const topics: readonly Topic[] = [
  'patient', 'episode', 'escalation', 'visit', 'message', 'task', 'discharge', 'order', 'entitlement', 'handover', 'bulk-act', 'file', 'inquiry', 'offer', 'notice', 'waitlist', 'staff', 'visit-alarm', 'incident', 'package', 'roster', 'audit', 'target',
];

/** The last change that every answer to this page knows of, because the server wrote it into the page before anything was asked; null: unknown, the stream begins now. */
const changesBeforeThisPage = (): string | null => document.querySelector<HTMLMetaElement>('meta[name=wuyou-changes]')?.content || null;

let silentSince: number | null = null;
const silence = listeners();
function becomeSilent(since: number | null): void {
  silentSince = since;
  silence.tell();
}
/** Since when this page hears of no changes, in this browser's ms; null: it is live. */
export const useSilence = (): number | null => useSyncExternalStore(silence.subscribe, () => silentSince);

const topicsOf = (meta: Record<string, unknown> | undefined): readonly string[] => (Array.isArray(meta?.['topics']) ? (meta['topics'] as string[]) : []);

/** Everything that lives by changes; what somebody asked for once (a list for a downtime, which is logged) stays as it was. */
function readEverything(): void {
  forgetEarlyAnswers();
  void queryClient.invalidateQueries({ predicate: ({ meta }) => topicsOf(meta).length > 0 });
}
/**
 * Reads everything again that somebody's act may have changed, and resolves when it has been read: who opens a dialog after that sees what stands now.
 * What was asked before the act about the act itself (`meta.once`, a preview) stays as it was answered. Rejects never: what could not be read says so itself.
 */
export async function readAgain(): Promise<void> {
  forgetEarlyAnswers();
  await queryClient.invalidateQueries({ predicate: ({ meta }) => meta?.['once'] !== true });
}
/** A stream says nothing of its status, and who has signed in may be somebody else: this answer says both. */
export const askWhoSitsHere = (): void => void queryClient.invalidateQueries({ queryKey: ['/session'] });

let reopen = (): void => undefined;
/** Reads everything now, and asks for the stream at once. */
export function lookNow(): void {
  askWhoSitsHere();
  readEverything();
  reopen();
}
whenBack(lookNow);

/** Every topic that other screens announce has to be listed here to be heard; `more` for topics of one page alone. */
export function followChanges(more: readonly string[] = []): () => void {
  const waiting = new Set<string>();
  let timer: number | undefined;
  const flush = (): void => {
    timer = undefined;
    forgetEarlyAnswers();
    const changed = new Set(waiting);
    waiting.clear();
    void queryClient.invalidateQueries({
      predicate: ({ meta }) => topicsOf(meta).some((topic) => changed.has(topic)),
    });
  };
  const stream = follow({
    topics: new Set([...topics, ...more]), after: changesBeforeThisPage(),
    heard(topic) {
      waiting.add(topic);
      timer ??= window.setTimeout(flush, burstMs);
    },
    openedAgain: readEverything,
    refused: askWhoSitsHere,
    mayAsk: () => !signedIn().over,
    silentSince: becomeSilent,
  });
  reopen = stream.openNow;
  return () => {
    reopen = () => undefined;
    becomeSilent(null);
    stream.close();
    window.clearTimeout(timer);
  };
}
