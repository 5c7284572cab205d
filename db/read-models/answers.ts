/** One row per submission of a form, whoever entered it; late ones included. */
import { json } from '../client.js';
import type { Projection } from './projecting.js';

export const projectAnswers: Projection = async ({ tx, hospitalId, patientId, episodeId }, { events }) => {
  for (const event of events) {
    if (event.type !== 'AnswerRecorded') continue;
    await tx`insert into answer (id, hospital_id, episode_id, patient_id, occurrence, at, answers, scores, answered_by, late, shared_from)
      values (${`${episodeId}/${event.submission}`}, ${hospitalId}, ${episodeId}, ${patientId}, ${event.occurrence}, ${event.at},
        ${json(tx, event.answers)}, ${json(tx, event.scores)}, ${event.answeredBy}, ${event.late}, ${event.sharedFrom})`;
  }
};
