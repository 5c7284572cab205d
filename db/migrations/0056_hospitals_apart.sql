-- PostgreSQL itself keeps hospitals apart (ADR 0050). Two roles that own nothing and cannot sign in; whoever signs in is granted them.
--   wuyou_one_hospital    sees the rows of the hospital that its connection names in wuyou.hospital; without it, none
--   wuyou_all_hospitals   the worker, the door (who is it?) and the commands
do $$
declare word text;
begin
  foreach word in array array['wuyou_one_hospital', 'wuyou_all_hospitals'] loop
    begin
      if not exists (select from pg_roles where rolname = word) then execute format('create role %I nologin', word); end if;
    exception when duplicate_object or unique_violation then null; -- another database of this server was migrated at the same moment
    end;
    if not pg_has_role(current_user, word, 'member') then execute format('grant %I to %I', word, current_user); end if;
  end loop;
end $$;

-- Every table, those of later migrations too: db/migrate.ts calls it after each run. A table without hospital_id is closed to one hospital
-- unless it is named here.
create function keep_hospitals_apart() returns void language plpgsql as $$
declare
  t record;
  own constant text := '(select nullif(current_setting(''wuyou.hospital'', true), '''')::uuid)';
begin
  for t in
    select c.oid::regclass as name, c.relname as word, c.relrowsecurity as done,
      case when c.relname = 'hospital' then 'id' else (select 'hospital_id' from pg_attribute a where a.attrelid = c.oid and a.attname = 'hospital_id' and not a.attisdropped) end as belongs
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    if t.word = 'schema_migration' then
      execute format('grant select on %s to wuyou_one_hospital, wuyou_all_hospitals', t.name);
    elsif t.belongs is null then
      execute format('grant select, insert, update, delete on %s to wuyou_all_hospitals', t.name);
      if t.word = 'worker_round' then execute format('grant select on %s to wuyou_one_hospital', t.name); end if;
    else
      execute format('grant select, insert, update, delete on %s to wuyou_one_hospital, wuyou_all_hospitals', t.name);
      if not t.done then
        execute format('alter table %s enable row level security', t.name);
        execute format('create policy one_hospital on %s to wuyou_one_hospital using (%I = %s) with check (%I = %s)', t.name, t.belongs, own, t.belongs, own);
        execute format('create policy all_hospitals on %s to wuyou_all_hospitals using (true) with check (true)', t.name);
      end if;
    end if;
  end loop;
  -- What was written there stays: not even a row that the trigger would let pass.
  revoke update, delete on audit_log from wuyou_one_hospital, wuyou_all_hospitals;
end $$;
select keep_hospitals_apart();

-- An alarm without a hospital is the installation's: everybody who looks after one of its hospitals sees it.
create policy of_the_installation on alarm for select to wuyou_one_hospital using (hospital_id is null);
