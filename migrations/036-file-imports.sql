-- A file brought to the console waits for a person to look at it and accept its terms; then ingest reads it as any other import. The file
-- never enters the database: it lies in a place both services reach, and goes when this row says that nothing more comes of it.
set role hark_owner;
set search_path = hark;

create table file_import (
  id uuid primary key,
  programme_id uuid not null references programme,
  person_id uuid not null references person,
  file_name text not null check (length(file_name) between 1 and 200),
  bytes bigint not null check (bytes between 1 and 104857600),
  made_at timestamptz not null default clock_timestamp(),
  touched_at timestamptz not null default clock_timestamp(),      -- by a person: what nobody goes on with is let go
  state text not null default 'open' check (state in ('open', 'wanted', 'done', 'failed', 'dropped')),
  source_id uuid references source,
  mapping jsonb,                                                  -- as a person changed it; null where the file speaks for itself
  share real not null default 0,                                  -- of the reading, for whoever watches
  attempts smallint not null default 0,                           -- since a batch was last stored
  offered bigint not null default 0,
  unmatched bigint not null default 0,
  duplicate bigint not null default 0,
  stored bigint not null default 0,
  rejected bigint not null default 0,
  problem text,
  ended_at timestamptz,
  constraint offered_is_accounted check (offered = unmatched + duplicate + stored + rejected),
  constraint wanted_has_its_source check (state in ('open', 'dropped') or source_id is not null),
  constraint ended_once check ((state in ('done', 'failed', 'dropped')) = (ended_at is not null))
);
-- Two files of one name would take turns at one cursor.
create unique index one_at_a_time on file_import (source_id) where state = 'wanted';
create index rejection_of_batch on rejection (batch_id);

create function guard_file_import() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' and new.state <> 'open' then
    raise exception 'an import starts open' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'UPDATE' and old.ended_at is not null then
    raise exception 'an import that ended is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update on file_import for each row execute function guard_file_import();

grant select on file_import to hark_ingest, hark_api, hark_auditor;
grant insert on file_import to hark_api;
grant update (state, source_id, mapping, touched_at, ended_at) on file_import to hark_api;
grant update (state, share, attempts, offered, unmatched, duplicate, stored, rejected, problem, ended_at) on file_import to hark_ingest;
reset role;
