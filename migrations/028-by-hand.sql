-- A reply that cannot be sent by API is signed, held and released like any other; then a named person takes it out, to post it by hand.
-- Its bytes say so, and are signed with that: what is taken out is never sent by machine, and what is sent by machine never taken out.
set role hark_owner;
set search_path = gate;

alter table publish_order drop constraint publish_order_state_check;
alter table publish_order add constraint publish_order_state_check
  check (state in ('ready', 'by_hand', 'sending', 'unknown', 'sent', 'taken', 'failed', 'cancelled'));

-- Who took out which bytes, when. From then on they may be public.
create table taken_out (
  order_id uuid primary key references publish_order,
  person_id uuid not null references hark.person,
  content_hash bytea not null,
  at timestamptz not null default clock_timestamp()
);
select hark.make_append_only('gate.taken_out'::regclass);

create function is_by_hand(wanted uuid) returns boolean language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select coalesce(convert_from(canonical, 'UTF8')::jsonb -> 'byHand' = 'true'::jsonb, false) from gate.response_version where id = wanted
$$;

create function guard_taken_out() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  perform gate.assert_sees_now();
  if not exists (select from hark.person where id = new.person_id and active and roles && array['pv_reviewer', 'pv_lead', 'comms']) then
    raise exception 'only who works on replies takes one out' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from gate.publish_order where id = new.order_id and content_hash = new.content_hash and state = 'by_hand') then
    raise exception 'only signed bytes that wait for a person are taken out' using errcode = 'insufficient_privilege';
  end if;
  new.at := clock_timestamp();
  return new;
end $$;
create trigger guard before insert on taken_out for each row execute function guard_taken_out();

-- As in 007, and: an order waits for a person where its bytes say so; it is taken out under all that a sending is sent under.
create or replace function guard_order() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare stopped boolean; k record; why text; last gate.publish_attempt; by_hand boolean := gate.is_by_hand(new.response_version_id);
  leaves boolean := new.state in ('sending', 'taken') and (tg_op = 'INSERT' or old.state <> new.state);
begin
  if tg_op = 'INSERT' and new.state <> 'ready' then
    raise exception 'an order starts ready' using errcode = 'insufficient_privilege';
  end if;
  if by_hand and new.state = 'ready' then new.state := 'by_hand'; end if;
  if tg_op = 'INSERT' or leaves then       -- serialises with an edit, a withdrawal, a revocation
    perform gate.assert_sees_now();
    perform from gate.response where id = (select response_id from gate.response_version where id = new.response_version_id) for share;
  end if;
  if tg_op = 'INSERT' then
    why := gate.why_not_send(new.response_version_id, new.signature_id);
    if why is not null then raise exception '%', why using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if leaves then
    for k in select engaged from gate.kill_switch order by scope for share loop       -- serialises with the switch
      stopped := coalesce(stopped, false) or k.engaged;
    end loop;
    if stopped is distinct from false then raise exception 'kill switch engaged' using errcode = 'insufficient_privilege'; end if;
    perform from gate.response_version where id = new.response_version_id for update;  -- serialises with a rejection
    perform from gate.signature s join hark.person p on p.id = s.signer_id where s.id = new.signature_id for share;  -- with a revocation, a deactivation
    why := gate.why_not_send(new.response_version_id, new.signature_id);
    if why is not null then raise exception '%', why using errcode = 'insufficient_privilege'; end if;
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
  end if;
  if old.state <> new.state and (old.state, new.state) not in (('ready', 'sending'), ('ready', 'cancelled'), ('ready', 'failed'), ('ready', 'unknown'),
      ('sending', 'sent'), ('sending', 'unknown'), ('sending', 'ready'), ('sending', 'failed'),
      ('unknown', 'sent'), ('unknown', 'ready'), ('unknown', 'cancelled'),
      ('by_hand', 'taken'), ('by_hand', 'cancelled'), ('by_hand', 'unknown'), ('unknown', 'by_hand')) then
    raise exception 'order: % to % is no transition', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'by_hand' and not by_hand then
    raise exception 'bytes for a machine wait for no person' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'taken' and old.state <> 'taken' and not exists (select from gate.taken_out where order_id = new.id and content_hash = new.content_hash) then
    raise exception 'somebody takes it out, by name' using errcode = 'insufficient_privilege';
  end if;
  if (to_jsonb(new) - 'state' - 'last_entry') is distinct from (to_jsonb(old) - 'state' - 'last_entry') then
    raise exception 'an order is bound to its signature' using errcode = 'insufficient_privilege';
  end if;
  if old.state in ('sending', 'unknown') and new.state not in (old.state, 'unknown') then
    select * into last from gate.publish_attempt where order_id = new.id order by n desc limit 1;
    if last.outcome is distinct from (case new.state when 'sent' then 'sent' else 'not_sent' end) then
      raise exception 'an order follows the outcome of its attempt' using errcode = 'insufficient_privilege';
    end if;
    if old.state = 'unknown' and new.state <> 'sent'
       and gate.agreeing(last.id, (case when new.state in ('ready', 'by_hand') then 'resend' else 'cancel' end)) < 2 then
      raise exception 'two people say what becomes of an unknown outcome' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;

-- As in 007, and: what waits for a person, or was taken out, is not edited behind anybody's back.
create or replace function guard_version() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare r gate.response; content jsonb := convert_from(new.canonical, 'UTF8')::jsonb;
begin
  perform gate.assert_sees_now();
  select * into r from gate.response where id = new.response_id for no key update;
  if r.withdrawn_at is not null then
    raise exception 'a withdrawn response is not edited' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from gate.publish_order o join gate.response_version v on v.id = o.response_version_id
             where v.response_id = new.response_id and o.state in ('ready', 'by_hand', 'sending', 'unknown', 'sent', 'taken')) then
    raise exception 'an ordered response is not edited: withdraw it first' using errcode = 'insufficient_privilege';
  end if;
  if new.version <> (select coalesce(max(version), 0) + 1 from gate.response_version where response_id = new.response_id) then
    raise exception 'versions follow one another' using errcode = 'unique_violation';
  end if;
  if content ->> 'platform' is distinct from r.platform
     or content #>> '{in_reply_to,parent,id}' is distinct from (select external_id from hark.post where id = r.post_id) then
    raise exception 'these bytes answer another post' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

drop trigger guard_policy on publish_order;
create trigger guard_policy before insert or update on publish_order for each row
  when (new.state in ('ready', 'by_hand', 'sending', 'taken')) execute function guard_policy();

create or replace function guard_cluster() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  if exists (select from gate.publish_order where state in ('ready', 'by_hand', 'sending')) or exists (select from gate.publish_attempt where outcome is null) then
    raise exception 'open orders belong to the database they were made in' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- As in 008: what waits for a person may have been taken out before the restore, too.
create or replace function check_cluster() returns text language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare now_id bigint; now_line int; now_made text; was gate.cluster_identity;
begin
  if pg_is_in_recovery() then raise exception 'this is a standby: nothing is published from here'; end if;
  if current_setting('fsync') <> 'on' and current_setting('hark.unsafe_for_tests', true) is distinct from 'on' then
    raise exception 'fsync is off: nothing is published on a database that may forget';
  end if;
  select system_identifier into now_id from pg_control_system();
  select timeline_id into now_line from pg_control_checkpoint();
  select format('%s.%s', oid, 'gate.publish_order'::regclass::oid) into now_made from pg_database where datname = current_database();
  select * into was from gate.cluster_identity for update;
  if was is null then
    insert into gate.cluster_identity (system_identifier, timeline, made) values (now_id, now_line, now_made) on conflict do nothing;
    return 'first';
  end if;
  if (was.system_identifier, was.timeline, was.made) = (now_id, now_line, now_made) then return 'same'; end if;
  insert into gate.publish_attempt (order_id, n, finished_at, outcome, reason)
    select o.id, coalesce((select max(n) from gate.publish_attempt where order_id = o.id), 0) + 1, clock_timestamp(), 'unknown', 'database restored'
    from gate.publish_order o where o.state in ('ready', 'by_hand');
  update gate.publish_order set state = 'unknown' where state in ('ready', 'by_hand', 'sending');
  update gate.publish_attempt set outcome = 'unknown', reason = 'database restored', finished_at = clock_timestamp() where outcome is null;
  update gate.cluster_identity set system_identifier = now_id, timeline = now_line, made = now_made;
  return 'changed';
end $$;

create or replace function put_back(o gate.publish_order) returns text language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  if o.state not in ('ready', 'by_hand') or not exists (select from gate.signature_revocation where signature_id = o.signature_id) then return o.state; end if;
  update gate.publish_order set state = 'cancelled' where id = o.id;
  return 'cancelled';
end $$;

create or replace function revoke_signature(wanted uuid, by_person uuid, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare o gate.publish_order;
begin
  perform gate.assert_sees_now();
  perform from gate.response where id = (select v.response_id from gate.signature s join gate.response_version v on v.id = s.response_version_id
                                         where s.id = wanted) for update;
  select * into o from gate.publish_order where signature_id = wanted for update;
  perform from gate.signature where id = wanted for update;
  insert into gate.signature_revocation (signature_id, by_id, reason) values (wanted, by_person, why) on conflict do nothing;
  if o.state in ('ready', 'by_hand') then update gate.publish_order set state = 'cancelled' where id = o.id; end if;
  return case when o.id is null or o.state in ('ready', 'by_hand', 'cancelled', 'failed') then 'stopped' else 'too_late:' || o.state end;
end $$;

create or replace function withdraw_response(wanted uuid, by_person uuid, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare r gate.response; o gate.publish_order;
begin
  perform gate.assert_sees_now();
  select * into r from gate.response where id = wanted for update;
  if r.id is null or r.withdrawn_at is not null then return 'already'; end if;
  select po.* into o from gate.publish_order po join gate.response_version v on v.id = po.response_version_id
    where v.response_id = wanted order by v.version desc limit 1 for update of po;
  if o.state in ('sending', 'unknown', 'sent', 'taken') then return 'too_late:' || o.state; end if;
  if o.state in ('ready', 'by_hand') then update gate.publish_order set state = 'cancelled' where id = o.id; end if;
  update gate.response set withdrawn_at = clock_timestamp(), withdrawn_reason = why where id = wanted;
  return 'withdrawn';
end $$;

-- The signed bytes, to a person who posts them by hand: once, in the locks' order, and not before everything a sending waits for.
create function take_out(of_response uuid, by_person uuid) returns table (order_id uuid, canonical bytea, content_hash bytea, at timestamptz)
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
#variable_conflict use_column
declare o gate.publish_order; v gate.response_version; t gate.taken_out;
begin
  perform gate.assert_sees_now();
  perform from gate.response where id = of_response for share;
  select po.* into o from gate.publish_order po join gate.response_version rv on rv.id = po.response_version_id
    where rv.response_id = of_response order by rv.version desc limit 1 for update of po;
  if o.state is distinct from 'by_hand' then return; end if;
  insert into gate.taken_out (order_id, person_id, content_hash) values (o.id, by_person, o.content_hash) returning * into t;
  update gate.publish_order set state = 'taken' where id = o.id;
  select * into v from gate.response_version where id = o.response_version_id;
  if sha256(v.canonical) <> o.content_hash then raise exception 'content hash mismatch'; end if;
  return query select o.id, v.canonical, o.content_hash, t.at;
end $$;

create or replace view response_status as
  select r.id, r.programme_id, r.case_id, r.post_id, r.practice, r.platform, r.thread, r.created_at, v.id as version_id, v.version, v.author_id,
    o.id as order_id, o.hold_until, o.expires_at, a.outcome, a.remote_url,
    case
      when r.withdrawn_at is not null then 'withdrawn'
      when o.state = 'sent' then 'sent'
      when o.state = 'taken' then 'taken'
      when o.state = 'unknown' then 'unknown'
      when o.state = 'sending' then 'sending'
      when o.state = 'failed' then 'failed'
      when exists (select from gate.signature s where s.response_version_id = v.id and s.meaning = 'pv_reject') then 'rejected'
      when o.state in ('ready', 'by_hand') and o.expires_at <= clock_timestamp() then 'expired'
      when o.state in ('ready', 'by_hand') then 'held'
      when exists (select from gate.signature s join gate.signature_revocation x on x.signature_id = s.id where s.response_version_id = v.id) then 'revoked'
      when o.state = 'cancelled' then 'failed'     -- by two people, after an unknown outcome
      when r.submitted_version = v.version then 'in_review'
      else 'drafted'
    end as state
  from gate.response r
  join lateral (select * from gate.response_version where response_id = r.id order by version desc limit 1) v on true
  left join gate.publish_order o on o.response_version_id = v.id
  left join lateral (select outcome, remote_url from gate.publish_attempt where order_id = o.id order by n desc limit 1) a on true;

revoke all on function is_by_hand(uuid), guard_taken_out(), take_out(uuid, uuid) from public;
grant select on taken_out to hark_api, hark_auditor, hark_clock;
grant execute on function take_out(uuid, uuid) to hark_api;
reset role;
