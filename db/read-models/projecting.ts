/** What every projection is given. A projection writes the rows of one read model from one journal entry, inside the record transaction. */
import type { JournalEntry } from '../../activities/port.js';
import type { Plan } from '../../pathways/engine/plan.js';
import type { EpisodeClock } from '../../workflows/contract.js';
import type { Tx } from '../client.js';

export type Projecting = {
  tx: Tx;
  hospitalId: string;
  patientId: string;
  episodeId: string;
  plan: Plan;
  clock: EpisodeClock;
};

export type Projection = (into: Projecting, entry: JournalEntry) => Promise<void>;
