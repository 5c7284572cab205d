/** Visits whose unit needs a person, with the patient's name: booked or done without one, or done and never redeemed. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { shortages, unredeemed } from './entitlement-shortages.js';
import { personColumns, type WorklistPerson } from './worklist-cases.js';

export type UnitShortage = WorklistPerson & { occurrence: string; episodeId: string; service: string; need: 'booked' | 'completed' | 'unredeemed'; /** Episode time. */ at: Instant };

export async function unitShortages(sql: Db, hospitalId: string): Promise<UnitShortage[]> {
  const [short, done] = await Promise.all([shortages(sql, hospitalId), unredeemed(sql, hospitalId)]);
  const rows = [...short.map(({ kind, slotFrom, since, ...row }) => ({ ...row, need: kind, at: slotFrom ?? since })), ...done.map(({ completedAt, ...row }) => ({ ...row, need: 'unredeemed' as const, at: completedAt }))];
  const people = await sql<WorklistPerson[]>`select ${personColumns(sql)} from patient p where p.hospital_id = ${hospitalId} and p.id = any(${[...new Set(rows.map(({ patientId }) => patientId))]})`;
  const known = new Map(people.map((person) => [person.patientId, person]));
  return rows.flatMap(({ occurrence, episodeId, patientId, service, need, at }) => {
    const person = known.get(patientId);
    return person === undefined ? [] : [{ ...person, occurrence, episodeId, service, need, at }];
  });
}
