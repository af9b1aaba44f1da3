-- One living reply a conversation (docs/decisions/0012). Under what many comment on, each on their own, a conversation is one first
-- comment with its answers; elsewhere it is the thread. The database finds out which from the post, whatever the caller says.
set role hark_owner;
set search_path = gate;

alter table response add column conversation text;

-- `conversation` is null where the comments above a post are not all held: a reply to it then counts for the whole thread.
create function conversation_of(wanted uuid, out thread text, out conversation text)
language plpgsql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
declare p hark.post; many boolean; top record;
begin
  select * into p from hark.post where id = wanted;
  thread := coalesce(p.root_id, p.external_id);
  many := p.platform in ('youtube', 'facebook', 'instagram', 'linkedin', 'reddit', 'discourse', 'feed');
  conversation := case when p.platform = 'youtube' then split_part(p.external_id, '.', 1)      -- an answer is named FIRST.ANSWER
    when not many and p.root_id is not null then thread end;
  if conversation is not null then return; end if;
  with recursive up as (
    select p.external_id as id, p.parent_id as parent, p.root_id as root, 0 as n
    union all
    select h.external_id, h.parent_id, h.root_id, n + 1 from up cross join lateral (
      select * from hark.post where platform = p.platform and external_id = up.parent
        and (many or source_id = p.source_id)                -- elsewhere another source may give the same id to another post
      order by stored_at desc limit 1) h
    where n < 200)                                           -- a feed may say that two comments answer one another
  select u.*, lag(u.id) over (order by n) as below into top from up u order by n desc limit 1;
  conversation := case
    when not many then case when top.n < 200 then coalesce(top.root, top.parent, top.id) else thread end
    when top.n = 200 then null
    when coalesce(top.parent, top.root) is null then coalesce(top.below, top.id)               -- up to what is commented on
    when coalesce(top.parent, top.root) = top.root then top.id                                 -- up to a first comment
    when p.platform in ('facebook', 'instagram', 'linkedin') then top.parent                   -- two levels, never more
  end;
  if not many then thread := conversation; end if;
end $$;

-- The living replies that stand in the way of one to this post.
create function replies_in_conversation(of_post uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select r.id from hark.post p cross join gate.conversation_of(p.id) c join gate.response r on r.platform = p.platform
  where p.id = of_post and r.withdrawn_at is null
    and (r.conversation = c.conversation or r.thread = c.thread and (r.conversation is null or c.conversation is null))
$$;

-- Of replies from before, two may turn out to answer one conversation: the later keeps the whole thread, as it did.
update response r set conversation = found.conversation from (
  select l.id, c.conversation, row_number() over (partition by l.platform, c.conversation order by l.created_at, l.id) as n
  from response l cross join conversation_of(l.post_id) c where l.withdrawn_at is null) found
where r.id = found.id and found.n = 1;
drop index one_reply_a_thread;
create unique index one_reply_a_conversation on response (platform, conversation) where withdrawn_at is null;
create index response_thread on response (platform, thread) where withdrawn_at is null;

-- As in 007, and: one reply a conversation; who answers in an unknown one answers the whole thread.
create or replace function guard_response() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare p hark.post;
begin
  if tg_op = 'INSERT' then
    perform gate.assert_sees_now();
    select * into p from hark.post where id = new.post_id;
    if p.practice is distinct from new.practice then
      raise exception 'practice and real are never mixed' using errcode = 'insufficient_privilege';
    end if;
    new.platform := p.platform;
    select c.thread, c.conversation into new.thread, new.conversation from gate.conversation_of(p.id) c;
    perform pg_advisory_xact_lock(hashtextextended(new.platform || ' ' || new.thread, 31));     -- two who draft at the same moment
    if exists (select from gate.response r where r.platform = new.platform and r.thread = new.thread and r.withdrawn_at is null
               and (r.conversation is null or new.conversation is null)) then
      raise exception 'this thread has a reply, and whether it is of this conversation is not known'
        using errcode = 'unique_violation', constraint = 'one_reply_a_conversation';
    end if;
    return new;
  end if;
  if (new.id, new.programme_id, new.case_id, new.post_id, new.practice, new.platform, new.thread, new.conversation, new.created_at)
     is distinct from (old.id, old.programme_id, old.case_id, old.post_id, old.practice, old.platform, old.thread, old.conversation, old.created_at) then
    raise exception 'a response keeps its post and case' using errcode = 'insufficient_privilege';
  end if;
  if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'withdrawn is final' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

revoke all on function conversation_of(uuid), replies_in_conversation(uuid) from public;
grant execute on function replies_in_conversation(uuid) to hark_api;
reset role;
