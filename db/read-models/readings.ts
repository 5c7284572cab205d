/** One row per measurement, plausible or not: implausible values are kept raw and never met a rule; one that was outvoted counts as implausible from then on. */
import { json } from '../client.js';
import type { Projection } from './projecting.js';

export const projectReadings: Projection = async ({ tx, hospitalId, patientId, episodeId }, { seq, events }) => {
  for (const [idx, event] of events.entries()) {
    if (event.type !== 'ReadingRecorded' && event.type !== 'ReadingRejected') continue;
    const plausible = event.type === 'ReadingRecorded';
    await tx`insert into reading (id, hospital_id, episode_id, patient_id, kind, measured_at, arrived_at, vals, plausible, stale)
      values (${`${episodeId}/${seq}/${idx}`}, ${hospitalId}, ${episodeId}, ${patientId}, ${event.reading}, ${event.measuredAt}, ${event.at},
        ${json(tx, event.values)}, ${plausible}, ${plausible && event.stale})`;
    for (const { measuredAt } of plausible ? (event.outvotes ?? []) : []) {
      await tx`update reading set plausible = false where episode_id = ${episodeId} and kind = ${event.reading} and measured_at = ${measuredAt} and plausible and id <> ${`${episodeId}/${seq}/${idx}`}`;
    }
  }
};
