-- Staff who come in by the hospital's identity provider (ADR 0055).
alter table session add by_provider boolean not null default false;

-- Who of the provider is which account. Written by an administrator, or by the mapping of groups (provisioned): then the roles follow the groups.
create table account_identity (
  hospital_id uuid not null references hospital,
  issuer text not null,
  subject text not null,
  account_id uuid not null references account,
  provisioned boolean not null,
  linked_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  primary key (hospital_id, issuer, subject),
  unique (account_id, issuer)
);

-- On the way to the provider and back. Taken out when it is used, so that a state works once.
create table sign_in_attempt (
  state_hash text primary key,
  hospital_id uuid not null references hospital,
  browser_hash text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  proves_anew boolean not null,
  started_at timestamptz(3) not null default now()
);
create index sign_in_attempt_started on sign_in_attempt (started_at);
