-- Visits that were booked before there was a search for a person: their search begins now. What a visit asks for stands in its plan.
insert into visit_assignment (occurrence, hospital_id, episode_id, patient_id, step, revision, slot_from, slot_until, state, service, who, mode)
select o.id, o.hospital_id, o.episode_id, o.patient_id, o.step, o.revision, o.slot_from, o.slot_until, 'offering', s ->> 'service', s ->> 'who', s ->> 'place'
from occurrence o
  join episode e on e.id = o.episode_id and e.status in ('active', 'paused')
  join pathway_version v on v.hospital_id = e.hospital_id and v.id = e.plan_id and v.version = e.plan_version
  cross join lateral jsonb_array_elements(v.plan::jsonb -> 'steps') s
where o.kind = 'visit' and o.status = 'booked' and o.slot_from is not null and o.slot_until > o.slot_from and s ->> 'id' = o.step and s ->> 'kind' = 'visit'
on conflict (occurrence) do nothing;
