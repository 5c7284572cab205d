/** Who may be the same person as this patient, side by side, with what speaks for it and what was decided; and the merges that can be undone. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';
import type { MatchReason } from '../people/matches.js';

export type Duplicate = {
  patientId: string; familyName: string; givenName: string; birthDate: string | null; sex: string; diedAt: Instant | null;
  reasons: MatchReason[]; state: 'open' | 'different'; decidedBy: string | null; decidedAt: Instant | null;
  identifiers: { system: string; value: string }[]; phones: string[];
  stays: { ref: string; dischargedAt: Instant | null }[]; openEpisodes: number;
};
export type MergeRow = { mergeId: string; merged: string; familyName: string; givenName: string; identifiers: string[]; reason: string; mergedBy: string; mergedAt: Instant; undoneAt: Instant | null };

export const duplicatesOf = (sql: Sql, hospitalId: string, patientId: string): Promise<Duplicate[]> =>
  sql<Duplicate[]>`
    select p.id as patient_id, p.family_name, p.given_name, p.birth_date, p.sex, p.died_at, m.reasons, m.state, a.display_name as decided_by, m.decided_at,
      coalesce((select jsonb_agg(jsonb_build_object('system', i.system, 'value', i.value) order by i.system) from patient_identifier i where i.patient_id = p.id), '[]') as identifiers,
      array(select left(c.value, 3) || '****' || right(c.value, 4) from contact c where c.patient_id = p.id and c.kind in ('mobile', 'landline') order by c.position, c.id) as phones,
      coalesce((select jsonb_agg(jsonb_build_object('ref', d.encounter_ref, 'dischargedAt', d.discharged_at) order by d.discharged_at desc) from discharge d where d.patient_id = p.id), '[]') as stays,
      (select count(*)::int from episode e where e.patient_id = p.id and e.status not in ('stopped', 'completed')) as open_episodes
    from patient_match m join patient p on p.id = case when m.patient_a = ${patientId} then m.patient_b else m.patient_a end left join account a on a.id = m.decided_by
    where m.hospital_id = ${hospitalId} and (m.patient_a = ${patientId} or m.patient_b = ${patientId}) and m.state <> 'merged' and p.merged_into is null
    order by m.state desc, m.found_at`;

/** Records that were merged into this one, newest first. */
export const mergesInto = (sql: Sql, hospitalId: string, patientId: string): Promise<MergeRow[]> =>
  sql<MergeRow[]>`
    select g.id as merge_id, g.merged, p.family_name, p.given_name, g.reason, a.display_name as merged_by, g.merged_at, g.undone_at,
      array(select k ->> 'value' from jsonb_array_elements(coalesce(g.moved -> 'patient_identifier', '[]')) k) as identifiers
    from patient_merge g join patient p on p.id = g.merged join account a on a.id = g.merged_by
    where g.hospital_id = ${hospitalId} and g.kept = ${patientId} order by g.merged_at desc`;
