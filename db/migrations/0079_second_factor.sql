-- The second factor of accounts with a password (ADR 0090). A row of second_factor is a factor in use; what is being set up stands apart until a right code proved that the app has it.
alter table hospital add column second_factor_since timestamp(3) with time zone; -- null: its local accounts may do without one; sessions that began before it go on

create table second_factor (
  account_id uuid primary key references account,
  hospital_id uuid not null references hospital,
  secret_enc bytea not null,                                 -- the app's secret, closed by a field key for this account
  since timestamp(3) with time zone not null default now(),
  last_step bigint not null,                                 -- of the newest code that was taken, in steps of thirty seconds since 1970; neither it nor one before it is taken again
  recovery_salt bytea not null,
  wrong int not null default 0,                              -- tries since the last right one; each is counted before it is judged
  wrong_lately int not null default 0,
  lately_from timestamp(3) with time zone not null default now()
);
create table recovery_code (
  account_id uuid not null references second_factor on delete cascade,
  hospital_id uuid not null references hospital,
  code_hash text not null,
  primary key (account_id, code_hash)
);
create table second_factor_offer (
  account_id uuid primary key references account,
  hospital_id uuid not null references hospital,
  session_id uuid not null,                                  -- only the session that began it may finish it
  secret_enc bytea not null,
  begun_at timestamp(3) with time zone not null default now()
);
-- Whose password was right and whose code is still to come. No session, and good for nothing else.
create table sign_in_step (
  token_hash text primary key,
  hospital_id uuid not null references hospital,
  account_id uuid not null references account,
  tries int not null default 0,
  begun_at timestamp(3) with time zone not null default now()
);
create index sign_in_step_of_account on sign_in_step (hospital_id, account_id);
create index sign_in_step_begun on sign_in_step (begun_at);
