-- What each table of the gate refuses, whoever asks and whatever the application did. Who may call what is in 008.
set role hark_owner;
set search_path = gate;

-- The guards look at what is true now, under locks. In another isolation they would look at what was true when their transaction began.
create function assert_sees_now() returns void language plpgsql set search_path = pg_catalog as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'the gate acts in read committed only' using errcode = 'invalid_transaction_state';
  end if;
end $$;

create function may_sign(who uuid) returns boolean language sql stable security definer set search_path = pg_catalog, hark, gate, pg_temp as $$
  select exists (select from hark.person where id = who and active and not must_enrol and roles && array['pv_reviewer', 'pv_lead'])
$$;

create function guard_response() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare p hark.post;
begin
  if tg_op = 'INSERT' then
    select * into p from hark.post where id = new.post_id;
    if p.practice is distinct from new.practice then
      raise exception 'practice and real are never mixed' using errcode = 'insufficient_privilege';
    end if;
    new.platform := p.platform;
    new.thread := coalesce(p.root_id, p.external_id);
    return new;
  end if;
  if (new.id, new.programme_id, new.case_id, new.post_id, new.practice, new.platform, new.thread, new.created_at)
     is distinct from (old.id, old.programme_id, old.case_id, old.post_id, old.practice, old.platform, old.thread, old.created_at) then
    raise exception 'a response keeps its post and case' using errcode = 'insufficient_privilege';
  end if;
  if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'withdrawn is final' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update on response for each row execute function guard_response();
create trigger no_delete before delete on response for each row execute function hark.refuse_change();

-- A reply goes where its post is, and nowhere else; what is ordered is not edited behind the signer's back.
create function guard_version() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare r gate.response; content jsonb := convert_from(new.canonical, 'UTF8')::jsonb;
begin
  perform gate.assert_sees_now();
  select * into r from gate.response where id = new.response_id for no key update;
  if r.withdrawn_at is not null then
    raise exception 'a withdrawn response is not edited' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from gate.publish_order o join gate.response_version v on v.id = o.response_version_id
             where v.response_id = new.response_id and o.state in ('ready', 'sending', 'unknown', 'sent')) then
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
create trigger guard before insert on response_version for each row execute function guard_version();

create function guard_signature() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare v gate.response_version; r gate.response; bound uuid; said jsonb;
begin
  if tg_op = 'INSERT' then
    perform gate.assert_sees_now();
    select * into v from gate.response_version where id = new.response_version_id;
    select * into r from gate.response where id = v.response_id for share;
    perform from gate.response_version where id = v.id for share;
    perform from hark.person where id = new.signer_id for share;
    if new.seal is not null or new.leaf_index is not null then
      raise exception 'a signature is sealed by the clock, afterwards' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from gate.response_version where response_id = v.response_id and author_id = new.signer_id) then
      raise exception 'four eyes: whoever wrote any of it may not sign it' using errcode = 'insufficient_privilege';
    end if;
    if not gate.may_sign(new.signer_id) then
      raise exception 'signer not authorised' using errcode = 'insufficient_privilege';
    end if;
    if r.withdrawn_at is not null then
      raise exception 'a withdrawn response is not signed' using errcode = 'insufficient_privilege';
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
    said := convert_from(new.statement, 'UTF8')::jsonb;
    if said is distinct from said || jsonb_build_object('meaning', new.meaning, 'zone', new.zone, 'reauth_id', new.reauthentication_id,
         'signer', jsonb_build_object('id', new.signer_id, 'printed_name', new.printed_name), 'records', jsonb_build_array(jsonb_build_object(
           'type', 'response', 'id', r.id, 'version', v.version, 'content_sha256', encode(new.content_hash, 'hex'))))
       or abs(extract(epoch from clock_timestamp() - (said ->> 'at')::timestamptz)) > 120 then
      raise exception 'the statement says something else than the signature' using errcode = 'insufficient_privilege';
    end if;
    new.signed_at := said ->> 'at';
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

-- How many people's newest word on an unknown outcome is this one.
create function agreeing(attempt uuid, what text) returns bigint language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select count(*) from (
    select distinct on (person_id) verdict from gate.unknown_verdict where attempt_id = attempt order by person_id, at desc) newest
  where verdict = what
$$;

-- Null when a reply may be ordered and sent as far as its own history and its post go; else why not.
create function why_not_send(wanted uuid, of_signature uuid) returns text language plpgsql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
declare v gate.response_version; r gate.response; p hark.post;
begin
  select * into v from gate.response_version where id = wanted;
  select * into r from gate.response where id = v.response_id;
  select * into p from hark.post where id = r.post_id;
  return case
    when r.withdrawn_at is not null then 'withdrawn'
    when exists (select from gate.response_version n where n.response_id = r.id and n.version > v.version) then 'a newer version exists'
    when exists (select from gate.signature_revocation where signature_id = of_signature) then 'signature revoked'
    when exists (select from gate.signature where response_version_id = wanted and meaning = 'pv_reject') then 'rejected'
    when p.removed_at is not null or p.erased_at is not null then 'the post is gone'
    when exists (select from hark.post n where n.programme_id = p.programme_id and n.platform = p.platform
                 and n.external_id = p.external_id and n.stored_at > p.stored_at) then 'the post was changed'
    when exists (select from gate.opt_out where platform = p.platform and author_ref = p.author_ref) then 'the author opted out'
  end;
end $$;

-- No path, not even the owner's, puts an order into 'sending' unless every condition holds now.
create function guard_order() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare stopped boolean; k record; why text; last gate.publish_attempt;
begin
  if tg_op = 'INSERT' and new.state <> 'ready' then
    raise exception 'an order starts ready' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'INSERT' or (new.state = 'sending' and old.state <> 'sending') then       -- serialises with an edit, a withdrawal, a revocation
    perform gate.assert_sees_now();
    perform from gate.response where id = (select response_id from gate.response_version where id = new.response_version_id) for share;
  end if;
  if tg_op = 'INSERT' then
    why := gate.why_not_send(new.response_version_id, new.signature_id);
    if why is not null then raise exception '%', why using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if new.state = 'sending' and old.state <> 'sending' then
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
      ('unknown', 'sent'), ('unknown', 'ready'), ('unknown', 'cancelled')) then
    raise exception 'order: % to % is no transition', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if (to_jsonb(new) - 'state' - 'last_entry') is distinct from (to_jsonb(old) - 'state' - 'last_entry') then
    raise exception 'an order is bound to its signature' using errcode = 'insufficient_privilege';
  end if;
  if old.state in ('sending', 'unknown') and new.state not in (old.state, 'unknown') then
    select * into last from gate.publish_attempt where order_id = new.id order by n desc limit 1;
    if last.outcome is distinct from (case new.state when 'sent' then 'sent' else 'not_sent' end) then
      raise exception 'an order follows the outcome of its attempt' using errcode = 'insufficient_privilege';
    end if;
    if old.state = 'unknown' and new.state <> 'sent' and gate.agreeing(last.id, (case new.state when 'ready' then 'resend' else 'cancel' end)) < 2 then
      raise exception 'two people say what becomes of an unknown outcome' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
create trigger guard before insert or update on publish_order for each row execute function guard_order();

-- What was found out stays found out; that an unknown attempt reached nobody is for two people to say.
create function guard_attempt() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.outcome is null and not exists (select from gate.publish_order where id = new.order_id and state = 'sending')
       or new.outcome in ('sent', 'not_sent') then
      raise exception 'an attempt begins with a claim' using errcode = 'insufficient_privilege';
    end if;
    new.started_at := clock_timestamp();
    return new;
  end if;
  if (new.id, new.order_id, new.n, new.started_at) is distinct from (old.id, old.order_id, old.n, old.started_at)
     or new.outcome is null or old.outcome in ('sent', 'not_sent') or (old.outcome, new.outcome) = ('unknown', 'unknown') then
    raise exception 'an outcome is recorded once' using errcode = 'insufficient_privilege';
  end if;
  if (old.outcome, new.outcome) = ('unknown', 'not_sent')
     and greatest(gate.agreeing(old.id, 'resend'), gate.agreeing(old.id, 'cancel')) < 2 then
    raise exception 'two people say what becomes of an unknown outcome' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update on publish_attempt for each row execute function guard_attempt();

-- One person stops; two let go.
create function guard_kill_switch() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.scope <> old.scope or (old.engaged and not new.engaged
     and (old.release_asked_by is null or new.by_id is null or new.by_id = old.release_asked_by)) then
    raise exception 'two people release a kill switch' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on kill_switch for each row execute function guard_kill_switch();

-- Another identity is accepted only once nothing of the old one could still go out.
create function guard_cluster() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  if exists (select from gate.publish_order where state in ('ready', 'sending')) or exists (select from gate.publish_attempt where outcome is null) then
    raise exception 'open orders belong to the database they were made in' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on cluster_identity for each row execute function guard_cluster();

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
