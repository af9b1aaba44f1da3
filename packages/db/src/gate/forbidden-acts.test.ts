import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Act } from './forbidden/act.fixture.ts'
import { makeStates, type States } from './forbidden/states.fixture.ts'
import { forbiddenActs, tryAct } from './forbidden-acts.fixture.ts'
import { type GateUnderTest, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
let states: States
beforeAll(async () => {
  gate = await openGate()
  states = await makeStates(gate)
})
afterAll(() => gate[Symbol.asyncDispose]())

async function answered(act: Act) {
  const client = await gate.admin.connect()
  try {
    await client.query(`begin isolation level ${act.isolation ?? 'read committed'}`)
    return await tryAct(client, states, act)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('what nobody can do, whatever the application does', () => {
  test.each(forbiddenActs.map((act) => [act.name, act] as const))('%s', async (_, act) => {
    const got = await answered(act)
    expect(got).toEqual({
      code: act.code,
      says: act.says ? expect.stringMatching(act.says) : expect.any(String),
    })
  })
  test('no act is listed twice', () => {
    expect(new Set(forbiddenActs.map((a) => a.name)).size).toBe(forbiddenActs.length)
  })
})

/** Who may change which table by statement; everything else is refused by grant, before any trigger is asked. */
const mayWrite = new Set([
  'hark_api insert response',
  'hark_api insert response_version',
  'hark_api insert signature',
  'hark_api insert publish_order',
])
const roles = [
  'hark_ingest',
  'hark_classifier',
  'hark_api',
  'hark_publisher',
  'hark_clock',
  'hark_auditor',
  'hark_queue',
]

test('every other statement on every table of the gate is refused to every service', async () => {
  const { rows } = await gate.admin.query<{ name: string; key: string }>(
    `select c.relname as name, (select attname from pg_attribute where attrelid = c.oid and attnum = 1) as key
     from pg_class c where relnamespace = 'gate'::regnamespace and relkind = 'r' order by 1`,
  )
  expect(rows.length).toBeGreaterThanOrEqual(10)
  const allowed: string[] = []
  for (const as of roles)
    for (const { name, key } of rows)
      for (const [verb, sql] of Object.entries({
        insert: `insert into gate.${name} default values`,
        update: `update gate.${name} set ${key} = ${key}`,
        delete: `delete from gate.${name}`,
        truncate: `truncate gate.${name} cascade`,
      })) {
        const got = await answered({ name: '', as, sql: () => sql, code: '' })
        if (got?.code !== '42501' || !got.says.includes('permission denied'))
          allowed.push(`${as} ${verb} ${name}`)
      }
  expect(new Set(allowed)).toEqual(mayWrite)
})

test.each(roles.filter((r) => r !== 'hark_publisher'))('%s claims and records nothing', async (as) => {
  for (const sql of [
    `select gate.claim_send('${states.due.order}')`,
    `select gate.record_outcome('${states.sending.attempt}', 'sent', 'x', null, null)`,
    `select gate.record_refusal('${states.sending.attempt}', 'x')`,
    'select gate.expire_attempts(interval $$0$$)',
    'select gate.check_cluster()',
    'select gate.due_orders(1)',
  ])
    expect(await answered({ name: '', as, sql: () => sql, code: '' })).toMatchObject({ code: '42501' })
})

test.each(roles.filter((r) => r !== 'hark_api'))('%s stops and resolves nothing', async (as) => {
  const someone = gate.people.lead
  for (const sql of [
    `select gate.revoke_signature('${states.due.signature}', '${someone}', 'x')`,
    `select gate.withdraw_response('${states.due.response}', '${someone}', 'x')`,
    `select gate.take_out('${states.handDue.response}', '${someone}')`,
    `select gate.engage_kill_switch('global', '${someone}', 'x')`,
    `select gate.release_kill_switch('global', '${someone}')`,
    `select gate.resolve_unknown('${states.unknown.attempt}', '${someone}', 'resend', 'x')`,
    `select gate.record_opt_out('${states.due.response}', '${someone}', 'x')`,
  ])
    expect(await answered({ name: '', as, sql: () => sql, code: '' })).toMatchObject({ code: '42501' })
})
