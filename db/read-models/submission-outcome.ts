/** What became of something a patient sent: still on its way, recorded, refused; and what the case that it opened tells her. */
import type { Answers } from '../../pathways/engine/inputs.js';
import type { Level } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

export type SubmissionOutcome = {
  state: 'waiting' | 'recorded' | 'refused';
  episodeId: string;
  answers: Answers;
  /** Text key of the patient's instruction, empty: the level's; null with a level: a person calls and no text says anything. */
  advice: { level: Level; text: string | null } | null;
};

type Row = { state: 'accepted' | 'applied' | 'rejected' | 'late'; episodeId: string; payload: { answers?: Answers }; seq: number | null };

type Said = { level?: Level; patientText?: string | null };

/** null: this patient never sent it. */
export async function submissionOutcome(sql: Db, patient: { hospitalId: string; patientId: string }, commandId: string): Promise<SubmissionOutcome | null> {
  const [row] = await sql<Row[]>`select i.state, i.episode_id, i.payload, i.applied_seq as seq from inbox i join episode e on e.id = i.episode_id
    where i.command_id = ${commandId} and e.patient_id = ${patient.patientId} and i.hospital_id = ${patient.hospitalId} limit 1`;
  if (!row) return null;
  const about = { episodeId: row.episodeId, answers: row.payload.answers ?? {} };
  if (row.state === 'rejected') return { state: 'refused', ...about, advice: null };
  if (row.seq === null) return { state: 'waiting', ...about, advice: null };
  // A case that another package holds says nothing itself: its level is told by the event that raised it here.
  const cases = await sql<{ escalation: string; idx: number; data: Said }[]>`
    select escalation, idx, data from timeline where episode_id = ${row.episodeId} and seq = ${row.seq} and type in ('EscalationRaised', 'EscalationUpgraded', 'EscalationUpdated') order by idx`;
  for (const { escalation, idx, data } of cases) {
    const level = data.level ?? (await levelOf(sql, escalation));
    if (level) return { state: 'recorded', ...about, advice: { level, text: data.patientText === undefined ? await textOf(sql, { ...row, escalation, idx, level }) : data.patientText } };
  }
  return { state: 'recorded', ...about, advice: null };
}

async function levelOf(sql: Db, escalation: string): Promise<Level | null> {
  const [row] = await sql<{ level: Level }[]>`select level from escalation where id = ${escalation}`;
  return row?.level ?? null;
}

/** What was found came to an open case and changed nothing of what it says: as urgent as the case, that; less urgent, its own level's. */
async function textOf(sql: Db, { episodeId, seq, idx, escalation, level }: { episodeId: string; seq: number | null; idx: number; escalation: string; level: Level }): Promise<string | null> {
  const [last] = await sql<{ data: Said }[]>`select data from timeline where episode_id = ${episodeId} and escalation = ${escalation} and (seq, idx) < (${seq}, ${idx}) and data ? 'patientText'
    order by seq desc, idx desc limit 1`;
  return last && (last.data.level ?? level) === level ? (last.data.patientText ?? null) : '';
}
