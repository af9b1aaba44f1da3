-- Promise 2: nothing goes out unsigned. Held by the schema, whatever the application does.
-- One lock order everywhere, or two of these deadlock: publish_order -> kill_switch -> response_version -> signature -> person.
set role hark_owner;
set search_path = gate;

create table response (
  id uuid primary key,
  programme_id uuid not null references hark.programme,
  case_id uuid not null references hark.pv_case,
  post_id uuid not null references hark.post,
  practice boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  submitted_version int,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  last_entry uuid not null references hark.ledger_entry deferrable initially deferred
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
  primary key (attempt_id, person_id)
);

-- Which cluster these orders belong to: after a restore, old ready orders may already be public.
create table cluster_identity (
  only_row boolean primary key default true check (only_row),
  system_identifier bigint not null,
  timeline int not null
);

do $$
declare t text;
begin
  foreach t in array array['response_version', 'signature_revocation', 'unknown_verdict'] loop
    perform hark.make_append_only(format('gate.%I', t)::regclass);
  end loop;
end $$;

create function may_sign(who uuid) returns boolean language sql stable security definer set search_path = pg_catalog, hark, gate, pg_temp as $$
  select exists (select from hark.person where id = who and active and not must_enrol and roles && array['pv_reviewer', 'pv_lead'])
$$;

create function guard_response() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (new.id, new.programme_id, new.case_id, new.post_id, new.practice, new.created_at)
     is distinct from (old.id, old.programme_id, old.case_id, old.post_id, old.practice, old.created_at) then
    raise exception 'a response keeps its post and case' using errcode = 'insufficient_privilege';
  end if;
  if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'withdrawn is final' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on response for each row execute function guard_response();
create trigger no_delete before delete on response for each row execute function hark.refuse_change();

create function guard_version() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  if exists (select from gate.response where id = new.response_id and withdrawn_at is not null) then
    raise exception 'a withdrawn response is not edited' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from gate.publish_order o join gate.response_version v on v.id = o.response_version_id
             where v.response_id = new.response_id and o.state in ('ready', 'sending', 'unknown', 'sent')) then
    raise exception 'an ordered response is not edited: withdraw it first' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert on response_version for each row execute function guard_version();

create function guard_signature() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare v gate.response_version; r gate.response; bound uuid;
begin
  if tg_op = 'INSERT' then
    select * into v from gate.response_version where id = new.response_version_id for share;
    select * into r from gate.response where id = v.response_id for share;
    perform from hark.person where id = new.signer_id for share;
    if exists (select from gate.response_version where response_id = v.response_id and author_id = new.signer_id) then
      raise exception 'four eyes: whoever wrote any of it may not sign it' using errcode = 'insufficient_privilege';
    end if;
    if not gate.may_sign(new.signer_id) then
      raise exception 'signer not authorised' using errcode = 'insufficient_privilege';
    end if;
    if v.version <> (select max(version) from gate.response_version where response_id = v.response_id) then
      raise exception 'only the newest version is signed' using errcode = 'insufficient_privilege';
    end if;
    select person_id into bound from hark.reauthentication
      where id = new.reauthentication_id and content_sha256 = new.content_hash and at > clock_timestamp() - interval '2 minutes';
    if bound is distinct from new.signer_id then
      raise exception 'no fresh authentication of the signer over these bytes' using errcode = 'insufficient_privilege';
    end if;
    if new.meaning = 'pv_approve' and not exists (select from hark.decision where case_id = r.case_id and state = 'signed') then
      raise exception 'no reply before the adverse-event disposition is signed' using errcode = 'insufficient_privilege';
    end if;
    new.signed_at := clock_timestamp();
    return new;
  end if;
  if tg_op = 'UPDATE' and (to_jsonb(new) - 'leaf_index' - 'seal') = (to_jsonb(old) - 'leaf_index' - 'seal')
     and (old.leaf_index is null or new.leaf_index = old.leaf_index) and (old.seal is null or new.seal = old.seal) then
    return new;
  end if;
  raise exception 'append-only: % on signature', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger guard before insert or update or delete on signature for each row execute function guard_signature();
create trigger guard_truncate before truncate on signature for each statement execute function hark.refuse_change();

-- No path, not even the owner's, puts an order into 'sending' unless every condition holds now.
create function guard_order() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare stopped boolean; k record;
begin
  if tg_op = 'INSERT' and new.state <> 'ready' then
    raise exception 'an order starts ready' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'sending' and old.state <> 'sending' then
    for k in select engaged from gate.kill_switch order by scope for share loop       -- serialises with the switch
      stopped := coalesce(stopped, false) or k.engaged;
    end loop;
    if stopped is distinct from false then raise exception 'kill switch engaged' using errcode = 'insufficient_privilege'; end if;
    perform from gate.response_version where id = new.response_version_id for update;  -- serialises with a rejection
    perform from gate.signature s join hark.person p on p.id = s.signer_id where s.id = new.signature_id for share;  -- with a revocation, a deactivation
    if exists (select from gate.signature_revocation where signature_id = new.signature_id) then
      raise exception 'signature revoked' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from gate.signature where response_version_id = new.response_version_id and meaning = 'pv_reject') then
      raise exception 'rejected' using errcode = 'insufficient_privilege';
    end if;
    if not gate.may_sign((select signer_id from gate.signature where id = new.signature_id)) then
      raise exception 'signer no longer authorised' using errcode = 'insufficient_privilege';
    end if;
    if not exists (select from gate.signature where id = new.signature_id and seal is not null
                   and leaf_index < (select max(size) from hark.ledger_checkpoint)) then
      raise exception 'sign-off not yet in a signed checkpoint' using errcode = 'object_not_in_prerequisite_state';
    end if;
    if clock_timestamp() < new.hold_until then
      raise exception 'still on hold' using errcode = 'object_not_in_prerequisite_state';
    end if;
    if clock_timestamp() >= new.expires_at then
      raise exception 'approval expired' using errcode = 'object_not_in_prerequisite_state';
    end if;
    if exists (select from gate.response r join gate.response_version v on v.response_id = r.id
               where v.id = new.response_version_id and r.withdrawn_at is not null) then
      raise exception 'withdrawn' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if tg_op = 'UPDATE' then
    if old.state <> new.state and (old.state, new.state) not in (('ready', 'sending'), ('ready', 'cancelled'), ('ready', 'failed'), ('ready', 'unknown'),
        ('sending', 'sent'), ('sending', 'unknown'), ('sending', 'ready'), ('sending', 'failed'),
        ('unknown', 'sent'), ('unknown', 'ready'), ('unknown', 'cancelled')) then
      raise exception 'order: % to % is no transition', old.state, new.state using errcode = 'insufficient_privilege';
    end if;
    if (to_jsonb(new) - 'state' - 'last_entry') is distinct from (to_jsonb(old) - 'state' - 'last_entry') then
      raise exception 'an order is bound to its signature' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
create trigger guard before insert or update on publish_order for each row execute function guard_order();
create trigger no_delete before delete on publish_order for each row execute function hark.refuse_change();
create trigger no_truncate before truncate on publish_order for each statement execute function hark.refuse_change();
create trigger no_delete before delete on publish_attempt for each row execute function hark.refuse_change();
create trigger no_truncate before truncate on publish_attempt for each statement execute function hark.refuse_change();
create trigger no_truncate before truncate on response for each statement execute function hark.refuse_change();
create trigger no_delete before delete on kill_switch for each row execute function hark.refuse_change();
create trigger no_truncate before truncate on kill_switch for each statement execute function hark.refuse_change();
create trigger no_delete before delete on cluster_identity for each row execute function hark.refuse_change();
create trigger no_truncate before truncate on cluster_identity for each statement execute function hark.refuse_change();
reset role;
