-- The only doors through the gate: who may call which is the grants at the end.
set role hark_owner;
set search_path = gate;

-- Compares the running cluster with the one the orders were made in; on a change, everything open becomes unknown.
create function check_cluster() returns text language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
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
    from gate.publish_order o where o.state = 'ready';
  update gate.publish_order set state = 'unknown' where state in ('ready', 'sending');
  update gate.publish_attempt set outcome = 'unknown', reason = 'database restored', finished_at = clock_timestamp() where outcome is null;
  update gate.cluster_identity set system_identifier = now_id, timeline = now_line, made = now_made;
  return 'changed';
end $$;

-- Ids of orders whose hold is over, those refused lately resting longer each time. A list, not a claim.
create function due_orders(at_most int) returns setof uuid language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select o.id from gate.publish_order o join gate.signature s on s.id = o.signature_id
  where o.state = 'ready' and o.hold_until <= clock_timestamp() and o.expires_at > clock_timestamp()
    and s.seal is not null and s.leaf_index < (select max(size) from hark.ledger_checkpoint)
    and not exists (select from gate.kill_switch where engaged)
    and not exists (select from gate.publish_attempt a where a.order_id = o.id
      and a.finished_at > clock_timestamp() - make_interval(secs => least(power(2, least(a.n, 10)), 600)))
  order by o.hold_until limit at_most
$$;

create function claim_send(wanted uuid) returns table (attempt_id uuid, response_id uuid, canonical bytea, content_hash bytea, started_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
#variable_conflict use_column
declare o gate.publish_order; v gate.response_version; a gate.publish_attempt;
begin
  perform from gate.response r join gate.response_version rv on rv.response_id = r.id join gate.publish_order po on po.response_version_id = rv.id
    where po.id = wanted for share of r;
  select * into o from gate.publish_order where id = wanted for update;
  if o.state is distinct from 'ready' then return; end if;              -- delivered twice: nothing to do
  update gate.publish_order set state = 'sending' where id = wanted;
  insert into gate.publish_attempt (order_id, n)
    values (wanted, (select coalesce(max(n), 0) + 1 from gate.publish_attempt where order_id = wanted)) returning * into a;
  select * into v from gate.response_version where id = o.response_version_id;
  if sha256(v.canonical) <> o.content_hash then raise exception 'content hash mismatch'; end if;
  return query select a.id, v.response_id, v.canonical, v.content_hash, a.started_at;
end $$;

-- An approval taken back while its reply was on its way: what comes back is stopped after all.
create function put_back(o gate.publish_order) returns text language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  if o.state <> 'ready' or not exists (select from gate.signature_revocation where signature_id = o.signature_id) then return o.state; end if;
  update gate.publish_order set state = 'cancelled' where id = o.id;
  return 'cancelled';
end $$;

create function record_outcome(attempt uuid, what text, remote text, url text, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare o gate.publish_order;
begin
  select po.* into o from gate.publish_order po join gate.publish_attempt pa on pa.order_id = po.id where pa.id = attempt for update of po;
  update gate.publish_attempt set outcome = what, remote_id = remote, remote_url = url, reason = why, finished_at = clock_timestamp()
    where id = attempt and (outcome is null or (outcome = 'unknown' and what = 'sent'));
  if not found then
    return case when what = 'sent' and exists (select from gate.publish_attempt where id = attempt and outcome = 'not_sent')
      then 'contradicted' else 'recorded before' end;                     -- public after all, though recorded as not sent
  end if;
  update gate.publish_order set state = case what when 'sent' then 'sent' when 'unknown' then 'unknown' else 'ready' end
    where id = o.id and state in ('sending', 'unknown') returning * into o;
  return gate.put_back(o);
end $$;

-- A definite refusal by the platform that no repeat will change.
create function record_refusal(attempt uuid, why text) returns text language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare o gate.publish_order;
begin
  select po.* into o from gate.publish_order po join gate.publish_attempt pa on pa.order_id = po.id where pa.id = attempt for update of po;
  update gate.publish_attempt set outcome = 'not_sent', reason = why, finished_at = clock_timestamp() where id = attempt and outcome is null;
  if not found then return 'recorded before'; end if;
  update gate.publish_order set state = 'failed' where id = o.id and state = 'sending';
  return 'failed';
end $$;

-- After a crash: an attempt without an outcome may or may not be public.
create function expire_attempts(older_than interval) returns table (attempt_id uuid, response_id uuid, content_hash bytea) language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
#variable_conflict use_column
declare a record;
begin
  for a in select pa.id, pa.order_id, v.response_id, v.content_hash from gate.publish_attempt pa
             join gate.publish_order po on po.id = pa.order_id join gate.response_version v on v.id = po.response_version_id
           where pa.outcome is null and pa.started_at < clock_timestamp() - older_than order by pa.order_id for update of po loop
    update gate.publish_attempt set outcome = 'unknown', reason = 'no outcome recorded', finished_at = clock_timestamp() where id = a.id and outcome is null;
    continue when not found;                                              -- its outcome came while we waited for the lock
    update gate.publish_order set state = 'unknown' where id = a.order_id and state = 'sending';
    attempt_id := a.id; response_id := a.response_id; content_hash := a.content_hash;
    return next;
  end loop;
end $$;

-- Open unknown attempts, with the bytes needed to look for them at the platform.
create function unknown_attempts() returns table (attempt_id uuid, order_id uuid, response_id uuid, canonical bytea, content_hash bytea, started_at timestamptz)
language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select a.id, o.id, v.response_id, v.canonical, v.content_hash, a.started_at
  from gate.publish_attempt a join gate.publish_order o on o.id = a.order_id join gate.response_version v on v.id = o.response_version_id
  where a.outcome = 'unknown' and o.state = 'unknown' order by a.started_at
$$;

create function revoke_signature(wanted uuid, by_person uuid, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare o gate.publish_order;
begin
  perform gate.assert_sees_now();
  perform from gate.response where id = (select v.response_id from gate.signature s join gate.response_version v on v.id = s.response_version_id
                                         where s.id = wanted) for update;
  select * into o from gate.publish_order where signature_id = wanted for update;
  perform from gate.signature where id = wanted for update;
  insert into gate.signature_revocation (signature_id, by_id, reason) values (wanted, by_person, why) on conflict do nothing;
  if o.state = 'ready' then update gate.publish_order set state = 'cancelled' where id = o.id; end if;
  return case when o.id is null or o.state in ('ready', 'cancelled', 'failed') then 'stopped' else 'too_late:' || o.state end;
end $$;

create function withdraw_response(wanted uuid, by_person uuid, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare r gate.response; o gate.publish_order;
begin
  perform gate.assert_sees_now();
  select * into r from gate.response where id = wanted for update;
  if r.id is null or r.withdrawn_at is not null then return 'already'; end if;
  select po.* into o from gate.publish_order po join gate.response_version v on v.id = po.response_version_id
    where v.response_id = wanted order by v.version desc limit 1 for update of po;
  if o.state in ('sending', 'unknown', 'sent') then return 'too_late:' || o.state; end if;
  if o.state = 'ready' then update gate.publish_order set state = 'cancelled' where id = o.id; end if;
  update gate.response set withdrawn_at = clock_timestamp(), withdrawn_reason = why where id = wanted;
  return 'withdrawn';
end $$;

-- Every claim shares the lock of the row 'global', so after this returns no claim of before is still on its way.
create function engage_kill_switch(which text, by_person uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  perform from gate.kill_switch where scope = 'global' for update;
  insert into gate.kill_switch (scope, engaged, by_id, reason) values (which, true, by_person, why)
    on conflict (scope) do update set engaged = true, by_id = by_person, reason = why, at = clock_timestamp(), release_asked_by = null;
end $$;

-- One person stops; two let go.
create function release_kill_switch(which text, by_person uuid) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare k gate.kill_switch;
begin
  select * into k from gate.kill_switch where scope = which for update;
  if k.engaged is distinct from true then return 'not_engaged'; end if;
  if k.release_asked_by = by_person then return 'asked_before'; end if;
  if k.release_asked_by is null then
    update gate.kill_switch set release_asked_by = by_person where scope = which;
    return 'second_person_required';
  end if;
  update gate.kill_switch set engaged = false, by_id = by_person, reason = null, at = clock_timestamp(), release_asked_by = null where scope = which;
  return 'released';
end $$;

-- Answers 'opted_out', 'already', or 'unknown_author' where the platform told nobody who wrote the post.
create function record_opt_out(of_post uuid, by_person uuid, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare p hark.post;
begin
  select * into p from hark.post where id = of_post;
  if p.author_ref is null then return 'unknown_author'; end if;
  perform from gate.kill_switch where scope = 'global' for update;
  insert into gate.opt_out (platform, author_ref, by_id, reason) values (p.platform, p.author_ref, by_person, why) on conflict do nothing;
  return case when found then 'opted_out' else 'already' end;
end $$;

create function resolve_unknown(attempt uuid, by_person uuid, what text, why text) returns text
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare o gate.publish_order;
begin
  select po.* into o from gate.publish_order po join gate.publish_attempt pa on pa.order_id = po.id
    where pa.id = attempt and pa.outcome = 'unknown' for update of po;
  if o.state is distinct from 'unknown' then return 'not_unknown'; end if;
  insert into gate.unknown_verdict (attempt_id, person_id, verdict, reason) values (attempt, by_person, what, why);
  if gate.agreeing(attempt, what) < 2 then return 'second_person_required'; end if;
  update gate.publish_attempt set outcome = 'not_sent', reason = 'two people: ' || what where id = attempt;
  update gate.publish_order set state = case what when 'resend' then 'ready' else 'cancelled' end where id = o.id returning * into o;
  perform gate.put_back(o);
  return what;
end $$;

-- What a person calls the state of a response.
create view response_status as
  select r.id, r.programme_id, r.case_id, r.post_id, r.practice, r.platform, r.thread, r.created_at, v.id as version_id, v.version, v.author_id,
    o.id as order_id, o.hold_until, o.expires_at, a.outcome, a.remote_url,
    case
      when r.withdrawn_at is not null then 'withdrawn'
      when o.state = 'sent' then 'sent'
      when o.state = 'unknown' then 'unknown'
      when o.state = 'sending' then 'sending'
      when o.state = 'failed' then 'failed'
      when exists (select from gate.signature s where s.response_version_id = v.id and s.meaning = 'pv_reject') then 'rejected'
      when o.state = 'ready' and o.expires_at <= clock_timestamp() then 'expired'
      when o.state = 'ready' then 'held'
      when exists (select from gate.signature s join gate.signature_revocation x on x.signature_id = s.id where s.response_version_id = v.id) then 'revoked'
      when o.state = 'cancelled' then 'failed'     -- by two people, after an unknown outcome
      when r.submitted_version = v.version then 'in_review'
      else 'drafted'
    end as state
  from gate.response r
  join lateral (select * from gate.response_version where response_id = r.id order by version desc limit 1) v on true
  left join gate.publish_order o on o.response_version_id = v.id
  left join lateral (select outcome, remote_url from gate.publish_attempt where order_id = o.id order by n desc limit 1) a on true;

revoke all on all functions in schema gate from public;
grant select on all tables in schema gate to hark_api, hark_auditor, hark_clock;
grant insert on response, response_version, signature to hark_api;
grant insert (id, response_version_id, content_hash, signature_id, hold_until, expires_at, last_entry) on publish_order to hark_api;
grant update (submitted_version, last_entry) on response to hark_api;
grant execute on function revoke_signature(uuid, uuid, text), withdraw_response(uuid, uuid, text), engage_kill_switch(text, uuid, text),
  release_kill_switch(text, uuid), resolve_unknown(uuid, uuid, text, text), record_opt_out(uuid, uuid, text), may_sign(uuid) to hark_api;
grant update (leaf_index, seal) on signature to hark_clock;
grant execute on function check_cluster(), due_orders(int), claim_send(uuid), record_outcome(uuid, text, text, text, text), record_refusal(uuid, text),
  expire_attempts(interval), unknown_attempts() to hark_publisher;
grant select (id, state) on publish_order to hark_publisher;
reset role;
