/** Deterministic ids: the same intent always has the same id, whoever computes it and however often. */
import type { EpisodeId, EscalationId, ObligationId, OccurrenceId, Recipient } from './vocabulary.js';

export const occurrenceId = (episode: EpisodeId, step: string, n: number): OccurrenceId => `${episode}/${step}/${n}`;
export const escalationId = (episode: EpisodeId, n: number): EscalationId => `${episode}/escalation/${n}`;

/** Owner of obligations that belong to no occurrence and no case: close text, readmission task. `n` counts them. */
export const careId = (episode: EpisodeId): string => `${episode}/care`;

export const obligationId = (owner: string, revision: number, purpose: string, recipient: Recipient): ObligationId =>
  `${owner}/${revision}/${purpose}/${recipient}`;

/** The occurrence, escalation or care id that an obligation belongs to; null when it is no obligation id. */
export function ownerOf(obligation: ObligationId): string | null {
  let end = obligation.length;
  for (let part = 0; part < 3 && end > 0; part++) end = obligation.lastIndexOf('/', end - 1);
  return end > 0 && obligation.slice(0, end).includes('/') ? obligation.slice(0, end) : null;
}

/** `<episode>/<step>/<n>` -> `<step>`. */
export function stepOfOccurrence(occurrence: OccurrenceId): string {
  const end = occurrence.lastIndexOf('/');
  return end < 0 ? '' : occurrence.slice(occurrence.lastIndexOf('/', end - 1) + 1, end);
}
