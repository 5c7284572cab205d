-- The provider behind whose refusal of everybody (no money, no credentials) a released message waits: when it expires so, it has failed and a person is told,
-- as one that tried; and who asks first, once the provider may be asked again, is the most urgent of those that wait (ADR 0094). Null: it never waited so.
alter table obligation add column waits_for text;
create index obligation_behind_refusal on obligation (waits_for) where state = 'released' and waits_for is not null;
-- An alarm of the whole installation (a vendor that refuses everybody) is one while it is not cleared, as those of a hospital are: no hospital is equal to no
-- hospital. There was one for each try.
update alarm a set cleared_at = now() where a.hospital_id is null and a.cleared_at is null and exists (select from alarm b
  where b.hospital_id is null and b.cleared_at is null and b.code = a.code and b.ref = a.ref and (b.seen_at, b.id) > (a.seen_at, a.id));
drop index alarm_once;
create unique index alarm_once on alarm (hospital_id, code, ref) nulls not distinct where cleared_at is null;
