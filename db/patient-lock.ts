/**
 * What the episodes of one patient share (budget, contacts, cases, death, opt-out) is decided under this lock, held until the transaction
 * ends. Always taken before any row lock, so that two transactions about one patient queue instead of deadlocking.
 */
import { together, type Db, type Tx } from './client.js';
import { idOrNull } from './ids.js';

const patientLock = (tx: Tx, patientId: string) => tx`select pg_advisory_xact_lock(hashtextextended(${patientId}, 1))`;

export async function lockPatient(tx: Tx, patientId: string): Promise<void> {
  await patientLock(tx, patientId);
}

/**
 * Locks whoever the thing belongs to when the lock is held: a merge or its undo may have given it to another patient in between, and the lock
 * of the former one would protect nothing. null: the thing does not exist.
 */
export async function lockOwner(tx: Tx, ownerNow: (tx: Tx) => Promise<string | null>): Promise<string | null> {
  for (let patientId = await ownerNow(tx); ; ) {
    if (patientId === null) return null;
    // Sent together, done one after the other: PostgreSQL looks for the owner when it has the lock.
    const [, now]: [unknown, string | null] = await together([patientLock(tx, patientId).execute(), ownerNow(tx)]);
    if (now === patientId) return patientId;
    patientId = now;
  }
}

/** null: there is no such episode in this hospital. */
export const lockPatientOf = (tx: Tx, hospitalId: string, episodeId: string): Promise<string | null> =>
  lockOwner(tx, async () => (await tx<{ patientId: string }[]>`select patient_id from episode where id = ${idOrNull(episodeId)} and hospital_id = ${hospitalId}`)[0]?.patientId ?? null);

/**
 * Locks the record that stands for this patient when the lock is held: her own, or the one that hers was merged into. Whoever changes something by a patient's
 * id begins with it and writes to whom it returns: at a merged record nobody would read it (ADR 0084). null: there is no such patient.
 */
export const lockLiving = (tx: Tx, patientId: string): Promise<string | null> =>
  lockOwner(tx, async () => (await tx<{ id: string | null }[]>`select kept_patient(${patientId}) as id`)[0]?.id ?? null);

/** Whose stay it is, now. null: this hospital has no such discharge. */
export const patientOfDischarge = async (db: Db, hospitalId: string, dischargeId: string): Promise<string | null> =>
  (await db<{ patientId: string }[]>`select patient_id from discharge where id = ${dischargeId} and hospital_id = ${hospitalId}`)[0]?.patientId ?? null;
