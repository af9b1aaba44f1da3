-- An address on this very machine that a person typed at its own keyboard (a relay, a local network of Bluesky) is theirs to reach: its
-- source is let to it, and to no other address inside. Over the api nobody can say so, whatever they type there.
set role hark_owner;
set search_path = hark;

alter table source add column reach text[] not null default '{}',
  add constraint source_reach_check check (array_to_string(reach, ' ', '') ~ '^((localhost|127(\.\d{1,3}){3}|\[::1\]):\d{1,5}( |$))*$');

create function guard_reach() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if not pg_has_role(current_user, 'hark_owner', 'member') then
    raise exception 'what a source reaches on this machine is said at its keyboard' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard_reach_new before insert on source for each row when (new.reach <> '{}') execute function guard_reach();
create trigger guard_reach before update of reach on source for each row
  when (new.reach <> '{}' and new.reach is distinct from old.reach) execute function guard_reach();
reset role;
