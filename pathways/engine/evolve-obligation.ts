import type { Episode } from './episode.js';
import type { EpisodeEvent } from './events.js';
import { careId, ownerOf } from './ids.js';

type ObligationEvent = Extract<EpisodeEvent, {
  type: 'ObligationPlanned' | 'ObligationReleased' | 'ObligationMoved' | 'ObligationClosed' | 'DeliveryFailed' | 'HandedOver';
}>;

/** Failures whose repetition is recognised. */
const handedOverLimit = 200;

export function evolveObligation(episode: Episode, event: ObligationEvent): Episode {
  switch (event.type) {
    case 'ObligationPlanned': {
      const { obligation } = event;
      const ofCare = ownerOf(obligation.id) === careId(episode.id);
      return {
        ...episode,
        obligations: { ...episode.obligations, [obligation.id]: { ...obligation, state: 'planned' } },
        counts: ofCare ? { ...episode.counts, care: Math.max(episode.counts.care, obligation.revision) } : episode.counts,
      };
    }
    case 'ObligationReleased':
    case 'ObligationMoved': {
      const obligation = episode.obligations[event.obligation];
      if (!obligation) return episode;
      const changed = event.type === 'ObligationMoved'
        ? { ...obligation, state: 'planned' as const, dueAt: event.dueAt }
        : { ...obligation, state: 'released' as const };
      return { ...episode, obligations: { ...episode.obligations, [event.obligation]: changed } };
    }
    case 'ObligationClosed': {
      if (!episode.obligations[event.obligation]) return episode;
      const { [event.obligation]: _closed, ...rest } = episode.obligations;
      return { ...episode, obligations: rest };
    }
    case 'DeliveryFailed':
      return episode;
    case 'HandedOver':
      return {
        ...episode,
        handedOver: [...episode.handedOver, event.obligation].slice(-handedOverLimit),
        undeliveredOn: event.day ?? episode.undeliveredOn,
      };
  }
}
