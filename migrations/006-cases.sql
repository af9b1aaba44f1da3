set role hark_owner;
set search_path = hark;

create table pv_case (
  id uuid primary key,
  number bigint generated always as identity unique,
  programme_id uuid not null references programme,
  practice boolean not null,
  product_group text not null,
  patient text not null,                         -- who the text speaks of, as the detector or the reviewer says
  cluster_id uuid references cluster,
  lane text not null check (lane in ('crisis', 'priority', 'standard', 'sample')),
  priority text[] not null default '{}',
  state text not null default 'open' check (state in ('open', 'held', 'concluded', 'decided', 'joined')),
  joined_into uuid references pv_case,
  version int not null default 1,                -- any change of what is decided on; a signature is over one version
  -- Five awareness timestamps (R-02): set by the server once, never moved later.
  posted_at timestamptz,
  ingested_at timestamptz not null,
  flagged_at timestamptz not null,
  first_viewed_at timestamptz,
  pv_received_at timestamptz,
  vendor_aware_at timestamptz,
  hold_reason text,
  hold_until timestamptz,
  lease_by uuid references person,
  lease_token uuid,
  lease_until timestamptz,
  opened_at timestamptz not null default clock_timestamp(),
  last_entry uuid not null references ledger_entry deferrable initially deferred,
  check ((state = 'joined') = (joined_into is not null)),
  check ((lease_by is null) = (lease_token is null) and (lease_by is null) = (lease_until is null))
);
create index pv_case_queue on pv_case (state, lane, opened_at) where state in ('open', 'held', 'concluded');
create index pv_case_cluster on pv_case (cluster_id, product_group);

create function guard_case() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.ingested_at <> old.ingested_at or new.flagged_at <> old.flagged_at
     or (old.first_viewed_at is not null and new.first_viewed_at is distinct from old.first_viewed_at)
     or (old.pv_received_at is not null and new.pv_received_at is distinct from old.pv_received_at)
     or (old.vendor_aware_at is not null and new.vendor_aware_at is distinct from old.vendor_aware_at)
     or new.number <> old.number or new.practice <> old.practice then
    raise exception 'awareness timestamps are set once' using errcode = 'insufficient_privilege';
  end if;
  if new.version < old.version then
    raise exception 'a case version only grows' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on pv_case for each row execute function guard_case();
create trigger no_delete before delete on pv_case for each row execute function refuse_change();

create table case_post (
  case_id uuid not null references pv_case,
  post_id uuid not null references post,
  role text not null check (role in ('index', 'copy', 'follow_up')),
  added_at timestamptz not null default clock_timestamp(),
  primary key (case_id, post_id)
);
create index case_post_post on case_post (post_id);

create table case_change (
  id uuid primary key,
  kind text not null check (kind in ('split', 'join')),
  by_person uuid not null references person,
  at timestamptz not null default clock_timestamp(),
  undo text not null,                            -- JSON: what puts it back
  case_ids uuid[] not null,
  undone_at timestamptz
);
create index case_change_cases on case_change using gin (case_ids);

create table case_clock (
  id uuid primary key,
  case_id uuid not null references pv_case,
  kind text not null check (kind in ('forward_24h', 'serious_15d', 'non_serious_90d')),
  anchor text not null,                          -- which of the timestamps, by which policy version
  anchor_at timestamptz not null,
  zone text not null,
  day0 date not null,
  due_at timestamptz not null,                   -- last instant that is on time
  set_at timestamptz not null default clock_timestamp(),
  reason text,
  signature_id uuid,                             -- a later due date needs a signed reason
  superseded_at timestamptz,
  met_at timestamptz,
  stopped_at timestamptz
);
create unique index case_clock_active on case_clock (case_id, kind) where superseded_at is null;
create index case_clock_due on case_clock (due_at) where superseded_at is null and met_at is null and stopped_at is null;

create function guard_clock() returns trigger language plpgsql set search_path = pg_catalog, hark as $$
declare before timestamptz;
begin
  if tg_op = 'DELETE' then raise exception 'clocks are superseded, not deleted' using errcode = 'insufficient_privilege'; end if;
  if tg_op = 'INSERT' then
    select max(due_at) into before from hark.case_clock where case_id = new.case_id and kind = new.kind;
    if before is not null and new.due_at > before and new.signature_id is null then
      raise exception 'a clock moves later only with a signed reason' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (new.case_id, new.kind, new.anchor_at, new.zone, new.day0, new.due_at, new.set_at) is distinct from
     (old.case_id, old.kind, old.anchor_at, old.zone, old.day0, old.due_at, old.set_at) then
    raise exception 'a clock is immutable; set a new one' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on case_clock for each row execute function guard_clock();

create table escalation (
  clock_id uuid not null references case_clock,
  percent int not null check (percent in (50, 75, 90, 100)),
  at timestamptz not null default clock_timestamp(),
  primary key (clock_id, percent)
);
select make_append_only('escalation');

-- Half-made conclusions, saved as they are typed; they survive a crash or a lost lease.
create table case_draft (
  case_id uuid not null references pv_case,
  person_id uuid not null references person,
  body text not null,
  saved_at timestamptz not null default clock_timestamp(),
  primary key (case_id, person_id)
);

create table decision (
  id uuid primary key,
  case_id uuid not null references pv_case,
  case_version int not null,
  author_id uuid not null references person,
  canonical bytea not null,                      -- RFC 8785 bytes of the conclusion, with the hashes of the posts it rests on
  content_sha256 bytea not null generated always as (sha256(canonical)) stored,
  forwardable boolean not null,
  valid_now boolean not null,
  serious boolean not null,
  close_reason text,
  state text not null default 'concluded' check (state in ('concluded', 'signed', 'voided')),
  concluded_at timestamptz not null default clock_timestamp(),
  voided_at timestamptz,
  void_reason text,
  last_entry uuid not null references ledger_entry deferrable initially deferred,
  unique (id, content_sha256),
  -- Valid now means all four criteria, so it is forwardable; a close needs its reason, a forward has none (R-05, R-08).
  check (not valid_now or forwardable),
  check (forwardable = (close_reason is null)),
  check (close_reason in ('not_our_product', 'no_product', 'no_event', 'indication_only', 'benefit_only', 'advert_or_news',
    'not_a_person', 'duplicate_of_case', 'reporter_excluded_causality', 'not_human_content', 'question_only'))
);
create unique index decision_one_live on decision (case_id) where state <> 'voided';
create index decision_unsigned on decision (author_id) where state = 'concluded';
create index decision_concluded on decision (concluded_at, id);

create table signature (
  id uuid primary key,
  signer_id uuid not null references person,
  printed_name text not null,
  meaning text not null check (meaning in ('decision', 'clock_recompute')),
  signed_at timestamptz not null default clock_timestamp(),
  zone text not null,
  reauthentication_id uuid not null unique references reauthentication,
  statement bytea not null,                      -- hark-esign-v1, RFC 8785
  seal text,                                     -- JSON {key, sig}, set once by the clock, which alone holds the key
  last_entry uuid not null references ledger_entry deferrable initially deferred
);
create table signature_item (
  signature_id uuid not null references signature,
  decision_id uuid not null,
  content_sha256 bytea not null,
  primary key (signature_id, decision_id),
  foreign key (decision_id, content_sha256) references decision (id, content_sha256)   -- 11.70: over these bytes only
);
select make_append_only('signature_item');
alter table case_clock add foreign key (signature_id) references signature;

create function guard_signature() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and old.seal is null and new.seal is not null and (to_jsonb(new) - 'seal') = (to_jsonb(old) - 'seal') then return new; end if;
  raise exception 'append-only: % on signature', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger guard before update or delete on signature for each row execute function guard_signature();

create function guard_decision() returns trigger language plpgsql set search_path = pg_catalog, hark as $$
begin
  if tg_op = 'DELETE' then raise exception 'decisions are voided, not deleted' using errcode = 'insufficient_privilege'; end if;
  if (new.id, new.case_id, new.case_version, new.author_id, new.canonical, new.forwardable, new.valid_now, new.serious, new.close_reason, new.concluded_at)
     is distinct from
     (old.id, old.case_id, old.case_version, old.author_id, old.canonical, old.forwardable, old.valid_now, old.serious, old.close_reason, old.concluded_at) then
    raise exception 'a decision is immutable' using errcode = 'insufficient_privilege';
  end if;
  if (old.state, new.state) not in (('concluded', 'signed'), ('concluded', 'voided'), ('signed', 'voided')) and old.state <> new.state then
    raise exception 'decision: % to % is no transition', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'signed' and not exists (select from hark.signature_item i where i.decision_id = new.id) then
    raise exception 'a decision is signed by a signature, not by a word' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update or delete on decision for each row execute function guard_decision();

create table handoff (
  id uuid primary key,
  case_id uuid not null references pv_case,
  decision_id uuid not null unique,
  content_sha256 bytea not null,
  practice boolean not null,
  destination text not null,
  packet bytea not null,
  state text not null default 'pending' check (state in ('pending', 'sent', 'acked', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  acked_at timestamptz,
  safety_case_id text,
  last_error text,
  last_entry uuid not null references ledger_entry deferrable initially deferred,
  foreign key (decision_id, content_sha256) references decision (id, content_sha256),
  check ((state = 'acked') = (safety_case_id is not null and acked_at is not null))
);
create index handoff_due on handoff (next_attempt_at) where state in ('pending', 'sent');

create table reveal (
  id uuid primary key,
  person_id uuid not null references person,
  post_id uuid not null references post,
  reason text not null check (length(trim(reason)) > 0),
  at timestamptz not null default clock_timestamp()
);
select make_append_only('reveal');

-- The second balance: every stored post in exactly one state.
create view post_account as
  select p.id as post_id, p.programme_id, p.source_id, p.practice, p.counted_hour,
    case
      when p.erased_at is not null then 'erased'
      when s.state = 'quarantined' then 'quarantined'
      when s.state in ('pending', 'running') then 'waiting'
      when s.outcome = 'negative' then 'negative'
      when s.outcome = 'flagged' and c.cases = c.settled then 'decided'
      when s.outcome = 'flagged' and c.cases > 0 then 'in_review'
      else 'unaccounted'
    end as state
  from post p
  left join post_stage s on s.post_id = p.id and s.stage = 'classify'
  left join lateral (
    select count(*) as cases, count(*) filter (where k.state = 'decided') as settled
    from case_post cp join pv_case k on k.id = cp.case_id
    where cp.post_id = p.id and k.state <> 'joined'
    having count(*) > 0
  ) c on true;

grant select, insert on pv_case, case_post, case_clock to hark_classifier;
grant update (version, state, lane, priority, posted_at, last_entry) on pv_case to hark_classifier;
grant select, insert, update on pv_case, case_change, case_clock, case_draft, decision to hark_api;
grant select, insert, delete on case_post to hark_api;
grant delete on case_draft to hark_api;
grant update (superseded_at) on case_clock to hark_classifier;
grant select on decision to hark_classifier, hark_ingest;
grant update (state, voided_at, void_reason, last_entry) on decision to hark_classifier;
grant select on pv_case, case_post to hark_ingest;
grant select, insert on signature, signature_item, reveal to hark_api;
grant insert on handoff to hark_api;
grant select on handoff to hark_api;
grant update (state, attempts, acked_at, safety_case_id, next_attempt_at, last_error, last_entry) on handoff to hark_api;
grant select, update on handoff to hark_clock;
grant select on pv_case, case_post, case_clock, decision, signature, signature_item to hark_clock;
grant update (met_at) on case_clock to hark_clock;
grant update (state, hold_until, hold_reason, lease_by, lease_token, lease_until, last_entry) on pv_case to hark_clock;
grant update (seal) on signature to hark_clock;
grant select, insert on escalation to hark_clock;
grant select on escalation to hark_api;
grant select on post_account to hark_api, hark_clock, hark_auditor;
grant select on pv_case, case_post, case_change, case_clock, decision, signature, signature_item, handoff, escalation, reveal to hark_auditor;
reset role;
