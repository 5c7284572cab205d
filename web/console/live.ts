/**
 * Live screens without reload: one stream of changes (only topics and ids travel), and every query names the topics it depends on. A burst
 * of changes re-reads once. When the stream breaks the browser reconnects with the last id, so nothing is missed.
 */
import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Topic } from '../../db/changes.js';
import type { FoundPatient } from '../../db/read-models/patient-search.js';
import { ApiProblem, get, send } from './api.js';
import { forgetEarlyAnswers } from './early.js';
import { withQuery } from './with-query.js';

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: true, retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status < 500) } },
});

/** Reads `path` and reads it again when one of `topics` changes. `path` null: not yet. */
export const useRead = <T>(path: string | null, topics: readonly Topic[], options: { refetchInterval?: number; staleTime?: number } = {}): UseQueryResult<T> =>
  useQuery<T>({
    queryKey: [path], queryFn: () => get<T>(path ?? ''), enabled: path !== null, meta: { topics }, placeholderData: keepPreviousData, ...options,
  });

/** Patients by what was typed, which travels in the body and never in an address. Empty: nobody is looked for. */
export const useFoundPatients = (q: string, topics: readonly Topic[]): UseQueryResult<{ items: FoundPatient[] }> =>
  useQuery({ queryKey: ['/search', q], queryFn: () => send<{ items: FoundPatient[] }>('POST', '/search', { q }), enabled: q !== '', meta: { topics }, placeholderData: keepPreviousData });

const burstMs = 150;
const topics: readonly Topic[] = [
  'patient', 'episode', 'escalation', 'visit', 'message', 'task', 'discharge', 'order', 'entitlement', 'handover', 'bulk-act', 'file', 'inquiry', 'offer', 'notice', 'waitlist', 'staff', 'visit-alarm', 'incident', 'package', 'roster', 'audit', 'target',
];

/** The last change that every answer to this page knows of, because the server wrote it into the page before anything was asked; null: unknown, the stream begins now. */
const changesBeforeThisPage = (): string | null => document.querySelector<HTMLMetaElement>('meta[name=wuyou-changes]')?.content || null;

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
      predicate: ({ meta }) => Array.isArray(meta?.['topics']) && (meta['topics'] as string[]).some((topic) => changed.has(topic)),
    });
  };
  const stream = new EventSource(withQuery('/changes', { after: changesBeforeThisPage() }));
  for (const topic of new Set([...topics, ...more])) {
    stream.addEventListener(topic, () => {
      waiting.add(topic);
      timer ??= window.setTimeout(flush, burstMs);
    });
  }
  return () => {
    stream.close();
    window.clearTimeout(timer);
  };
}
