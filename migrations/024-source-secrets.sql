set role hark_owner;
set search_path = hark;

-- The api may put a sealed reading credential where ingest takes it out, and can read none back, not even to replace it.
create function put_source_secret(source uuid, secret text, sealed_value bytea) returns void
language sql security definer set search_path = pg_catalog, hark, pg_temp as $$
  insert into hark.source_secret (source_id, name, sealed) values (source, secret, sealed_value)
  on conflict (source_id, name) do update set sealed = excluded.sealed, set_at = clock_timestamp()
$$;
revoke all on function put_source_secret(uuid, text, bytea) from public;
grant execute on function put_source_secret(uuid, text, bytea) to hark_api;
reset role;
