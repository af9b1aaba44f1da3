-- One login role a service, each with the least rights that work; the owner cannot log in.
-- Passwords are set by the migrator, never here.
do $$
declare r text;
begin
  if not exists (select from pg_roles where rolname = 'hark_owner') then
    create role hark_owner nologin;
  end if;
  foreach r in array array['hark_ingest', 'hark_classifier', 'hark_api', 'hark_publisher', 'hark_clock', 'hark_auditor', 'hark_queue'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls', r);
    end if;
  end loop;
exception when duplicate_object or unique_violation then null; -- another database of this cluster made them at the same time
end $$;

do $$ begin execute format('revoke all on database %I from public', current_database()); end $$;
do $$
declare r text;
begin
  foreach r in array array['hark_ingest', 'hark_classifier', 'hark_api', 'hark_publisher', 'hark_clock', 'hark_auditor', 'hark_queue'] loop
    execute format('grant connect on database %I to %I', current_database(), r);
  end loop;
  execute format('grant create, temporary on database %I to hark_queue', current_database());
end $$;

create schema hark authorization hark_owner;
create schema gate authorization hark_owner;
create schema hark_queue authorization hark_queue;
grant usage on schema hark to hark_ingest, hark_classifier, hark_api, hark_publisher, hark_clock, hark_auditor;
grant usage on schema gate to hark_api, hark_publisher, hark_clock, hark_auditor;

set role hark_owner;

-- Shared by every append-only table: what was written stays written, whoever asks.
create function hark.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'append-only: % on %', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create function hark.make_append_only(target regclass) returns void language plpgsql set search_path = pg_catalog as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function hark.refuse_change()', target);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function hark.refuse_change()', target);
end $$;
revoke all on function hark.make_append_only(regclass) from public;
reset role;
