-- Nobody but the person ever knows their password and code: an operator gives an invitation, which works once and not for long.
set role hark_owner;
set search_path = hark;

create table invitation (
  id uuid primary key,
  person_id uuid not null references person,
  code_hash bytea not null unique,
  made_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  totp_sealed bytea,                             -- the newest secret shown to who opened it: whoever opens it later makes the earlier one worthless
  opened int not null default 0,
  used_at timestamptz,
  ended_at timestamptz,                          -- a newer one took its place
  check (expires_at > made_at),
  check (used_at is null or (ended_at is null and totp_sealed is not null))
);
create unique index invitation_live on invitation (person_id) where used_at is null and ended_at is null;

create function guard_invitation() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (new.id, new.person_id, new.code_hash, new.made_at, new.expires_at) is distinct from
     (old.id, old.person_id, old.code_hash, old.made_at, old.expires_at) or new.opened < old.opened then
    raise exception 'an invitation is not changed' using errcode = 'insufficient_privilege';
  end if;
  if old.used_at is not null or old.ended_at is not null then
    raise exception 'an invitation works once' using errcode = 'insufficient_privilege';
  end if;
  if new.used_at is not null and clock_timestamp() >= old.expires_at then
    raise exception 'an invitation does not wait for ever' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on invitation for each row execute function guard_invitation();
create trigger no_delete before delete on invitation for each row execute function refuse_change();
create trigger no_truncate before truncate on invitation for each statement execute function refuse_change();

grant select, insert on invitation to hark_api;
grant update (totp_sealed, opened, used_at, ended_at) on invitation to hark_api;
grant select (id, person_id, made_at, expires_at, opened, used_at, ended_at) on invitation to hark_auditor;
reset role;
