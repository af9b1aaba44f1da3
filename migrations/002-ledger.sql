set role hark_owner;
set search_path = hark;

-- Staged in the transaction of the change; sequenced, hashed and published afterwards by the clock alone.
create table ledger_entry (
  id uuid primary key,
  staged_no bigint generated always as identity unique,
  at timestamptz not null default clock_timestamp(),
  action text not null,
  object_type text not null,
  object_id text not null,
  body text not null,                 -- RFC 8785 text of actor, why, commit, ref, batch
  leaf_index bigint unique,
  leaf bytea,                         -- exact bytes that were hashed
  leaf_hash bytea,
  check ((leaf_index is null) = (leaf is null) and (leaf_index is null) = (leaf_hash is null))
);
create index ledger_entry_unsequenced on ledger_entry (staged_no) where leaf_index is null;
create index ledger_entry_object on ledger_entry (object_type, object_id, staged_no);
create index ledger_entry_at on ledger_entry (at);

-- A service writes entries in its own name only; people act through the api; the clock announces sealing keys, the api export keys.
create function assert_speaks_for_itself(action text, body jsonb) returns void language plpgsql set search_path = pg_catalog as $$
declare
  kind text := body #>> '{actor,kind}';
  id text := body #>> '{actor,id}';
  announcer name := case body #>> '{ref,purpose}' when 'seal' then 'hark_clock' when 'export' then 'hark_api' end;
begin
  if current_user !~ '^hark_(ingest|classifier|api|publisher|clock)$' then return; end if;
  if kind is null or kind not in ('user', 'service') or id is null then
    raise exception 'an entry names who acts' using errcode = 'insufficient_privilege';
  end if;
  if kind = 'user' and current_user <> 'hark_api' then
    raise exception '% does not act for people', current_user using errcode = 'insufficient_privilege';
  end if;
  if kind = 'service' and 'hark_' || id <> current_user and not (current_user = 'hark_ingest' and id = 'import') then
    raise exception '% is not %', current_user, id using errcode = 'insufficient_privilege';
  end if;
  if action = 'key.rotated' and current_user is distinct from announcer then
    raise exception '% announces no key for %', current_user, body #>> '{ref,purpose}' using errcode = 'insufficient_privilege';
  end if;
end $$;

create function guard_ledger_entry() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    new.at := clock_timestamp();      -- contemporaneous: no caller chooses the time
    perform hark.assert_speaks_for_itself(new.action, new.body::jsonb);
    if new.leaf_index is not null then
      raise exception 'an entry is staged before it is sequenced' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and old.leaf_index is null and new.leaf_index is not null
     and (old.id, old.staged_no, old.at, old.action, old.object_type, old.object_id, old.body)
       = (new.id, new.staged_no, new.at, new.action, new.object_type, new.object_id, new.body) then
    return new;
  end if;
  raise exception 'append-only: % on ledger_entry', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger guard before insert or update or delete on ledger_entry for each row execute function guard_ledger_entry();
create trigger guard_truncate before truncate on ledger_entry for each statement execute function refuse_change();

-- Salt and sealed value of a private field; deleting the row is the erasure, the ledger keeps only the commitment.
create table ledger_private (
  entry_id uuid not null references ledger_entry,
  field text not null,
  salt bytea not null,
  sealed bytea not null,
  primary key (entry_id, field)
);

-- One row: the tree as far as it is sequenced.
create table ledger_tree (
  only_row boolean primary key default true check (only_row),
  origin text not null,
  size bigint not null default 0,
  frontier text not null default '[]'
);

-- Last leaf of each object, so that its history shows no hole.
create table ledger_object (
  object_type text not null,
  object_id text not null,
  n bigint not null,
  leaf_hash bytea not null,
  primary key (object_type, object_id)
);

create table ledger_checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  at timestamptz not null default clock_timestamp()
);
select make_append_only('ledger_checkpoint');

grant insert (id, action, object_type, object_id, body) on ledger_entry to hark_ingest, hark_classifier, hark_api, hark_publisher, hark_clock;
grant select on ledger_entry to hark_api, hark_clock, hark_auditor;
grant select (id) on ledger_entry to hark_ingest, hark_classifier, hark_publisher;
grant update (leaf_index, leaf, leaf_hash) on ledger_entry to hark_clock;
grant insert on ledger_private to hark_ingest, hark_classifier, hark_api, hark_clock;
grant select on ledger_private to hark_api, hark_auditor, hark_clock;
grant delete on ledger_private to hark_clock;
grant select, insert, update on ledger_tree, ledger_object to hark_clock;
grant select on ledger_tree, ledger_object, ledger_checkpoint to hark_api, hark_auditor;
grant select, insert on ledger_checkpoint to hark_clock;
grant select on ledger_checkpoint to hark_publisher;
reset role;
