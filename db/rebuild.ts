/** Every read model made again from the journal, patient by patient: after a repair, or after a projection was corrected. */
import type { Plan } from '../pathways/engine/plan.js';
import type { CarePathwayStart, EpisodeClock } from '../workflows/contract.js';
import { transact, type Sql, type Tx } from './client.js';
import { readJournal, type JournalRow } from './journal.js';
import { lockPatient } from './patient-lock.js';
import { plansOverTime, withStepsOf } from './plans-over-time.js';
import { rebuildable } from './read-models/projections.js';

export type Rebuilt = { patients: number; episodes: number; entries: number };
type EpisodeRow = { id: string; hospitalId: string; start: CarePathwayStart; clock: EpisodeClock };

function missing(episodeId: string, seq: number): never {
  throw new Error(`Nobody knows the version that entry ${seq} of episode ${episodeId} was decided by`);
}

/** One patient per transaction, so that a running hospital is not held up. `onPatient` for a progress bar. */
export async function rebuild(sql: Sql, hospitalId: string, onPatient: (done: number, of: number) => void = () => {}): Promise<Rebuilt> {
  const patients = await sql<{ patientId: string }[]>`select distinct patient_id from episode where hospital_id = ${hospitalId} order by patient_id`;
  const total: Rebuilt = { patients: patients.length, episodes: 0, entries: 0 };
  for (const [index, { patientId }] of patients.entries()) {
    const { episodes, entries } = await transact(sql, (tx) => rebuildPatient(tx, hospitalId, patientId));
    total.episodes += episodes;
    total.entries += entries;
    onPatient(index + 1, patients.length);
  }
  return total;
}

async function rebuildPatient(tx: Tx, hospitalId: string, patientId: string): Promise<{ episodes: number; entries: number }> {
  await lockPatient(tx, patientId);
  await tx`set local statement_timeout = '5min'`;
  const episodes = await tx<EpisodeRow[]>`select id, hospital_id, start, clock from episode where patient_id = ${patientId} order by id`;
  await empty(tx, patientId, episodes.map(({ id }) => id));
  const rows: (JournalRow & { wallAt: string; plan: Plan })[] = [];
  for (const { id, start } of episodes) {
    const walls = await tx<{ seq: number; wallAt: string }[]>`select seq, wall_at from journal where episode_id = ${id} order by seq`;
    const journal = await readJournal(tx, id);
    const inForce = await plansOverTime(tx, hospitalId, start, journal);
    rows.push(...journal.map((row, index) => {
      const { plan, after } = inForce[index] ?? missing(id, row.seq);
      return { ...row, wallAt: walls[index]?.wallAt ?? row.at, plan: plan === after ? plan : withStepsOf(after, plan) };
    }));
  }
  // As they were recorded: which case came first decides who holds a prefix.
  rows.sort((a, b) => (a.wallAt < b.wallAt ? -1 : a.wallAt > b.wallAt ? 1 : a.episodeId < b.episodeId ? -1 : a.episodeId > b.episodeId ? 1 : a.seq - b.seq));
  for (const row of rows) {
    const episode = episodes.find(({ id }) => id === row.episodeId);
    if (!episode) throw new Error(`The journal names episode ${row.episodeId}, which is not this patient's`);
    for (const project of rebuildable) await project({ tx, hospitalId, patientId, episodeId: row.episodeId, plan: row.plan, clock: episode.clock }, row);
  }
  return { episodes: episodes.length, entries: rows.length };
}

async function empty(tx: Tx, patientId: string, episodes: string[]): Promise<void> {
  await tx`delete from case_prefix where patient_id = ${patientId}`;
  await tx`delete from escalation where patient_id = ${patientId}`;
  await tx`delete from occurrence where patient_id = ${patientId}`;
  await tx`delete from answer where patient_id = ${patientId}`;
  await tx`delete from reading where patient_id = ${patientId}`;
  await tx`delete from timeline where episode_id = any(${episodes})`;
}
