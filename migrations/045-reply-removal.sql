-- A reply of ours that is public no more, because a moderator, the platform or somebody else took it away: noted beside its sending, once. It
-- was sent all the same, and what was said is not taken back by it.
set role hark_owner;
set search_path = hark;

create table reply_removal (
  attempt_id uuid primary key references gate.publish_attempt,
  reason text not null,
  told_at timestamptz not null,                                   -- by the platform's clock
  seen_at timestamptz not null,
  at timestamptz not null default clock_timestamp(),
  entry_id uuid not null references ledger_entry deferrable initially deferred
);
select make_append_only('reply_removal');
create index publish_attempt_public on gate.publish_attempt (remote_id) where outcome = 'sent';

-- Whoever hears what is gone may learn which of it is a reply of ours, and nothing more of the gate.
create function replies_public_as(of_platform text, ids text[]) returns table (attempt_id uuid, response_id uuid, remote_id text, content_hash bytea)
language sql stable security definer set search_path = pg_catalog, hark, gate, pg_temp as $$
  select a.id, r.id, a.remote_id, o.content_hash from gate.publish_attempt a
  join gate.publish_order o on o.id = a.order_id
  join gate.response_version v on v.id = o.response_version_id
  join gate.response r on r.id = v.response_id
  join hark.post p on p.id = r.post_id
  where a.outcome = 'sent' and a.remote_id = any(ids) and p.platform = of_platform
    and not exists (select from hark.reply_removal g where g.attempt_id = a.id)
$$;
revoke all on function replies_public_as(text, text[]) from public;
grant execute on function replies_public_as(text, text[]) to hark_ingest;
grant insert on reply_removal to hark_ingest;
grant select on reply_removal to hark_api, hark_auditor, hark_clock;
reset role;
