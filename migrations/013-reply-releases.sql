-- Communications draft replies, and see no case (R-33): PV hands them one post of one case at a time, and takes it back.
set role hark_owner;
set search_path = hark;

create table reply_release (
  id uuid primary key,
  case_id uuid not null references pv_case,
  post_id uuid not null references post,
  released_by uuid not null references person,
  note text not null default '' check (length(note) <= 2000),   -- what PV asks of the reply
  released_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ended_by uuid references person,
  last_entry uuid not null references ledger_entry deferrable initially deferred,
  check ((ended_at is null) = (ended_by is null))
);
create unique index reply_release_live on reply_release (case_id, post_id) where ended_at is null;

create function guard_release() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if not exists (select from hark.person where id = new.released_by and active and roles && array['pv_reviewer', 'pv_lead']) then
      raise exception 'only PV releases a post' using errcode = 'insufficient_privilege';
    end if;
    if not exists (select from hark.case_post where case_id = new.case_id and post_id = new.post_id) then
      raise exception 'a post of the case is released' using errcode = 'insufficient_privilege';
    end if;
    if new.ended_at is not null then raise exception 'a release begins' using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if (new.id, new.case_id, new.post_id, new.released_by, new.note, new.released_at) is distinct from
     (old.id, old.case_id, old.post_id, old.released_by, old.note, old.released_at) or old.ended_at is not null then
    raise exception 'a release is ended once, and not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update on reply_release for each row execute function guard_release();
create trigger no_delete before delete on reply_release for each row execute function refuse_change();
create trigger no_truncate before truncate on reply_release for each statement execute function refuse_change();

grant select, insert on reply_release to hark_api;
grant update (ended_at, ended_by, last_entry) on reply_release to hark_api;
grant select on reply_release to hark_auditor;

-- Who is not of PV writes only about what PV handed them; asked under the lock of the release, so that taking it back and writing follow one another.
create function gate.guard_author() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
declare r gate.response;
begin
  if not exists (select from hark.person where id = new.author_id and not roles && array['pv_reviewer', 'pv_lead']) then return new; end if;
  select * into r from gate.response where id = new.response_id;
  perform from hark.reply_release where case_id = r.case_id and post_id = r.post_id and ended_at is null for share;
  if not found then
    raise exception 'this post is not released for a reply' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_author before insert on gate.response_version for each row execute function gate.guard_author();
revoke all on function gate.guard_author() from public;
reset role;
