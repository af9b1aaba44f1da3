-- Promise 2: nothing goes out unsigned. Held by the schema, whatever the application does.
-- One lock order everywhere, or two of these deadlock: response -> publish_order -> kill_switch -> response_version -> signature -> person.
-- Whatever edits, signs, orders, claims, revokes or withdraws a reply locks its response first, so of two acts one sees the other.
set role hark_owner;
set search_path = gate;

create table response (
  id uuid primary key,
  programme_id uuid not null references hark.programme,
  case_id uuid not null references hark.pv_case,
  post_id uuid not null references hark.post,
  practice boolean not null,
  platform text not null,                        -- both of its post, whatever the caller says
  thread text not null,
  created_at timestamptz not null default clock_timestamp(),
  submitted_version int,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  last_entry uuid not null references hark.ledger_entry deferrable initially deferred
);
create unique index one_reply_a_thread on response (platform, thread) where withdrawn_at is null;

-- Who asked not to be contacted (R14), by pseudonym.
create table opt_out (
  platform text not null,
  author_ref bytea not null,
  by_id uuid not null references hark.person,
  reason text not null check (length(trim(reason)) > 0),
  at timestamptz not null default clock_timestamp(),
  primary key (platform, author_ref)
);

create table response_version (
  id uuid primary key,
  response_id uuid not null references response,
  version int not null,
  author_id uuid not null references hark.person,
  canonical bytea not null,                      -- RFC 8785 bytes of everything the public will see; the publisher sends nothing else
  content_hash bytea not null generated always as (sha256(canonical)) stored,
  template text not null,
  lint text not null,                            -- JSON: what the lint said of these bytes, and under which rule set
  created_at timestamptz not null default clock_timestamp(),
  last_entry uuid not null references hark.ledger_entry deferrable initially deferred,
  unique (response_id, version),
  unique (id, content_hash)
);

create table signature (
  id uuid primary key,
  response_version_id uuid not null,
  content_hash bytea not null,
  signer_id uuid not null references hark.person,
  printed_name text not null,
  meaning text not null check (meaning in ('pv_approve', 'pv_reject')),
  reason text,
  signed_at timestamptz not null default clock_timestamp(),
  zone text not null,
  reauthentication_id uuid not null unique references hark.reauthentication,   -- one fresh authentication a signature (11.200)
  statement bytea not null,
  seal text,
  leaf_index bigint,                             -- set once, when the ledger holds it
  last_entry uuid not null references hark.ledger_entry deferrable initially deferred,
  foreign key (response_version_id, content_hash) references response_version (id, content_hash),   -- 11.70
  unique (id, response_version_id, content_hash, meaning)
);

create table signature_revocation (
  signature_id uuid primary key references signature,
  by_id uuid not null references hark.person,
  reason text not null check (length(trim(reason)) > 0),
  at timestamptz not null default clock_timestamp()
);

create table kill_switch (
  scope text primary key,
  engaged boolean not null,
  by_id uuid references hark.person,
  reason text,
  at timestamptz not null default clock_timestamp(),
  release_asked_by uuid references hark.person
);
insert into kill_switch (scope, engaged) values ('global', false);

create table publish_order (
  id uuid primary key,
  response_version_id uuid not null unique,
  content_hash bytea not null,
  signature_id uuid not null,
  meaning text not null default 'pv_approve' check (meaning = 'pv_approve'),
  hold_until timestamptz not null,
  expires_at timestamptz not null,               -- an approval does not wait for ever
  state text not null default 'ready' check (state in ('ready', 'sending', 'unknown', 'sent', 'failed', 'cancelled')),
  created_at timestamptz not null default clock_timestamp(),
  last_entry uuid not null references hark.ledger_entry deferrable initially deferred,
  check (expires_at > hold_until),
  foreign key (signature_id, response_version_id, content_hash, meaning)
    references signature (id, response_version_id, content_hash, meaning)
);
create index publish_order_ready on publish_order (hold_until) where state = 'ready';

create table publish_attempt (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references publish_order,
  n int not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome text check (outcome in ('sent', 'not_sent', 'unknown')),
  remote_id text,
  remote_url text,
  reason text,
  unique (order_id, n),
  check (outcome is null or (outcome = 'sent') = (remote_id is not null))
);
create unique index one_open_attempt on publish_attempt (order_id) where outcome is null or outcome = 'unknown';
create unique index one_sent_attempt on publish_attempt (order_id) where outcome = 'sent';

-- Two people decide what a machine must not: whether an unknown outcome is sent again.
create table unknown_verdict (
  attempt_id uuid not null references publish_attempt,
  person_id uuid not null references hark.person,
  verdict text not null check (verdict in ('resend', 'cancel')),
  reason text not null check (length(trim(reason)) > 0),
  at timestamptz not null default clock_timestamp(),
  primary key (attempt_id, person_id, at)        -- a person may change their mind; their newest word counts
);

-- Which cluster these orders belong to: after a restore, old ready orders may already be public.
create table cluster_identity (
  only_row boolean primary key default true check (only_row),
  system_identifier bigint not null,
  timeline int not null,
  made text not null                             -- this database and these tables: a dump loaded into the same cluster has others
);

do $$
declare t text;
begin
  foreach t in array array['response_version', 'signature_revocation', 'unknown_verdict', 'opt_out'] loop
    perform hark.make_append_only(format('gate.%I', t)::regclass);
  end loop;
end $$;
reset role;
