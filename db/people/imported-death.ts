/**
 * A death that a file brings goes to the running packages as one that staff record: it ends visits, reminders and open cases. Written to the patient
 * alone it would silence everything, alerts to staff included, while cases stay open and a nurse goes on her way.
 */
import type { Tx } from '../client.js';
import { takeIn } from '../intake.js';
import { tellingEpisode } from '../sharing.js';
import { withMergedRecords } from './merged-records.js';

/**
 * The patient's lock is held. False: no package runs that could hear of it.
 * Files repeat themselves; a package hears of it once, whoever told it, and what one that stands still has heard is no news to those that run.
 */
export async function tellDeath(tx: Tx, hospitalId: string, patientId: string): Promise<boolean> {
  const open = await tellingEpisode(tx, hospitalId, patientId);
  if (open === null) return false;
  const [told] = await tx`select 1 from inbox i join episode o on o.id = i.episode_id where o.patient_id = ${patientId} and i.kind = 'patient-died'
    and (o.id = ${open} or o.status not in ('stopped', 'completed', 'halted')) limit 1`;
  if (told) return true;
  const taken = await takeIn(tx, { hospitalId, episodeId: open, by: 'import', kind: 'patient-died', input: { commandId: `imported-death/${open}` } });
  return taken.outcome !== 'refused';
}

/** A person knows better than a file: since she was said to live, only a person records her death. */
export const deathTakenBack = async (tx: Tx, hospitalId: string, patientId: string): Promise<boolean> => (await tx<{ refuted: boolean }[]>`
  ${withMergedRecords(tx, hospitalId, patientId)}
  select bool_or(p.death_taken_back_at is not null) and not bool_or(p.id = ${patientId} and p.died_at is not null) as refuted from record r join patient p on p.id = r.id`)[0]?.refuted ?? false;
