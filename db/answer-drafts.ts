/** Answers of a questionnaire while it is filled in, one page at a time; encrypted, one draft per person and form. */
import type { Crypt } from '../messages/crypt.js';
import type { Answers, AnswerValue } from '../pathways/engine/inputs.js';
import type { Instant } from '../pathways/engine/vocabulary.js';
import { transact, type Db, type Sql } from './client.js';
import type { Person } from './patient-access/person.js';

const context = (occurrence: string): string => `answer-draft/${occurrence}`;

/** `savedAt`: another time for each saving; null: nothing was saved yet, or it was sent. */
export type AnswerDraft = { answers: Answers; savedAt: Instant | null };

export async function draftOf(sql: Db, crypt: Crypt, { hospitalId, patientId, contactId }: Person, occurrence: string): Promise<AnswerDraft> {
  const [row] = await sql<{ answersEnc: Uint8Array; updatedAt: Instant }[]>`select answers_enc, updated_at from answer_draft
    where hospital_id = ${hospitalId} and patient_id = ${patientId} and contact_id is not distinct from ${contactId} and occurrence = ${occurrence}`;
  return row ? { answers: JSON.parse(crypt.open(row.answersEnc, context(occurrence))) as Answers, savedAt: row.updatedAt } : { answers: {}, savedAt: null };
}

/** `value` undefined: the answer is taken back. Two pages saved at once both count. */
export const saveAnswer = (sql: Sql, crypt: Crypt, person: Person, occurrence: string, { form, question, value }: { form: string; question: string; value: AnswerValue | undefined }): Promise<Answers> =>
  transact(sql, async (tx) => {
    const { hospitalId, patientId, contactId } = person;
    await tx`select pg_advisory_xact_lock(hashtextextended(${`${patientId}/${contactId ?? ''}/${occurrence}`}, 5))`;
    const { answers: before } = await draftOf(tx, crypt, person, occurrence);
    const { [question]: _, ...others } = before[form] ?? {};
    const answers: Answers = { ...before, [form]: value === undefined ? others : { ...others, [question]: value } };
    // By the clock as it runs: the transaction may have begun before the saving that it waited for.
    await tx`insert into answer_draft (hospital_id, patient_id, contact_id, occurrence, answers_enc, updated_at) values (${hospitalId}, ${patientId}, ${contactId}, ${occurrence}, ${crypt.seal(JSON.stringify(answers), context(occurrence))}, clock_timestamp())
      on conflict (patient_id, contact_id, occurrence) do update set answers_enc = excluded.answers_enc, updated_at = greatest(excluded.updated_at, answer_draft.updated_at + interval '1 millisecond')`;
    return answers;
  });

/** As it was sent. Whatever was saved since stays, with all that stands beside it. */
export async function dropDraft(sql: Db, { hospitalId, patientId, contactId }: Person, occurrence: string, { savedAt }: Pick<AnswerDraft, 'savedAt'>): Promise<void> {
  await sql`delete from answer_draft where hospital_id = ${hospitalId} and patient_id = ${patientId} and contact_id is not distinct from ${contactId} and occurrence = ${occurrence} and updated_at = ${savedAt}`;
}
