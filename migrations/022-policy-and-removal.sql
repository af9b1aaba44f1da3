-- What a platform's terms forbid is refused here, whatever the application did; what it asks to be deleted is deleted, and the proof stays.
set role hark_owner;
set search_path = hark;

alter table source
  add column permission_reference text,          -- the contract, approval or legal basis a person put on file
  -- Neither silence nor a wink: the terms as acknowledged say whether a permission must be on file.
  add constraint permitted_before_running check (state = 'draft' or platform = 'practice'
    or not coalesce((policy ->> 'needsPermissionReference')::boolean, false) or length(trim(coalesce(permission_reference, ''))) >= 3),
  add constraint health_inferred_by_permission check (state = 'draft' or platform = 'practice'
    or coalesce((policy ->> 'mayInferHealth')::boolean, true) or length(trim(coalesce(permission_reference, ''))) >= 3);
grant insert (permission_reference), update (permission_reference) on source to hark_api;

-- Terms are changed by acknowledging them anew, never beside it.
create function guard_source() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (new.policy, new.permission_reference) is distinct from (old.policy, old.permission_reference) and new.state <> 'draft'
     and new.acknowledged_at is not distinct from old.acknowledged_at then
    raise exception 'terms are changed by acknowledging them' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on source for each row execute function guard_source();

-- May a flagged post be held after its deletion, or a case keep its words (field-guide 5.3)?
create function may_hold(s source) returns boolean language sql stable set search_path = pg_catalog as $$
  select case coalesce(s.policy ->> 'holdForSafety', 'legal_duty')
    when 'legal_duty' then true when 'with_permission' then length(trim(coalesce(s.permission_reference, ''))) >= 3 else false end
$$;

create function guard_stored_text() returns trigger language plpgsql set search_path = pg_catalog, hark as $$
begin
  if exists (select from fresh f join hark.source s on s.id = f.source_id where f.text is not null and s.policy ->> 'mayStoreText' = 'false') then
    raise exception 'the terms of this source allow no text to be stored' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger guard_stored_text after insert on post referencing new table as fresh for each statement execute function guard_stored_text();

-- A case of which the facts were forwarded keeps its words, and nothing else of the post.
alter table post add column reduced_at timestamptz;
grant update (reduced_at) on post to hark_clock, hark_ingest;
create or replace function guard_post() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'posts are erased, not deleted' using errcode = 'insufficient_privilege';
  end if;
  if (new.id, new.programme_id, new.source_id, new.platform, new.external_id, new.version_sha256, new.revision, new.practice,
      new.posted_at, new.received_at, new.stored_at, new.counted_hour, new.entry_id)
     is distinct from
     (old.id, old.programme_id, old.source_id, old.platform, old.external_id, old.version_sha256, old.revision, old.practice,
      old.posted_at, old.received_at, old.stored_at, old.counted_hour, old.entry_id)
     or (new.erased_at is null and new.text is distinct from old.text)
     or (new.raw is not null and new.raw is distinct from old.raw)
     or (new.author_sealed is not null and new.author_sealed is distinct from old.author_sealed)
     or (new.erased_at is null and new.reduced_at is null and (new.raw, new.author_sealed) is distinct from (old.raw, old.author_sealed)) then
    raise exception 'a post is immutable' using errcode = 'insufficient_privilege';
  end if;
  if (old.erased_at is not null and new.erased_at is null) or (old.reduced_at is not null and new.reduced_at is null) then
    raise exception 'what is gone is not taken back' using errcode = 'insufficient_privilege';
  end if;
  if new.erased_at is not null and (new.text is not null or new.raw is not null or new.author_sealed is not null or new.author_ref is not null) then
    raise exception 'an erased post keeps no content' using errcode = 'insufficient_privilege';
  end if;
  if new.reduced_at is not null and (new.raw is not null or new.author_sealed is not null or new.url is not null) then
    raise exception 'a reduced post keeps its words alone' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create index post_removed on post (removed_at) where removed_at is not null and erased_at is null and reduced_at is null;

-- What befell a post, and under which ground anything of it was kept: the proof of each deletion.
create table post_removal (
  id bigint generated always as identity primary key,
  post_id uuid not null references post,
  act text not null check (act in ('marked', 'restored', 'erased', 'reduced')),
  why text not null,
  ground text check (ground in ('legal_duty', 'with_permission')),   -- what is kept is kept under; null where nothing is
  permission_reference text,
  at timestamptz not null default clock_timestamp(),
  entry_id uuid not null references ledger_entry deferrable initially deferred
);
create index post_removal_post on post_removal (post_id, id);
select make_append_only('post_removal');
grant select, insert on post_removal to hark_ingest, hark_clock;
grant select on post_removal to hark_api, hark_auditor;

-- Posts of sources that push no deletions, or whose terms set a limit: when the platform last showed each.
create table post_check (
  post_id uuid primary key references post,
  source_id uuid not null references source,
  counted_hour timestamptz not null,
  checked_at timestamptz not null
);
create index post_check_due on post_check (source_id, checked_at);
create index post_check_enrolled on post_check (source_id, counted_hour);
grant select, insert, update, delete on post_check to hark_ingest, hark_clock;
grant select on post_check to hark_api, hark_auditor;

-- What has to go by now, and how much of it. `erase`: everything; `reduce`: all but the words a forwarded case needs.
create view post_due as
  with candidate as (
    select p.id, p.source_id, p.removal_reason as why,
      p.removed_at + case when p.removal_reason in ('deleted', 'edited') then interval '0' else h.sla end as due, p.removed_at + h.sla as latest
    from post p join source s on s.id = p.source_id,
      lateral (select make_interval(hours => coalesce((s.policy ->> 'deletionSlaHours')::int, 24)) as sla) h
    where p.removed_at is not null and p.erased_at is null and p.reduced_at is null
    union all
    select c.post_id, c.source_id, 'retention', c.checked_at + h.kept, c.checked_at + h.kept
    from post_check c join source s on s.id = c.source_id,
      lateral (select make_interval(days => (s.policy ->> 'retentionDays')::int) as kept) h
    where s.policy ->> 'retentionDays' is not null and c.checked_at < clock_timestamp() - h.kept
      and exists (select from post p where p.id = c.post_id and p.erased_at is null and p.reduced_at is null)
  )
  select d.id, d.source_id, d.why, d.latest,
    case
      when d.due > clock_timestamp() then 'wait'
      when k.cases = 0 and g.state = 'done' then 'erase'
      when k.cases = 0 then case when d.latest <= clock_timestamp() then 'erase' else 'wait' end
      when k.undecided > 0 and may_hold(s) then 'wait'
      when k.undecided > 0 then case when d.latest <= clock_timestamp() then 'erase' else 'expedite' end
      when k.forwarded > 0 and may_hold(s) then 'reduce'
      else 'erase'
    end as verdict,
    coalesce(s.policy ->> 'holdForSafety', 'legal_duty') as ground, s.permission_reference
  from candidate d
  join source s on s.id = d.source_id
  left join post_stage g on g.post_id = d.id and g.stage = 'classify'
  cross join lateral (
    select count(*) as cases, count(*) filter (where k.state not in ('decided', 'joined')) as undecided,
      count(*) filter (where exists (select from decision n where n.case_id = k.id and n.state = 'signed' and n.forwardable)) as forwarded
    from case_post cp join pv_case k on k.id = cp.case_id where cp.post_id = d.id
  ) k;
grant select on post_due to hark_clock, hark_auditor;

-- What a finding quotes goes with the post; that there was a finding, and its codes, stay.
create function without_quotes(detail jsonb) returns jsonb language sql immutable set search_path = pg_catalog as $$
  select detail || '{"evidence": [], "patients": [], "criteria": {"patient": null, "reporter": null, "product": null, "event": null}, "erased": true}'
$$;
grant update (detail) on finding to hark_clock, hark_ingest;
grant select (post_id) on near_copy_band to hark_clock, hark_ingest, hark_auditor, hark_api;
grant select (post_id) on case_text to hark_auditor;
grant select (drained_at, has_body) on hook_delivery to hark_api;
grant update (lane, priority) on pv_case to hark_clock;

-- Only what the terms allow to learn from, of people who did not take it back; practice posts teach nothing about people.
create view trainable_post as
  select p.id, p.programme_id, p.platform, p.lang, p.text
  from post p join source s on s.id = p.source_id
  where s.policy ->> 'mayTrain' = 'true' and not p.practice and p.text is not null and p.removed_at is null and p.erased_at is null;
grant select on trainable_post to hark_auditor;

-- Terms that allow no reply allow none: neither drafted, nor ordered, nor sent.
create function gate.guard_policy() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, gate, pg_temp as $$
declare post uuid;
begin
  if tg_table_name = 'response' then
    post := new.post_id;
  else
    select r.post_id into post from gate.response_version v join gate.response r on r.id = v.response_id where v.id = new.response_version_id;
  end if;
  if exists (select from hark.post p join hark.source s on s.id = p.source_id where p.id = post and s.policy ->> 'mayReply' = 'false') then
    raise exception 'the terms of this source allow no reply' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function gate.guard_policy() from public;
create trigger guard_policy before insert on gate.response for each row execute function gate.guard_policy();
create trigger guard_policy before insert or update on gate.publish_order for each row
  when (new.state in ('ready', 'sending')) execute function gate.guard_policy();
reset role;
