/** Files that a visit's record or an answer names become part of the patient's record in the same transaction. */
import type { EpisodeEvent } from '../../pathways/engine/events.js';
import { attachFiles } from '../files.js';
import type { Projecting, Projection } from './projecting.js';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

type Named = { occurrence: string | null; ids: string[] };

/** A photo question is answered with the ids of its files, in one text. */
function namedBy(into: Projecting, event: EpisodeEvent): Named | null {
  if (event.type === 'VisitRecorded') return { occurrence: event.occurrence, ids: event.photos.map(({ id }) => id) };
  if (event.type !== 'AnswerRecorded') return null;
  const ids = Object.values(into.plan.forms).flatMap((form) =>
    form.questions.filter(({ type }) => type === 'photo').flatMap(({ id }) => {
      const value = event.answers[form.id]?.[id];
      return typeof value === 'string' ? [...value.matchAll(uuid)].map(([found]) => found) : [];
    }));
  return { occurrence: event.occurrence ?? null, ids };
}

/** Writes what is already written when a journal is read again: not rebuilt, because a file outlives its read models. */
export const projectAttachedFiles: Projection = async (into, { events }) => {
  for (const event of events) {
    const named = namedBy(into, event);
    if (named) await attachFiles(into.tx, { hospitalId: into.hospitalId, patientId: into.patientId, episodeId: into.episodeId, occurrence: named.occurrence, at: event.at }, named.ids);
  }
};
