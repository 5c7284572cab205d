/** A keyset list that grows page by page and is read again as a whole when its topics change. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Topic } from '../../../db/changes.js';
import { get } from '../api.js';
import { every } from '../live.js';
import { ofSameSubject } from '../same-subject.js';
import { withQuery } from '../with-query.js';

type PageOf<T> = { items: T[]; next: string | null };
type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export function usePages<T>(path: string, query: Query, topics: readonly Topic[], { refetchInterval }: { refetchInterval?: number } = {}) {
  const queryKey = [path, query];
  const read = useInfiniteQuery({
    queryKey, meta: { topics }, initialPageParam: null as string | null, refetchInterval: every(refetchInterval), placeholderData: ofSameSubject(queryKey),
    queryFn: ({ pageParam }) => get<PageOf<T>>(withQuery(path, { ...query, after: pageParam })),
    getNextPageParam: ({ next }) => next,
  });
  return { ...read, items: read.data?.pages.flatMap(({ items }) => items) };
}
