import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GateUnderTest, type Made, make, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
beforeAll(async () => {
  gate = await openGate()
  await gate.admin.query('select gate.check_cluster()')
})
afterAll(() => gate[Symbol.asyncDispose]())

const due = () => make<Made>(gate.admin, "test.ordered('-1 second', '1 day', true, true)")
const take = (pool: { query: GateUnderTest['admin']['query'] }, r: string) =>
  pool.query('select canonical, content_hash from gate.take_out($1, $2)', [r, gate.people.comms])
const stateOf = (order: string) =>
  make<string>(gate.admin, '(select state from gate.publish_order where id = $1)', [order])

test('of forty at once one takes it out, and what they get is what was signed', async () => {
  const made = await due()
  const api = gate.as('hark_api', 10)
  const answers = await Promise.all(Array.from({ length: 40 }, () => take(api, made.response)))
  const got = answers.flatMap(({ rows }) => rows)
  expect(got).toHaveLength(1)
  const { rows } = await gate.admin.query(
    'select v.canonical, s.content_hash from gate.signature s join gate.response_version v on v.id = s.response_version_id where s.id = $1',
    [made.signature],
  )
  expect(got).toEqual(rows)
  const told = await gate.admin.query(
    'select person_id, content_hash from gate.taken_out where order_id = $1',
    [made.order],
  )
  expect(told.rows).toEqual([{ person_id: gate.people.comms, content_hash: rows[0].content_hash }])
})

test('the publisher is never offered it, and claims nothing of it', async () => {
  const made = await due()
  const publisher = gate.as('hark_publisher')
  const { rows } = await publisher.query('select due_orders as id from gate.due_orders(1000)')
  expect(rows.map((r) => r.id)).not.toContain(made.order)
  expect((await publisher.query('select * from gate.claim_send($1)', [made.order])).rows).toEqual([])
  expect(await stateOf(made.order)).toBe('by_hand')
})

test.each([
  ['revoked', (m: Made) => ['select gate.revoke_signature($1, $2, $3) as said', m.signature], 'stopped'],
  ['withdrawn', (m: Made) => ['select gate.withdraw_response($1, $2, $3) as said', m.response], 'withdrawn'],
] as const)(
  'taken out or %s, never both: what was said to be stopped is not out',
  { timeout: 60_000 },
  async (_, stop, stopped) => {
    const api = gate.as('hark_api', 4)
    const seen = new Set<string>()
    for (let round = 0; round < 60; round++) {
      const made = await due()
      const [sql, of] = stop(made)
      const halt = () => api.query(sql as string, [of, gate.people.lead, 'why'])
      const out = () =>
        take(api, made.response).then(
          ({ rows }) => rows.length,
          () => 0,
        )
      const [taken, said] = await (round % 2 === 0
        ? Promise.all([out(), halt()])
        : Promise.all([halt(), out()]).then(([h, o]) => [o, h] as const))
      const answer = said.rows[0].said as string
      seen.add(`${taken} ${answer} ${await stateOf(made.order)}`)
    }
    for (const told of seen) expect([`0 ${stopped} cancelled`, '1 too_late:taken taken']).toContain(told)
  },
)

test('after a restore nobody knows whether it was taken out: two people say what becomes of it', async () => {
  const made = await due()
  await gate.admin.query('alter table gate.cluster_identity disable trigger guard')
  await gate.admin.query('update gate.cluster_identity set timeline = timeline + 1')
  await gate.admin.query('alter table gate.cluster_identity enable trigger guard')
  expect(await make(gate.admin, 'gate.check_cluster()')).toBe('changed')
  expect(await stateOf(made.order)).toBe('unknown')
  expect((await take(gate.as('hark_api'), made.response)).rows).toEqual([])
  const attempt = await make(gate.admin, '(select id from gate.publish_attempt where order_id = $1)', [
    made.order,
  ])
  for (const who of [gate.people.lead, gate.people.second])
    await gate.admin.query("select gate.resolve_unknown($1, $2, 'resend', 'looked there')", [attempt, who])
  expect(await stateOf(made.order)).toBe('by_hand')
  expect((await take(gate.as('hark_api'), made.response)).rows).toHaveLength(1)
})
