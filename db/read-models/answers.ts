/** One row per submission of a form, whoever entered it; late ones included. */
import { json, type Db } from '../client.js';
import type { Answers } from '../../pathways/engine/inputs.js';
import type { Decimal, EpisodeId, Instant } from '../../pathways/engine/vocabulary.js';
import type { Projection } from './projecting.js';

export type AnswerRow = {
  id: string;
  episodeId: EpisodeId;
  occurrence: string | null;
  at: Instant;
  answers: Answers;
  scores: Record<string, Decimal>;
  answeredBy: 'patient' | 'family' | 'staff';
  late: boolean;
  sharedFrom: EpisodeId | null;
};

export const projectAnswers: Projection = async ({ tx, hospitalId, patientId, episodeId }, { events }) => {
  for (const event of events) {
    if (event.type !== 'AnswerRecorded') continue;
    await tx`insert into answer (id, hospital_id, episode_id, patient_id, occurrence, at, answers, scores, answered_by, late, shared_from)
      values (${`${episodeId}/${event.submission}`}, ${hospitalId}, ${episodeId}, ${patientId}, ${event.occurrence}, ${event.at},
        ${json(tx, event.answers)}, ${json(tx, event.scores)}, ${event.answeredBy}, ${event.late}, ${event.sharedFrom})`;
  }
};

/** Newest first. */
export function answersOf(sql: Db, query: { hospitalId: string; episodeId: EpisodeId; limit: number }): Promise<AnswerRow[]> {
  return sql<AnswerRow[]>`select id, episode_id, occurrence, at, answers, scores, answered_by, late, shared_from from answer
    where hospital_id = ${query.hospitalId} and episode_id = ${query.episodeId} order by at desc, id limit ${query.limit}`;
}
