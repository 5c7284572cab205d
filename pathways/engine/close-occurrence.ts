import type { Occurrence } from './episode.js';
import { isContactOfStep, suppressWhere } from './obligations.js';
import { emit, type Run } from './run.js';
import type { SuppressionReason } from './vocabulary.js';

export type OccurrenceOutcome = 'completed' | 'failed' | 'cancelled';

/** Ends the occurrence, and those of its contacts that are still only planned end with `contacts`. */
export function closeOccurrence(run: Run, occurrence: Occurrence, outcome: OccurrenceOutcome, reason: string | null, contacts: SuppressionReason): void {
  suppressWhere(run, (obligation) => obligation.occurrence === occurrence.id && isContactOfStep(obligation), contacts);
  emit(run, { type: 'OccurrenceClosed', occurrence: occurrence.id, outcome, reason });
}

export const openOccurrences = (run: Run, step?: string): Occurrence[] =>
  Object.values(run.episode.occurrences).filter((occurrence) => step === undefined || occurrence.step === step);
