-- A deletion learnt late, after an outage, leaves the classifier the minute within which a signal must have reached every copy: a post
-- nobody could judge would else go unread although its words, told and taken back, may be a safety report.
set role hark_owner;
set search_path = hark;

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
    from case_post cp join pv_case k on k.id = cp.case_id where cp.post_id = d.id
  ) k;
reset role;
