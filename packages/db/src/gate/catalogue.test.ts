import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GateUnderTest, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
beforeAll(async () => {
  gate = await openGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

const list = async (sql: string): Promise<string[]> =>
  (await gate.admin.query<{ line: string }>(sql)).rows.map((r) => r.line)

// Bits of pg_trigger.tgtype.
const guards = { row: 1, before: 2, insert: 4, delete: 8, update: 16, truncate: 32 }

test('every table of the gate guards change, deletion and truncation, before it happens, for everyone', async () => {
  const covers = (
    bit: number,
    row: boolean,
  ) => `exists (select from pg_trigger t where t.tgrelid = c.oid and not tgisinternal
    and tgenabled = 'O' and tgtype & ${guards.before} <> 0 and tgtype & ${bit} <> 0 and (tgtype & ${guards.row} <> 0) = ${row})`
  const bare =
    await list(`select c.relname || ' ' || g.what as line from pg_class c cross join lateral (values
      ('update', ${covers(guards.update, true)}), ('delete', ${covers(guards.delete, true)}), ('truncate', ${covers(guards.truncate, false)})) g(what, there)
    where relnamespace = 'gate'::regnamespace and relkind in ('r', 'p') and not there order by 1`)
  expect(bare).toEqual([])
})

test('who may write, column by column, is this list and nothing more', async () => {
  const granted = await list(`
    select grantee || ' ' || lower(privilege_type) || ' ' || table_name as line from information_schema.role_table_grants
      where table_schema = 'gate' and grantee <> 'hark_owner' and privilege_type <> 'SELECT'
    union
    select grantee || ' ' || lower(privilege_type) || ' ' || table_name || '.' || column_name from information_schema.column_privileges
      where table_schema = 'gate' and grantee <> 'hark_owner' and privilege_type <> 'SELECT'
        and not has_table_privilege(grantee, 'gate.' || table_name, privilege_type)
    order by 1`)
  const order = [
    'content_hash',
    'expires_at',
    'hold_until',
    'id',
    'last_entry',
    'response_version_id',
    'signature_id',
  ]
  expect(granted.sort()).toEqual(
    [
      'hark_api insert response',
      'hark_api insert response_version',
      'hark_api insert signature',
      ...order.map((column) => `hark_api insert publish_order.${column}`),
      'hark_api update response.last_entry',
      'hark_api update response.submitted_version',
      'hark_clock update signature.leaf_index',
      'hark_clock update signature.seal',
    ].sort(),
  )
})

test('who may read: the publisher sees orders by id and state, and no draft; who reads posts sees nothing', async () => {
  const readers = await list(`
    select distinct grantee || ' ' || table_name as line from information_schema.role_table_grants
      where table_schema = 'gate' and privilege_type = 'SELECT' and grantee in ('hark_publisher', 'hark_ingest', 'hark_classifier', 'hark_queue', 'PUBLIC')
    union
    select grantee || ' ' || table_name || '.' || column_name from information_schema.column_privileges
      where table_schema = 'gate' and privilege_type = 'SELECT' and grantee in ('hark_publisher', 'hark_ingest', 'hark_classifier', 'hark_queue', 'PUBLIC')
    order by 1`)
  expect(readers).toEqual(['hark_publisher publish_order.id', 'hark_publisher publish_order.state'])
})

test('who may call what is this list', async () => {
  const calls = await list(`
    select case when grantee = 0 then 'PUBLIC' else grantee::regrole::text end || ' ' || proname as line
    from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) where pronamespace = 'gate'::regnamespace
      and grantee is distinct from (select oid from pg_roles where rolname = 'hark_owner') order by 1`)
  expect(calls).toEqual(
    [
      ...[
        'engage_kill_switch',
        'may_sign',
        'record_opt_out',
        'release_kill_switch',
        'replies_in_conversation',
        'report_hand',
        'resolve_unknown',
        'revoke_signature',
        'take_out',
        'withdraw_response',
      ].map((f) => `hark_api ${f}`),
      ...[
        'check_cluster',
        'claim_send',
        'due_orders',
        'expire_attempts',
        'ground_of_attempt',
        'record_outcome',
        'record_refusal',
        'unknown_attempts',
      ].map((f) => `hark_publisher ${f}`),
    ].sort(),
  )
})

test('whatever acts with the owner’s rights looks for names in a fixed place', async () => {
  const loose =
    await list(`select proname as line from pg_proc where pronamespace = 'gate'::regnamespace and prosecdef
    and not coalesce(proconfig::text, '') ~ 'search_path=pg_catalog, (hark, )?gate, pg_temp'`)
  expect(loose).toEqual([])
})

test('nobody who signs in owns, inherits or bypasses anything here', async () => {
  const strong = await list(`select rolname as line from pg_roles where rolname like 'hark\\_%'
    and (rolsuper or rolbypassrls or rolcreaterole or rolreplication or (rolcanlogin and rolname = 'hark_owner')
      or (rolname <> 'hark_owner' and pg_has_role(rolname, 'hark_owner', 'member')))`)
  expect(strong).toEqual([])
  const owners = await list(
    "select distinct relowner::regrole::text as line from pg_class where relnamespace = 'gate'::regnamespace and relkind in ('r', 'v')",
  )
  expect(owners).toEqual(['hark_owner'])
})

test('no table of the gate is without an act that was tried on it', async () => {
  const { forbiddenActs } = await import('./forbidden-acts.fixture.ts')
  const tables = await list(
    "select relname as line from pg_class where relnamespace = 'gate'::regnamespace and relkind = 'r'",
  )
  for (const table of tables)
    for (const verb of ['deletes from', 'empties'])
      expect(forbiddenActs.map((a) => a.name)).toContain(`superuser: ${verb} ${table}`)
})
