set role hark_owner;
set search_path = hark;

create table deployment (
  only_row boolean primary key default true check (only_row),
  kind text not null check (kind in ('practice', 'production')),
  started_at timestamptz not null default clock_timestamp()
);

-- Never deleted and never reused (11.100(a)): leaving sets active = false.
create table person (
  id uuid primary key,
  username text not null unique,
  printed_name text not null check (length(trim(printed_name)) > 0),
  roles text[] not null,
  password_hash text,
  totp_sealed bytea,
  totp_last_step bigint not null default 0,      -- a code works once
  active boolean not null default true,
  must_enrol boolean not null default false,     -- after a reset by an operator: no signing before the owner re-enrols (11.200(a)(3))
  trained_until timestamptz,
  accountable_since timestamptz,                 -- 11.10(j) acknowledgement
  created_at timestamptz not null default clock_timestamp(),
  last_entry uuid not null references ledger_entry deferrable initially deferred,
  constraint known_roles check (roles <@ array['pv_reviewer', 'pv_lead', 'comms', 'auditor', 'operator']),
  -- An auditor only reads; who runs the system does not sign in it; who listens for the brand does not decide on safety.
  constraint forbidden_combination check (
    not ('auditor' = any(roles) and cardinality(roles) > 1)
    and not ('operator' = any(roles) and roles && array['pv_reviewer', 'pv_lead'])
    and not ('comms' = any(roles) and roles && array['pv_reviewer', 'pv_lead'])
  )
);
create trigger no_delete before delete on person for each row execute function refuse_change();

create table session (
  token_hash bytea primary key,
  person_id uuid not null references person,
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  network text not null,
  signing_since timestamptz,                     -- full authentication of the present signing series; null = both components again
  last_signed_at timestamptz,
  revoked_at timestamptz
);
create index session_person on session (person_id) where revoked_at is null;

create table auth_attempt (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  account_hash bytea not null,
  network text not null,
  purpose text not null check (purpose in ('sign_in', 'sign')),
  succeeded boolean not null
);
create index auth_attempt_recent on auth_attempt (account_hash, at desc);

-- One fresh authentication for one signature, bound to what is signed.
create table reauthentication (
  id uuid primary key,
  person_id uuid not null references person,
  factors text[] not null check (factors <@ array['password', 'totp', 'passkey'] and cardinality(factors) > 0),
  content_sha256 bytea not null,
  at timestamptz not null default clock_timestamp()
);
select make_append_only('reauthentication');

grant select on deployment to hark_api, hark_clock, hark_publisher, hark_auditor, hark_ingest, hark_classifier;
grant select, insert, update on person to hark_api;
grant select (id, username, printed_name, roles, active, trained_until, created_at) on person to hark_auditor, hark_clock, hark_ingest;
grant select, insert, update, delete on session to hark_api;
grant select, insert on auth_attempt, reauthentication to hark_api;
grant select on reauthentication to hark_auditor;
reset role;
