/** One patient as staff sees them: how to reach whom, what was agreed, what runs. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Sql } from '../client.js';

export type PatientRow = {
  patientId: string; familyName: string; givenName: string; birthDate: string | null; sex: string; language: string; synthetic: boolean; flags: Record<string, boolean>;
  optedOutAt: Instant | null; diedAt: Instant | null; consents: Record<string, boolean>; away: { from: string; until: string }[];
  /** The record that stands for this one since a merge; null: none. */
  mergedInto: string | null; identifiers: { system: string; value: string }[];
  contacts: { id: string; owner: string; relation: string | null; name: string | null; kind: string; masked: string; position: number; quarantined: boolean; /** Nothing is sent there; it may be called. */ unsubscribed: boolean }[];
};

export async function patientById(sql: Sql, hospitalId: string, patientId: string): Promise<PatientRow | null> {
  const [row] = await sql<PatientRow[]>`
    select p.id as patient_id, p.family_name, p.given_name, p.birth_date, p.sex, p.language, p.synthetic, p.flags, p.opted_out_at, p.died_at, p.consents, p.away, kept_patient(p.merged_into) as merged_into,
      coalesce((select jsonb_agg(jsonb_build_object('system', i.system, 'value', i.value) order by i.system, i.value) from patient_identifier i where i.patient_id = p.id), '[]') as identifiers,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'owner', c.owner, 'relation', c.relation, 'name', c.name, 'kind', c.kind, 'position', c.position,
          'masked', left(c.value, 3) || '****' || right(c.value, 4), 'quarantined', c.quarantined_at is not null, 'unsubscribed', c.unsubscribed_at is not null) order by c.position)
        from contact c where c.patient_id = p.id and c.hospital_id = p.hospital_id), '[]') as contacts
    from patient p where p.hospital_id = ${hospitalId} and p.id = ${patientId}`;
  return row ?? null;
}
