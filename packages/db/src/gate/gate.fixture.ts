import { createTestDatabase, type TestDatabase } from '@hark/testkit'
import pg from 'pg'

/** People of a gate under test, by what they are there for. */
export type Cast = Record<'author' | 'comms' | 'signer' | 'other' | 'lead' | 'second' | 'auditor', string>

export type GateUnderTest = AsyncDisposable & {
  database: TestDatabase
  /** As superuser, every trigger on. */
  admin: pg.Pool
  /** As a service role. */
  as: (role: string, max?: number) => pg.Pool
  people: Cast
}

/**
 * A database with people, a programme and what makes replies of any state in one call each, all through the gate's own triggers:
 * `test.draft`, `test.edit`, `test.sign`, `test.ordered`, `test.publish`, `test.due`.
 */
export async function openGate(): Promise<GateUnderTest> {
  const database = await createTestDatabase()
  const pools: pg.Pool[] = []
  const open = (url: string, max: number) => {
    const pool = new pg.Pool({
      connectionString: url,
      max,
      options: '-c search_path=gate,hark -c hark.unsafe_for_tests=on',
    })
    // The database may be dropped before the last socket of an ended pool has closed.
    pool.on('error', () => {}).on('connect', (client) => void client.on('error', () => {}))
    pools.push(pool)
    return pool
  }
  const admin = open(database.url(), 12)
  await admin.query(makers)
  const { rows } = await admin.query<{ name: keyof Cast; id: string }>('select * from test.cast')
  return {
    database,
    admin,
    as: (role, max = 4) => open(database.url(role), max),
    people: Object.fromEntries(rows.map((r) => [r.name, r.id])) as Cast,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(pools.map((p) => p.end()))
      await database[Symbol.asyncDispose]()
    },
  }
}

export type Made = { response: string; version: string; signature: string; order: string }

/** One call of a maker; null where the gate refused would throw instead. */
export async function make<T = string>(
  on: pg.Pool | pg.PoolClient,
  call: string,
  args: unknown[] = [],
): Promise<T> {
  const { rows } = await on.query<{ made: T }>(`select ${call} as made`, args)
  return (rows[0] as { made: T }).made
}

const makers = `
create schema test;
create function test.entry() returns uuid language sql as $$
  insert into hark.ledger_entry (id, action, object_type, object_id, body) values (gen_random_uuid(), 'test.made', 'test', 'test', '{}') returning id
$$;
create table test.cast (name text primary key, id uuid not null default gen_random_uuid());
insert into test.cast (name) values ('author'), ('comms'), ('signer'), ('other'), ('lead'), ('second'), ('auditor');
insert into hark.person (id, username, printed_name, roles, last_entry)
  select id, name, initcap(name), array[case when name in ('lead', 'second') then 'pv_lead' when name in ('comms', 'auditor') then name else 'pv_reviewer' end], test.entry()
  from test.cast;
create function test.who(name text) returns uuid language sql stable as $$ select id from test.cast where name = $1 $$;

create table test.place (programme uuid, source uuid);
insert into test.place values (gen_random_uuid(), gen_random_uuid());
insert into hark.programme (id, name, kind, receiving_entity, receiving_zone, last_entry)
  select programme, 'Test', 'practice', 'Test Pharma GmbH', 'Europe/Berlin', test.entry() from test.place;
insert into hark.source (id, programme_id, platform, name, policy, last_entry)
  select source, programme, 'practice', 'Posts', '{}', test.entry() from test.place;

create function test.post(external text default gen_random_uuid()::text, root text default null, parent text default null, platform text default 'practice')
returns uuid language sql as $$
  insert into hark.post (id, programme_id, source_id, platform, external_id, version_sha256, practice, author_ref, text, raw, received_at, counted_hour, parent_id, root_id, entry_id)
  select gen_random_uuid(), programme, source, platform, external, sha256(gen_random_uuid()::text::bytea), true, sha256(external::bytea), 'A post', '{}', now(), now(), parent, root, test.entry()
  from test.place returning id
$$;
create function test.pv_case(of_post uuid, decided boolean default true) returns uuid language plpgsql as $$
declare made uuid := gen_random_uuid();
begin
  insert into hark.pv_case (id, programme_id, practice, product_group, patient, lane, ingested_at, flagged_at, last_entry)
    select made, programme, true, 'zolvara', 'the author', 'standard', now(), now(), test.entry() from test.place;
  insert into hark.case_post (case_id, post_id, role) values (made, of_post, 'index');
  insert into hark.reply_release (id, case_id, post_id, released_by, last_entry)
    values (gen_random_uuid(), made, of_post, test.who('other'), test.entry());
  if decided then
    insert into hark.decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, close_reason, state, last_entry)
      values (gen_random_uuid(), made, 1, test.who('other'), '{}', false, false, false, 'question_only', 'signed', test.entry());
  end if;
  return made;
end $$;
create function test.bytes(of_post uuid, says text default 'Hello') returns bytea language sql as $$
  select convert_to((jsonb_build_object('platform', platform, 'account', 'us', 'text', says, 'createdAt', now(), 'in_reply_to',
    jsonb_build_object('parent', jsonb_build_object('id', external_id), 'root', jsonb_build_object('id', external_id)))
    || case when external_id like 'hand-%' then '{"byHand": true}'::jsonb else '{}' end)::text, 'UTF8')
  from hark.post where id = of_post
$$;
create function test.draft_on(p uuid, decided boolean default true) returns uuid language plpgsql as $$
declare made uuid := gen_random_uuid();
begin
  insert into gate.response (id, programme_id, case_id, post_id, practice, last_entry)
    select made, programme, test.pv_case(p, decided), p, true, test.entry() from test.place;
  perform test.edit(made);
  return made;
end $$;
create function test.draft(decided boolean default true, by_hand boolean default false) returns uuid language sql as $$
  select test.draft_on(test.post(case when by_hand then 'hand-' else '' end || gen_random_uuid()), decided)
$$;
create function test.edit(of_response uuid, by_person uuid default test.who('author'), says text default gen_random_uuid()::text) returns uuid language sql as $$
  insert into gate.response_version (id, response_id, version, author_id, canonical, template, lint, last_entry)
  select gen_random_uuid(), id, (select coalesce(max(version), 0) + 1 from gate.response_version where response_id = of_response), by_person,
    test.bytes(post_id, says), 'handoff.en', '{}', test.entry() from gate.response where id = of_response returning id
$$;
create function test.newest(of_response uuid) returns uuid language sql stable as $$
  select id from gate.response_version where response_id = of_response order by version desc limit 1
$$;
create function test.reauth(who uuid, over bytea, age interval default '0') returns uuid language sql as $$
  insert into hark.reauthentication (id, person_id, factors, content_sha256, at) values (gen_random_uuid(), who, '{password,totp}', over, clock_timestamp() - age) returning id
$$;
create function test.statement(of_version uuid, over bytea, who uuid, meaning text, reauth uuid, at timestamptz default clock_timestamp()) returns bytea language sql as $$
  select convert_to(jsonb_build_object('v', 1, 'type', 'hark-esign-v1', 'records', jsonb_build_array(jsonb_build_object('type', 'response', 'id', response_id,
    'version', version, 'content_sha256', encode(over, 'hex'))), 'meaning', meaning, 'signer', jsonb_build_object('id', who, 'printed_name', initcap(p.username)),
    'at', at, 'zone', 'Europe/Berlin', 'reauth_id', reauth, 'amr', jsonb_build_array('pwd', 'otp'))::text, 'UTF8')
  from gate.response_version v, hark.person p where v.id = of_version and p.id = who
$$;
create function test.sign(of_version uuid, who uuid default test.who('signer'), meaning text default 'pv_approve') returns uuid language plpgsql as $$
declare v gate.response_version; made uuid := gen_random_uuid(); reauth uuid;
begin
  select * into v from gate.response_version where id = of_version;
  reauth := test.reauth(who, v.content_hash);
  insert into gate.signature (id, response_version_id, content_hash, signer_id, printed_name, meaning, zone, reauthentication_id, statement, last_entry)
    select made, v.id, v.content_hash, who, printed_name, meaning, 'Europe/Berlin', reauth, test.statement(v.id, v.content_hash, who, meaning, reauth), test.entry()
    from hark.person where id = who;
  return made;
end $$;
create function test.order_of(of_signature uuid, hold interval default '-1 second', life interval default '1 day') returns uuid language sql as $$
  insert into gate.publish_order (id, response_version_id, content_hash, signature_id, hold_until, expires_at, last_entry)
  select gen_random_uuid(), response_version_id, content_hash, id, clock_timestamp() + hold, clock_timestamp() + life, test.entry()
  from gate.signature where id = of_signature returning id
$$;
-- What the clock does: a place, a seal, and a checkpoint over both.
create function test.publish(of_signature uuid) returns void language plpgsql as $$
declare place bigint;
begin
  perform pg_advisory_xact_lock(1);
  select coalesce(max(size), 0) into place from hark.ledger_checkpoint;
  update gate.signature set leaf_index = place, seal = '{}' where id = of_signature;
  insert into hark.ledger_checkpoint (size, root, note) values (place + 1, '', '');
end $$;
create function test.ordered(hold interval default '-1 second', life interval default '1 day', published boolean default true, by_hand boolean default false) returns jsonb language plpgsql as $$
declare r uuid := test.draft(true, by_hand); v uuid := test.newest(r); s uuid := test.sign(v); o uuid := test.order_of(s, hold, life);
begin
  if published then perform test.publish(s); end if;
  return jsonb_build_object('response', r, 'version', v, 'signature', s, 'order', o);
end $$;
`
