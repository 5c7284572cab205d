-- Only whoever a visit was given to checks in, completes, misses or redeems it. Who may act in their place does so with a reason, which stays.
create table visit_stand_in (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  occurrence text not null,
  act text not null check (act in ('check-in', 'complete', 'miss', 'redeem')),
  assigned uuid not null references account,
  acted_by uuid not null references account,
  reason_enc bytea not null,
  at timestamptz(3) not null default now()
);
create index visit_stand_in_by_visit on visit_stand_in (hospital_id, occurrence, at);
create trigger visit_stand_in_is_append_only before update or delete on visit_stand_in for each row execute function refuse_change();

-- A certificate says when it was issued, too; of those recorded so far nobody was asked.
update staff_profile set certificates = (
  select coalesce(jsonb_agg(jsonb_build_object('issuedOn', null) || one order by at), '[]')
  from jsonb_array_elements(certificates) with ordinality as held (one, at)
);
