import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GateUnderTest, type Made, make, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
let publisher: pg.Pool
let api: pg.Pool
beforeAll(async () => {
  gate = await openGate()
  publisher = gate.as('hark_publisher', 8)
  api = gate.as('hark_api', 8)
})
afterAll(() => gate[Symbol.asyncDispose]())

const SEEDS = 200
/** Seeds at once: enough to make them meet, few enough that each has its connections. */
const ABREAST = 5

/** When it was asked, when the answer was there, and what it was. */
type Answer = { asked: number; answered: number; said: string }

/** What an act answered: its word, `claimed` or `nothing` for a claim, the code for a refusal. A deadlock is never an answer. */
async function act(run: () => Promise<string>): Promise<Answer> {
  const asked = performance.now()
  const said = await run().catch((err: { code?: string; detail?: string; where?: string }) => {
    if (err.code === '40P01') throw new Error(`deadlock: ${err.detail} ${err.where}`)
    return `refused ${err.code}`
  })
  return { asked, answered: performance.now(), said }
}

const claim = (order: string) => () =>
  publisher
    .query('select attempt_id from gate.claim_send($1)', [order])
    .then(({ rows }) => (rows.length > 0 ? 'claimed' : 'nothing'))

/** A pause of 0 to `most` milliseconds, the same for the same seed: a race met at every distance. */
function pauses(seed: number, most: number): () => Promise<void> {
  let state = seed * 2_654_435_761
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0
    const until = performance.now() + (state / 2 ** 32) * most
    return new Promise((done) => {
      const wait = () => (performance.now() >= until ? done() : setImmediate(wait))
      wait()
    })
  }
}

async function forSeeds(n: number, race: (seed: number) => Promise<void>): Promise<void> {
  const seeds = Array.from({ length: n }, (_, i) => i)
  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await race(seed)
    }),
  )
}

const due = (hold = '-1 second') => make<Made>(gate.admin, 'test.ordered($1)', [hold])
const stateOf = (order: string) =>
  make(gate.admin, '(select state from gate.publish_order where id = $1)', [order])
const attempts = (order: string) =>
  make<string>(gate.admin, '(select count(*) from gate.publish_attempt where order_id = $1)', [order])

test('forty publishers at once, one claim', async () => {
  const { order } = await due()
  const many = gate.as('hark_publisher', 40)
  const got = await Promise.all(
    Array.from({ length: 40 }, () => many.query('select attempt_id from gate.claim_send($1)', [order])),
  )
  expect(got.filter((r) => r.rows.length > 0)).toHaveLength(1)
  expect(await attempts(order)).toBe('1')
})

describe('no sending after a stop was acknowledged', () => {
  test(`a revocation against a claim, ${SEEDS} times: one of them, and both say which`, {
    timeout: 60_000,
  }, async () => {
    const seen = new Set<string>()
    await forSeeds(SEEDS, async (seed) => {
      const made = await due()
      const pause = pauses(seed, 3)
      const [revoked, claimed] = await Promise.all([
        pause().then(() => act(revoke(made))),
        pause().then(() => act(claim(made.order))),
      ])
      expect([revoked.said, claimed.said, await stateOf(made.order)].join(' · ')).toMatch(
        /^(stopped · nothing · cancelled|too_late:sending · claimed · sending)$/,
      )
      seen.add(claimed.said)
    })
    expect([...seen].sort()).toEqual(['claimed', 'nothing'])
  })

  test(`every kind of stop against claims, the order made at the same moment, ${SEEDS} times`, {
    timeout: 90_000,
  }, async () => {
    const seen = new Set<string>()
    await forSeeds(SEEDS, async (seed) => {
      const { name, stop } = stops[seed % stops.length] as Stop
      const pause = pauses(seed, 4)
      const signed = await signedReply()
      const order = crypto.randomUUID()
      const [ordered, stopped, ...claims] = await Promise.all([
        pause().then(() => act(orderNow(signed, order))),
        pause().then(() => act(stop(signed))),
        ...[1, 2, 3].map(() =>
          pause()
            .then(pause)
            .then(() => act(claim(order))),
        ),
      ])
      // One more claim after the acknowledgement: whatever the race came to, nothing new goes out now.
      claims.push(await act(claim(order)))
      const claimed = claims.filter((a) => a.said === 'claimed')
      const where = `${name}, seed ${seed}: ${ordered.said}, ${stopped.said}, ${claims.map((a) => a.said)}`
      expect(claimed.length, where).toBeLessThanOrEqual(1)
      const stood = !/^(too_late|refused)/.test(stopped.said)
      if (stood)
        expect(
          claimed.filter((c) => c.asked > stopped.answered),
          where,
        ).toEqual([])
      if (stood && ['revoke', 'withdraw', 'edit'].includes(name)) expect(claimed, where).toEqual([])
      if (stopped.said.startsWith('too_late')) expect(claimed, where).toHaveLength(1)
      if (name === 'edit')
        expect(
          [ordered.said, stopped.said].filter((said) => said.startsWith('refused')),
          where,
        ).toHaveLength(1)
      seen.add(`${name} ${claimed.length > 0 ? 'late' : 'in time'}`)
    })
    expect([...seen].filter((s) => s.endsWith('in time'))).toHaveLength(stops.length)
    expect([...seen].filter((s) => s.endsWith('late')).length).toBeGreaterThan(2)
  })

  test('the kill switch against claims: nothing begins after it answers', { timeout: 60_000 }, async () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 60; seed++) {
      const pause = pauses(seed, 60) // a claim takes some 20 ms: both orders must be met
      const orders = await Promise.all([1, 2, 3].map(() => due()))
      const [stopped, ...claims] = await Promise.all([
        pause().then(() =>
          act(word(api, 'gate.engage_kill_switch($1, $2, $3)', ['global', gate.people.comms, 'why'])),
        ),
        ...orders.map((o) => pause().then(() => act(claim(o.order)))),
      ])
      for (const o of orders) claims.push(await act(claim(o.order)))
      const began = await gate.admin.query(
        "select 1 from gate.publish_attempt a, gate.kill_switch k where k.scope = 'global' and a.started_at > k.at and a.order_id = any($1::uuid[])",
        [orders.map((o) => o.order)],
      )
      expect(began.rows, `seed ${seed}`).toEqual([])
      for (const c of claims.filter((c) => c.asked > stopped.answered))
        expect(c.said, `seed ${seed}`).not.toBe('claimed')
      for (const c of claims) seen.add(c.said)
      for (const lead of [gate.people.lead, gate.people.second])
        await api.query('select gate.release_kill_switch($1, $2)', ['global', lead])
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining(['claimed', 'refused 42501']))
  })
})

type Signed = { response: string; version: string; signature: string; signer: string }
type Stop = { name: string; stop: (s: Signed) => () => Promise<string> }
const word = (pool: pg.Pool, sql: string, args: unknown[]) => () =>
  pool.query<{ word: string }>(`select ${sql} as word`, args).then(({ rows }) => String(rows[0]?.word))
const revoke = (s: { signature: string }) =>
  word(api, 'gate.revoke_signature($1, $2, $3)', [s.signature, gate.people.lead, 'why'])

const stops: Stop[] = [
  { name: 'revoke', stop: revoke },
  {
    name: 'withdraw',
    stop: (s) => word(api, 'gate.withdraw_response($1, $2, $3)', [s.response, gate.people.lead, 'why']),
  },
  {
    name: 'reject',
    stop: (s) => word(gate.admin, "test.sign($1, test.who('other'), 'pv_reject')", [s.version]),
  },
  {
    name: 'deactivate',
    stop: (s) => () =>
      gate.admin
        .query('update hark.person set active = false where id = $1', [s.signer])
        .then(() => 'deactivated'),
  },
  {
    name: 'opt out',
    stop: (s) =>
      word(api, 'gate.record_opt_out((select post_id from gate.response where id = $1), $2, $3)', [
        s.response,
        gate.people.comms,
        'why',
      ]),
  },
  {
    name: 'edit',
    stop: (s) => word(gate.admin, 'test.edit($1)', [s.response]),
  },
]

/** A signed reply whose signer signs nothing else, so that deactivating them stops this one alone. */
async function signedReply(): Promise<Signed> {
  const client = await gate.admin.connect()
  try {
    const signer = crypto.randomUUID()
    await client.query(
      "insert into hark.person (id, username, printed_name, roles, last_entry) values ($1, $2, initcap($2), '{pv_reviewer}', test.entry())",
      [signer, `s${signer.replaceAll('-', '')}`],
    )
    const response = await make(client, 'test.draft()')
    const version = await make(client, 'test.newest($1)', [response])
    const signature = await make(client, 'test.sign($1, $2)', [version, signer])
    await client.query('select test.publish($1)', [signature])
    return { response, version, signature, signer }
  } finally {
    client.release()
  }
}

const orderNow = (s: Signed, id: string) => () =>
  api
    .query(
      `insert into gate.publish_order (id, response_version_id, content_hash, signature_id, hold_until, expires_at, last_entry)
       select $1, response_version_id, content_hash, id, now() - interval '1 second', now() + interval '1 day', last_entry from gate.signature where id = $2`,
      [id, s.signature],
    )
    .then(() => 'ordered')
