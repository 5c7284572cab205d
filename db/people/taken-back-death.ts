/**
 * A death that was recorded for the wrong person silences somebody who lives and needs her reminders. A person takes it back; what it has stopped
 * stays stopped, because visits were cancelled and cases closed, and is launched anew (ADR 0081).
 */
import { logAccess } from '../access-log.js';
import { announceChanges } from '../changes.js';
import { transact, type Sql } from '../client.js';
import { lockPatient } from '../patient-lock.js';

export type TakenBack = 'taken-back' | 'unknown-patient' | 'not-recorded' | 'being-told' | 'merged-away';

/** `being-told`: a package has not heard of the death yet; it would record it once more. `merged-away`: another record stands for this one. */
export const takeBackDeath = (sql: Sql, { hospitalId, patientId, by }: { hospitalId: string; patientId: string; by: string }): Promise<TakenBack> =>
  transact(sql, async (tx): Promise<TakenBack> => {
    await lockPatient(tx, patientId);
    const [known] = await tx<{ dead: boolean; merged: boolean; told: boolean }[]>`
      select died_at is not null as dead, merged_into is not null as merged,
        exists (select from inbox i join episode e on e.id = i.episode_id where e.patient_id = p.id and i.kind = 'patient-died' and i.state = 'accepted') as told
      from patient p where id = ${patientId} and hospital_id = ${hospitalId}`;
    if (!known) return 'unknown-patient';
    if (known.merged) return 'merged-away';
    if (!known.dead) return 'not-recorded';
    if (known.told) return 'being-told';
    await tx`update patient set died_at = null, death_taken_back_at = now() where id = ${patientId}`;
    await logAccess(tx, { hospitalId, actor: by, action: 'death-taken-back', ref: patientId, allowed: true });
    await announceChanges(tx, hospitalId, [{ topic: 'patient', ref: patientId }]);
    return 'taken-back';
  });
