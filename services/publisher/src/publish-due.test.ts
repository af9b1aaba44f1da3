import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newestCheckpoint, readLeafHashes, readLeaves, readSignatures } from '@hark/db'
import { verifyLog } from '@hark/ledger'
import { createLogger, createMetrics } from '@hark/runtime'
import { type Fault, PracticePlatform, type Publisher, practicePublisher } from '@hark/sources'
import {
  type LedgerKeys,
  ledgerKeys,
  type SeededReply,
  type Stack,
  sealLedger,
  seedReply,
  startProcess,
  startStack,
} from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PublisherContext, publishDue, reconcileUnknown } from './publish-due.ts'

const ACCOUNT = 'practice-safety-team'
const signal = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'hark-publisher-'))
let stack: Stack
let keys: LedgerKeys
let files = 0

beforeAll(async () => {
  stack = await startStack({ programme: { platform: 'practice', kind: 'practice' } })
  keys = ledgerKeys()
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const newFile = () => join(folder, `platform-${++files}.jsonl`)

/** A publisher of its own, on a platform with these faults ahead of it. */
function publisher(faults: Fault[] = [], path = newFile(), over: Partial<PublisherContext> = {}) {
  const platform = new PracticePlatform(path, { faults })
  const ctx: PublisherContext = {
    db: stack.dbAs('hark_publisher'),
    publisherOf: (name, account) =>
      name === 'practice' && account === ACCOUNT ? practicePublisher(platform, ACCOUNT) : null,
    stopFile: undefined,
    log: createLogger({ service: 'publisher', level: 'silent' }),
    metrics: createMetrics('publisher'),
    resting: new Map(),
    waitUntil: 0,
    ...over,
  }
  return { platform, ctx, path }
}

async function due(n = 1, given: Parameters<typeof seedReply>[1] = {}): Promise<SeededReply[]> {
  const replies: SeededReply[] = []
  for (let i = 0; i < n; i++) replies.push(await seedReply(stack, given))
  await sealLedger(stack.db, keys)
  return replies
}
const one = async (given: Parameters<typeof seedReply>[1] = {}) => (await due(1, given))[0] as SeededReply

async function stateOf({ id }: SeededReply) {
  const { rows } = await sql<{ state: string; attempts: number }>`
    select s.state, (select count(*)::int from gate.publish_attempt where order_id = s.order_id) as attempts
    from gate.response_status s where s.id = ${id}`.execute(stack.db)
  return rows[0]
}

async function twoAgree(r: SeededReply, verdict: 'resend' | 'cancel') {
  const { id } = await stack.db
    .selectFrom('gate.publish_attempt')
    .select('id')
    .where('order_id', '=', r.orderId)
    .where('outcome', '=', 'unknown')
    .executeTakeFirstOrThrow()
  const answers: string[] = []
  for (const name of ['lea', 'luc']) {
    const client = await stack.as(name)
    answers.push(
      (await client.post(`/api/publications/${id}/verdict`, { verdict, reason: 'looked there' })).body.answer,
    )
  }
  return answers
}

describe('what the platform does, and what becomes of the reply', () => {
  test.each<[Fault | 'none', string, string, number]>([
    ['none', 'sent', 'sent', 1],
    ['accept_then_timeout', 'unknown', 'sent', 1],
    ['accept_then_500', 'unknown', 'sent', 1],
    ['accept_then_garbage', 'unknown', 'sent', 1],
    ['reject', 'failed', 'failed', 0],
    ['rate_limit', 'held', 'held', 0],
    ['refuse_connection', 'held', 'held', 0],
  ])('%s: %s, after looking %s', async (fault, first, later, public_) => {
    const r = await one()
    const { ctx, platform } = publisher(fault === 'none' ? [] : [fault])
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await stateOf(r)).toEqual({ state: first, attempts: 1 })
    await reconcileUnknown(ctx)
    expect(await stateOf(r)).toEqual({ state: later, attempts: 1 })
    await publishDue(ctx, signal)
    expect((await platform.posts()).length).toBe(public_)
    await stop(r)
  })

  test('what is public is exactly what was signed', async () => {
    await one({ text: 'Thank you – “so” signed.' })
    const { ctx, platform } = publisher()
    await publishDue(ctx, signal)
    expect(await platform.posts()).toMatchObject([
      { text: 'Thank you – “so” signed.', account: ACCOUNT, in_reply_to: expect.any(String) },
    ])
  })

  test('a definite “not now” is tried again, later and once', async () => {
    const r = await one()
    const { ctx, platform } = publisher(['rate_limit'])
    await publishDue(ctx, signal)
    expect(await publishDue(ctx, signal)).toBe(0)
    await later(r)
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    expect(await platform.posts()).toHaveLength(1)
  })

  test('a platform that asks for patience gets it', async () => {
    const [first, second] = await due(2)
    const busy: Publisher = {
      platform: 'practice',
      account: ACCOUNT,
      idempotent: false,
      send: async () => ({
        outcome: 'not_sent',
        reason: 'platform.rate_limited',
        retryable: true,
        retryAfterMs: 60_000,
      }),
      reconcile: async () => ({ result: 'absent' }),
    }
    const { ctx } = publisher([], newFile(), { publisherOf: () => busy })
    expect([await publishDue(ctx, signal), await publishDue(ctx, signal)]).toEqual([1, 0])
    for (const r of [first, second]) await stop(r as SeededReply)
  })

  test.each([['no credentials for its account', { account: 'somebody-else' }]])(
    'with %s it fails for good, and nothing is tried again',
    async (_, given) => {
      const r = await one(given)
      const { ctx, platform } = publisher()
      await publishDue(ctx, signal)
      expect(await stateOf(r)).toEqual({ state: 'failed', attempts: 1 })
      expect(await platform.posts()).toEqual([])
    },
  )
})

/** Takes what a test left waiting out of the next test's way. */
async function stop(r: SeededReply): Promise<void> {
  await sql`select gate.withdraw_response(${r.id}, ${stack.people.lea?.id}, 'the test is over')`.execute(
    stack.db,
  )
}

describe('an unknown outcome', () => {
  const lost: Publisher = {
    platform: 'practice',
    account: ACCOUNT,
    idempotent: false,
    send: async () => ({ outcome: 'unknown', reason: 'http_403' }),
    reconcile: async () => ({ result: 'absent' }),
  }

  test('is never sent again by a machine, however often it looks and finds nothing', async () => {
    const r = await one()
    const { ctx } = publisher([], newFile(), { publisherOf: () => lost })
    await publishDue(ctx, signal)
    for (let i = 0; i < 3; i++) {
      await reconcileUnknown(ctx, 0)
      expect(await publishDue(ctx, signal)).toBe(0)
    }
    expect(await stateOf(r)).toEqual({ state: 'unknown', attempts: 1 })
    expect(await twoAgree(r, 'cancel')).toEqual(['second_person_required', 'cancel'])
    expect(await stateOf(r)).toEqual({ state: 'failed', attempts: 1 })
  })

  test('a reply that shows only later is found, and is not sent again', async () => {
    const r = await one()
    let visible = false
    const late: Publisher = {
      ...lost,
      reconcile: async () =>
        visible
          ? { result: 'found', remoteId: 'late-1', url: null, evidence: '{}' }
          : { result: 'cannot_tell', reason: 'not yet' },
    }
    const { ctx } = publisher([], newFile(), { publisherOf: () => late })
    await publishDue(ctx, signal)
    expect(await reconcileUnknown(ctx)).toBe(0)
    visible = true
    expect(await reconcileUnknown(ctx)).toBe(1)
    expect(await stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
  })

  test('two people send it again, and it is public once', async () => {
    const r = await one()
    const lostFirst = publisher([], newFile(), { publisherOf: () => lost })
    await publishDue(lostFirst.ctx, signal)
    expect(await twoAgree(r, 'resend')).toEqual(['second_person_required', 'resend'])
    await later(r)
    const { ctx, platform } = publisher()
    await publishDue(ctx, signal)
    expect(await stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    expect(await platform.posts()).toHaveLength(1)
  })
})

/** The back-off after a try is over. */
async function later(r: SeededReply): Promise<void> {
  await stack.db.transaction().execute(async (trx) => {
    await sql`alter table gate.publish_attempt disable trigger guard`.execute(trx)
    await sql`update gate.publish_attempt set finished_at = finished_at - interval '1 hour' where order_id = ${r.orderId}`.execute(
      trx,
    )
    await sql`alter table gate.publish_attempt enable trigger guard`.execute(trx)
  })
}

describe('killed at every point', () => {
  const main = fileURLToPath(new URL('./publish-once.fixture.ts', import.meta.url))
  const accepted: Fault[] = ['accept_then_timeout', 'accept_then_500', 'accept_then_garbage']
  const definite: Fault[] = ['reject', 'rate_limit', 'refuse_connection']
  const matrix: [point: string, fault: Fault | 'none', published: number][] = [
    ['publisher.afterClaim', 'none', 0],
    ['publisher.beforeSend', 'none', 0],
    ...(['publisher.afterSend', 'publisher.afterOutcome'] as const).flatMap((point): typeof matrix => [
      [point, 'none', 1],
      ...accepted.map((f): (typeof matrix)[number] => [point, f, 1]),
      ...definite.map((f): (typeof matrix)[number] => [point, f, 0]),
    ]),
  ]

  test.each(matrix)('%s, %s', { timeout: 60_000 }, async (point, fault, published) => {
    const r = await one()
    const { ctx, platform, path } = publisher()
    const child = startProcess(main, [path, fault === 'none' ? '' : fault, roleUrl()], {
      HARK_CRASH_AT: point,
    })
    expect(await child.ended, child.output()).toMatchObject({ signal: 'SIGKILL' })
    expect(await platform.posts()).toHaveLength(published)

    // Another publisher starts: what was under way is not touched until its time is over.
    expect(await publishDue(ctx, signal)).toBe(0)
    await reconcileUnknown(ctx, 0)
    const now = await stateOf(r)
    if (published === 1) expect(now).toEqual({ state: 'sent', attempts: 1 })
    if (now?.state === 'unknown') {
      expect(await twoAgree(r, 'resend')).toEqual(['second_person_required', 'resend'])
      await later(r)
      await publishDue(ctx, signal)
      expect(await stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    }
    expect((await platform.posts()).length).toBeLessThanOrEqual(1)
    await stop(r)
  })
})

const roleUrl = (): string => {
  const url = new URL(stack.ctx.config.DATABASE_URL)
  url.username = 'hark_publisher'
  return url.href
}

describe('stops', () => {
  test('two publishers at once send each reply once', async () => {
    const replies = await due(10)
    const path = newFile()
    const two = [publisher([], path), publisher([], path)]
    await Promise.all(two.map(({ ctx }) => publishDue(ctx, signal)))
    for (const r of replies) expect(await stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
    expect(await two[0]?.platform.posts()).toHaveLength(10)
  })

  test('while the STOP file is there nothing is claimed; afterwards it goes on', async () => {
    const r = await one()
    const stopFile = join(folder, 'STOP')
    writeFileSync(stopFile, '')
    const { ctx } = publisher([], newFile(), { stopFile })
    expect(await publishDue(ctx, signal)).toBe(0)
    expect(await stateOf(r)).toEqual({ state: 'held', attempts: 0 })
    rmSync(stopFile)
    expect(await publishDue(ctx, signal)).toBe(1)
  })

  test('a STOP file that appears on the way stops the rest', async () => {
    const replies = await due(3)
    const stopFile = join(folder, 'STOP-2')
    const { platform, ctx } = publisher([], newFile(), { stopFile })
    const stopping: Publisher = {
      ...practicePublisher(platform, ACCOUNT),
      send: async (order, s) => {
        writeFileSync(stopFile, '')
        return practicePublisher(platform, ACCOUNT).send(order, s)
      },
    }
    expect(await publishDue({ ...ctx, publisherOf: () => stopping }, signal)).toBe(1)
    expect(await platform.posts()).toHaveLength(1)
    for (const r of replies) await stop(r)
  })

  test('under the kill switch nothing is even listed; a shutdown begins nothing new', async () => {
    const r = await one()
    const { ctx, platform } = publisher()
    const lea = await stack.as('lea')
    await lea.post('/api/kill-switch', { reason: 'drill' })
    expect(await publishDue(ctx, signal)).toBe(0)
    await lea.post('/api/kill-switch/release')
    await (await stack.as('luc')).post('/api/kill-switch/release')
    expect(await publishDue(ctx, AbortSignal.abort())).toBe(0)
    expect(await platform.posts()).toEqual([])
    await publishDue(ctx, signal)
    expect(await stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
  })

  test('what the gate refuses rests: it is not asked for every second', async () => {
    const r = await one()
    await stack.db.updateTable('person').set({ active: false }).where('username', '=', 'ben').execute()
    const { ctx, platform } = publisher()
    expect(await publishDue(ctx, signal)).toBe(0)
    expect([...ctx.resting.keys()]).toEqual([r.orderId])
    await stack.db.updateTable('person').set({ active: true }).where('username', '=', 'ben').execute()
    expect(await publishDue(ctx, signal)).toBe(0)
    ctx.resting.clear()
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await platform.posts()).toHaveLength(1)
  })
})

test('every sending in the ledger was approved before', async () => {
  await sealLedger(stack.db, keys)
  const head = await newestCheckpoint(stack.db)
  if (!head) throw new Error('no checkpoint')
  const signatures = await readSignatures(stack.db, head.size)
  const { checks } = await verifyLog({
    vkey: [keys.vkey],
    checkpoint: head.note,
    entries: readLeaves(stack.db, 0, head.size),
    leafHashes: readLeafHashes(stack.db, 0, head.size),
    signatures: (async function* () {
      yield* signatures
    })(),
  })
  expect(checks.filter((c) => c.outcome === 'fail')).toEqual([])
  expect(checks.find((c) => c.name === 'publications')?.detail).toMatch(/[1-9]\d* sent, each approved before/)
})
