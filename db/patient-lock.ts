/**
 * What the episodes of one patient share (budget, contacts, cases, death, opt-out) is decided under this lock, held until the transaction
 * ends. Always taken before any row lock, so that two transactions about one patient queue instead of deadlocking.
 */
import type { Tx } from './client.js';

export async function lockPatient(tx: Tx, patientId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${patientId}, 1))`;
}
