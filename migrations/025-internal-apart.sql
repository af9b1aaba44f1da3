set role hark_owner;
set search_path = hark;

-- What employees say among themselves and what the public says are never one programme: their sums, samples and readers differ.
-- Practice posts and files belong to either.
create function keep_internal_apart() returns trigger language plpgsql set search_path = pg_catalog, hark as $$
begin
  if new.state = 'draft' or new.platform in ('practice', 'file') then
    return new;
  end if;
  -- Two that go live at once must not both find the programme empty.
  perform pg_advisory_xact_lock(hashtextextended(new.programme_id::text, 25));
  if exists (
    select from hark.source s
    where s.programme_id = new.programme_id and s.id <> new.id and s.state <> 'draft'
      and s.platform not in ('practice', 'file') and (s.platform = 'internal') is distinct from (new.platform = 'internal')
  ) then
    raise exception 'internal and public sources are never in one programme' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger internal_apart before insert or update of state, platform, programme_id on source
  for each row execute function keep_internal_apart();
reset role;
