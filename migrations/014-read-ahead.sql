-- The next case is in the browser before its turn. That is no view; what is kept is from when on a person could have had one.
set role hark_owner;
set search_path = hark;

create table case_handed_out (
  case_id uuid not null references pv_case,
  person_id uuid not null references person,
  at timestamptz not null default clock_timestamp(),
  primary key (case_id, person_id)
);
select make_append_only('case_handed_out');
grant select, insert on case_handed_out to hark_api;
grant select on case_handed_out to hark_auditor;

-- A view is not of the future, and not from before the case was there.
create function guard_first_view() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.first_viewed_at > clock_timestamp() or new.first_viewed_at < new.flagged_at then
    raise exception 'a first view lies between the flag and now' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger first_view before update of first_viewed_at on pv_case for each row
  when (old.first_viewed_at is null and new.first_viewed_at is not null) execute function guard_first_view();
reset role;
