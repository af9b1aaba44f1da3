-- A platform that asks for patience holds up no other: its orders are not even listed meanwhile.
set role hark_owner;
set search_path = gate;

drop function due_orders(int);
create function due_orders(at_most int, resting text[] default '{}')
returns setof uuid language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select o.id from gate.publish_order o join gate.signature s on s.id = o.signature_id
    join gate.response_version v on v.id = o.response_version_id join gate.response r on r.id = v.response_id
  where o.state = 'ready' and o.hold_until <= clock_timestamp() and o.expires_at > clock_timestamp()
    and s.seal is not null and s.leaf_index < (select max(size) from hark.ledger_checkpoint)
    and not exists (select from gate.kill_switch where engaged)
    and not r.platform = any(resting)
    and not exists (select from gate.publish_attempt a where a.order_id = o.id
      and a.finished_at > clock_timestamp() - make_interval(secs => least(power(2, least(a.n, 10)), 600)))
  order by o.hold_until limit at_most
$$;
revoke all on function due_orders(int, text[]) from public;
grant execute on function due_orders(int, text[]) to hark_publisher;

-- A reply on a platform with a quota is paid out of the one its reading shares.
grant select, insert, update on hark.source_spent to hark_publisher;
reset role;
