/**
 * Of B: a death, and a STOP, that a journal holds stand at the patient, where every claim looks. Only where nothing else may have changed them: people take a
 * death back (ADR 0081), a merge and its undo write the facts of two records, and a START that no running package hears leaves no trace but the fact.
 */
import type { Auditing } from './breach.js';
import type { Finding } from './model-rows.js';

/** `optedOut`: a package of hers that runs, and would have heard of a START, says so. */
export type SaidOfPatient = { patientId: string; died: boolean; optedOut: boolean };

export async function comparePatients(sql: Auditing['sql'], said: readonly SaidOfPatient[]): Promise<Finding[]> {
  const idsOf = (which: (one: SaidOfPatient) => boolean): string[] => [...new Set(said.filter(which).map(({ patientId }) => patientId))];
  const [dead, optedOut] = [idsOf(({ died }) => died), idsOf((one) => one.optedOut)];
  if (dead.length + optedOut.length === 0) return [];
  const ofOneRecord = sql`not exists (select from patient_merge m where p.id in (m.kept, m.merged))`;
  const living = await sql<{ id: string }[]>`select p.id from patient p where p.id = any(${dead}::uuid[]) and p.died_at is null and p.death_taken_back_at is null and ${ofOneRecord}`;
  // A copy from another package (its id holds an "@") says nothing of when she said it.
  const open = await sql<{ id: string }[]>`select p.id from patient p
    cross join lateral (select max(i.received_at) as said_at from inbox i join episode e on e.id = i.episode_id where e.patient_id = p.id and i.kind = 'opt-out' and strpos(i.command_id, '@') = 0) stop
    where p.id = any(${optedOut}::uuid[]) and p.opted_out_at is null and stop.said_at is not null and ${ofOneRecord}
      and not exists (select from inbox i join episode e on e.id = i.episode_id where e.patient_id = p.id and i.kind = 'opt-in' and (i.received_at >= stop.said_at or i.state = 'rejected'))`;
  return [
    ...living.map(({ id }): Finding => ({ of: 'patient', ref: id, what: 'has died by a journal, but is alive in her record: messages to her may go out' })),
    ...open.map(({ id }): Finding => ({ of: 'patient', ref: id, what: 'has opted out by a journal, but not in her record: messages to her may go out' })),
  ];
}
