/** Visits whose unit needs a person: booked or done without one, or done and never redeemed. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';

export type ShortageRow = { occurrence: string; episodeId: string; patientId: string; service: string; kind: 'booked' | 'completed'; since: Instant; slotFrom: Instant | null };

export const shortages = (sql: Db, hospitalId: string, episodeId: string | null = null): Promise<ShortageRow[]> => sql<ShortageRow[]>`
  select s.occurrence, s.episode_id, s.patient_id, s.service, s.kind, s.since, o.slot_from from entitlement_shortage s left join occurrence o on o.id = s.occurrence
  where s.hospital_id = ${hospitalId} and s.settled_at is null and (${episodeId}::uuid is null or s.episode_id = ${episodeId}) order by s.since, s.occurrence limit 500`;

/** `completedAt` is episode time. */
export type UnredeemedRow = { occurrence: string; episodeId: string; patientId: string; service: string; completedAt: Instant };

/** Its unit stays reserved until somebody redeems it, by the patient's code or with a reason. */
export const unredeemed = (sql: Db, hospitalId: string): Promise<UnredeemedRow[]> => sql<UnredeemedRow[]>`
  select o.id as occurrence, o.episode_id, o.patient_id, h.service, coalesce((select max(t.at) from timeline t where t.episode_id = o.episode_id and t.occurrence = o.id and t.type = 'OccurrenceClosed'), o.due_at)::timestamptz(3) as completed_at
  from (select occurrence, min(service) as service from entitlement_entry where hospital_id = ${hospitalId} and kind in ('reserve', 'release', 'use')
      group by occurrence having sum(case kind when 'reserve' then 1 else -1 end) > 0) h
    join occurrence o on o.id = h.occurrence
  where o.hospital_id = ${hospitalId} and o.status = 'completed' and not exists (select 1 from redemption r where r.occurrence = o.id) order by completed_at, o.id limit 500`;
