/** What a patient agreed to and withdrew, newest first, with who recorded it and how. */
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { ConsentKind, ConsentWay } from '../../pathways/people/consent-texts.js';
import type { Sql } from '../client.js';

export type ConsentRow = {
  consentId: string; kind: ConsentKind; textVersion: number | null; decision: 'given' | 'withdrawn'; how: ConsentWay; proxyRelation: string | null; fileId: string | null;
  about: Record<string, string>; /** A person's name, or patient, family, import. */ recordedBy: string; recordedAt: Instant;
};

export const consentList = (sql: Sql, hospitalId: string, patientId: string): Promise<ConsentRow[]> =>
  sql<ConsentRow[]>`select r.id as consent_id, r.kind, r.text_version, r.decision, r.how, r.proxy_relation, r.file_id, r.about, coalesce(a.display_name, r.recorded_by) as recorded_by, r.recorded_at
    from consent_record r left join account a on a.id::text = r.recorded_by where r.hospital_id = ${hospitalId} and r.patient_id = ${patientId} order by r.recorded_at desc, r.id desc limit 200`;
