/** The list behind timeline and messages: it grows by pages and is read again when something of the patient changes. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TimelineEntry } from '../../../../db/read-models/patient/worded.js';
import type { Topic } from '../../../../db/changes.js';
import { get } from '../../api.js';
import { useLanguage } from '../../language.js';
import { ofSameSubject } from '../../same-subject.js';
import { withQuery } from '../../with-query.js';

const topics: readonly Topic[] = ['patient', 'episode', 'visit', 'message', 'escalation'];
type Filter = Readonly<Record<string, string | number | null>>;

export function useEntries(patientId: string, filter: Filter) {
  const { language } = useLanguage();
  const query = { language, limit: 60, ...filter };
  const queryKey = ['timeline', patientId, query];
  const read = useInfiniteQuery({
    queryKey, meta: { topics }, initialPageParam: null as string | null, placeholderData: ofSameSubject(queryKey),
    queryFn: ({ pageParam }) => get<{ items: TimelineEntry[]; next: string | null }>(withQuery(`/patients/${patientId}/timeline`, { ...query, after: pageParam })),
    getNextPageParam: ({ next }) => next,
  });
  return { ...read, items: read.data?.pages.flatMap(({ items }) => items) };
}
