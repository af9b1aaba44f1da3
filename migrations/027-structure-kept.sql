-- What a flagged post says, in parts: patients, medicines and their roles, doses, times, who tells. Pieces of its words, as private as
-- the evidence beside them, and gone with it.
set role hark_owner;
set search_path = hark;

alter table finding
  add column structure jsonb,
  add constraint structure_of_flagged check (structure is null or flagged),
  -- Whoever forgets what a finding quotes forgets its structure in the same breath, or is refused.
  add constraint structure_goes_with_quotes check (structure is null or not detail ? 'erased');
grant update (structure) on finding to hark_clock, hark_ingest;

create function guard_finding() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.structure is not null and new.structure is distinct from old.structure then
    raise exception 'what was read of a post is not rewritten, it only goes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on finding for each row execute function guard_finding();
reset role;
