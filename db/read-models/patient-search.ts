/** Patients by name, pinyin or initials, tail of a phone number, admission or record number: the best twenty. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import { readQuery, type SearchKind } from '../people/name-keys.js';

export type FoundPatient = {
  patientId: string; familyName: string; givenName: string; birthDate: string | null; sex: string; synthetic: boolean; diedAt: Instant | null;
  /** The patient's own number, masked; null: none. */
  phone: string | null;
  /** What the typed text matched. */
  matched: SearchKind;
  /** Of the latest stay; null: none. */
  dischargeId: string | null; stayRef: string | null; dischargedAt: Instant | null;
  openEpisodes: number;
};

export const mostHits = 20;
/** Of more that match one reading of what was typed, the whole keys first: enough for the commonest name of a large hospital, too few to read its whole index for two letters. */
const mostRanked = 2000;

/** Whole keys before beginnings of keys, then by the order of `readQuery`, then who was discharged last. */
export async function searchPatients(sql: Sql, hospitalId: string, typed: string): Promise<FoundPatient[]> {
  const wanted = readQuery(typed);
  if (wanted.length === 0) return [];
  return sql<FoundPatient[]>`
    with wanted as (select kind, key, rank from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ key }) => key)}::text[]) with ordinality as w(kind, key, rank)),
    hit as (
      select distinct on (k.patient_id) k.patient_id, k.kind as matched, case when k.key = w.key then 0 else 1 end as beginning, w.rank
      from wanted w cross join lateral (
        select patient_id, kind, key from search_key where hospital_id = ${hospitalId} and kind = w.kind and key >= w.key collate "C" and key < (w.key || chr(1114111)) collate "C"
        order by key limit ${mostRanked}) k
      order by k.patient_id, beginning, w.rank),
    best as (
      select h.*, s.* from hit h left join lateral (
        select d.id as discharge_id, d.encounter_ref as stay_ref, d.discharged_at
        from discharge d where d.patient_id = h.patient_id order by d.discharged_at desc nulls first limit 1) s on true
      order by h.beginning, h.rank, s.discharged_at desc nulls last, h.patient_id limit ${mostHits})
    select p.id as patient_id, p.family_name, p.given_name, p.birth_date, p.sex, p.synthetic, p.died_at, b.matched, b.discharge_id, b.stay_ref, b.discharged_at,
      (select left(c.value, 3) || '****' || right(c.value, 4) from contact c where c.patient_id = p.id and c.owner = 'patient' and c.kind in ('mobile', 'landline')
        order by c.quarantined_at is not null, c.position limit 1) as phone,
      (select count(*)::int from episode e where e.patient_id = p.id and e.status not in ('stopped', 'completed')) as open_episodes
    from best b join patient p on p.id = b.patient_id and p.merged_into is null
    order by b.beginning, b.rank, p.full_name, p.id`;
}
