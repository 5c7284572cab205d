/** Pictures and files of a patient as their own page lists them; a relative sees what came from them alone (files/may-read.ts). */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

/** `at`: by the clock of the care that it belongs to, else by the wall. */
export type PatientFile = { id: string; kind: string; at: Instant; thumb: boolean };

/** `by`: only what this person sent (`family:<contact id>`); null: all. Newest first. */
export const patientFiles = (sql: Db, { hospitalId, patientId }: { hospitalId: string; patientId: string }, by: string | null): Promise<PatientFile[]> =>
  sql<PatientFile[]>`select id, kind, coalesce(episode_at, created_at) as at, thumb_id is not null as thumb from file
    where hospital_id = ${hospitalId} and patient_id = ${patientId} and attached_at is not null and (${by}::text is null or created_by = ${by}) order by created_at desc limit 60`;
