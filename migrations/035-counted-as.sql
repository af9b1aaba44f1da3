-- Budgets and pauses are kept for whom a platform counts (a key, an app, an address), not for each source that asks as it.
set role hark_owner;
set search_path = hark;

-- A salted hash of the key or app a source reads with, never the key; null until ingest first opened it: then its own id counts.
alter table source add column counted_as text;
grant update (counted_as) on source to hark_ingest;

create table platform_spent (
  counted_as text not null,
  name text not null,
  amount double precision not null,      -- in the allowance's own unit
  at timestamptz not null,
  primary key (counted_as, name)
);
insert into platform_spent select source_id::text, name, amount, at from source_spent;
drop table source_spent;

-- "Later", as the platform said it: nothing is asked before, whichever process or source would.
create table platform_pause (
  counted_as text not null,
  name text not null,                    -- a host, or what the platform limits
  until_at timestamptz not null,
  primary key (counted_as, name)
);
grant select, insert, update on platform_spent to hark_ingest, hark_api, hark_publisher;
grant delete on platform_spent to hark_ingest;     -- what a source spent before its key was known moves under the key
grant select, insert, update on platform_pause to hark_ingest, hark_api;
grant select on platform_spent, platform_pause to hark_clock, hark_auditor;
reset role;
