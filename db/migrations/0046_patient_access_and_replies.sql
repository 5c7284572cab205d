-- Tries at links, codes and second factors are evidence and never change; 400 days later they are forgotten (db/patient-access/forget.ts): as long as the
-- longest link lives, so that wrong tries are counted over its whole life, and longer than the six months for which network logs must be kept.
drop trigger access_attempt_is_append_only on access_attempt;
create trigger access_attempt_never_changes before update on access_attempt for each row execute function refuse_change();
create trigger access_attempt_is_kept before delete on access_attempt for each row when (old.at > now() - interval '400 days') execute function refuse_change();
-- Sessions nobody can use any more are found by their end.
create index patient_session_by_end on patient_session (expires_at);

-- The patient learns by SMS or WeChat that a question or complaint was answered (db/inquiries/reply-notice.ts). One row per answer and channel; the row is
-- written before the POST. `suppressed`: nothing went out by this channel, `detail` says why. Words are never kept: they are the same for everybody.
create table reply_notice (
  id text primary key,
  hospital_id uuid not null references hospital,
  inquiry_id uuid not null references inquiry,
  entry_id uuid not null references inquiry_entry,
  channel text not null,
  provider text not null,
  contact_id uuid,
  state text not null default 'sending' check (state in ('sending', 'accepted', 'rejected', 'throttled', 'ambiguous', 'suppressed')),
  provider_message_id text,
  detail text,
  posted_at timestamptz(3) not null default now(),
  settled_at timestamptz(3),
  unique (entry_id, channel)
);
create index reply_notice_by_inquiry on reply_notice (inquiry_id, posted_at);
create index reply_notice_by_provider on reply_notice (channel, provider, posted_at);
create index inquiry_entry_replied on inquiry_entry (acted_at) where act = 'replied';
