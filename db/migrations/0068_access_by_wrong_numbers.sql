-- Whoever came in by a number that a person has since put aside as not the patient's, or proved nothing but digits of the number to which the code itself had
-- gone, is out (ADR 0077). A number that its vendor could not reach, or that no longer wanted texts, is no such finding: an attempt says so.
create temporary table not_hers on commit drop as
  select distinct c.hospital_id, c.patient_id, case when c.owner = 'family' then c.id end as contact_id from contact c
  where c.quarantined_at is not null and c.kind in ('mobile', 'landline', 'email')
    and not exists (select 1 from attempt a where a.patient_id = c.patient_id and a.contact_id = c.id::text and a.detail in ('no-address', 'opted-out'));
update patient_code k set revoked_at = now() from not_hers n where n.hospital_id = k.hospital_id and n.patient_id = k.patient_id and n.contact_id is not distinct from k.contact_id and k.revoked_at is null;
update patient_link l set revoked_at = now() from not_hers n where n.hospital_id = l.hospital_id and n.patient_id = l.patient_id and n.contact_id is not distinct from l.contact_id and l.revoked_at is null
  and not (l.contact_id is null and l.purpose in ('plan', 'bedside'));
delete from patient_session s using not_hers n where n.hospital_id = s.hospital_id and n.patient_id = s.patient_id and n.contact_id is not distinct from s.contact_id;
delete from patient_session s using patient p where p.id = s.patient_id and p.birth_date is null
  and (s.code_id is not null or exists (select 1 from patient_link l where l.id = s.link_id and l.purpose not in ('plan', 'bedside')));

-- Kept answers to a repeated request held new personal codes in plain text.
update idempotency set response = jsonb_set(response, '{body}', to_jsonb('{"code":null}'::text)) where response->>'body' ~ '^\{"code":"\d{6}"\}$';
