import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Act } from './forbidden/act.fixture.ts'
import { makeStates, type States } from './forbidden/states.fixture.ts'
import { forbiddenActs, refusedAsExpected, tryAct } from './forbidden-acts.fixture.ts'
import { type GateUnderTest, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
let states: States
beforeAll(async () => {
  gate = await openGate()
  states = await makeStates(gate)
})
afterAll(() => gate[Symbol.asyncDispose]())

/** `about` is what its refusals say, `code` how they are coded: acts that expect that are tried first. */
type Mutant = { name: string; ddl: string; about: string; code: string }

/**
 * Guards another guard stands before: dropping one alone lets nothing through. Each is listed with what also refuses, and the test
 * fails when one is no longer a survivor, so the list cannot grow stale.
 */
const doubled: Record<string, string> = {
  'constraint publish_order_meaning_check':
    'the foreign key takes the meaning of the signature; a rejected version is not ordered',
  'constraint publish_order_state_check': 'guard: an order starts ready and moves by listed transitions',
  'constraint response_post_id_fkey': 'guard: a reply to no post is neither practice nor real',
  'constraint response_version_response_id_fkey': 'guard: bytes answer the post of their response',
  'constraint response_version_response_id_version_key':
    'guard: versions follow one another, under the lock of the response',
  'constraint taken_out_pkey': 'guard: what was taken out no longer waits for a person',
  'constraint taken_out_order_id_fkey': 'guard: only an order that waits is taken out',
  'constraint taken_out_person_id_fkey': 'guard: nobody does not work on replies',
  'constraint hand_report_pkey': 'guard: numbers them itself, under the lock of the order',
  'constraint hand_report_order_id_fkey': 'guard: only what was taken out is reported',
  'constraint hand_report_person_id_fkey': 'guard: nobody does not work on replies',
  'constraint signature_signer_id_fkey': 'guard: nobody may not sign',
  'constraint signature_reauthentication_id_fkey': 'guard: no fresh authentication',
}

/** Every trigger, constraint, unique index, and every single refusal in the guards, taken away one at a time. */
async function mutants(): Promise<Mutant[]> {
  const found = await gate.admin.query<Mutant>(`
    select 'trigger ' || c.relname || '.' || tgname as name, format('drop trigger %I on gate.%I', tgname, c.relname) as ddl, c.relname as about, '42501' as code
      from pg_trigger t join pg_class c on c.oid = tgrelid where c.relnamespace = 'gate'::regnamespace and not tgisinternal
    union all
    select 'constraint ' || conname, format('alter table gate.%I drop constraint %I cascade', c.relname, conname), c.relname,
        case contype when 'c' then '23514' when 'f' then '23503' else '23505' end
      from pg_constraint k join pg_class c on c.oid = conrelid where k.connamespace = 'gate'::regnamespace and contype in ('c', 'f', 'p', 'u')
    union all
    select 'index ' || i.relname, format('drop index gate.%I', i.relname), t.relname, '23505'
      from pg_index x join pg_class i on i.oid = indexrelid join pg_class t on t.oid = indrelid
      where i.relnamespace = 'gate'::regnamespace and indisunique and not exists (select from pg_constraint where conindid = indexrelid)`)
  const { rows } = await gate.admin.query<{ name: string; text: string }>(
    "select proname as name, pg_get_functiondef(oid) as text from pg_proc where pronamespace = 'gate'::regnamespace order by 1",
  )
  return [...found.rows, ...rows.flatMap(weakened)]
}

/** Functions whose every refusal is a condition of the gate. */
const judging = /^(guard_|why_not_send|may_sign|assert_sees_now)/

function weakened({ name, text }: { name: string; text: string }): Mutant[] {
  if (!judging.test(name)) return []
  const without = (what: RegExp, instead: string): Mutant[] =>
    [...text.matchAll(what)].map((m) => ({
      name: `${name}: without “${m[0].replaceAll(/\s+/g, ' ').trim().slice(0, 90)}”`,
      ddl: text.slice(0, m.index) + instead + text.slice(m.index + m[0].length),
      about: /'([^']*)'/.exec(m[0])?.[1] ?? m[0],
      code: '42501',
    }))
  return [
    ...without(/raise exception .*?;/gs, 'null;'),
    ...without(/when .* then '[a-z ]+'(?=\n)/g, ''),
    ...without(/active and |not must_enrol and /g, ''),
    ...without(/roles && array\[.*?\]/g, 'true'),
    ...without(
      / and (?:content_sha256 = new\.content_hash|at > clock_timestamp\(\) - interval '2 minutes')/g,
      '',
    ),
    ...without(/abs\(.*\) > 120/g, 'false'),
    // One more `v`, which every statement has, stands in for what is no longer compared.
    ...without(/'(?:meaning|zone|reauth_id)', new\.\w+/g, "'v', 1"),
    ...without(/'signer', jsonb_build_object\([^()]*\)/g, "'v', 1"),
    ...without(/'records', jsonb_build_array\(.*?'hex'\)\)\)/gs, "'v', 1"),
    ...without(/'printed_name', new\.printed_name/g, "'printed_name', (said #>> '{signer,printed_name}')"),
    ...without(/'id', new\.signer_id, /g, "'id', (said #>> '{signer,id}'), "),
    ...without(
      /(?:new\.outcome is null|old\.outcome in \('sent', 'not_sent'\)|old\.release_asked_by is null|new\.by_id is null) or /g,
      '',
    ),
  ]
}

const isolationOf = (act: Act) => act.isolation ?? 'read committed'
const isolations = ['read committed', 'repeatable read'] as const

/** The first act that is no longer refused as it should be, or null: nothing noticed. */
async function killedBy(client: PoolClient, m: Mutant): Promise<string | null> {
  const near = (act: Act) =>
    act.says?.test(m.about) || act.name.includes(m.about) ? 0 : act.code === m.code ? 1 : 2
  for (const isolation of isolations) {
    const acts = forbiddenActs.filter((a) => isolationOf(a) === isolation).sort((a, b) => near(a) - near(b))
    await client.query(`begin isolation level ${isolation}`)
    try {
      await client.query(m.ddl)
      for (const act of acts) {
        const got = await tryAct(client, states, act)
        if (got && !refusedAsExpected(act, got)) return act.name
      }
    } finally {
      await client.query('rollback')
    }
  }
  return null
}

test('take any one guard away, and a forbidden act is noticed', { timeout: 120_000 }, async () => {
  const client = await gate.admin.connect()
  const all = await mutants()
  const survivors: string[] = []
  try {
    for (const m of all) if ((await killedBy(client, m)) === null) survivors.push(m.name)
  } finally {
    client.release()
  }
  expect(all.length).toBeGreaterThan(100)
  expect(survivors.sort()).toEqual(Object.keys(doubled).sort())
})

test('untouched, the gate refuses every act: what kills a mutant is the mutation', async () => {
  const client = await gate.admin.connect()
  expect(await killedBy(client, { name: 'nothing', ddl: 'select 1', about: '', code: '' })).toBeNull()
  client.release()
})
