set role hark_owner;
set search_path = hark;

-- Which list of a source a gap is in: several may be open at once, each ended by its own catching up.
alter table coverage_gap add column lane text not null default '';
create unique index coverage_gap_open on coverage_gap (source_id, lane, reason) where state = 'open' and to_at is null;

-- What was asked of a platform, so that no restart can ask it all again. `amount` is in the allowance's own unit.
create table source_spent (
  source_id uuid not null references source,
  name text not null,
  amount double precision not null,
  at timestamptz not null,
  primary key (source_id, name)
);
grant select, insert, update on source_spent to hark_ingest;
grant select on source_spent to hark_api, hark_clock, hark_auditor;
reset role;
