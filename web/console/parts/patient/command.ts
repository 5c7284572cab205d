/** The commands of the page: which route takes them, and how their preview is asked for. */
import { useQuery } from '@tanstack/react-query';
import type { EpisodePreview, PreviewKind } from '../../../../db/preview.js';
import { look } from '../../api.js';
import { useLanguage } from '../../language.js';
import { withQuery } from '../../with-query.js';

/** `input` as the route's body takes it; null while the form is not filled. */
export type Command = { kind: PreviewKind; episodeId: string; path: string; input: Record<string, unknown> | null; /** What the preview needs beyond the body, e.g. which visit. */ previewInput?: Record<string, unknown> };

const segments = {
  pause: 'pause', resume: 'resume', stop: 'stop', 'patient-died': 'patient-died', 'patient-readmitted': 'patient-readmitted', 'opt-out': 'opt-out', 'opt-in': 'opt-in', 'away-set': 'away', 'facts-changed': 'facts', 'zone-changed': 'zone', 'anchor-set': 'anchors', 'personal-set': 'personal', 'steps-start': 'steps', 'escalation-raised': 'escalations',
} as const;

export const onEpisode = (kind: keyof typeof segments, episodeId: string, input: Record<string, unknown> | null): Command => ({ kind, episodeId, path: `/episodes/${episodeId}/${segments[kind]}`, input });

/** `act`: book, move, cancel. */
export function onVisit(act: 'book' | 'move' | 'cancel', { episodeId, step, n, occurrence }: { episodeId: string; step: string; n: number; occurrence: string }, input: Record<string, unknown> | null): Command {
  const kind = ({ book: 'visit-booked', move: 'visit-moved', cancel: 'visit-cancelled' } as const)[act];
  return { kind, episodeId, path: `/episodes/${episodeId}/visits/${step}/${n}/${act}`, input, previewInput: { occurrence } };
}

/** The engine's own answer to "what would happen"; asked again whenever the form changes. */
export function usePreview({ kind, episodeId, input, previewInput }: Command) {
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['preview', episodeId, kind, input, language], enabled: input !== null, staleTime: 0, gcTime: 0, retry: false, meta: { once: true },
    queryFn: () => look<{ items: EpisodePreview[] }>(withQuery(`/episodes/${episodeId}/preview`, { language }), { kind, input: { ...input, ...previewInput } }),
  });
}
