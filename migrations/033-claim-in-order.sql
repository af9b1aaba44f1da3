-- An order that was committed between two looks of its claim was locked before its response: against the locks' order, so that a revocation
-- of that moment and the claim waited for each other. What was not there at the first look is left for the next.
set role hark_owner;
set search_path = gate;

-- As in 008, and: no order without its response.
create or replace function claim_send(wanted uuid) returns table (attempt_id uuid, response_id uuid, canonical bytea, content_hash bytea, started_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
#variable_conflict use_column
declare o gate.publish_order; v gate.response_version; a gate.publish_attempt;
begin
  perform from gate.response r join gate.response_version rv on rv.response_id = r.id join gate.publish_order po on po.response_version_id = rv.id
    where po.id = wanted for share of r;
  if not found then return; end if;
  select * into o from gate.publish_order where id = wanted for update;
  if o.state is distinct from 'ready' then return; end if;              -- delivered twice: nothing to do
  update gate.publish_order set state = 'sending' where id = wanted;
  insert into gate.publish_attempt (order_id, n)
    values (wanted, (select coalesce(max(n), 0) + 1 from gate.publish_attempt where order_id = wanted)) returning * into a;
  select * into v from gate.response_version where id = o.response_version_id;
  if sha256(v.canonical) <> o.content_hash then raise exception 'content hash mismatch'; end if;
  return query select a.id, v.response_id, v.canonical, v.content_hash, a.started_at;
end $$;
reset role;
