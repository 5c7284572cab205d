-- Who of the staff sees which patient (ADR 0096). A hospital that keeps to care teams confines nurses and therapists who are not on duty to the patients whose care team they are in.
alter table hospital add column care_teams_since timestamp(3) with time zone; -- null: everybody who may see patients sees all of the hospital's

-- Named by hand. Most of a care team is not written down here but follows from the work: care_team_patients().
create table care_team_member (
  patient_id uuid not null references patient,
  account_id uuid not null references account,
  hospital_id uuid not null references hospital,
  since timestamp(3) with time zone not null default now(),
  added_by uuid not null references account,
  primary key (patient_id, account_id)
);
create index care_team_member_of_account on care_team_member (hospital_id, account_id);

-- Somebody outside the care team needed the record at once and said why; it ends by itself and somebody else reviews it.
create table emergency_access (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  account_id uuid not null references account,
  reason_enc bytea not null,
  begun_at timestamp(3) with time zone not null default now(),
  ends_at timestamp(3) with time zone not null,
  reviewed_by uuid references account,
  reviewed_at timestamp(3) with time zone,
  verdict text check (verdict in ('justified', 'not-justified')),
  check (ends_at >= begun_at),
  check ((verdict is null) = (reviewed_by is null) and (verdict is null) = (reviewed_at is null)),
  check (reviewed_by <> account_id)
);
create index emergency_access_of_account on emergency_access (hospital_id, account_id, ends_at);
create index emergency_access_unreviewed on emergency_access (hospital_id, begun_at) where verdict is null;

do $$
begin
  begin
    if not exists (select from pg_roles where rolname = 'wuyou_care_team') then create role wuyou_care_team nologin; end if;
  exception when duplicate_object or unique_violation then null; -- another database of this server was migrated at the same moment
  end;
  if not pg_has_role(current_user, 'wuyou_care_team', 'member') then execute format('grant wuyou_care_team to %I', current_user); end if;
end $$;
-- Whoever was given the two roles before may take the third.
do $$
declare login record;
begin
  for login in select m.rolname from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
    where r.rolname = 'wuyou_one_hospital' and m.rolcanlogin and m.rolname <> current_user
  loop
    execute format('grant wuyou_care_team to %I', login.rolname);
  end loop;
end $$;

-- Of the account and hospital that the connection names. By the owner's rights: what it looks into is itself confined.
create function care_team_patients() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
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
$$;
revoke execute on function care_team_patients() from public;
grant execute on function care_team_patients() to wuyou_care_team;

-- As in 0056, with the third role beside: of each table the rows of the hospital, and of these what belongs to a patient only if she is the care team's.
create or replace function keep_hospitals_apart() returns void language plpgsql as $$
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
end $$;
select keep_hospitals_apart();
create policy of_the_installation_too on alarm for select to wuyou_care_team using (hospital_id is null);
