-- A case that is opened again takes back what has not left: its hand-off and its approved reply. What may have left stays, and says so.
set role hark_owner;
set search_path = hark;

alter table handoff
  add column delivering_since timestamptz,       -- from the claim to its outcome: it may have left
  add column withdrawn_at timestamptz,           -- the case was opened again before it left
  add column superseded_at timestamptz,          -- the case was opened again after it (may have) left: a follow-up corrects it
  add column superseded_by uuid references handoff,
  drop constraint handoff_state_check,
  add constraint handoff_state_check check (state in ('pending', 'sent', 'acked', 'failed', 'withdrawn')),
  add constraint handoff_withdrawn_check check ((state = 'withdrawn') = (withdrawn_at is not null)),
  add constraint handoff_superseded_check check (superseded_by is null or superseded_at is not null);

-- One lock order: case -> hand-off -> response. What left is never said to have been stopped, and what was stopped never leaves.
create function guard_handoff() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (new.id, new.case_id, new.decision_id, new.content_sha256, new.practice, new.destination, new.packet, new.created_at) is distinct from
     (old.id, old.case_id, old.decision_id, old.content_sha256, old.practice, old.destination, old.packet, old.created_at) then
    raise exception 'a hand-off is what was signed' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'withdrawn' then
    raise exception 'withdrawn is final' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'withdrawn' and (old.state not in ('pending', 'failed') or old.sent_at is not null or old.delivering_since is not null) then
    raise exception 'what may have left is not withdrawn' using errcode = 'insufficient_privilege';
  end if;
  if old.sent_at is not null and new.sent_at is distinct from old.sent_at
     or old.superseded_by is not null and new.superseded_by is distinct from old.superseded_by then
    raise exception 'what has happened is not unsaid' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update on handoff for each row execute function guard_handoff();
create trigger no_delete before delete on handoff for each row execute function refuse_change();

grant update (withdrawn_at, superseded_at, superseded_by) on handoff to hark_api;

-- An approval stands on the disposition it was given under: opened again, or decided anew, the case asks for a new approval.
create or replace function gate.why_not_send(wanted uuid, of_signature uuid) returns text language plpgsql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
declare v gate.response_version; r gate.response; p hark.post; approved timestamptz;
begin
  select * into v from gate.response_version where id = wanted;
  select * into r from gate.response where id = v.response_id;
  select * into p from hark.post where id = r.post_id;
  select signed_at into approved from gate.signature where id = of_signature;
  return case
    when r.withdrawn_at is not null then 'withdrawn'
    when exists (select from gate.response_version n where n.response_id = r.id and n.version > v.version) then 'a newer version exists'
    when exists (select from gate.signature_revocation where signature_id = of_signature) then 'signature revoked'
    when exists (select from gate.signature where response_version_id = wanted and meaning = 'pv_reject') then 'rejected'
    when not exists (select from hark.decision where case_id = r.case_id and state = 'signed' and concluded_at <= coalesce(approved, 'infinity')) then 'the disposition it was approved under no longer stands'
    when p.removed_at is not null or p.erased_at is not null then 'the post is gone'
    when exists (select from hark.post n where n.programme_id = p.programme_id and n.platform = p.platform
                 and n.external_id = p.external_id and n.stored_at > p.stored_at) then 'the post was changed'
    when exists (select from gate.opt_out where platform = p.platform and author_ref = p.author_ref) then 'the author opted out'
  end;
end $$;
reset role;
