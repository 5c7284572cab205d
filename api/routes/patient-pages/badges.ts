/** One badge for each step that was attended, at the day on which it was; never for a step that was only closed by what another one heard. */
import type { PageEpisode, PageItem } from '../../../db/read-models/patient-page.js';
import type { BadgeRow } from '../../../db/read-models/patient-records.js';

export type Badge = { label: string; at: string };

/** `answered`: occurrences that somebody answered themselves. */
export function badgesOf(items: readonly PageItem[], earned: readonly BadgeRow[], answered: ReadonlySet<string>, labelOf: (item: PageItem) => string): Badge[] {
  const attended = (item: PageItem): boolean => item.status === 'completed' && (item.step.kind === 'visit' || (item.step.kind === 'form' && answered.has(item.occurrence)));
  // A package without badges of its own shows what was attended.
  const shown = items.filter((item) => attended(item) && !hasBadges(item.episode) && !isLost(item.episode)).map((item) => ({ label: labelOf(item), at: item.slot?.from ?? item.dueAt }));
  const own = earned.flatMap(({ episodeId, badge, at, occurrence }): Badge[] => {
    const item = items.find((one) => one.occurrence === occurrence);
    const heard = item?.step.kind === 'form' && !answered.has(item.occurrence);
    const episode = items.find((one) => one.episodeId === episodeId)?.episode;
    return episode && !heard ? [{ label: episode.say(badge), at }] : [];
  });
  return [...shown, ...own].sort((a, b) => (a.at < b.at ? 1 : -1));
}

const hasBadges = ({ plan }: PageEpisode): boolean => plan.steps.some(({ badge }) => badge !== undefined);
/** Ended, and with a pregnancy: it may have been lost, and nothing of it is celebrated here. */
const isLost = ({ plan, running }: PageEpisode): boolean => plan.loss !== undefined && !running;
