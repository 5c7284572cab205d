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
  const parts = obligation.split('/');
  return parts.length >= 5 ? parts.slice(0, -3).join('/') : null;
}

/** `<episode>/<step>/<n>` -> `<step>`. */
export const stepOfOccurrence = (occurrence: OccurrenceId): string => occurrence.split('/').at(-2) ?? '';
