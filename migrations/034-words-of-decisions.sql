-- A deletion reaches what was signed (docs/decisions/0013). What a decision quotes of a post is a private field of the ledger entry that
-- concluded it; the signed bytes hold the commitments alone, so that words and salt can go and the signature stays.
set role hark_owner;
set search_path = hark;

-- Bytes signed before this hold the words themselves. They can go whole: the hash was signed, and stays.
alter table decision alter column content_sha256 drop expression;
alter table decision
  alter column canonical drop not null,
  add constraint decision_hash_of_bytes check (canonical is null or content_sha256 = sha256(canonical)),
  add column post_ids uuid[] not null default '{}',           -- the posts it rests on, as its bytes say
  add column concluded_entry uuid;                            -- whose private fields are its words
drop trigger guard on decision;
update decision d set
  post_ids = array(select (p ->> 'id')::uuid from jsonb_array_elements(convert_from(d.canonical, 'UTF8')::jsonb -> 'posts') p),
  concluded_entry = (select e.id from ledger_entry e where e.object_type = 'decision' and e.object_id = d.id::text and e.action = 'decision.concluded' limit 1);
alter table decision add foreign key (concluded_entry) references ledger_entry deferrable initially deferred;
create index decision_posts on decision using gin (post_ids);

-- Whether the ledger says that a private value of one of its entries was erased.
create function erasure_is_told(entry uuid, field text) returns boolean language sql stable set search_path = pg_catalog, hark as $$
  select exists (select from hark.ledger_entry was join hark.ledger_entry e on e.object_type = was.object_type and e.object_id = was.object_id
    where was.id = entry and e.action = 'erasure.executed'
      and string_to_array(e.body::jsonb #>> '{ref,erased}', ' ') && array[format('%s:%s', was.id, field), format('%s:%s', was.leaf_index, field)])
$$;

create or replace function guard_decision() returns trigger language plpgsql set search_path = pg_catalog, hark as $$
declare document jsonb;
begin
  if tg_op = 'DELETE' then raise exception 'decisions are voided, not deleted' using errcode = 'insufficient_privilege'; end if;
  if tg_op = 'INSERT' then
    document := convert_from(new.canonical, 'UTF8')::jsonb;
    if current_user = 'hark_api' and (document ->> 'v' is distinct from '2' or jsonb_path_exists(document -> 'conclusion',
         '$.** ? (@.text.type() == "string" || @.term.type() == "string" || @.missing.type() == "string" || (@.note.type() == "string" && @.note != ""))')) then
      raise exception 'what is signed holds no words of a post' using errcode = 'insufficient_privilege';
    end if;
    new.content_sha256 := sha256(new.canonical);
    new.post_ids := array(select (p ->> 'id')::uuid from jsonb_array_elements(document -> 'posts') p);
    new.concluded_entry := new.last_entry;
    return new;
  end if;
  if (new.id, new.case_id, new.case_version, new.author_id, new.content_sha256, new.post_ids, new.concluded_entry, new.forwardable, new.valid_now, new.serious,
      new.close_reason, new.concluded_at)
     is distinct from
     (old.id, old.case_id, old.case_version, old.author_id, old.content_sha256, old.post_ids, old.concluded_entry, old.forwardable, old.valid_now, old.serious,
      old.close_reason, old.concluded_at)
     or new.canonical is not null and new.canonical is distinct from old.canonical then
    raise exception 'a decision is immutable' using errcode = 'insufficient_privilege';
  end if;
  if (old.state, new.state) not in (('concluded', 'signed'), ('concluded', 'voided'), ('signed', 'voided')) and old.state <> new.state then
    raise exception 'decision: % to % is no transition', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'signed' and not exists (select from hark.signature_item i where i.decision_id = new.id) then
    raise exception 'a decision is signed by a signature, not by a word' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before insert or update or delete on decision for each row execute function guard_decision();

-- What was private is erased, never rewritten; and neither it nor old bytes go unless the same transaction says so in the ledger.
create function guard_told() returns trigger language plpgsql set search_path = pg_catalog, hark as $$
declare was jsonb := to_jsonb(old);
begin
  if not hark.erasure_is_told(coalesce(was ->> 'concluded_entry', was ->> 'entry_id')::uuid, coalesce(was ->> 'field', 'signed_bytes')) then
    raise exception 'what was committed to goes only where the ledger says so' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create constraint trigger told after update on decision deferrable initially deferred
  for each row when (old.canonical is not null and new.canonical is null) execute function guard_told();
create constraint trigger told after delete on ledger_private deferrable initially deferred for each row execute function guard_told();
create trigger no_update before update on ledger_private for each row execute function refuse_change();
create trigger no_truncate before truncate on ledger_private for each statement execute function refuse_change();

-- The packet of a hand-off that the safety database has, where the terms let nothing of its posts be kept here.
alter table handoff alter column packet drop not null,
  add column packet_to_go boolean not null default false,
  add column packet_erased_at timestamptz,
  add constraint handoff_packet_check check ((packet is null) = (packet_erased_at is not null) and (packet is not null or state in ('acked', 'withdrawn')));
create index handoff_packet_to_go on handoff (id) where packet_to_go and packet is not null;
create or replace function guard_handoff() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if (new.id, new.case_id, new.decision_id, new.content_sha256, new.practice, new.destination, new.created_at) is distinct from
     (old.id, old.case_id, old.decision_id, old.content_sha256, old.practice, old.destination, old.created_at)
     or new.packet is not null and new.packet is distinct from old.packet then
    raise exception 'a hand-off is what was signed' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'withdrawn' and to_jsonb(new) - array['packet', 'packet_to_go', 'packet_erased_at'] <> to_jsonb(old) - array['packet', 'packet_to_go', 'packet_erased_at'] then
    raise exception 'withdrawn is final' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'withdrawn' and old.state <> 'withdrawn'
     and (old.state not in ('pending', 'failed') or old.sent_at is not null or old.delivering_since is not null) then
    raise exception 'what may have left is not withdrawn' using errcode = 'insufficient_privilege';
  end if;
  if old.sent_at is not null and new.sent_at is distinct from old.sent_at
     or old.superseded_by is not null and new.superseded_by is distinct from old.superseded_by then
    raise exception 'what has happened is not unsaid' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

grant update (canonical) on decision to hark_clock;
grant delete on case_draft to hark_clock;
grant select on case_draft to hark_clock, hark_auditor;
grant update (patient) on pv_case to hark_clock;
reset role;
