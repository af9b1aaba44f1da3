-- The lint speaks again as a reply leaves: of its template, and of what its programme names and where it sells. The publisher still reads no
-- post, no other reply and no person; asked of an attempt that is over, this answers nothing.
set role hark_owner;
create function gate.ground_of_attempt(wanted uuid) returns table (template text, products text[], markets text[])
language sql stable security definer set search_path = pg_catalog, gate, pg_temp as $$
  select v.template, array(select brand from hark.product where programme_id = p.id union select substance from hark.product where programme_id = p.id
      union select n.name from hark.product_name n join hark.product x on x.id = n.product_id where x.programme_id = p.id and not n.ambiguous),
    p.markets
  from gate.publish_attempt a join gate.publish_order o on o.id = a.order_id join gate.response_version v on v.id = o.response_version_id
    join gate.response r on r.id = v.response_id join hark.programme p on p.id = r.programme_id
  where a.id = wanted and a.outcome is null
$$;
revoke all on function gate.ground_of_attempt(uuid) from public;
grant execute on function gate.ground_of_attempt(uuid) to hark_publisher;
reset role;
