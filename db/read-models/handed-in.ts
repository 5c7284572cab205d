/** What a person has handed in of a questionnaire from the page, whatever became of it since; refused is not handed in. */
import type { AnswerValue } from '../../pathways/engine/inputs.js';
import type { Db } from '../client.js';
import type { Person } from '../patient-access/person.js';

export type HandedIn = {
  /** The last answer to this question, with the whole form or by itself; null: none. */
  answer: AnswerValue | null;
  /** How often the form itself was sent. */
  sends: number;
};
type Of = { episodeId: string; occurrence: string; form: string; question: string };

export async function handedIn(sql: Db, { hospitalId, patientId, contactId }: Person, { episodeId, occurrence, form, question }: Of): Promise<HandedIn> {
  const [row] = await sql<HandedIn[]>`
    with own as (select payload, received_at from inbox where episode_id = ${episodeId} and hospital_id = ${hospitalId} and kind = 'answer-received' and state <> 'rejected'
      and starts_with(command_id, ${`${contactId ?? patientId}:`}))
    select (select payload->'answers'->${form}::text->${question}::text from own where payload->'answers'->${form}::text ? ${question} order by received_at desc limit 1) as answer,
      (select count(*)::int from own where payload->>'occurrence' = ${occurrence}) as sends`;
  return row ?? { answer: null, sends: 0 };
}
