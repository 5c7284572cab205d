/** A command must belong where it is addressed: an answer to another patient's form is refused before anything is stored. */
import { admitAnswers } from '../pathways/engine/admit-answers.js';
import type { Addressee, IntakeCommand } from './intake.js';
import type { Tx } from './client.js';
import { planOf } from './plans.js';

export type IntakeRefusal = {
  code: 'unknown-episode' | 'episode-ended' | 'command-reused' | 'unknown-occurrence' | 'other-patient' | 'other-episode' | 'unknown-escalation'
    | 'unknown-obligation' | 'unknown-contact' | 'unknown-form' | 'unknown-reading' | 'bad-answers' | 'unstorable';
  message: string;
};

const textIn = (input: object, key: string): string | null => {
  const value: unknown = Object.entries(input).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : null;
};

/** PostgreSQL's calendar has no year 0. Such a reading could be taken and never be recorded, and nothing after it either. */
export function unstorableTime(kind: IntakeCommand['kind'], input: object): IntakeRefusal | null {
  const measuredAt = kind === 'reading-received' ? textIn(input, 'measuredAt') : null;
  return measuredAt?.startsWith('0000') ? { code: 'unstorable', message: `measuredAt ${measuredAt} lies in the year 0, which cannot be stored: check the clock of the device` } : null;
}

export async function misaddressed(tx: Tx, command: IntakeCommand, addressee: Addressee): Promise<IntakeRefusal | null> {
  const occurrence = textIn(command.input, 'occurrence');
  const escalation = textIn(command.input, 'escalation');
  const obligation = textIn(command.input, 'obligation');
  const contact = textIn(command.input, 'contact');
  return (
    unstorableTime(command.kind, command.input) ??
    (occurrence === null ? null : await wrongOccurrence(tx, occurrence, addressee)) ??
    (escalation === null || command.kind.startsWith('case-') ? null : await wrongEscalation(tx, escalation, addressee)) ??
    (obligation === null ? null : await wrongObligation(tx, obligation, addressee)) ??
    (contact === null ? null : await wrongContact(tx, contact, addressee)) ??
    (await unknownContent(tx, command, addressee))
  );
}

async function wrongOccurrence(tx: Tx, id: string, { id: episodeId, patientId }: Addressee): Promise<IntakeRefusal | null> {
  const [row] = await tx<{ episodeId: string; patientId: string }[]>`select episode_id, patient_id from occurrence where id = ${id}`;
  if (!row) return { code: 'unknown-occurrence', message: `There is no planned item ${id}: take its id from the timeline of episode ${episodeId}` };
  if (row.patientId !== patientId) return { code: 'other-patient', message: `The form or visit ${id} belongs to another patient: nothing was stored; open the form from this patient's own link or episode` };
  if (row.episodeId !== episodeId) return { code: 'other-episode', message: `${id} belongs to episode ${row.episodeId} of the same patient: send it there` };
  return null;
}

async function wrongEscalation(tx: Tx, id: string, { id: episodeId }: Addressee): Promise<IntakeRefusal | null> {
  const [row] = await tx`select 1 from escalation where id = ${id} and episode_id = ${episodeId}`;
  return row ? null : { code: 'unknown-escalation', message: `Episode ${episodeId} has no case ${id}: take its id from the worklist` };
}

async function wrongObligation(tx: Tx, id: string, { id: episodeId }: Addressee): Promise<IntakeRefusal | null> {
  const [row] = await tx`select 1 from obligation where id = ${id} and episode_id = ${episodeId}`;
  return row ? null : { code: 'unknown-obligation', message: `Episode ${episodeId} has no message or task ${id}: take its id from the task list` };
}

async function wrongContact(tx: Tx, id: string, { patientId }: Addressee): Promise<IntakeRefusal | null> {
  const [row] = await tx`select 1 from contact where id::text = ${id} and patient_id = ${patientId}`;
  return row ? null : { code: 'unknown-contact', message: 'This number is not one of the patient\'s contacts: take its id from the patient\'s page' };
}

async function unknownContent(tx: Tx, command: IntakeCommand, { planId, planVersion, planHash }: Addressee): Promise<IntakeRefusal | null> {
  const { plan } = await planOf(tx, command.hospitalId, { id: planId, version: planVersion, hash: planHash });
  if (command.kind === 'reading-received' && !plan.readings[command.input.reading]) {
    const kinds = Object.keys(plan.readings).join(', ') || 'none';
    return { code: 'unknown-reading', message: `${planId}@${planVersion} takes no reading "${command.input.reading}"; it takes: ${kinds}` };
  }
  const answers = command.kind === 'answer-received' || command.kind === 'call-recorded' || command.kind === 'task-recorded' ? (command.input.answers ?? {}) : command.kind === 'visit-completed' ? command.input.record : {};
  for (const [form, given] of Object.entries(answers)) {
    const known = plan.forms[form];
    if (!known) return { code: 'unknown-form', message: `${planId}@${planVersion} has no form "${form}"; it has: ${Object.keys(plan.forms).join(', ')}` };
    const stray = Object.keys(given).find((question) => !known.questions.some((q) => q.id === question));
    if (stray !== undefined) return { code: 'unknown-form', message: `Form "${form}" of ${planId}@${planVersion} has no question "${stray}"; it has: ${known.questions.map((q) => q.id).join(', ')}` };
  }
  // Refused as a whole before anything is stored or shared: a red flag that was mistyped must come back to who typed it.
  const { problems } = admitAnswers(plan, answers);
  return problems.length > 0 ? { code: 'bad-answers', message: `These answers cannot be taken: ${problems.join('; ')}` } : null;
}
