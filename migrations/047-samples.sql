-- Samples of what was not flagged: drawn once for each closed period, read blind, and from them what was missed (docs/sampling.md).
set role hark_owner;
set search_path = hark;

create table sample (
  id uuid primary key,
  programme_id uuid not null references programme,
  practice boolean not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  seed text not null check (seed ~ '^[0-9a-f]{32}$'),
  model text not null,                             -- what judged the posts of the frame
  frame bytea not null,                            -- a line a post: id, language group, band; no words, so it outlives its posts
  frame_sha256 bytea not null generated always as (sha256(frame)) stored,
  gone int not null check (gone >= 0),             -- not flagged, and no longer there at the draw: not in the frame
  drawn_by text not null,
  drawn_at timestamptz not null default clock_timestamp(),
  entry_id uuid not null references ledger_entry deferrable initially deferred,
  unique (programme_id, from_at),                  -- one draw a period: nobody draws again until it pleases
  check (to_at > from_at)
);
create table sample_stratum (
  sample_id uuid not null references sample,
  language text not null check (language in ('en', 'six', 'other')),
  band text not null check (band in ('near', 'low', 'far')),
  posts int not null,
  drawn int not null,
  primary key (sample_id, language, band),
  check (drawn between 1 and posts)
);
create table sample_post (
  post_id uuid primary key references post,
  sample_id uuid not null,
  language text not null,
  band text not null,
  foreign key (sample_id, language, band) references sample_stratum
);
create index sample_post_sample on sample_post (sample_id);
create index post_stored on post (programme_id, stored_at);
select make_append_only('sample');
select make_append_only('sample_stratum');
select make_append_only('sample_post');

-- A case of a sample was never flagged. Its clocks start when a person finds an adverse event in it; it leaves unread when its post does.
alter table pv_case alter flagged_at drop not null;
alter table pv_case drop constraint pv_case_state_check;
alter table pv_case add constraint pv_case_state_check check (state in ('open', 'held', 'concluded', 'decided', 'joined', 'withdrawn'));
alter table pv_case add check (state <> 'withdrawn' or lane = 'sample');

-- As in 006, and: what was never flagged is not flagged afterwards.
create or replace function guard_case() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.ingested_at <> old.ingested_at or new.flagged_at is distinct from old.flagged_at
     or (old.first_viewed_at is not null and new.first_viewed_at is distinct from old.first_viewed_at)
     or (old.pv_received_at is not null and new.pv_received_at is distinct from old.pv_received_at)
     or (old.vendor_aware_at is not null and new.vendor_aware_at is distinct from old.vendor_aware_at)
     or new.number <> old.number or new.practice <> old.practice then
    raise exception 'awareness timestamps are set once' using errcode = 'insufficient_privilege';
  end if;
  if new.version < old.version then
    raise exception 'a case version only grows' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'withdrawn' and new.state <> 'withdrawn' then
    raise exception 'a withdrawn case has no post to come back to' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create function guard_new_case() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = 'hark_clock' and (new.lane <> 'sample' or new.flagged_at is not null) then
    raise exception 'the clock opens cases of samples alone' using errcode = 'insufficient_privilege';
  end if;
  if current_user = 'hark_classifier' and new.flagged_at is null then
    raise exception 'a flag says when it was' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_new before insert on pv_case for each row execute function guard_new_case();

-- As in 014, for cases that were never flagged too.
create or replace function guard_first_view() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.first_viewed_at > clock_timestamp() or new.first_viewed_at < coalesce(new.flagged_at, new.opened_at) then
    raise exception 'a first view lies between the flag and now' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- As in 026, and: a sample holds nothing that was deleted (field-guide §5.3, 1), but while somebody has it in hand or has yet to sign.
create or replace view post_due as
  with candidate as (
    select p.id, p.source_id, p.removal_reason as why,
      p.removed_at + case when p.removal_reason in ('deleted', 'edited') then interval '0' else h.sla end as due,
      greatest(p.removed_at + h.sla, m.seen + interval '45 seconds') as latest
    from post p join source s on s.id = p.source_id,
      lateral (select make_interval(hours => coalesce((s.policy ->> 'deletionSlaHours')::int, 24)) as sla) h,
      lateral (select coalesce(max(r.at), p.removed_at) as seen from post_removal r where r.post_id = p.id and r.act = 'marked') m
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
    from case_post cp join pv_case k on k.id = cp.case_id
    where cp.post_id = d.id and (k.lane <> 'sample' or k.state = 'concluded' or k.lease_until > clock_timestamp())
  ) k;

-- Every drawn post in exactly one state. A post that repeats a case is a miss too: detection should have flagged it.
create view sample_outcome as
  select s.sample_id, s.post_id, s.language, s.band,
    case when c.open > 0 then 'pending' when c.found > 0 then 'missed' when c.decided > 0 then 'clear' else 'withdrawn' end as state
  from sample_post s
  cross join lateral (
    select count(*) filter (where k.state in ('open', 'held', 'concluded')) as open, count(*) filter (where k.state = 'decided') as decided,
      count(*) filter (where exists (select from decision d where d.case_id = k.id and d.state = 'signed'
        and (d.forwardable or d.close_reason = 'duplicate_of_case'))) as found
    from case_post cp join pv_case k on k.id = cp.case_id where cp.post_id = s.post_id and k.state <> 'joined'
  ) c;

grant select, insert on sample, sample_stratum, sample_post to hark_clock;
grant insert on pv_case, case_post to hark_clock;
grant select on sample, sample_stratum, sample_outcome to hark_api;
grant select on sample, sample_stratum, sample_post, sample_outcome to hark_auditor;
reset role;
