/** A launch is accepted when its row is committed; its workflow starts meanwhile, and nobody waits for that. */
import type { CareClient } from '../temporal/client.js';
import type { CarePathwayStart } from '../workflows/contract.js';

/** By convention (C): more than a desk launches at once. A program that launches faster than Temporal starts would fill the memory with starts under way. */
const mostUnderWay = 32;

export type Starting = {
  /** Whatever is not started here (Temporal is away, this process ends, too many at once), the worker's starter starts from the row within seconds (temporal/starter.ts). */
  soon(start: CarePathwayStart): void;
  /** When this one is not under way (any more): a command that is sent right after the launch finds its workflow. */
  begun(episodeId: string): Promise<void>;
  /** When none is under way any more: the connection to Temporal may be closed. */
  idle(): Promise<void>;
};

export function createStarting(care: Pick<CareClient, 'startEpisode'>): Starting {
  const underWay = new Map<string, Promise<unknown>>();
  return {
    soon(start) {
      if (underWay.size >= mostUnderWay) return;
      underWay.set(start.episodeId, care.startEpisode(start).catch(() => null).finally(() => underWay.delete(start.episodeId)));
    },
    begun: async (episodeId) => void (await underWay.get(episodeId)),
    idle: async () => void (await Promise.all(underWay.values())),
  };
}
