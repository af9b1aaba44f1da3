-- What went wrong with a source without anybody asking for it: pushes refused or missing, posts not asked after.
set role hark_owner;
set search_path = hark;

-- When each service was last there; who was away for longer knows from when on.
create table service_beat (
  service text primary key,
  at timestamptz not null
);
grant select, insert, update on service_beat to hark_api;

create table source_push (
  source_id uuid primary key references source,
  good_at timestamptz,                             -- the last delivery that verified
  refused bigint not null default 0,               -- since then, or ever
  refused_since timestamptz
);
-- The longest pause between two deliveries that ended on a day: what is usual, nights and all.
create table source_push_day (
  source_id uuid not null references source,
  day date not null,
  longest_s double precision not null,
  primary key (source_id, day)
);
grant select, insert, update on source_push, source_push_day to hark_api;

-- Asking after what is held: within how many hours it is due, and since when it fails.
create table source_recheck (
  source_id uuid primary key references source,
  due_hours integer not null,
  ok_at timestamptz,
  failing_since timestamptz,
  failures integer not null default 0,
  reason text
);
grant select, insert, update on source_recheck to hark_ingest;
grant select on source_recheck to hark_api;
grant select on service_beat, source_push, source_push_day, source_recheck to hark_clock, hark_auditor;
reset role;
