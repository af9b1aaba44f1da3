set role hark_owner;
set search_path = hark;

create table programme (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('practice', 'live')),
  objective text not null default '',
  strategy text not null default '',
  markets text[] not null default '{}',
  languages text[] not null default '{}',
  responsible text[] not null default '{}',      -- printed names of the responsible people
  receiving_entity text not null,
  receiving_zone text not null,                  -- IANA zone of the receiving entity: decides day 0
  reply_account text,
  created_at timestamptz not null default clock_timestamp(),
  last_entry uuid not null references ledger_entry deferrable initially deferred
);

create table product (
  id uuid primary key,
  programme_id uuid not null references programme,
  product_group text not null,
  brand text not null,
  substance text not null,
  own boolean not null default true,
  unique (programme_id, brand)
);

create table product_name (
  product_id uuid not null references product,
  name text not null,
  kind text not null check (kind in ('brand', 'substance', 'alias', 'misspelling', 'slang', 'hashtag')),
  ambiguous boolean not null default false,
  primary key (product_id, name)
);

create table source (
  id uuid primary key,
  programme_id uuid not null references programme,
  platform text not null,
  name text not null,
  config jsonb not null default '{}',
  policy jsonb not null,                         -- the manifest as shown when it was acknowledged
  state text not null default 'draft' check (state in ('draft', 'running', 'paused', 'ended')),
  acknowledged_by text,
  acknowledged_at timestamptz,
  cursor text,
  last_success_at timestamptz,
  last_error text,
  created_at timestamptz not null default clock_timestamp(),
  last_entry uuid not null references ledger_entry deferrable initially deferred,
  unique (programme_id, name),
  -- Nobody listens to real people by accident: looking makes a company aware, and awareness starts clocks.
  constraint acknowledged_before_running check (state = 'draft' or platform = 'practice' or acknowledged_by is not null)
);

-- The first balance: every item offered ends in one of four, hour by hour.
create table source_count (
  source_id uuid not null references source,
  hour timestamptz not null,
  offered bigint not null default 0,
  unmatched bigint not null default 0,
  duplicate bigint not null default 0,
  stored bigint not null default 0,
  rejected bigint not null default 0,
  primary key (source_id, hour),
  constraint offered_is_accounted check (offered = unmatched + duplicate + stored + rejected)
);

create table rejection (
  id bigint generated always as identity primary key,
  source_id uuid not null references source,
  batch_id uuid not null,
  line bigint,
  reason text not null,
  at timestamptz not null default clock_timestamp()
);

create table coverage_gap (
  id uuid primary key,
  source_id uuid not null references source,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text not null,
  state text not null default 'open' check (state in ('open', 'filled', 'lost')),
  opened_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);

grant select on programme, product, product_name, source to hark_ingest, hark_classifier, hark_api, hark_publisher, hark_clock, hark_auditor;
grant insert on programme, product, product_name, source to hark_api;
grant update on programme, source to hark_api;
grant insert on source to hark_ingest;
grant update (cursor, last_success_at, last_error, state, last_entry) on source to hark_ingest;
grant select, insert, update on source_count, coverage_gap to hark_ingest;
grant select, insert on rejection to hark_ingest;
grant select on source_count, coverage_gap, rejection to hark_api, hark_clock, hark_auditor;
grant insert on coverage_gap to hark_api;
grant update (state, closed_at, to_at) on coverage_gap to hark_api;
reset role;
