-- What somebody sees of her own sessions: a name for each that opens nothing, and the kind of browser in a few words of ours ("Chrome, Windows"), never what the browser sent.
alter table session add column id uuid not null default gen_random_uuid();
alter table session add column device text;
create unique index session_by_id on session (id);
create index session_by_account on session (hospital_id, account_id);
