-- What a booked visit asks for, copied from the plan when it is booked: the search for a person needs no plan then.
alter table visit_assignment
  add column service text not null default '',
  add column who text not null default 'nurse' check (who in ('nurse', 'therapist', 'doctor')),
  add column mode text not null default 'home' check (mode in ('home', 'online', 'clinic'));
alter table visit_assignment alter column service drop default, alter column who drop default, alter column mode drop default;
-- Freed slots that a waiting patient let pass: not offered to the same patient again.
alter table waitlist add column passed uuid[] not null default '{}';
