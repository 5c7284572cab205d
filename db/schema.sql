-- Written by the test of db/migrate.ts (vitest -u) from a freshly migrated database. Change it by a migration, never by hand.

CREATE OR REPLACE FUNCTION public.care_team_patients()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with me as (select nullif(current_setting('wuyou.hospital', true), '')::uuid as hospital_id, nullif(current_setting('wuyou.account', true), '')::uuid as account_id)
  select coalesce(array_agg(distinct patient_id), '{}') from (
    select m.patient_id from care_team_member m, me where m.hospital_id = me.hospital_id and m.account_id = me.account_id
    union all
    -- Her visits that are to come or under way, and for thirty days after the last of them (C): what she wrote is asked about
    select v.patient_id from visit_assignment v, me where v.hospital_id = me.hospital_id and v.account_id = me.account_id and (v.state <> 'ended' or v.changed_at > now() - interval '30 days')
    union all
    select o.patient_id from visit_offer o, me where o.hospital_id = me.hospital_id and o.account_id = me.account_id and o.state = 'offered'
    union all
    -- Cases and tasks that she holds
    select e.patient_id from me join lateral (select distinct on (coalesce(escalation, task)) escalation, task, episode_id, account_id from case_owner
        where hospital_id = me.hospital_id and at > now() - interval '400 days' order by coalesce(escalation, task), id desc) c on c.account_id = me.account_id
      join episode e on e.id = c.episode_id
      left join escalation x on x.id = c.escalation left join task t on t.id = c.task
      where x.status <> 'closed' or t.status in ('ready', 'in-progress')
    union all
    select g.patient_id from emergency_access g, me where g.hospital_id = me.hospital_id and g.account_id = me.account_id and g.ends_at > now()
  ) seen
$function$;

CREATE OR REPLACE FUNCTION public.episode_of(clock jsonb, wall timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select case when clock->>'pace' = '1' and clock->>'wallAnchor' = clock->>'episodeAnchor' then wall
    else (clock->>'episodeAnchor')::timestamptz + (wall - (clock->>'wallAnchor')::timestamptz) * (clock->>'pace')::float8 end $function$;

CREATE OR REPLACE FUNCTION public.hold_access_log()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('access-log', 0));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_hospitals_apart()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  t record;
  own constant text := '(select nullif(current_setting(''wuyou.hospital'', true), '''')::uuid)';
  hers constant text := 'any ((select care_team_patients())::uuid[])';
  everyone constant text := 'wuyou_one_hospital, wuyou_care_team, wuyou_all_hospitals';
  me constant text := '(select nullif(current_setting(''wuyou.account'', true), '''')::uuid)';
  whose text;
begin
  for t in
    select c.oid::regclass as name, c.relname as word, c.relrowsecurity as done, exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'care_team') as teamed,
      case when c.relname = 'hospital' then 'id' else (select 'hospital_id' from pg_attribute a where a.attrelid = c.oid and a.attname = 'hospital_id' and not a.attisdropped) end as belongs,
      (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    if t.word = 'schema_migration' then
      execute format('grant select on %s to %s', t.name, everyone);
    elsif t.belongs is null then
      execute format('grant select, insert, update, delete on %s to wuyou_all_hospitals', t.name);
      if t.word = 'worker_round' then execute format('grant select on %s to wuyou_one_hospital, wuyou_care_team', t.name); end if;
    else
      execute format('grant select, insert, update, delete on %s to %s', t.name, everyone);
      if not t.done then
        execute format('alter table %s enable row level security', t.name);
        execute format('create policy one_hospital on %s to wuyou_one_hospital using (%I = %s) with check (%I = %s)', t.name, t.belongs, own, t.belongs, own);
        execute format('create policy all_hospitals on %s to wuyou_all_hospitals using (true) with check (true)', t.name);
      end if;
      if not t.teamed then
        -- A row that names no patient (an alarm of a provider, an incident on the way) is the hospital's. What hangs on another row is seen with it.
        whose := case
          when t.word = 'patient' then format('id = %s', hers)
          when t.word = 'emergency_access' then format('account_id = %s', me)
          when t.word = 'handover' then format('%s in (from_account, to_account)', me)
          when 'patient_id' = any (t.columns) then format('(patient_id is null or patient_id = %s)', hers)
          when 'episode_id' = any (t.columns) then format('(episode_id is null or exists (select from episode e where e.id = %I.episode_id))', t.word)
          when 'discharge_id' = any (t.columns) then format('(discharge_id is null or exists (select from discharge d where d.id = %I.discharge_id))', t.word)
          when 'inquiry_id' = any (t.columns) then format('exists (select from inquiry i where i.id = %I.inquiry_id)', t.word)
          when 'incident_id' = any (t.columns) then format('exists (select from incident i where i.id = %I.incident_id)', t.word)
          when 'order_id' = any (t.columns) then format('exists (select from care_order o where o.id = %I.order_id)', t.word)
          else 'true' end;
        execute format('create policy care_team on %s to wuyou_care_team using (%I = %s and %s) with check (%I = %s and %s)', t.name, t.belongs, own, whose, t.belongs, own, whose);
      end if;
    end if;
  end loop;
  revoke update, delete on audit_log from wuyou_one_hospital, wuyou_care_team, wuyou_all_hospitals;
end $function$;

CREATE OR REPLACE FUNCTION public.kept_patient(of uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$
  with recursive chain as (select id, merged_into from patient where id = of union all select p.id, p.merged_into from chain c join patient p on p.id = c.merged_into)
  select id from chain where merged_into is null $function$;

CREATE OR REPLACE FUNCTION public.note_launched()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update discharge set launched = true where id = new.discharge_id and not launched;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and current_setting('wuyou.merging', true) = 'on' and to_jsonb(new) - 'patient_id' = to_jsonb(old) - 'patient_id' then return new; end if;
  raise exception '% rows never change', tg_table_name using errcode = 'WU001';
end $function$;

CREATE OR REPLACE FUNCTION public.stamp_patient_facts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.died_wall_at := case when new.died_at is null then null when new.died_wall_at is null then clock_timestamp() else new.died_wall_at end;
  new.opted_out_wall_at := case when new.opted_out_at is null then null when new.opted_out_wall_at is null then clock_timestamp() else new.opted_out_wall_at end;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.wall_of(clock jsonb, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$
  select case when clock->>'pace' = '1' and clock->>'wallAnchor' = clock->>'episodeAnchor' then at
    else (clock->>'wallAnchor')::timestamptz + (at - (clock->>'episodeAnchor')::timestamptz) / (clock->>'pace')::float8 end $function$;

create table access_attempt (
  id bigint generated always as identity not null,
  hospital_id uuid,
  kind text not null,
  subject text,
  address_hmac text not null,
  ok boolean not null,
  at timestamp(3) with time zone not null,
  constraint access_attempt_kind_check CHECK ((kind = ANY (ARRAY['code'::text, 'link'::text, 'factor'::text, 'redemption'::text]))),
  constraint access_attempt_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint access_attempt_pkey PRIMARY KEY (id)
);
CREATE INDEX access_attempt_by_address ON public.access_attempt USING btree (address_hmac, at);
CREATE INDEX access_attempt_by_subject ON public.access_attempt USING btree (subject, at) WHERE (subject IS NOT NULL);
CREATE INDEX access_attempt_wrong ON public.access_attempt USING btree (kind, at) WHERE (NOT ok);
CREATE TRIGGER access_attempt_is_kept BEFORE DELETE ON public.access_attempt FOR EACH ROW WHEN ((old.at > (now() - '400 days'::interval))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_attempt_never_changes BEFORE UPDATE ON public.access_attempt FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on access_attempt for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on access_attempt for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on access_attempt for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table account (
  id uuid not null,
  hospital_id uuid not null,
  login text not null,
  display_name text not null,
  password_hash text,
  roles text[] not null,
  active boolean default true not null,
  created_at timestamp(3) with time zone default now() not null,
  password_given_at timestamp(3) with time zone,
  constraint account_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_hospital_id_login_key UNIQUE (hospital_id, login)
);
create policy all_hospitals on account for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on account for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on account for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table account_identity (
  hospital_id uuid not null,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  provisioned boolean not null,
  linked_at timestamp(3) with time zone default now() not null,
  last_used_at timestamp(3) with time zone,
  constraint account_identity_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_identity_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint account_identity_pkey PRIMARY KEY (hospital_id, issuer, subject),
  constraint account_identity_account_id_issuer_key UNIQUE (account_id, issuer)
);
create policy all_hospitals on account_identity for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on account_identity for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on account_identity for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table alarm (
  id uuid not null,
  hospital_id uuid,
  code text not null,
  ref text not null,
  detail text not null,
  raised_at timestamp(3) with time zone default now() not null,
  seen_at timestamp(3) with time zone default now() not null,
  cleared_at timestamp(3) with time zone,
  constraint alarm_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint alarm_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX alarm_once ON public.alarm USING btree (hospital_id, code, ref) NULLS NOT DISTINCT WHERE (cleared_at IS NULL);
create policy all_hospitals on alarm for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on alarm for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy of_the_installation on alarm for select to wuyou_one_hospital using ((hospital_id IS NULL));
create policy of_the_installation_too on alarm for select to wuyou_care_team using ((hospital_id IS NULL));
create policy one_hospital on alarm for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table alarm_page (
  id text not null,
  hospital_id uuid not null,
  alarm_id uuid not null,
  account_id uuid not null,
  round integer not null,
  channel text not null,
  provider text not null,
  state text default 'sending'::text not null,
  provider_message_id text,
  detail text,
  posted_at timestamp(3) with time zone default now() not null,
  settled_at timestamp(3) with time zone,
  constraint alarm_page_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'accepted'::text, 'rejected'::text, 'throttled'::text, 'ambiguous'::text]))),
  constraint alarm_page_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint alarm_page_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES visit_alarm(id),
  constraint alarm_page_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint alarm_page_pkey PRIMARY KEY (id)
);
CREATE INDEX alarm_page_by_alarm ON public.alarm_page USING btree (alarm_id, round);
CREATE INDEX alarm_page_by_provider ON public.alarm_page USING btree (channel, provider, posted_at);
create policy all_hospitals on alarm_page for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on alarm_page for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on alarm_page for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table answer (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  occurrence text,
  at timestamp(3) with time zone not null,
  answers jsonb not null,
  scores jsonb not null,
  answered_by text not null,
  late boolean not null,
  shared_from uuid,
  constraint answer_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint answer_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint answer_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint answer_pkey PRIMARY KEY (id)
);
CREATE INDEX answer_by_patient ON public.answer USING btree (patient_id, at);
create policy all_hospitals on answer for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on answer for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on answer for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table answer_draft (
  hospital_id uuid not null,
  patient_id uuid not null,
  contact_id uuid,
  occurrence text not null,
  answers_enc bytea not null,
  updated_at timestamp(3) with time zone default now() not null,
  constraint answer_draft_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint answer_draft_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint answer_draft_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id)
);
CREATE UNIQUE INDEX answer_draft_of_person ON public.answer_draft USING btree (patient_id, contact_id, occurrence) NULLS NOT DISTINCT;
create policy all_hospitals on answer_draft for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on answer_draft for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on answer_draft for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table api_key (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  prefix text not null,
  key_hash text not null,
  created_at timestamp(3) with time zone default now() not null,
  revoked_at timestamp(3) with time zone,
  name text default 'first'::text not null,
  scopes text[],
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  constraint api_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint api_key_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_key_hash_key UNIQUE (key_hash)
);
CREATE INDEX api_key_of_client ON public.api_key USING btree (hospital_id, name) WHERE (revoked_at IS NULL);
create policy all_hospitals on api_key for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on api_key for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on api_key for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table assessment (
  id uuid not null,
  hospital_id uuid not null,
  discharge_id uuid not null,
  edition integer not null,
  answers jsonb not null,
  prefilled jsonb not null,
  scores jsonb not null,
  recommendation jsonb not null,
  completed_by uuid,
  completed_at timestamp(3) with time zone default now() not null,
  constraint assessment_completed_by_fkey FOREIGN KEY (completed_by) REFERENCES account(id),
  constraint assessment_discharge_id_fkey FOREIGN KEY (discharge_id) REFERENCES discharge(id),
  constraint assessment_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint assessment_pkey PRIMARY KEY (id)
);
CREATE INDEX assessment_by_discharge ON public.assessment USING btree (discharge_id, completed_at DESC);
CREATE TRIGGER assessment_is_append_only BEFORE DELETE OR UPDATE ON public.assessment FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on assessment for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on assessment for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((discharge_id IS NULL) OR (EXISTS ( SELECT
   FROM discharge d
  WHERE (d.id = assessment.discharge_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((discharge_id IS NULL) OR (EXISTS ( SELECT
   FROM discharge d
  WHERE (d.id = assessment.discharge_id))))));
create policy one_hospital on assessment for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table attempt (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  obligation_id text not null,
  carries text[] not null,
  channel text not null,
  provider text not null,
  n integer not null,
  contact_id text,
  to_hmac text not null,
  text_hash text not null,
  message_enc bytea not null,
  text_key text not null,
  text_version text not null,
  language text not null,
  state text not null,
  provider_message_id text,
  code text,
  detail text,
  claimed_at timestamp(3) with time zone default clock_timestamp() not null,
  claim_token uuid not null,
  lookups integer default 0 not null,
  verdict text,
  lease_until timestamp(3) with time zone not null,
  episode_at timestamp(3) with time zone not null,
  posted_at timestamp(3) with time zone,
  check_at timestamp(3) with time zone,
  receipt_due_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  possibly_doubled boolean default false not null,
  alike_hmac text,
  constraint attempt_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'accepted'::text, 'sent'::text, 'delivered'::text, 'failed'::text, 'rejected'::text, 'ambiguous'::text, 'absent'::text]))),
  constraint attempt_verdict_check CHECK ((verdict = ANY (ARRAY['done'::text, 'retry'::text, 'resend'::text, 'next'::text, 'fail'::text]))),
  constraint attempt_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint attempt_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint attempt_obligation_id_fkey FOREIGN KEY (obligation_id) REFERENCES obligation(id),
  constraint attempt_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint attempt_pkey PRIMARY KEY (id),
  constraint attempt_obligation_id_channel_n_key UNIQUE (obligation_id, channel, n)
);
CREATE INDEX attempt_alike_given_up ON public.attempt USING btree (provider, alike_hmac, claimed_at) WHERE ((alike_hmac IS NOT NULL) AND (verdict IS NOT NULL) AND (state = 'ambiguous'::text));
CREATE UNIQUE INDEX attempt_alike_in_doubt ON public.attempt USING btree (provider, alike_hmac) WHERE ((alike_hmac IS NOT NULL) AND (verdict IS NULL) AND (state = ANY (ARRAY['sending'::text, 'ambiguous'::text])));
CREATE INDEX attempt_awaited ON public.attempt USING btree (receipt_due_at) WHERE ((verdict IS NULL) AND (state = ANY (ARRAY['accepted'::text, 'sent'::text])));
CREATE INDEX attempt_by_obligation ON public.attempt USING gin (carries) WITH (fastupdate=off);
CREATE INDEX attempt_by_patient ON public.attempt USING btree (patient_id, episode_at);
CREATE UNIQUE INDEX attempt_by_provider_id ON public.attempt USING btree (provider, provider_message_id) WHERE (provider_message_id IS NOT NULL);
CREATE INDEX attempt_by_time ON public.attempt USING brin (claimed_at timestamptz_minmax_multi_ops) WITH (autosummarize='on');
CREATE INDEX attempt_sms_by_day ON public.attempt USING btree (hospital_id, claimed_at) WHERE ((channel = 'sms'::text) AND (provider <> 'inbox'::text));
CREATE INDEX attempt_unheard ON public.attempt USING btree (claimed_at) WHERE ((verdict IS NULL) AND (state = ANY (ARRAY['sending'::text, 'ambiguous'::text])));
create policy all_hospitals on attempt for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on attempt for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on attempt for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table audit_log (
  id bigint generated always as identity not null,
  hospital_id uuid,
  at timestamp(3) with time zone default now() not null,
  actor text not null,
  action text not null,
  ref text,
  allowed boolean not null,
  detail jsonb default '{}'::jsonb not null,
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_of_action ON public.audit_log USING btree (action, at);
CREATE TRIGGER audit_log_is_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_is_held BEFORE INSERT ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION hold_access_log();
create policy all_hospitals on audit_log for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on audit_log for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on audit_log for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table audit_run (
  id uuid not null,
  hospital_id uuid not null,
  cause text not null,
  asked_by uuid,
  state text default 'waiting'::text not null,
  asked_at timestamp(3) with time zone default now() not null,
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  since timestamp(3) with time zone,
  breaches integer,
  results jsonb,
  failure text,
  constraint audit_run_cause_check CHECK ((cause = ANY (ARRAY['nightly'::text, 'asked'::text, 'command'::text]))),
  constraint audit_run_check CHECK (((state = 'finished'::text) = ((results IS NOT NULL) AND (breaches IS NOT NULL)))),
  constraint audit_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'finished'::text, 'failed'::text]))),
  constraint audit_run_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES account(id),
  constraint audit_run_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint audit_run_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_run_newest ON public.audit_run USING btree (hospital_id, asked_at);
CREATE UNIQUE INDEX audit_run_one_at_a_time ON public.audit_run USING btree (hospital_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
create policy all_hospitals on audit_run for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on audit_run for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on audit_run for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table bulk_act (
  id uuid not null,
  hospital_id uuid not null,
  kind text not null,
  request jsonb not null,
  reason text not null,
  previewed_by uuid not null,
  previewed_at timestamp(3) with time zone default now() not null,
  applied_by uuid,
  applied_at timestamp(3) with time zone,
  undone_by uuid,
  undone_at timestamp(3) with time zone,
  constraint bulk_act_check CHECK (((undone_at IS NULL) OR (applied_at IS NOT NULL))),
  constraint bulk_act_kind_check CHECK ((kind = ANY (ARRAY['move-visits'::text, 'reassign-visits'::text]))),
  constraint bulk_act_applied_by_fkey FOREIGN KEY (applied_by) REFERENCES account(id),
  constraint bulk_act_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint bulk_act_previewed_by_fkey FOREIGN KEY (previewed_by) REFERENCES account(id),
  constraint bulk_act_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES account(id),
  constraint bulk_act_pkey PRIMARY KEY (id)
);
CREATE INDEX bulk_act_by_hospital ON public.bulk_act USING btree (hospital_id, previewed_at DESC);
create policy all_hospitals on bulk_act for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on bulk_act for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on bulk_act for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table bulk_act_row (
  act_id uuid not null,
  hospital_id uuid not null,
  occurrence text not null,
  episode_id uuid not null,
  before jsonb not null,
  after jsonb,
  consequences jsonb default '[]'::jsonb not null,
  verdict text not null,
  state text default 'previewed'::text not null,
  detail text,
  settled_at timestamp(3) with time zone,
  constraint bulk_act_row_state_check CHECK ((state = ANY (ARRAY['previewed'::text, 'applied'::text, 'refused'::text, 'undone'::text, 'undo-refused'::text, 'left'::text]))),
  constraint bulk_act_row_act_id_fkey FOREIGN KEY (act_id) REFERENCES bulk_act(id),
  constraint bulk_act_row_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint bulk_act_row_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint bulk_act_row_pkey PRIMARY KEY (act_id, occurrence)
);
CREATE INDEX bulk_act_row_by_occurrence ON public.bulk_act_row USING btree (occurrence);
create policy all_hospitals on bulk_act_row for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on bulk_act_row for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = bulk_act_row.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = bulk_act_row.episode_id))))));
create policy one_hospital on bulk_act_row for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table call_back (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  escalation text,
  due_at timestamp(3) with time zone not null,
  note_enc bytea,
  owner uuid not null,
  made_by uuid not null,
  made_at timestamp(3) with time zone default now() not null,
  state text default 'open'::text not null,
  closed_by uuid,
  closed_at timestamp(3) with time zone,
  close_note_enc bytea,
  constraint call_back_check CHECK (((state = 'open'::text) = (closed_at IS NULL))),
  constraint call_back_state_check CHECK ((state = ANY (ARRAY['open'::text, 'kept'::text, 'dropped'::text]))),
  constraint call_back_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES account(id),
  constraint call_back_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint call_back_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint call_back_made_by_fkey FOREIGN KEY (made_by) REFERENCES account(id),
  constraint call_back_owner_fkey FOREIGN KEY (owner) REFERENCES account(id),
  constraint call_back_pkey PRIMARY KEY (id)
);
CREATE INDEX call_back_by_episode ON public.call_back USING btree (episode_id, due_at);
CREATE INDEX call_back_open ON public.call_back USING btree (hospital_id, due_at) WHERE (state = 'open'::text);
create policy all_hospitals on call_back for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on call_back for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = call_back.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = call_back.episode_id))))));
create policy one_hospital on call_back for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table care_order (
  id uuid not null,
  hospital_id uuid not null,
  order_no text not null,
  kind text not null,
  patient_id uuid not null,
  discharge_id uuid not null,
  episode_id uuid,
  package_id text not null,
  package_version integer,
  amount_fen bigint not null,
  currency text default 'CNY'::text not null,
  state text not null,
  paid_fen bigint default 0 not null,
  refunded_fen bigint default 0 not null,
  created_by uuid,
  created_at timestamp(3) with time zone default now() not null,
  paid_at timestamp(3) with time zone,
  cancelled_at timestamp(3) with time zone,
  cancel_reason text,
  constraint care_order_amount_fen_check CHECK ((amount_fen >= 0)),
  constraint care_order_check CHECK (((refunded_fen >= 0) AND (refunded_fen <= paid_fen))),
  constraint care_order_check1 CHECK (((kind = 'package'::text) OR (episode_id IS NOT NULL))),
  constraint care_order_check2 CHECK (((state <> 'cancelled'::text) OR (cancel_reason IS NOT NULL))),
  constraint care_order_currency_check CHECK ((currency = 'CNY'::text)),
  constraint care_order_kind_check CHECK ((kind = ANY (ARRAY['package'::text, 'extra-units'::text]))),
  constraint care_order_paid_fen_check CHECK ((paid_fen >= 0)),
  constraint care_order_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'pending-payment'::text, 'paid'::text, 'part-refunded'::text, 'refunded'::text, 'cancelled'::text]))),
  constraint care_order_created_by_fkey FOREIGN KEY (created_by) REFERENCES account(id),
  constraint care_order_discharge_id_fkey FOREIGN KEY (discharge_id) REFERENCES discharge(id),
  constraint care_order_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint care_order_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint care_order_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint care_order_pkey PRIMARY KEY (id),
  constraint care_order_hospital_id_order_no_key UNIQUE (hospital_id, order_no)
);
CREATE INDEX care_order_by_episode ON public.care_order USING btree (episode_id) WHERE (episode_id IS NOT NULL);
CREATE INDEX care_order_by_patient ON public.care_order USING btree (hospital_id, patient_id, created_at DESC);
create policy all_hospitals on care_order for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on care_order for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on care_order for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table care_order_line (
  id uuid not null,
  hospital_id uuid not null,
  order_id uuid not null,
  position integer not null,
  service text,
  units integer not null,
  amount_fen bigint not null,
  charge_code text,
  funding text not null,
  constraint care_order_line_amount_fen_check CHECK ((amount_fen >= 0)),
  constraint care_order_line_funding_check CHECK ((funding = ANY (ARRAY['self-pay'::text, 'insured'::text]))),
  constraint care_order_line_units_check CHECK ((units > 0)),
  constraint care_order_line_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint care_order_line_order_id_fkey FOREIGN KEY (order_id) REFERENCES care_order(id),
  constraint care_order_line_pkey PRIMARY KEY (id),
  constraint care_order_line_order_id_position_key UNIQUE (order_id, "position")
);
CREATE TRIGGER care_order_line_is_immutable BEFORE DELETE OR UPDATE ON public.care_order_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on care_order_line for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on care_order_line for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM care_order o
  WHERE (o.id = care_order_line.order_id))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM care_order o
  WHERE (o.id = care_order_line.order_id)))));
create policy one_hospital on care_order_line for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table care_team_member (
  patient_id uuid not null,
  account_id uuid not null,
  hospital_id uuid not null,
  since timestamp(3) with time zone default now() not null,
  added_by uuid not null,
  constraint care_team_member_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint care_team_member_added_by_fkey FOREIGN KEY (added_by) REFERENCES account(id),
  constraint care_team_member_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint care_team_member_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint care_team_member_pkey PRIMARY KEY (patient_id, account_id)
);
CREATE INDEX care_team_member_of_account ON public.care_team_member USING btree (hospital_id, account_id);
create policy all_hospitals on care_team_member for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on care_team_member for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on care_team_member for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table case_note (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  escalation text not null,
  text_enc bytea not null,
  by_account uuid not null,
  at timestamp(3) with time zone default clock_timestamp() not null,
  constraint case_note_by_account_fkey FOREIGN KEY (by_account) REFERENCES account(id),
  constraint case_note_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint case_note_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint case_note_pkey PRIMARY KEY (id)
);
CREATE INDEX case_note_by_case ON public.case_note USING btree (escalation, id);
CREATE TRIGGER case_note_is_append_only BEFORE DELETE OR UPDATE ON public.case_note FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on case_note for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on case_note for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = case_note.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = case_note.episode_id))))));
create policy one_hospital on case_note for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table case_owner (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  escalation text,
  task text,
  account_id uuid,
  how text not null,
  handover_id uuid,
  by_account uuid not null,
  at timestamp(3) with time zone default clock_timestamp() not null,
  constraint case_owner_check CHECK (((escalation IS NULL) <> (task IS NULL))),
  constraint case_owner_check1 CHECK (((account_id IS NULL) = (how = 'released'::text))),
  constraint case_owner_check2 CHECK (((handover_id IS NOT NULL) = (how = 'handover'::text))),
  constraint case_owner_how_check CHECK ((how = ANY (ARRAY['taken'::text, 'assigned'::text, 'released'::text, 'handover'::text]))),
  constraint case_owner_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint case_owner_by_account_fkey FOREIGN KEY (by_account) REFERENCES account(id),
  constraint case_owner_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint case_owner_handover_id_fkey FOREIGN KEY (handover_id) REFERENCES handover(id),
  constraint case_owner_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint case_owner_pkey PRIMARY KEY (id)
);
CREATE INDEX case_owner_by_case ON public.case_owner USING btree (escalation, id DESC) WHERE (escalation IS NOT NULL);
CREATE INDEX case_owner_by_task ON public.case_owner USING btree (task, id DESC) WHERE (task IS NOT NULL);
CREATE TRIGGER case_owner_is_append_only BEFORE DELETE OR UPDATE ON public.case_owner FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on case_owner for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on case_owner for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = case_owner.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = case_owner.episode_id))))));
create policy one_hospital on case_owner for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table case_prefix (
  hospital_id uuid not null,
  patient_id uuid not null,
  prefix text not null,
  escalation_id text not null,
  constraint case_prefix_escalation_id_fkey FOREIGN KEY (escalation_id) REFERENCES escalation(id),
  constraint case_prefix_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint case_prefix_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint case_prefix_pkey PRIMARY KEY (hospital_id, patient_id, prefix)
);
create policy all_hospitals on case_prefix for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on case_prefix for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on case_prefix for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table change (
  id bigint generated always as identity not null,
  hospital_id uuid not null,
  xid xid8 default pg_current_xact_id() not null,
  topic text not null,
  ref text not null,
  at timestamp(3) with time zone default now() not null,
  constraint change_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint change_pkey PRIMARY KEY (id)
);
CREATE INDEX change_by_hospital ON public.change USING btree (hospital_id, id);
create policy all_hospitals on change for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on change for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on change for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table clip_review (
  id uuid not null,
  hospital_id uuid not null,
  file_id uuid not null,
  patient_id uuid not null,
  account_id uuid not null,
  comment_enc bytea not null,
  at timestamp(3) with time zone default clock_timestamp() not null,
  constraint clip_review_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint clip_review_file_id_fkey FOREIGN KEY (file_id) REFERENCES file(id),
  constraint clip_review_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint clip_review_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint clip_review_pkey PRIMARY KEY (id)
);
CREATE INDEX clip_review_by_file ON public.clip_review USING btree (file_id);
CREATE INDEX clip_review_by_patient ON public.clip_review USING btree (hospital_id, patient_id, at);
CREATE TRIGGER clip_review_is_append_only BEFORE DELETE OR UPDATE ON public.clip_review FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on clip_review for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on clip_review for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on clip_review for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table consent_record (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  text_version integer,
  decision text not null,
  how text not null,
  proxy_relation text,
  file_id uuid,
  about jsonb default '{}'::jsonb not null,
  recorded_by text not null,
  recorded_at timestamp(3) with time zone default clock_timestamp() not null,
  constraint consent_record_check CHECK (((how = 'proxy'::text) = (proxy_relation IS NOT NULL))),
  constraint consent_record_check1 CHECK (((how <> 'scanned'::text) OR (file_id IS NOT NULL))),
  constraint consent_record_decision_check CHECK ((decision = ANY (ARRAY['given'::text, 'withdrawn'::text]))),
  constraint consent_record_how_check CHECK ((how = ANY (ARRAY['signed'::text, 'scanned'::text, 'proxy'::text, 'spoken'::text, 'online'::text, 'imported'::text]))),
  constraint consent_record_file_id_fkey FOREIGN KEY (file_id) REFERENCES file(id),
  constraint consent_record_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint consent_record_hospital_id_kind_text_version_fkey FOREIGN KEY (hospital_id, kind, text_version) REFERENCES consent_text(hospital_id, kind, version),
  constraint consent_record_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint consent_record_pkey PRIMARY KEY (id)
);
CREATE INDEX consent_record_by_patient ON public.consent_record USING btree (patient_id, kind, recorded_at DESC);
CREATE TRIGGER consent_record_is_append_only BEFORE DELETE OR UPDATE ON public.consent_record FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on consent_record for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on consent_record for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on consent_record for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table consent_text (
  hospital_id uuid not null,
  kind text not null,
  version integer not null,
  zh text not null,
  en text not null,
  sha256 text not null,
  published_by uuid,
  published_at timestamp(3) with time zone default now() not null,
  constraint consent_text_kind_check CHECK ((kind = ANY (ARRAY['sms'::text, 'photos'::text, 'family'::text, 'family-doctor'::text, 'service-notice'::text]))),
  constraint consent_text_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint consent_text_published_by_fkey FOREIGN KEY (published_by) REFERENCES account(id),
  constraint consent_text_pkey PRIMARY KEY (hospital_id, kind, version)
);
CREATE TRIGGER consent_text_is_immutable BEFORE DELETE OR UPDATE ON public.consent_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on consent_text for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on consent_text for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on consent_text for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table consent_word (
  patient_id uuid not null,
  command_id text not null,
  hospital_id uuid not null,
  contact_id uuid not null,
  at timestamp(3) with time zone not null,
  consent boolean not null,
  constraint consent_word_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint consent_word_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint consent_word_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint consent_word_pkey PRIMARY KEY (patient_id, command_id)
);
CREATE INDEX consent_word_of_contact ON public.consent_word USING btree (contact_id);
create policy all_hospitals on consent_word for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on consent_word for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on consent_word for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table contact (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  owner text not null,
  relation text,
  name text,
  kind text not null,
  value text not null,
  position integer not null,
  quarantined_at timestamp(3) with time zone,
  unsubscribed_at timestamp(3) with time zone,
  constraint contact_kind_check CHECK ((kind = ANY (ARRAY['mobile'::text, 'landline'::text, 'wechat'::text, 'email'::text]))),
  constraint contact_owner_check CHECK ((owner = ANY (ARRAY['patient'::text, 'family'::text]))),
  constraint contact_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint contact_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_patient_id_kind_value_key UNIQUE (patient_id, kind, value)
);
CREATE INDEX contact_by_value ON public.contact USING btree (hospital_id, value);
create policy all_hospitals on contact for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on contact for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on contact for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table day_close (
  hospital_id uuid not null,
  day date not null,
  channels jsonb not null,
  total_fen bigint not null,
  closed_by uuid,
  closed_at timestamp(3) with time zone default now() not null,
  constraint day_close_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES account(id),
  constraint day_close_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint day_close_pkey PRIMARY KEY (hospital_id, day)
);
CREATE TRIGGER day_close_is_immutable BEFORE DELETE OR UPDATE ON public.day_close FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on day_close for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on day_close for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on day_close for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table discharge (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  encounter_ref text not null,
  admitted_at timestamp(3) with time zone,
  discharged_at timestamp(3) with time zone,
  clinical jsonb default '{}'::jsonb not null,
  understood jsonb default '[]'::jsonb not null,
  missing jsonb default '[]'::jsonb not null,
  refusals jsonb default '[]'::jsonb not null,
  created_at timestamp(3) with time zone default now() not null,
  launched boolean default false not null,
  constraint discharge_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint discharge_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint discharge_pkey PRIMARY KEY (id),
  constraint discharge_hospital_id_encounter_ref_key UNIQUE (hospital_id, encounter_ref)
);
CREATE INDEX discharge_by_import ON public.discharge USING btree (hospital_id, created_at DESC, id DESC);
CREATE INDEX discharge_by_patient ON public.discharge USING btree (patient_id);
CREATE INDEX discharge_by_state ON public.discharge USING btree (hospital_id, launched, created_at DESC, id DESC);
CREATE INDEX discharge_by_time ON public.discharge USING btree (hospital_id, discharged_at DESC);
CREATE INDEX discharge_to_launch ON public.discharge USING btree (hospital_id, ((clinical ->> 'dischargedOn'::text))) WHERE (NOT launched);
create policy all_hospitals on discharge for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on discharge for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on discharge for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table district (
  hospital_id uuid not null,
  code text not null,
  name text not null,
  lat double precision,
  lng double precision,
  constraint district_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint district_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
  constraint district_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint district_pkey PRIMARY KEY (hospital_id, code)
);
create policy all_hospitals on district for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on district for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on district for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table district_travel (
  hospital_id uuid not null,
  from_code text not null,
  to_code text not null,
  minutes integer not null,
  constraint district_travel_minutes_check CHECK ((minutes >= 0)),
  constraint district_travel_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint district_travel_hospital_id_from_code_fkey FOREIGN KEY (hospital_id, from_code) REFERENCES district(hospital_id, code),
  constraint district_travel_hospital_id_to_code_fkey FOREIGN KEY (hospital_id, to_code) REFERENCES district(hospital_id, code),
  constraint district_travel_pkey PRIMARY KEY (hospital_id, from_code, to_code)
);
create policy all_hospitals on district_travel for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on district_travel for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on district_travel for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table emergency_access (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  account_id uuid not null,
  reason_enc bytea not null,
  begun_at timestamp(3) with time zone default now() not null,
  ends_at timestamp(3) with time zone not null,
  reviewed_by uuid,
  reviewed_at timestamp(3) with time zone,
  verdict text,
  constraint emergency_access_check CHECK ((ends_at >= begun_at)),
  constraint emergency_access_check1 CHECK ((((verdict IS NULL) = (reviewed_by IS NULL)) AND ((verdict IS NULL) = (reviewed_at IS NULL)))),
  constraint emergency_access_check2 CHECK ((reviewed_by <> account_id)),
  constraint emergency_access_verdict_check CHECK ((verdict = ANY (ARRAY['justified'::text, 'not-justified'::text]))),
  constraint emergency_access_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint emergency_access_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint emergency_access_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint emergency_access_reviewed_by_fkey FOREIGN KEY (reviewed_by) REFERENCES account(id),
  constraint emergency_access_pkey PRIMARY KEY (id)
);
CREATE INDEX emergency_access_of_account ON public.emergency_access USING btree (hospital_id, account_id, ends_at);
CREATE INDEX emergency_access_unreviewed ON public.emergency_access USING btree (hospital_id, begun_at) WHERE (verdict IS NULL);
create policy all_hospitals on emergency_access for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on emergency_access for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (account_id = ( SELECT (NULLIF(current_setting('wuyou.account'::text, true), ''::text))::uuid AS "nullif")))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (account_id = ( SELECT (NULLIF(current_setting('wuyou.account'::text, true), ''::text))::uuid AS "nullif"))));
create policy one_hospital on emergency_access for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table entitlement_balance (
  episode_id uuid not null,
  service text not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  purchased integer not null,
  remaining integer not null,
  reserved integer not null,
  used integer not null,
  refunded integer not null,
  expired integer not null,
  expires_at timestamp(3) with time zone not null,
  warned_of timestamp(3) with time zone,
  constraint entitlement_balance_check CHECK ((purchased = ((((used + reserved) + refunded) + expired) + remaining))),
  constraint entitlement_balance_expired_check CHECK ((expired >= 0)),
  constraint entitlement_balance_purchased_check CHECK ((purchased >= 0)),
  constraint entitlement_balance_refunded_check CHECK ((refunded >= 0)),
  constraint entitlement_balance_remaining_check CHECK ((remaining >= 0)),
  constraint entitlement_balance_reserved_check CHECK ((reserved >= 0)),
  constraint entitlement_balance_used_check CHECK ((used >= 0)),
  constraint entitlement_balance_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint entitlement_balance_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint entitlement_balance_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint entitlement_balance_pkey PRIMARY KEY (episode_id, service)
);
CREATE INDEX entitlement_expiring ON public.entitlement_balance USING btree (expires_at) WHERE (remaining > 0);
create policy all_hospitals on entitlement_balance for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on entitlement_balance for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on entitlement_balance for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table entitlement_entry (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  service text not null,
  kind text not null,
  units integer not null,
  at timestamp(3) with time zone not null,
  occurrence text,
  order_line_id uuid,
  refund_id uuid,
  cause text not null,
  recorded_at timestamp(3) with time zone default clock_timestamp() not null,
  embedded uuid,
  constraint entitlement_entry_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'reserve'::text, 'release'::text, 'use'::text, 'refund'::text, 'expire'::text]))),
  constraint entitlement_entry_of_one CHECK (((kind <> ALL (ARRAY['reserve'::text, 'release'::text, 'use'::text])) OR ((num_nonnulls(occurrence, embedded) = 1) AND (units = 1)))),
  constraint entitlement_entry_units_check CHECK ((units > 0)),
  constraint entitlement_entry_embedded_fkey FOREIGN KEY (embedded) REFERENCES episode(id),
  constraint entitlement_entry_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint entitlement_entry_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint entitlement_entry_order_line_id_fkey FOREIGN KEY (order_line_id) REFERENCES care_order_line(id),
  constraint entitlement_entry_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint entitlement_entry_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refund(id),
  constraint entitlement_entry_pkey PRIMARY KEY (id),
  constraint entitlement_entry_episode_id_service_cause_kind_key UNIQUE (episode_id, service, cause, kind)
);
CREATE INDEX entitlement_entry_by_embedded ON public.entitlement_entry USING btree (embedded) WHERE (embedded IS NOT NULL);
CREATE INDEX entitlement_entry_by_occurrence ON public.entitlement_entry USING btree (occurrence) WHERE (occurrence IS NOT NULL);
CREATE TRIGGER entitlement_entry_is_append_only BEFORE DELETE OR UPDATE ON public.entitlement_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on entitlement_entry for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on entitlement_entry for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on entitlement_entry for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table entitlement_shortage (
  occurrence text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  service text not null,
  kind text not null,
  since timestamp(3) with time zone default now() not null,
  settled_at timestamp(3) with time zone,
  constraint entitlement_shortage_kind_check CHECK ((kind = ANY (ARRAY['booked'::text, 'completed'::text]))),
  constraint entitlement_shortage_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint entitlement_shortage_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint entitlement_shortage_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint entitlement_shortage_pkey PRIMARY KEY (occurrence)
);
CREATE INDEX entitlement_shortage_open ON public.entitlement_shortage USING btree (hospital_id, since) WHERE (settled_at IS NULL);
create policy all_hospitals on entitlement_shortage for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on entitlement_shortage for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on entitlement_shortage for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table episode (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  discharge_id uuid not null,
  order_no text not null,
  plan_id text not null,
  plan_version integer not null,
  plan_hash text not null,
  semantics integer not null,
  status text not null,
  phase text default 'course'::text not null,
  clock jsonb not null,
  start jsonb not null,
  seq integer default 0 not null,
  head_hash text default ''::text not null,
  next_due_at timestamp(3) with time zone,
  next_wall_at timestamp(3) with time zone,
  needs_attention boolean default false not null,
  stop_reason text,
  launched_by uuid,
  launched_at timestamp(3) with time zone default now() not null,
  started_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  late_runs integer default 0 not null,
  within uuid,
  own_time boolean generated always as ((((clock ->> 'pace'::text) <> '1'::text) OR ((clock ->> 'wallAnchor'::text) <> (clock ->> 'episodeAnchor'::text)))) stored not null,
  nudged_at timestamp(3) with time zone,
  swept_at timestamp(3) with time zone,
  status_before_halt text,
  constraint episode_check CHECK ((within <> id)),
  constraint episode_discharge_id_fkey FOREIGN KEY (discharge_id) REFERENCES discharge(id),
  constraint episode_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint episode_hospital_id_plan_id_plan_version_fkey FOREIGN KEY (hospital_id, plan_id, plan_version) REFERENCES pathway_version(hospital_id, id, version),
  constraint episode_launched_by_fkey FOREIGN KEY (launched_by) REFERENCES account(id),
  constraint episode_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint episode_within_fkey FOREIGN KEY (within) REFERENCES episode(id),
  constraint episode_pkey PRIMARY KEY (id)
);
CREATE INDEX episode_by_discharge ON public.episode USING btree (discharge_id);
CREATE INDEX episode_by_launch ON public.episode USING btree (hospital_id, launched_at DESC, id DESC);
CREATE INDEX episode_by_patient ON public.episode USING btree (patient_id, launched_at);
CREATE INDEX episode_due ON public.episode USING btree (next_wall_at) WHERE (status <> ALL (ARRAY['stopped'::text, 'completed'::text]));
CREATE INDEX episode_of_own_time ON public.episode USING btree (hospital_id) WHERE own_time;
CREATE UNIQUE INDEX episode_once ON public.episode USING btree (hospital_id, discharge_id, plan_id, order_no);
CREATE INDEX episode_open ON public.episode USING btree (hospital_id, patient_id) WHERE (status <> ALL (ARRAY['stopped'::text, 'completed'::text]));
CREATE INDEX episode_standing ON public.episode USING btree (status, launched_at) WHERE (status = ANY (ARRAY['launching'::text, 'halted'::text]));
CREATE INDEX episode_that_needs_attention ON public.episode USING btree (hospital_id, launched_at DESC, id DESC) WHERE needs_attention;
CREATE INDEX episode_within ON public.episode USING btree (within) WHERE (within IS NOT NULL);
CREATE TRIGGER episode_is_noted_at_discharge AFTER INSERT ON public.episode FOR EACH ROW EXECUTE FUNCTION note_launched();
create policy all_hospitals on episode for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on episode for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on episode for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table escalation (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  level text not null,
  rules text[] not null,
  prefixes text[] not null,
  instruction text not null,
  status text not null,
  raised_at timestamp(3) with time zone not null,
  ack_by timestamp(3) with time zone,
  contact_by timestamp(3) with time zone not null,
  acknowledged_at timestamp(3) with time zone,
  acknowledged_by text,
  contacted_at timestamp(3) with time zone,
  breached text[] default '{}'::text[] not null,
  rung integer default 0 not null,
  held_by text,
  closed_at timestamp(3) with time zone,
  outcome text,
  note text,
  reports text[] default '{}'::text[] not null,
  constraint escalation_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint escalation_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint escalation_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint escalation_pkey PRIMARY KEY (id)
);
CREATE INDEX escalation_by_episode ON public.escalation USING btree (episode_id);
CREATE INDEX escalation_by_patient ON public.escalation USING btree (patient_id, raised_at);
CREATE INDEX escalation_by_time ON public.escalation USING btree (hospital_id, raised_at);
CREATE INDEX escalation_by_urgency ON public.escalation USING btree (hospital_id, (
CASE level
    WHEN 'red'::text THEN 0
    WHEN 'orange'::text THEN 1
    ELSE 2
END), raised_at, id) WHERE (status <> ALL (ARRAY['closed'::text, 'joined'::text]));
CREATE INDEX escalation_open ON public.escalation USING btree (hospital_id, raised_at) WHERE (status <> 'closed'::text);
create policy all_hospitals on escalation for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on escalation for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on escalation for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table file (
  id uuid not null,
  hospital_id uuid not null,
  sha256 text not null,
  mime text not null,
  bytes bigint not null,
  created_by text not null,
  created_at timestamp(3) with time zone default now() not null,
  kind text default 'document'::text not null,
  source text default 'staff'::text not null,
  patient_id uuid,
  episode_id uuid,
  occurrence text,
  width integer,
  height integer,
  duration_ms integer,
  thumb_id uuid,
  thumb_bytes integer,
  taken_at timestamp(3) with time zone,
  upload_key text,
  sent_sha256 text,
  attached_at timestamp(3) with time zone,
  episode_at timestamp(3) with time zone,
  constraint file_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'clip'::text, 'xray'::text, 'document'::text, 'avatar'::text]))),
  constraint file_source_check CHECK ((source = ANY (ARRAY['patient'::text, 'family'::text, 'staff'::text]))),
  constraint file_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint file_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint file_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint file_pkey PRIMARY KEY (id)
);
CREATE INDEX file_by_patient ON public.file USING btree (hospital_id, patient_id, created_at, id) WHERE (patient_id IS NOT NULL);
CREATE UNIQUE INDEX file_once ON public.file USING btree (hospital_id, created_by, upload_key) WHERE (upload_key IS NOT NULL);
CREATE INDEX file_unattached ON public.file USING btree (created_at) WHERE (attached_at IS NULL);
create policy all_hospitals on file for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on file for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on file for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table file_unclaimed (
  id uuid not null,
  hospital_id uuid not null,
  remove_after timestamp(3) with time zone not null,
  constraint file_unclaimed_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint file_unclaimed_pkey PRIMARY KEY (id)
);
CREATE INDEX file_unclaimed_by_time ON public.file_unclaimed USING btree (remove_after);
create policy all_hospitals on file_unclaimed for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on file_unclaimed for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on file_unclaimed for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table freed_slot (
  id uuid not null,
  hospital_id uuid not null,
  freed_by text not null,
  account_id uuid not null,
  slot_from timestamp(3) with time zone not null,
  slot_until timestamp(3) with time zone not null,
  wall_from timestamp(3) with time zone not null,
  freed_at timestamp(3) with time zone default now() not null,
  settled_at timestamp(3) with time zone,
  outcome text,
  constraint freed_slot_outcome_check CHECK ((outcome = ANY (ARRAY['offered'::text, 'nobody-waits'::text, 'past'::text, 'taken'::text]))),
  constraint freed_slot_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint freed_slot_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint freed_slot_pkey PRIMARY KEY (id)
);
CREATE INDEX freed_slot_open ON public.freed_slot USING btree (freed_at) WHERE (settled_at IS NULL);
create policy all_hospitals on freed_slot for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on freed_slot for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on freed_slot for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table handover (
  id uuid not null,
  hospital_id uuid not null,
  from_account uuid not null,
  to_account uuid not null,
  shift text not null,
  moves jsonb not null,
  snapshot_enc bytea not null,
  snapshot_sha256 text not null,
  made_at timestamp(3) with time zone default now() not null,
  signed_by_from_at timestamp(3) with time zone,
  signed_by_to_at timestamp(3) with time zone,
  withdrawn_at timestamp(3) with time zone,
  constraint handover_check CHECK ((from_account <> to_account)),
  constraint handover_check1 CHECK (((signed_by_to_at IS NULL) OR (signed_by_from_at IS NOT NULL))),
  constraint handover_check2 CHECK (((withdrawn_at IS NULL) OR (signed_by_to_at IS NULL))),
  constraint handover_shift_check CHECK ((shift = ANY (ARRAY['day'::text, 'evening'::text, 'night'::text, 'other'::text]))),
  constraint handover_from_account_fkey FOREIGN KEY (from_account) REFERENCES account(id),
  constraint handover_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint handover_to_account_fkey FOREIGN KEY (to_account) REFERENCES account(id),
  constraint handover_pkey PRIMARY KEY (id)
);
CREATE INDEX handover_by_hospital ON public.handover USING btree (hospital_id, made_at DESC);
CREATE UNIQUE INDEX handover_open ON public.handover USING btree (hospital_id, from_account) WHERE ((signed_by_to_at IS NULL) AND (withdrawn_at IS NULL));
create policy all_hospitals on handover for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on handover for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT (NULLIF(current_setting('wuyou.account'::text, true), ''::text))::uuid AS "nullif") = from_account) OR (( SELECT (NULLIF(current_setting('wuyou.account'::text, true), ''::text))::uuid AS "nullif") = to_account)))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((( SELECT (NULLIF(current_setting('wuyou.account'::text, true), ''::text))::uuid AS "nullif") = from_account) OR (( SELECT (NULLIF(current_setting('wuyou.account'::text, true), ''::text))::uuid AS "nullif") = to_account))));
create policy one_hospital on handover for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table hospital (
  id uuid not null,
  name text not null,
  kind text not null,
  zone text default 'Asia/Shanghai'::text not null,
  pace numeric default 1 not null,
  sms_signature text not null,
  phone text not null,
  entry text not null,
  calendar jsonb,
  created_at timestamp(3) with time zone default now() not null,
  requires_payment boolean default false not null,
  second_factor_since timestamp(3) with time zone,
  care_teams_since timestamp(3) with time zone,
  constraint hospital_check CHECK (((kind = 'training'::text) OR (pace = (1)::numeric))),
  constraint hospital_kind_check CHECK ((kind = ANY (ARRAY['real'::text, 'training'::text]))),
  constraint hospital_pace_check CHECK ((pace > (0)::numeric)),
  constraint hospital_pkey PRIMARY KEY (id)
);
create policy all_hospitals on hospital for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on hospital for all to wuyou_care_team using (((id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on hospital for all to wuyou_one_hospital using ((id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table idempotency (
  hospital_id uuid not null,
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  status integer,
  response jsonb,
  created_at timestamp(3) with time zone default now() not null,
  constraint idempotency_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint idempotency_pkey PRIMARY KEY (hospital_id, account_id, key)
);
CREATE INDEX idempotency_created_at ON public.idempotency USING btree (created_at);
create policy all_hospitals on idempotency for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on idempotency for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on idempotency for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table import_batch (
  id uuid not null,
  hospital_id uuid not null,
  source text not null,
  file_sha256 text not null,
  format text not null,
  rows_total integer not null,
  created_by uuid,
  created_at timestamp(3) with time zone default now() not null,
  finished_at timestamp(3) with time zone,
  constraint import_batch_created_by_fkey FOREIGN KEY (created_by) REFERENCES account(id),
  constraint import_batch_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint import_batch_pkey PRIMARY KEY (id),
  constraint import_batch_hospital_id_file_sha256_key UNIQUE (hospital_id, file_sha256)
);
create policy all_hospitals on import_batch for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on import_batch for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on import_batch for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table import_row (
  hospital_id uuid not null,
  batch_id uuid not null,
  row_no integer not null,
  verdict text not null,
  discharge_id uuid,
  problems jsonb default '[]'::jsonb not null,
  constraint import_row_verdict_check CHECK ((verdict = ANY (ARRAY['imported'::text, 'updated'::text, 'unchanged'::text, 'refused'::text]))),
  constraint import_row_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES import_batch(id),
  constraint import_row_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint import_row_pkey PRIMARY KEY (batch_id, row_no)
);
create policy all_hospitals on import_row for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on import_row for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((discharge_id IS NULL) OR (EXISTS ( SELECT
   FROM discharge d
  WHERE (d.id = import_row.discharge_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((discharge_id IS NULL) OR (EXISTS ( SELECT
   FROM discharge d
  WHERE (d.id = import_row.discharge_id))))));
create policy one_hospital on import_row for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table inbox (
  command_id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  kind text not null,
  payload jsonb not null,
  received_at timestamp(3) with time zone default now() not null,
  state text default 'accepted'::text not null,
  attempts integer default 0 not null,
  next_try_at timestamp(3) with time zone default now() not null,
  applied_seq integer,
  rejection text,
  constraint inbox_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'applied'::text, 'rejected'::text, 'late'::text]))),
  constraint inbox_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint inbox_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint inbox_pkey PRIMARY KEY (episode_id, command_id)
);
CREATE INDEX inbox_pending ON public.inbox USING btree (next_try_at) WHERE (state = 'accepted'::text);
create policy all_hospitals on inbox for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on inbox for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = inbox.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = inbox.episode_id))))));
create policy one_hospital on inbox for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table inbox_message (
  id uuid not null,
  hospital_id uuid not null,
  channel text not null,
  attempt_id text not null,
  to_address text not null,
  body text not null,
  subject text,
  at timestamp(3) with time zone default now() not null,
  constraint inbox_message_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint inbox_message_pkey PRIMARY KEY (id),
  constraint inbox_message_attempt_id_key UNIQUE (attempt_id)
);
create policy all_hospitals on inbox_message for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on inbox_message for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on inbox_message for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table incident (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid,
  occurrence text,
  kind text not null,
  description_enc bytea not null,
  happened_at timestamp(3) with time zone not null,
  reported_by uuid not null,
  reported_at timestamp(3) with time zone default now() not null,
  due_at timestamp(3) with time zone not null,
  owner uuid,
  state text default 'open'::text not null,
  closed_by uuid,
  closed_at timestamp(3) with time zone,
  outcome_enc bytea,
  constraint incident_check CHECK (((closed_by IS NULL) OR (closed_by <> reported_by))),
  constraint incident_kind_check CHECK ((kind = ANY (ARRAY['needlestick'::text, 'fall'::text, 'dispute'::text, 'other'::text]))),
  constraint incident_state_check CHECK ((state = ANY (ARRAY['open'::text, 'investigating'::text, 'closed'::text]))),
  constraint incident_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES account(id),
  constraint incident_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint incident_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint incident_owner_fkey FOREIGN KEY (owner) REFERENCES account(id),
  constraint incident_reported_by_fkey FOREIGN KEY (reported_by) REFERENCES account(id),
  constraint incident_pkey PRIMARY KEY (id)
);
CREATE INDEX incident_open ON public.incident USING btree (hospital_id, due_at) WHERE (state <> 'closed'::text);
create policy all_hospitals on incident for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on incident for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = incident.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = incident.episode_id))))));
create policy one_hospital on incident for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table incident_entry (
  id uuid not null,
  hospital_id uuid not null,
  incident_id uuid not null,
  act text not null,
  acted_by uuid not null,
  acted_at timestamp(3) with time zone default now() not null,
  note_enc bytea,
  constraint incident_entry_acted_by_fkey FOREIGN KEY (acted_by) REFERENCES account(id),
  constraint incident_entry_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint incident_entry_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  constraint incident_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX incident_entry_by_incident ON public.incident_entry USING btree (incident_id, acted_at);
CREATE TRIGGER incident_entry_is_append_only BEFORE DELETE OR UPDATE ON public.incident_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on incident_entry for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on incident_entry for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM incident i
  WHERE (i.id = incident_entry.incident_id))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM incident i
  WHERE (i.id = incident_entry.incident_id)))));
create policy one_hospital on incident_entry for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table inquiry (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  episode_id uuid,
  kind text not null,
  text_enc bytea not null,
  asked_by text not null,
  contact_id uuid,
  asked_at timestamp(3) with time zone not null,
  asked_wall_at timestamp(3) with time zone default now() not null,
  owner uuid,
  due_at timestamp(3) with time zone not null,
  due_wall_at timestamp(3) with time zone not null,
  state text default 'open'::text not null,
  subject uuid,
  occurrence text,
  answered_at timestamp(3) with time zone,
  verified_by uuid,
  closed_by uuid,
  closed_at timestamp(3) with time zone,
  constraint inquiry_asked_by_check CHECK ((asked_by = ANY (ARRAY['patient'::text, 'family'::text]))),
  constraint inquiry_check CHECK (((subject IS NULL) OR (closed_by IS NULL) OR (closed_by <> subject))),
  constraint inquiry_check1 CHECK (((subject IS NULL) OR (verified_by IS NULL) OR (verified_by <> subject))),
  constraint inquiry_kind_check CHECK ((kind = ANY (ARRAY['question'::text, 'complaint'::text, 'rating'::text]))),
  constraint inquiry_state_check CHECK ((state = ANY (ARRAY['open'::text, 'investigating'::text, 'answered'::text, 'verified'::text, 'closed'::text]))),
  constraint inquiry_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES account(id),
  constraint inquiry_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint inquiry_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint inquiry_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint inquiry_owner_fkey FOREIGN KEY (owner) REFERENCES account(id),
  constraint inquiry_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint inquiry_subject_fkey FOREIGN KEY (subject) REFERENCES account(id),
  constraint inquiry_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES account(id),
  constraint inquiry_pkey PRIMARY KEY (id)
);
CREATE INDEX inquiry_by_patient ON public.inquiry USING btree (hospital_id, patient_id, asked_at);
CREATE INDEX inquiry_open ON public.inquiry USING btree (hospital_id, due_at) WHERE (state <> 'closed'::text);
create policy all_hospitals on inquiry for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on inquiry for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on inquiry for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table inquiry_entry (
  id uuid not null,
  hospital_id uuid not null,
  inquiry_id uuid not null,
  act text not null,
  acted_by text not null,
  acted_at timestamp(3) with time zone default now() not null,
  text_enc bytea,
  constraint inquiry_entry_act_check CHECK ((act = ANY (ARRAY['asked'::text, 'added'::text, 'replied'::text, 'noted'::text, 'assigned'::text, 'investigating'::text, 'verified'::text, 'reopened'::text, 'closed'::text]))),
  constraint inquiry_entry_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint inquiry_entry_inquiry_id_fkey FOREIGN KEY (inquiry_id) REFERENCES inquiry(id),
  constraint inquiry_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX inquiry_entry_by_inquiry ON public.inquiry_entry USING btree (inquiry_id, acted_at);
CREATE INDEX inquiry_entry_replied ON public.inquiry_entry USING btree (acted_at) WHERE (act = 'replied'::text);
CREATE TRIGGER inquiry_entry_is_append_only BEFORE DELETE OR UPDATE ON public.inquiry_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on inquiry_entry for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on inquiry_entry for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM inquiry i
  WHERE (i.id = inquiry_entry.inquiry_id))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM inquiry i
  WHERE (i.id = inquiry_entry.inquiry_id)))));
create policy one_hospital on inquiry_entry for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table journal (
  episode_id uuid not null,
  seq integer not null,
  hospital_id uuid not null,
  at timestamp(3) with time zone not null,
  wall_at timestamp(3) with time zone default clock_timestamp() not null,
  semantics integer not null,
  plan_hash text not null,
  input jsonb not null,
  events jsonb not null,
  prev_hash text not null,
  hash text not null,
  told jsonb default '[]'::jsonb not null,
  constraint journal_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint journal_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint journal_pkey PRIMARY KEY (episode_id, seq)
);
CREATE TRIGGER journal_is_append_only BEFORE DELETE OR UPDATE ON public.journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on journal for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on journal for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = journal.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = journal.episode_id))))));
create policy one_hospital on journal for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table licensed_wording (
  id uuid not null,
  hospital_id uuid not null,
  instrument text not null,
  holder text not null,
  reference text not null,
  valid_until date,
  wording jsonb,
  installed_at timestamp(3) with time zone default now() not null,
  constraint licensed_wording_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint licensed_wording_pkey PRIMARY KEY (id)
);
CREATE INDEX licensed_wording_by_instrument ON public.licensed_wording USING btree (hospital_id, instrument, installed_at DESC);
CREATE TRIGGER licensed_wording_is_append_only BEFORE DELETE OR UPDATE ON public.licensed_wording FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on licensed_wording for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on licensed_wording for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on licensed_wording for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table meeting (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  episode_id uuid not null,
  escalation text,
  occurrence text,
  room text not null,
  opens_at timestamp(3) with time zone not null,
  closes_at timestamp(3) with time zone not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  constraint meeting_check CHECK ((closes_at > opens_at)),
  constraint meeting_check1 CHECK (((escalation IS NULL) <> (occurrence IS NULL))),
  constraint meeting_created_by_fkey FOREIGN KEY (created_by) REFERENCES account(id),
  constraint meeting_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint meeting_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint meeting_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint meeting_pkey PRIMARY KEY (id),
  constraint meeting_room_key UNIQUE (room)
);
CREATE INDEX meeting_by_patient ON public.meeting USING btree (hospital_id, patient_id, closes_at);
CREATE TRIGGER meeting_never_changes BEFORE DELETE OR UPDATE ON public.meeting FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on meeting for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on meeting for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on meeting for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table money_setting (
  hospital_id uuid not null,
  late_cancellation_hours integer not null,
  late_cancellation_percent integer not null,
  expiry_warning_days integer not null,
  updated_by uuid,
  updated_at timestamp(3) with time zone default now() not null,
  constraint money_setting_expiry_warning_days_check CHECK (((expiry_warning_days >= 0) AND (expiry_warning_days <= 365))),
  constraint money_setting_late_cancellation_hours_check CHECK (((late_cancellation_hours >= 0) AND (late_cancellation_hours <= 168))),
  constraint money_setting_late_cancellation_percent_check CHECK (((late_cancellation_percent >= 0) AND (late_cancellation_percent <= 100))),
  constraint money_setting_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint money_setting_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES account(id),
  constraint money_setting_pkey PRIMARY KEY (hospital_id)
);
create policy all_hospitals on money_setting for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on money_setting for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on money_setting for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table obligation (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  revision integer not null,
  purpose text not null,
  class text not null,
  recipient text not null,
  occurrence text,
  escalation text,
  spec jsonb not null,
  due_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  shared_key text,
  state text not null,
  reason text,
  carried_by text,
  escalated_to text,
  told boolean default false not null,
  wall_due_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone default now() not null,
  waits_for text,
  constraint obligation_check CHECK (((state <> 'suppressed'::text) OR (reason IS NOT NULL))),
  constraint obligation_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'released'::text, 'sending'::text, 'accepted'::text, 'sent'::text, 'suppressed'::text, 'failed'::text]))),
  constraint obligation_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint obligation_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint obligation_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint obligation_pkey PRIMARY KEY (id)
);
CREATE INDEX obligation_behind_refusal ON public.obligation USING btree (waits_for) WHERE ((state = 'released'::text) AND (waits_for IS NOT NULL));
CREATE INDEX obligation_by_episode ON public.obligation USING btree (episode_id, due_at);
CREATE INDEX obligation_by_patient_day ON public.obligation USING btree (patient_id, due_at);
CREATE INDEX obligation_by_time ON public.obligation USING btree (hospital_id, due_at, id);
CREATE INDEX obligation_handed_over ON public.obligation USING btree (hospital_id) WHERE ((escalated_to IS NOT NULL) AND (state = ANY (ARRAY['failed'::text, 'suppressed'::text])));
CREATE INDEX obligation_settled ON public.obligation USING btree (hospital_id, settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX obligation_unsettled ON public.obligation USING btree (hospital_id, wall_due_at) WHERE (state = ANY (ARRAY['planned'::text, 'released'::text, 'sending'::text, 'accepted'::text]));
CREATE INDEX obligation_waiting ON public.obligation USING btree (episode_id) WHERE ((state = 'released'::text) OR ((state = ANY (ARRAY['failed'::text, 'suppressed'::text])) AND (NOT told)));
create policy all_hospitals on obligation for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on obligation for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on obligation for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table occurrence (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  step text not null,
  kind text not null,
  n integer not null,
  revision integer default 0 not null,
  phase text not null,
  status text not null,
  reason text,
  due_at timestamp(3) with time zone not null,
  window_from timestamp(3) with time zone not null,
  window_until timestamp(3) with time zone not null,
  overdue boolean default false not null,
  slot_from timestamp(3) with time zone,
  slot_until timestamp(3) with time zone,
  assignee uuid,
  photos jsonb default '[]'::jsonb not null,
  constraint occurrence_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint occurrence_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint occurrence_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint occurrence_pkey PRIMARY KEY (id)
);
CREATE INDEX occurrence_by_episode ON public.occurrence USING btree (episode_id, due_at);
CREATE INDEX occurrence_by_patient ON public.occurrence USING btree (patient_id, due_at);
CREATE INDEX occurrence_checked_in ON public.occurrence USING btree (episode_id) WHERE ((kind = 'visit'::text) AND (status = 'checked-in'::text));
CREATE INDEX occurrence_open ON public.occurrence USING btree (hospital_id, kind, due_at) WHERE (status = ANY (ARRAY['planned'::text, 'booked'::text, 'checked-in'::text, 'open'::text, 'held'::text]));
CREATE INDEX occurrence_visit_by_time ON public.occurrence USING btree (hospital_id, COALESCE(slot_from, due_at), id) WHERE (kind = 'visit'::text);
CREATE INDEX occurrence_visit_without_time ON public.occurrence USING btree (hospital_id, status, due_at) WHERE ((kind = 'visit'::text) AND (status = ANY (ARRAY['planned'::text, 'held'::text])));
create policy all_hospitals on occurrence for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on occurrence for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on occurrence for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table package_draft (
  id uuid not null,
  hospital_id uuid not null,
  package_id text not null,
  base_version integer not null,
  files jsonb not null,
  revision integer default 1 not null,
  state text default 'open'::text not null,
  published_version integer,
  created_by uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_by uuid not null,
  updated_at timestamp(3) with time zone default now() not null,
  constraint package_draft_check CHECK (((state = 'published'::text) = (published_version IS NOT NULL))),
  constraint package_draft_state_check CHECK ((state = ANY (ARRAY['open'::text, 'published'::text, 'discarded'::text]))),
  constraint package_draft_created_by_fkey FOREIGN KEY (created_by) REFERENCES account(id),
  constraint package_draft_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint package_draft_hospital_id_package_id_base_version_fkey FOREIGN KEY (hospital_id, package_id, base_version) REFERENCES pathway_version(hospital_id, id, version),
  constraint package_draft_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES account(id),
  constraint package_draft_pkey PRIMARY KEY (id)
);
CREATE INDEX package_draft_open ON public.package_draft USING btree (hospital_id, package_id) WHERE (state = 'open'::text);
create policy all_hospitals on package_draft for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on package_draft for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on package_draft for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table package_draft_entry (
  id uuid not null,
  hospital_id uuid not null,
  draft_id uuid not null,
  act text not null,
  detail jsonb default '{}'::jsonb not null,
  acted_by uuid not null,
  acted_at timestamp(3) with time zone default now() not null,
  constraint package_draft_entry_act_check CHECK ((act = ANY (ARRAY['created'::text, 'edited'::text, 'overridden'::text, 'published'::text, 'discarded'::text]))),
  constraint package_draft_entry_acted_by_fkey FOREIGN KEY (acted_by) REFERENCES account(id),
  constraint package_draft_entry_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES package_draft(id),
  constraint package_draft_entry_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint package_draft_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX package_draft_entry_by_draft ON public.package_draft_entry USING btree (draft_id, acted_at);
CREATE TRIGGER package_draft_entry_is_append_only BEFORE DELETE OR UPDATE ON public.package_draft_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on package_draft_entry for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on package_draft_entry for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on package_draft_entry for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table package_price (
  hospital_id uuid not null,
  package_id text not null,
  amount_fen bigint not null,
  currency text default 'CNY'::text not null,
  charge_code text,
  funding text not null,
  validity_days integer not null,
  services jsonb default '[]'::jsonb not null,
  example boolean default false not null,
  updated_by uuid,
  updated_at timestamp(3) with time zone default now() not null,
  constraint package_price_amount_fen_check CHECK ((amount_fen >= 0)),
  constraint package_price_currency_check CHECK ((currency = 'CNY'::text)),
  constraint package_price_funding_check CHECK ((funding = ANY (ARRAY['self-pay'::text, 'insured'::text]))),
  constraint package_price_validity_days_check CHECK (((validity_days >= 1) AND (validity_days <= 1830))),
  constraint package_price_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint package_price_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES account(id),
  constraint package_price_pkey PRIMARY KEY (hospital_id, package_id)
);
create policy all_hospitals on package_price for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on package_price for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on package_price for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table pathway_version (
  id text not null,
  version integer not null,
  hospital_id uuid not null,
  hash text not null,
  plan text not null,
  texts jsonb not null,
  meta jsonb not null,
  source text not null,
  published_by uuid,
  published_at timestamp(3) with time zone default now() not null,
  constraint pathway_version_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint pathway_version_published_by_fkey FOREIGN KEY (published_by) REFERENCES account(id),
  constraint pathway_version_pkey PRIMARY KEY (hospital_id, id, version)
);
CREATE TRIGGER pathway_version_is_immutable BEFORE DELETE OR UPDATE ON public.pathway_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on pathway_version for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on pathway_version for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on pathway_version for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient (
  id uuid not null,
  hospital_id uuid not null,
  synthetic boolean default false not null,
  family_name text default ''::text not null,
  given_name text default ''::text not null,
  birth_date date,
  sex text,
  national_id_enc bytea,
  national_id_hmac text,
  language text default 'zh-CN'::text not null,
  zone text,
  flags jsonb default '{}'::jsonb not null,
  opted_out_at timestamp(3) with time zone,
  died_at timestamp(3) with time zone,
  consents jsonb default '{"sms": false, "family": false, "photos": false, "familyDoctor": false}'::jsonb not null,
  away jsonb default '[]'::jsonb not null,
  created_at timestamp(3) with time zone default now() not null,
  opted_out_wall_at timestamp(3) with time zone,
  died_wall_at timestamp(3) with time zone,
  quiet_from text,
  quiet_until text,
  elder_mode boolean,
  merged_into uuid,
  search_edition integer default 0 not null,
  full_name text generated always as (lower(replace((family_name || given_name), ' '::text, ''::text))) stored,
  death_taken_back_at timestamp(3) with time zone,
  constraint patient_quiet_from_check CHECK ((quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint patient_quiet_hours_span_the_night CHECK ((((quiet_from IS NULL) = (quiet_until IS NULL)) AND ((quiet_from IS NULL) OR (quiet_from > quiet_until)))),
  constraint patient_quiet_until_check CHECK ((quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint patient_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'other'::text, 'unknown'::text]))),
  constraint patient_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES patient(id),
  constraint patient_pkey PRIMARY KEY (id)
);
CREATE INDEX patient_by_birth ON public.patient USING btree (hospital_id, birth_date) WHERE (birth_date IS NOT NULL);
CREATE INDEX patient_by_name ON public.patient USING btree (hospital_id, full_name);
CREATE UNIQUE INDEX patient_by_national_id ON public.patient USING btree (hospital_id, national_id_hmac) WHERE (national_id_hmac IS NOT NULL);
CREATE INDEX patient_without_keys ON public.patient USING btree (search_edition);
CREATE TRIGGER patient_facts_are_stamped BEFORE INSERT OR UPDATE ON public.patient FOR EACH ROW EXECUTE FUNCTION stamp_patient_facts();
create policy all_hospitals on patient for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))));
create policy one_hospital on patient for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient_code (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  contact_id uuid,
  generation integer not null,
  key_id text not null,
  lookup text not null,
  created_at timestamp(3) with time zone default now() not null,
  revoked_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  constraint patient_code_generation_check CHECK ((generation > 0)),
  constraint patient_code_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint patient_code_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_code_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint patient_code_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX patient_code_active ON public.patient_code USING btree (lookup) WHERE (revoked_at IS NULL);
CREATE UNIQUE INDEX patient_code_of_person ON public.patient_code USING btree (patient_id, contact_id) NULLS NOT DISTINCT WHERE (revoked_at IS NULL);
create policy all_hospitals on patient_code for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient_code for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on patient_code for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient_identifier (
  hospital_id uuid not null,
  patient_id uuid not null,
  system text not null,
  value text not null,
  constraint patient_identifier_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_identifier_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint patient_identifier_pkey PRIMARY KEY (hospital_id, system, value)
);
create policy all_hospitals on patient_identifier for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient_identifier for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on patient_identifier for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient_link (
  id uuid not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  contact_id uuid,
  token_hash text not null,
  scope text not null,
  purpose text not null,
  created_by uuid,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  revoked_at timestamp(3) with time zone,
  revoked_by uuid,
  last_used_at timestamp(3) with time zone,
  constraint patient_link_check CHECK ((expires_at > created_at)),
  constraint patient_link_check1 CHECK (((scope = 'family'::text) = (contact_id IS NOT NULL))),
  constraint patient_link_purpose_check CHECK ((purpose = ANY (ARRAY['plan'::text, 'phone'::text, 'bedside'::text, 'replacement'::text]))),
  constraint patient_link_scope_check CHECK ((scope = ANY (ARRAY['patient'::text, 'family'::text]))),
  constraint patient_link_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint patient_link_created_by_fkey FOREIGN KEY (created_by) REFERENCES account(id),
  constraint patient_link_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_link_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint patient_link_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES account(id),
  constraint patient_link_pkey PRIMARY KEY (id),
  constraint patient_link_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX patient_link_by_patient ON public.patient_link USING btree (hospital_id, patient_id, created_at);
create policy all_hospitals on patient_link for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient_link for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on patient_link for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient_match (
  id uuid not null,
  hospital_id uuid not null,
  patient_a uuid not null,
  patient_b uuid not null,
  reasons text[] not null,
  state text default 'open'::text not null,
  found_at timestamp(3) with time zone default now() not null,
  decided_by uuid,
  decided_at timestamp(3) with time zone,
  constraint patient_match_check CHECK ((patient_a < patient_b)),
  constraint patient_match_state_check CHECK ((state = ANY (ARRAY['open'::text, 'merged'::text, 'different'::text]))),
  constraint patient_match_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES account(id),
  constraint patient_match_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_match_patient_a_fkey FOREIGN KEY (patient_a) REFERENCES patient(id),
  constraint patient_match_patient_b_fkey FOREIGN KEY (patient_b) REFERENCES patient(id),
  constraint patient_match_pkey PRIMARY KEY (id),
  constraint patient_match_patient_a_patient_b_key UNIQUE (patient_a, patient_b)
);
CREATE INDEX patient_match_by_b ON public.patient_match USING btree (patient_b);
CREATE INDEX patient_match_open ON public.patient_match USING btree (hospital_id, found_at) WHERE (state = 'open'::text);
create policy all_hospitals on patient_match for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient_match for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on patient_match for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient_merge (
  id uuid not null,
  hospital_id uuid not null,
  kept uuid not null,
  merged uuid not null,
  reason text not null,
  moved jsonb not null,
  facts_before jsonb not null,
  facts_after jsonb not null,
  merged_by uuid not null,
  merged_at timestamp(3) with time zone default now() not null,
  undone_by uuid,
  undone_at timestamp(3) with time zone,
  constraint patient_merge_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_merge_kept_fkey FOREIGN KEY (kept) REFERENCES patient(id),
  constraint patient_merge_merged_by_fkey FOREIGN KEY (merged_by) REFERENCES account(id),
  constraint patient_merge_merged_fkey FOREIGN KEY (merged) REFERENCES patient(id),
  constraint patient_merge_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES account(id),
  constraint patient_merge_pkey PRIMARY KEY (id)
);
CREATE INDEX patient_merge_by_kept ON public.patient_merge USING btree (hospital_id, kept);
CREATE UNIQUE INDEX patient_merge_once ON public.patient_merge USING btree (merged) WHERE (undone_at IS NULL);
create policy all_hospitals on patient_merge for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient_merge for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on patient_merge for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table patient_session (
  token_hash text not null,
  hospital_id uuid not null,
  patient_id uuid not null,
  contact_id uuid,
  scope text not null,
  link_id uuid,
  code_id uuid,
  created_at timestamp(3) with time zone not null,
  verified_at timestamp(3) with time zone,
  expires_at timestamp(3) with time zone not null,
  constraint patient_session_check CHECK (((link_id IS NULL) <> (code_id IS NULL))),
  constraint patient_session_scope_check CHECK ((scope = ANY (ARRAY['patient'::text, 'family'::text]))),
  constraint patient_session_code_id_fkey FOREIGN KEY (code_id) REFERENCES patient_code(id),
  constraint patient_session_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint patient_session_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint patient_session_link_id_fkey FOREIGN KEY (link_id) REFERENCES patient_link(id),
  constraint patient_session_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint patient_session_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX patient_session_by_end ON public.patient_session USING btree (expires_at);
CREATE INDEX patient_session_by_patient ON public.patient_session USING btree (hospital_id, patient_id);
create policy all_hospitals on patient_session for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on patient_session for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on patient_session for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table payment (
  id uuid not null,
  hospital_id uuid not null,
  order_id uuid not null,
  channel text not null,
  state text not null,
  amount_fen bigint not null,
  received_fen bigint,
  method text,
  receipt_no text,
  out_trade_no text not null,
  transaction_id text,
  how jsonb,
  detail text,
  taken_by uuid,
  expires_at timestamp(3) with time zone,
  check_at timestamp(3) with time zone,
  paid_at timestamp(3) with time zone,
  business_day date,
  created_at timestamp(3) with time zone default now() not null,
  constraint payment_amount_fen_check CHECK ((amount_fen > 0)),
  constraint payment_channel_check CHECK ((channel = ANY (ARRAY['offline'::text, 'wechat-pay'::text]))),
  constraint payment_check CHECK (((state <> ALL (ARRAY['paid'::text, 'mismatch'::text])) OR ((business_day IS NOT NULL) AND (paid_at IS NOT NULL) AND (received_fen IS NOT NULL)))),
  constraint payment_check1 CHECK (((channel <> 'offline'::text) OR ((method IS NOT NULL) AND (receipt_no IS NOT NULL) AND (taken_by IS NOT NULL)))),
  constraint payment_method_check CHECK ((method = ANY (ARRAY['cash'::text, 'pos'::text, 'transfer'::text, 'other'::text]))),
  constraint payment_state_check CHECK ((state = ANY (ARRAY['starting'::text, 'open'::text, 'ambiguous'::text, 'paid'::text, 'failed'::text, 'closed'::text, 'mismatch'::text]))),
  constraint payment_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint payment_order_id_fkey FOREIGN KEY (order_id) REFERENCES care_order(id),
  constraint payment_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES account(id),
  constraint payment_pkey PRIMARY KEY (id),
  constraint payment_out_trade_no_key UNIQUE (out_trade_no)
);
CREATE INDEX payment_by_day ON public.payment USING btree (hospital_id, business_day) WHERE (business_day IS NOT NULL);
CREATE INDEX payment_by_order ON public.payment USING btree (order_id);
CREATE UNIQUE INDEX payment_by_receipt ON public.payment USING btree (hospital_id, method, receipt_no) WHERE (channel = 'offline'::text);
CREATE UNIQUE INDEX payment_by_transaction ON public.payment USING btree (channel, transaction_id) WHERE (transaction_id IS NOT NULL);
CREATE INDEX payment_due ON public.payment USING btree (check_at) WHERE (state = ANY (ARRAY['starting'::text, 'open'::text, 'ambiguous'::text]));
CREATE UNIQUE INDEX payment_once_on_its_way ON public.payment USING btree (order_id) WHERE (state = ANY (ARRAY['starting'::text, 'open'::text, 'ambiguous'::text]));
create policy all_hospitals on payment for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on payment for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM care_order o
  WHERE (o.id = payment.order_id))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM care_order o
  WHERE (o.id = payment.order_id)))));
create policy one_hospital on payment for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table reading (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  measured_at timestamp(3) with time zone not null,
  arrived_at timestamp(3) with time zone not null,
  vals jsonb not null,
  plausible boolean not null,
  stale boolean default false not null,
  constraint reading_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint reading_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint reading_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint reading_pkey PRIMARY KEY (id)
);
CREATE INDEX reading_by_patient ON public.reading USING btree (patient_id, kind, measured_at);
create policy all_hospitals on reading for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on reading for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on reading for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table receipt (
  provider text not null,
  dedupe_key text not null,
  hospital_id uuid,
  provider_message_id text not null,
  status text not null,
  code text,
  received_at timestamp(3) with time zone default now() not null,
  matched_attempt text,
  constraint receipt_pkey PRIMARY KEY (provider, dedupe_key)
);
create policy all_hospitals on receipt for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on receipt for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on receipt for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table recovery_code (
  account_id uuid not null,
  hospital_id uuid not null,
  code_hash text not null,
  constraint recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES second_factor(account_id) ON DELETE CASCADE,
  constraint recovery_code_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint recovery_code_pkey PRIMARY KEY (account_id, code_hash)
);
create policy all_hospitals on recovery_code for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on recovery_code for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on recovery_code for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table redemption (
  occurrence text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  how text not null,
  reason text,
  note_enc bytea,
  redeemed_by uuid not null,
  redeemed_at timestamp(3) with time zone default now() not null,
  constraint redemption_check CHECK (((how = 'exception'::text) = (reason IS NOT NULL))),
  constraint redemption_how_check CHECK ((how = ANY (ARRAY['scan'::text, 'code'::text, 'exception'::text]))),
  constraint redemption_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint redemption_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint redemption_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint redemption_redeemed_by_fkey FOREIGN KEY (redeemed_by) REFERENCES account(id),
  constraint redemption_pkey PRIMARY KEY (occurrence)
);
CREATE TRIGGER redemption_is_append_only BEFORE DELETE OR UPDATE ON public.redemption FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on redemption for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on redemption for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on redemption for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table refund (
  id uuid not null,
  hospital_id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  channel text not null,
  state text not null,
  amount_fen bigint not null,
  reason text not null,
  note text,
  parts jsonb not null,
  attempt integer default 1 not null,
  out_refund_no text not null,
  provider_refund_id text,
  receipt_no text,
  detail text,
  requested_by uuid not null,
  check_at timestamp(3) with time zone,
  succeeded_at timestamp(3) with time zone,
  business_day date,
  created_at timestamp(3) with time zone default now() not null,
  constraint refund_amount_fen_check CHECK ((amount_fen > 0)),
  constraint refund_channel_check CHECK ((channel = ANY (ARRAY['offline'::text, 'wechat-pay'::text]))),
  constraint refund_check CHECK (((state <> 'succeeded'::text) OR ((business_day IS NOT NULL) AND (succeeded_at IS NOT NULL)))),
  constraint refund_reason_check CHECK ((reason = ANY (ARRAY['patient-request'::text, 'died'::text, 'withdrawn'::text, 'unsafe-home'::text, 'service-failure'::text]))),
  constraint refund_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'processing'::text, 'ambiguous'::text, 'succeeded'::text, 'failed'::text]))),
  constraint refund_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint refund_order_id_fkey FOREIGN KEY (order_id) REFERENCES care_order(id),
  constraint refund_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payment(id),
  constraint refund_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES account(id),
  constraint refund_pkey PRIMARY KEY (id),
  constraint refund_out_refund_no_key UNIQUE (out_refund_no)
);
CREATE INDEX refund_by_day ON public.refund USING btree (hospital_id, business_day) WHERE (business_day IS NOT NULL);
CREATE INDEX refund_by_order ON public.refund USING btree (order_id);
CREATE INDEX refund_due ON public.refund USING btree (check_at) WHERE (state = ANY (ARRAY['requested'::text, 'processing'::text, 'ambiguous'::text]));
create policy all_hospitals on refund for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on refund for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM care_order o
  WHERE (o.id = refund.order_id))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM care_order o
  WHERE (o.id = refund.order_id)))));
create policy one_hospital on refund for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table reply_notice (
  id text not null,
  hospital_id uuid not null,
  inquiry_id uuid not null,
  entry_id uuid not null,
  channel text not null,
  provider text not null,
  contact_id uuid,
  state text default 'sending'::text not null,
  provider_message_id text,
  detail text,
  posted_at timestamp(3) with time zone default now() not null,
  settled_at timestamp(3) with time zone,
  episode_at timestamp(3) with time zone,
  constraint reply_notice_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'accepted'::text, 'rejected'::text, 'throttled'::text, 'ambiguous'::text, 'suppressed'::text]))),
  constraint reply_notice_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES inquiry_entry(id),
  constraint reply_notice_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint reply_notice_inquiry_id_fkey FOREIGN KEY (inquiry_id) REFERENCES inquiry(id),
  constraint reply_notice_pkey PRIMARY KEY (id),
  constraint reply_notice_entry_id_channel_key UNIQUE (entry_id, channel)
);
CREATE INDEX reply_notice_by_inquiry ON public.reply_notice USING btree (inquiry_id, posted_at);
CREATE INDEX reply_notice_by_provider ON public.reply_notice USING btree (channel, provider, posted_at);
create policy all_hospitals on reply_notice for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on reply_notice for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM inquiry i
  WHERE (i.id = reply_notice.inquiry_id))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND (EXISTS ( SELECT
   FROM inquiry i
  WHERE (i.id = reply_notice.inquiry_id)))));
create policy one_hospital on reply_notice for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table review_target (
  id uuid not null,
  hospital_id uuid not null,
  measure text not null,
  package_id text,
  baseline numeric,
  target numeric,
  source text not null,
  reason text not null,
  set_by uuid not null,
  set_at timestamp(3) with time zone default now() not null,
  constraint review_target_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint review_target_set_by_fkey FOREIGN KEY (set_by) REFERENCES account(id),
  constraint review_target_pkey PRIMARY KEY (id)
);
CREATE INDEX review_target_newest ON public.review_target USING btree (hospital_id, measure, package_id, set_at);
CREATE TRIGGER review_target_is_append_only BEFORE DELETE OR UPDATE ON public.review_target FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on review_target for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on review_target for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on review_target for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table roster_shift (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  role text not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  constraint roster_shift_check CHECK ((ends_at > starts_at)),
  constraint roster_shift_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint roster_shift_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint roster_shift_pkey PRIMARY KEY (id),
  constraint roster_shift_account_id_role_starts_at_key UNIQUE (account_id, role, starts_at)
);
CREATE INDEX roster_by_time ON public.roster_shift USING btree (hospital_id, role, starts_at, ends_at);
create policy all_hospitals on roster_shift for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on roster_shift for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on roster_shift for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table seal (
  seq bigint not null,
  sealed_at timestamp(3) with time zone not null,
  log_from bigint not null,
  log_to bigint not null,
  log_rows integer not null,
  log_hash text not null,
  heads jsonb not null,
  prev_hash text not null,
  hash text not null,
  constraint seal_pkey PRIMARY KEY (seq)
);
CREATE TRIGGER seal_is_append_only BEFORE DELETE OR UPDATE ON public.seal FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table sealed_head (
  episode_id uuid not null,
  hospital_id uuid not null,
  seq integer not null,
  constraint sealed_head_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint sealed_head_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint sealed_head_pkey PRIMARY KEY (episode_id)
);
create policy all_hospitals on sealed_head for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on sealed_head for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = sealed_head.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = sealed_head.episode_id))))));
create policy one_hospital on sealed_head for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table search_key (
  hospital_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  key text not null,
  constraint search_key_kind_check CHECK ((kind = ANY (ARRAY['name'::text, 'pinyin'::text, 'initials'::text, 'phone'::text, 'stay'::text, 'identifier'::text]))),
  constraint search_key_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint search_key_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint search_key_pkey PRIMARY KEY (hospital_id, kind, key, patient_id)
);
CREATE INDEX search_key_of_patient ON public.search_key USING btree (patient_id);
create policy all_hospitals on search_key for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on search_key for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on search_key for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table second_factor (
  account_id uuid not null,
  hospital_id uuid not null,
  secret_enc bytea not null,
  since timestamp(3) with time zone default now() not null,
  last_step bigint not null,
  recovery_salt bytea not null,
  wrong integer default 0 not null,
  wrong_lately integer default 0 not null,
  lately_from timestamp(3) with time zone default now() not null,
  constraint second_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint second_factor_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint second_factor_pkey PRIMARY KEY (account_id)
);
create policy all_hospitals on second_factor for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on second_factor for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on second_factor for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table second_factor_offer (
  account_id uuid not null,
  hospital_id uuid not null,
  session_id uuid not null,
  secret_enc bytea not null,
  begun_at timestamp(3) with time zone default now() not null,
  constraint second_factor_offer_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint second_factor_offer_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint second_factor_offer_pkey PRIMARY KEY (account_id)
);
create policy all_hospitals on second_factor_offer for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on second_factor_offer for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on second_factor_offer for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table service_setting (
  hospital_id uuid not null,
  settings jsonb default '{}'::jsonb not null,
  updated_by uuid,
  updated_at timestamp(3) with time zone default now() not null,
  constraint service_setting_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint service_setting_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES account(id),
  constraint service_setting_pkey PRIMARY KEY (hospital_id)
);
create policy all_hospitals on service_setting for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on service_setting for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on service_setting for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table session (
  token_hash text not null,
  hospital_id uuid not null,
  account_id uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  last_seen_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone not null,
  by_provider boolean default false not null,
  id uuid default gen_random_uuid() not null,
  device text,
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint session_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint session_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX session_by_account ON public.session USING btree (hospital_id, account_id);
CREATE UNIQUE INDEX session_by_id ON public.session USING btree (id);
create policy all_hospitals on session for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on session for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on session for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table sign_in_attempt (
  state_hash text not null,
  hospital_id uuid not null,
  browser_hash text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  proves_anew boolean not null,
  started_at timestamp(3) with time zone default now() not null,
  constraint sign_in_attempt_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint sign_in_attempt_pkey PRIMARY KEY (state_hash)
);
CREATE INDEX sign_in_attempt_started ON public.sign_in_attempt USING btree (started_at);
create policy all_hospitals on sign_in_attempt for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on sign_in_attempt for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on sign_in_attempt for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table sign_in_step (
  token_hash text not null,
  hospital_id uuid not null,
  account_id uuid not null,
  tries integer default 0 not null,
  begun_at timestamp(3) with time zone default now() not null,
  constraint sign_in_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint sign_in_step_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint sign_in_step_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX sign_in_step_begun ON public.sign_in_step USING btree (begun_at);
CREATE INDEX sign_in_step_of_account ON public.sign_in_step USING btree (hospital_id, account_id);
create policy all_hospitals on sign_in_step for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on sign_in_step for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on sign_in_step for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table staff_contact (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  kind text not null,
  value text not null,
  constraint staff_contact_kind_check CHECK ((kind = ANY (ARRAY['wecom'::text, 'mobile'::text, 'email'::text]))),
  constraint staff_contact_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint staff_contact_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint staff_contact_pkey PRIMARY KEY (id),
  constraint staff_contact_account_id_kind_key UNIQUE (account_id, kind)
);
create policy all_hospitals on staff_contact for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on staff_contact for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on staff_contact for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table staff_leave (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  from_on date not null,
  until_on date not null,
  kind text not null,
  note_enc bytea,
  recorded_by uuid not null,
  recorded_at timestamp(3) with time zone default now() not null,
  cancelled_by uuid,
  cancelled_at timestamp(3) with time zone,
  constraint staff_leave_check CHECK ((until_on >= from_on)),
  constraint staff_leave_kind_check CHECK ((kind = ANY (ARRAY['annual'::text, 'sick'::text, 'training'::text, 'other'::text]))),
  constraint staff_leave_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint staff_leave_cancelled_by_fkey FOREIGN KEY (cancelled_by) REFERENCES account(id),
  constraint staff_leave_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint staff_leave_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES account(id),
  constraint staff_leave_pkey PRIMARY KEY (id)
);
CREATE INDEX staff_leave_by_person ON public.staff_leave USING btree (hospital_id, account_id, until_on) WHERE (cancelled_at IS NULL);
create policy all_hospitals on staff_leave for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on staff_leave for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on staff_leave for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table staff_notice (
  id uuid not null,
  hospital_id uuid not null,
  account_id uuid not null,
  occurrence text,
  kind text not null,
  params jsonb default '{}'::jsonb not null,
  at timestamp(3) with time zone default now() not null,
  seen_at timestamp(3) with time zone,
  constraint staff_notice_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint staff_notice_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint staff_notice_pkey PRIMARY KEY (id)
);
CREATE INDEX staff_notice_unseen ON public.staff_notice USING btree (hospital_id, account_id, at);
create policy all_hospitals on staff_notice for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on staff_notice for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on staff_notice for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table staff_profile (
  account_id uuid not null,
  hospital_id uuid not null,
  title text not null,
  practice_since date,
  skills text[] default '{}'::text[] not null,
  certificates jsonb default '[]'::jsonb not null,
  districts text[] default '{}'::text[] not null,
  daily_load integer not null,
  base_district text,
  updated_by uuid,
  updated_at timestamp(3) with time zone default now() not null,
  constraint staff_profile_daily_load_check CHECK (((daily_load >= 0) AND (daily_load <= 20))),
  constraint staff_profile_title_check CHECK ((title = ANY (ARRAY['junior'::text, 'senior'::text, 'supervisor'::text, 'associate-chief'::text, 'chief'::text]))),
  constraint staff_profile_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint staff_profile_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint staff_profile_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES account(id),
  constraint staff_profile_pkey PRIMARY KEY (account_id)
);
CREATE INDEX staff_profile_by_hospital ON public.staff_profile USING btree (hospital_id);
create policy all_hospitals on staff_profile for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on staff_profile for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on staff_profile for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table task (
  id text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  kind text not null,
  role text not null,
  obligation_id text,
  escalation text,
  occurrence text,
  instruction text not null,
  due_at timestamp(3) with time zone not null,
  status text default 'ready'::text not null,
  status_reason text,
  created_at timestamp(3) with time zone default now() not null,
  closed_at timestamp(3) with time zone,
  constraint task_status_check CHECK ((status = ANY (ARRAY['ready'::text, 'in-progress'::text, 'completed'::text, 'failed'::text, 'cancelled'::text]))),
  constraint task_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint task_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint task_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint task_pkey PRIMARY KEY (id)
);
CREATE INDEX task_open ON public.task USING btree (hospital_id, due_at) WHERE (status = ANY (ARRAY['ready'::text, 'in-progress'::text]));
CREATE INDEX task_open_by_episode ON public.task USING btree (episode_id) WHERE (status = ANY (ARRAY['ready'::text, 'in-progress'::text]));
CREATE INDEX task_open_by_occurrence ON public.task USING btree (occurrence) WHERE ((status = ANY (ARRAY['ready'::text, 'in-progress'::text])) AND (occurrence IS NOT NULL));
create policy all_hospitals on task for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on task for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on task for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table timeline (
  episode_id uuid not null,
  seq integer not null,
  idx integer not null,
  hospital_id uuid not null,
  at timestamp(3) with time zone not null,
  type text not null,
  step text,
  occurrence text,
  escalation text,
  obligation text,
  data jsonb not null,
  constraint timeline_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint timeline_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint timeline_pkey PRIMARY KEY (episode_id, seq, idx)
);
CREATE INDEX timeline_closed ON public.timeline USING btree (hospital_id, at) WHERE (type = 'OccurrenceClosed'::text);
create policy all_hospitals on timeline for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on timeline for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = timeline.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = timeline.episode_id))))));
create policy one_hospital on timeline for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table vendor_token (
  provider text not null,
  token_enc bytea not null,
  expires_at timestamp(3) with time zone not null,
  constraint vendor_token_pkey PRIMARY KEY (provider)
);

create table version_files (
  hospital_id uuid not null,
  id text not null,
  version integer not null,
  files jsonb not null,
  reason text,
  draft_id uuid,
  constraint version_files_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint version_files_hospital_id_id_version_fkey FOREIGN KEY (hospital_id, id, version) REFERENCES pathway_version(hospital_id, id, version),
  constraint version_files_pkey PRIMARY KEY (hospital_id, id, version)
);
CREATE TRIGGER version_files_are_immutable BEFORE DELETE OR UPDATE ON public.version_files FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on version_files for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on version_files for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on version_files for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table version_signature (
  hospital_id uuid not null,
  id text not null,
  version integer not null,
  hash text not null,
  account_id uuid not null,
  role text not null,
  signed_at timestamp(3) with time zone default now() not null,
  constraint version_signature_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint version_signature_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint version_signature_hospital_id_id_version_fkey FOREIGN KEY (hospital_id, id, version) REFERENCES pathway_version(hospital_id, id, version),
  constraint version_signature_pkey PRIMARY KEY (hospital_id, id, version, account_id)
);
create policy all_hospitals on version_signature for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on version_signature for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on version_signature for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_alarm (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid,
  occurrence text,
  kind text not null,
  raised_by uuid,
  raised_at timestamp(3) with time zone default now() not null,
  lat double precision,
  lng double precision,
  acknowledged_by uuid,
  acknowledged_at timestamp(3) with time zone,
  closed_by uuid,
  closed_at timestamp(3) with time zone,
  note_enc bytea,
  constraint visit_alarm_check CHECK (((occurrence IS NOT NULL) OR (kind = 'sos'::text))),
  constraint visit_alarm_check1 CHECK (((closed_at IS NULL) OR (closed_by IS NOT NULL))),
  constraint visit_alarm_kind_check CHECK ((kind = ANY (ARRAY['sos'::text, 'overdue-finish'::text]))),
  constraint visit_alarm_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint visit_alarm_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
  constraint visit_alarm_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES account(id),
  constraint visit_alarm_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES account(id),
  constraint visit_alarm_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_alarm_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_alarm_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES account(id),
  constraint visit_alarm_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX visit_alarm_once ON public.visit_alarm USING btree (occurrence, kind) WHERE ((closed_at IS NULL) AND (occurrence IS NOT NULL));
CREATE INDEX visit_alarm_open ON public.visit_alarm USING btree (hospital_id, raised_at) WHERE (closed_at IS NULL);
create policy all_hospitals on visit_alarm for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_alarm for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_alarm.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_alarm.episode_id))))));
create policy one_hospital on visit_alarm for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_arrival (
  occurrence text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  lat double precision not null,
  lng double precision not null,
  accuracy_m double precision,
  arrived_by uuid not null,
  arrived_at timestamp(3) with time zone default now() not null,
  constraint visit_arrival_accuracy_m_check CHECK ((accuracy_m >= (0)::double precision)),
  constraint visit_arrival_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint visit_arrival_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
  constraint visit_arrival_arrived_by_fkey FOREIGN KEY (arrived_by) REFERENCES account(id),
  constraint visit_arrival_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_arrival_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_arrival_pkey PRIMARY KEY (occurrence)
);
CREATE TRIGGER visit_arrival_is_append_only BEFORE DELETE OR UPDATE ON public.visit_arrival FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on visit_arrival for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_arrival for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_arrival.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_arrival.episode_id))))));
create policy one_hospital on visit_arrival for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_assignment (
  occurrence text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  step text not null,
  revision integer not null,
  slot_from timestamp(3) with time zone not null,
  slot_until timestamp(3) with time zone not null,
  state text not null,
  account_id uuid,
  wished uuid,
  next_try_at timestamp(3) with time zone default now() not null,
  changed_at timestamp(3) with time zone default now() not null,
  service text not null,
  who text not null,
  mode text not null,
  constraint visit_assignment_check CHECK ((slot_until > slot_from)),
  constraint visit_assignment_check1 CHECK ((((state = 'assigned'::text) = (account_id IS NOT NULL)) OR (state = ANY (ARRAY['held'::text, 'ended'::text])))),
  constraint visit_assignment_mode_check CHECK ((mode = ANY (ARRAY['home'::text, 'online'::text, 'clinic'::text]))),
  constraint visit_assignment_state_check CHECK ((state = ANY (ARRAY['offering'::text, 'assigned'::text, 'unassigned'::text, 'held'::text, 'ended'::text]))),
  constraint visit_assignment_who_check CHECK ((who = ANY (ARRAY['nurse'::text, 'therapist'::text, 'doctor'::text]))),
  constraint visit_assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint visit_assignment_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_assignment_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_assignment_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint visit_assignment_wished_fkey FOREIGN KEY (wished) REFERENCES account(id),
  constraint visit_assignment_pkey PRIMARY KEY (occurrence)
);
CREATE INDEX visit_assignment_by_day ON public.visit_assignment USING btree (hospital_id, slot_from);
CREATE INDEX visit_assignment_by_person ON public.visit_assignment USING btree (hospital_id, account_id, slot_from) WHERE (account_id IS NOT NULL);
CREATE INDEX visit_assignment_due ON public.visit_assignment USING btree (next_try_at) WHERE (state = ANY (ARRAY['offering'::text, 'unassigned'::text]));
CREATE INDEX visit_assignment_open ON public.visit_assignment USING btree (hospital_id) WHERE (state = ANY (ARRAY['offering'::text, 'unassigned'::text]));
create policy all_hospitals on visit_assignment for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_assignment for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on visit_assignment for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_draft (
  occurrence text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  account_id uuid not null,
  answers_enc bytea not null,
  written_at timestamp(3) with time zone not null,
  saved_at timestamp(3) with time zone default clock_timestamp() not null,
  constraint visit_draft_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint visit_draft_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_draft_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_draft_pkey PRIMARY KEY (occurrence)
);
create policy all_hospitals on visit_draft for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_draft for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_draft.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_draft.episode_id))))));
create policy one_hospital on visit_draft for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_offer (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  occurrence text not null,
  revision integer not null,
  slot_from timestamp(3) with time zone not null,
  slot_until timestamp(3) with time zone not null,
  account_id uuid not null,
  state text not null,
  made_by text default 'offer'::text not null,
  rank integer not null,
  cost jsonb default '{}'::jsonb not null,
  offered_at timestamp(3) with time zone default now() not null,
  expires_at timestamp(3) with time zone not null,
  answered_at timestamp(3) with time zone,
  answered_by uuid,
  reason text,
  note_enc bytea,
  constraint visit_offer_check CHECK (((state <> 'declined'::text) OR (reason IS NOT NULL))),
  constraint visit_offer_made_by_check CHECK ((made_by = ANY (ARRAY['offer'::text, 'hand'::text]))),
  constraint visit_offer_state_check CHECK ((state = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text]))),
  constraint visit_offer_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint visit_offer_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES account(id),
  constraint visit_offer_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_offer_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_offer_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint visit_offer_pkey PRIMARY KEY (id)
);
CREATE INDEX visit_offer_by_occurrence ON public.visit_offer USING btree (occurrence, offered_at);
CREATE INDEX visit_offer_by_person ON public.visit_offer USING btree (hospital_id, account_id, slot_from) WHERE (state = ANY (ARRAY['offered'::text, 'accepted'::text]));
CREATE UNIQUE INDEX visit_offer_one_accepted ON public.visit_offer USING btree (occurrence) WHERE (state = 'accepted'::text);
CREATE UNIQUE INDEX visit_offer_one_open ON public.visit_offer USING btree (occurrence) WHERE (state = 'offered'::text);
CREATE INDEX visit_offer_open ON public.visit_offer USING btree (expires_at) WHERE (state = 'offered'::text);
create policy all_hospitals on visit_offer for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_offer for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on visit_offer for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_place (
  patient_id uuid not null,
  hospital_id uuid not null,
  district text not null,
  address_enc bytea not null,
  access_note_enc bytea,
  lat double precision,
  lng double precision,
  updated_by uuid,
  updated_at timestamp(3) with time zone default now() not null,
  constraint visit_place_check CHECK (((lat IS NULL) = (lng IS NULL))),
  constraint visit_place_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint visit_place_lng_check CHECK (((lng >= ('-180'::integer)::double precision) AND (lng <= (180)::double precision))),
  constraint visit_place_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_place_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint visit_place_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES account(id),
  constraint visit_place_pkey PRIMARY KEY (patient_id)
);
create policy all_hospitals on visit_place for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_place for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on visit_place for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_rating (
  occurrence text not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  stars integer not null,
  text_enc bytea,
  rated_by text not null,
  contact_id uuid,
  account_id uuid,
  inquiry_id uuid,
  rated_at timestamp(3) with time zone default now() not null,
  constraint visit_rating_rated_by_check CHECK ((rated_by = ANY (ARRAY['patient'::text, 'family'::text]))),
  constraint visit_rating_stars_check CHECK (((stars >= 1) AND (stars <= 5))),
  constraint visit_rating_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint visit_rating_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint visit_rating_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_rating_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_rating_inquiry_id_fkey FOREIGN KEY (inquiry_id) REFERENCES inquiry(id),
  constraint visit_rating_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint visit_rating_pkey PRIMARY KEY (occurrence)
);
CREATE INDEX visit_rating_by_account ON public.visit_rating USING btree (hospital_id, account_id) WHERE (account_id IS NOT NULL);
CREATE TRIGGER visit_rating_is_append_only BEFORE DELETE OR UPDATE ON public.visit_rating FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on visit_rating for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_rating for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on visit_rating for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_risk (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  occurrence text not null,
  answers jsonb not null,
  level text not null,
  screened_by uuid not null,
  screened_at timestamp(3) with time zone default now() not null,
  constraint visit_risk_level_check CHECK ((level = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text]))),
  constraint visit_risk_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_risk_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_risk_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint visit_risk_screened_by_fkey FOREIGN KEY (screened_by) REFERENCES account(id),
  constraint visit_risk_pkey PRIMARY KEY (id)
);
CREATE INDEX visit_risk_by_occurrence ON public.visit_risk USING btree (occurrence, screened_at DESC);
CREATE TRIGGER visit_risk_is_append_only BEFORE DELETE OR UPDATE ON public.visit_risk FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on visit_risk for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_risk for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on visit_risk for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table visit_stand_in (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  occurrence text not null,
  act text not null,
  assigned uuid not null,
  acted_by uuid not null,
  reason_enc bytea not null,
  at timestamp(3) with time zone default now() not null,
  constraint visit_stand_in_act_check CHECK ((act = ANY (ARRAY['check-in'::text, 'complete'::text, 'miss'::text, 'redeem'::text]))),
  constraint visit_stand_in_acted_by_fkey FOREIGN KEY (acted_by) REFERENCES account(id),
  constraint visit_stand_in_assigned_fkey FOREIGN KEY (assigned) REFERENCES account(id),
  constraint visit_stand_in_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint visit_stand_in_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint visit_stand_in_pkey PRIMARY KEY (id)
);
CREATE INDEX visit_stand_in_by_visit ON public.visit_stand_in USING btree (hospital_id, occurrence, at);
CREATE TRIGGER visit_stand_in_is_append_only BEFORE DELETE OR UPDATE ON public.visit_stand_in FOR EACH ROW EXECUTE FUNCTION refuse_change();
create policy all_hospitals on visit_stand_in for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on visit_stand_in for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_stand_in.episode_id)))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((episode_id IS NULL) OR (EXISTS ( SELECT
   FROM episode e
  WHERE (e.id = visit_stand_in.episode_id))))));
create policy one_hospital on visit_stand_in for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table waitlist (
  id uuid not null,
  hospital_id uuid not null,
  episode_id uuid not null,
  patient_id uuid not null,
  occurrence text not null,
  wish jsonb not null,
  state text default 'waiting'::text not null,
  joined_by text not null,
  joined_at timestamp(3) with time zone default now() not null,
  freed_slot uuid,
  slot_from timestamp(3) with time zone,
  slot_until timestamp(3) with time zone,
  offered_at timestamp(3) with time zone,
  expires_at timestamp(3) with time zone,
  answered_at timestamp(3) with time zone,
  passed uuid[] default '{}'::uuid[] not null,
  constraint waitlist_check CHECK (((state <> 'offered'::text) OR ((slot_from IS NOT NULL) AND (expires_at IS NOT NULL)))),
  constraint waitlist_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'offered'::text, 'taken'::text, 'withdrawn'::text, 'ended'::text]))),
  constraint waitlist_episode_id_fkey FOREIGN KEY (episode_id) REFERENCES episode(id),
  constraint waitlist_freed_slot_fkey FOREIGN KEY (freed_slot) REFERENCES freed_slot(id),
  constraint waitlist_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint waitlist_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patient(id),
  constraint waitlist_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX waitlist_once ON public.waitlist USING btree (occurrence) WHERE (state = ANY (ARRAY['waiting'::text, 'offered'::text]));
CREATE INDEX waitlist_open ON public.waitlist USING btree (hospital_id, joined_at) WHERE (state = ANY (ARRAY['waiting'::text, 'offered'::text]));
create policy all_hospitals on waitlist for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on waitlist for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[]))))) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND ((patient_id IS NULL) OR (patient_id = ANY (( SELECT care_team_patients() AS care_team_patients)::uuid[])))));
create policy one_hospital on waitlist for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));

create table worker_round (
  name text not null,
  came_at timestamp(3) with time zone not null,
  failed_at timestamp(3) with time zone,
  failure text,
  constraint worker_round_pkey PRIMARY KEY (name)
);

create table working_hours (
  hospital_id uuid not null,
  account_id uuid not null,
  weekday integer not null,
  from_time text not null,
  until_time text not null,
  constraint working_hours_check CHECK ((until_time > from_time)),
  constraint working_hours_from_time_check CHECK ((from_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint working_hours_until_time_check CHECK ((until_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint working_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7))),
  constraint working_hours_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint working_hours_hospital_id_fkey FOREIGN KEY (hospital_id) REFERENCES hospital(id),
  constraint working_hours_pkey PRIMARY KEY (account_id, weekday, from_time)
);
create policy all_hospitals on working_hours for all to wuyou_all_hospitals using (true) with check (true);
create policy care_team on working_hours for all to wuyou_care_team using (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true)) with check (((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")) AND true));
create policy one_hospital on working_hours for all to wuyou_one_hospital using ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif"))) with check ((hospital_id = ( SELECT (NULLIF(current_setting('wuyou.hospital'::text, true), ''::text))::uuid AS "nullif")));
