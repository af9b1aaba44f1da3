set role hark_owner;
set search_path = hark;

-- Credentials to read with, sealed under a key that ingest alone holds; secrets shared with a platform that pushes, under the api's.
create table source_secret (
  source_id uuid not null references source,
  name text not null,
  sealed bytea not null,
  set_at timestamptz not null default clock_timestamp(),
  primary key (source_id, name)
);
create table hook_secret (
  source_id uuid not null references source,
  name text not null,
  sealed bytea not null,
  set_at timestamptz not null default clock_timestamp(),
  primary key (source_id, name)
);

-- What a platform pushed, as it came: stored before it is answered, parsed afterwards. The body goes once it is parsed.
create table hook_delivery (
  id uuid primary key,
  source_id uuid not null references source,
  delivery_id text not null,
  headers jsonb not null,
  body bytea,
  has_body boolean not null generated always as (body is not null) stored,   -- so that who expires bodies need not read them
  received_at timestamptz not null default clock_timestamp(),
  drained_at timestamptz,
  outcome text check (outcome in ('parsed', 'malformed')),
  check ((drained_at is null) = (outcome is null)),
  check (body is not null or drained_at is not null),
  unique (source_id, delivery_id)
);
create index hook_delivery_waiting on hook_delivery (source_id, received_at, id) where drained_at is null;
create index hook_delivery_age on hook_delivery (received_at);

grant select on source_secret to hark_ingest;
grant select on hook_secret to hark_api;
grant insert on hook_secret to hark_api;
grant update (sealed, set_at) on hook_secret to hark_api;
grant select (source_id, name, set_at) on source_secret to hark_api, hark_auditor;
grant select (source_id, name, set_at) on hook_secret to hark_auditor, hark_ingest;
grant insert, select (id, source_id, delivery_id) on hook_delivery to hark_api;
grant select on hook_delivery to hark_ingest;
grant update (body, drained_at, outcome) on hook_delivery to hark_ingest;
grant select (id, source_id, received_at, drained_at, outcome, has_body) on hook_delivery to hark_clock, hark_auditor;
grant update (body), delete on hook_delivery to hark_clock;
reset role;
