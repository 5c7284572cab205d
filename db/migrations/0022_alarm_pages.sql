-- Alarms from visits go out to whoever is on duty, again and again until somebody acknowledges: one row per message. They are no part of an
-- episode, so they are no obligations of the ledger; the audit reconciles them with the vendors' lists all the same.
create table alarm_page (
  id text primary key,          -- alarm-page/<alarm>/<account>/<round>/<channel>; the vendor gets it as the attempt id
  hospital_id uuid not null references hospital,
  alarm_id uuid not null references visit_alarm,
  account_id uuid not null references account,
  round int not null,
  channel text not null,
  provider text not null,
  state text not null default 'sending' check (state in ('sending', 'accepted', 'rejected', 'throttled', 'ambiguous')),
  provider_message_id text,
  detail text,
  posted_at timestamptz(3) not null default now(),
  settled_at timestamptz(3)
);
create index alarm_page_by_alarm on alarm_page (alarm_id, round);
create index alarm_page_by_provider on alarm_page (channel, provider, posted_at);
