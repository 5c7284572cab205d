/** The birth date is the second factor of the patient's page: a person corrects it, never a file, and the access log says who did. */
import type { LocalDate } from '../../pathways/engine/vocabulary.js';
import { logAccess } from '../access-log.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql } from '../client.js';
import { lockLiving } from '../patient-lock.js';
import { findMatches } from './matches.js';

/** False: this hospital has no such patient. */
export const correctBirthDate = (sql: Sql, { hospitalId, patientId: ofPatient, birthDate, by }: { hospitalId: string; patientId: string; birthDate: LocalDate; by: string }): Promise<boolean> =>
  transact(sql, async (tx) => {
    const patientId = await lockLiving(tx, ofPatient);
    if (patientId === null) return false;
    const rows = await tx`update patient set birth_date = ${birthDate} where id = ${patientId} and hospital_id = ${hospitalId} returning id`;
    if (rows.length === 0) return false;
    await findMatches(tx, hospitalId, patientId);
    await logAccess(tx, { hospitalId, actor: by, action: 'birth-date-corrected', ref: patientId, allowed: true });
    await announceChanges(tx, hospitalId, [{ topic: 'patient', ref: patientId }]);
    return true;
  });
