import { newestCheckpoint, readLeafHashes, readLeaves, readSignatures } from '@hark/db'
import { verifyLog } from '@hark/ledger'
import type { Fault, Publisher } from '@hark/sources'
import { type SeededReply, sealLedger } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishDue, reconcileUnknown } from './publish-due.ts'
import { ACCOUNT, Publishing, signal } from './publishing.fixture.ts'

let p: Publishing
beforeAll(async () => {
  p = await Publishing.open()
})
afterAll(() => p[Symbol.asyncDispose]())

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
    const r = await p.one()
    const { ctx, platform } = p.publisher(fault === 'none' ? [] : [fault])
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await p.stateOf(r)).toEqual({ state: first, attempts: 1 })
    await reconcileUnknown(ctx)
    expect(await p.stateOf(r)).toEqual({ state: later, attempts: 1 })
    await publishDue(ctx, signal)
    expect((await platform.posts()).length).toBe(public_)
    await p.stop(r)
  })

  test('what is public is exactly what was signed', async () => {
    await p.one({ text: 'Thank you – “so” signed.' })
    const { ctx, platform } = p.publisher()
    await publishDue(ctx, signal)
    expect(await platform.posts()).toMatchObject([
      { text: 'Thank you – “so” signed.', account: ACCOUNT, in_reply_to: expect.any(String) },
    ])
  })

  test('a definite “not now” is tried again, later and once', async () => {
    const r = await p.one()
    const { ctx, platform } = p.publisher(['rate_limit'])
    await publishDue(ctx, signal)
    expect(await publishDue(ctx, signal)).toBe(0)
    await p.later(r)
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    expect(await platform.posts()).toHaveLength(1)
  })

  test('a platform that asks for patience gets it', async () => {
    const [first, second] = await p.due(2)
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
    const { ctx } = p.publisher([], p.newFile(), { publisherOf: () => busy })
    expect([await publishDue(ctx, signal), await publishDue(ctx, signal)]).toEqual([1, 0])
    for (const r of [first, second]) await p.stop(r as SeededReply)
  })

  test.each([['no credentials for its account', { account: 'somebody-else' }]])(
    'with %s it fails for good, and nothing is tried again',
    async (_, given) => {
      const r = await p.one(given)
      const { ctx, platform } = p.publisher()
      await publishDue(ctx, signal)
      expect(await p.stateOf(r)).toEqual({ state: 'failed', attempts: 1 })
      expect(await platform.posts()).toEqual([])
    },
  )
})

describe('the lint speaks again as a reply leaves', () => {
  const refused = async (r: SeededReply, reason: string) => {
    const { ctx, platform } = p.publisher()
    await publishDue(ctx, signal)
    expect(await p.stateOf(r)).toEqual({ state: 'failed', attempts: 1 })
    expect(await platform.posts()).toEqual([])
    const { body } = await (await p.stack.as('lea')).get(`/api/responses/${r.id}`)
    expect(body).toMatchObject({ state: 'failed', attempts: [{ outcome: 'not_sent', reason }] })
    expect(await p.stack.auditActions(r.id)).toContain('publication.not_sent')
  }

  test('a word that became a product’s name while the reply was held stops it, where people see it', async () => {
    const r = await p.one({ text: 'Thank you. Our Milvetan team reads this.' })
    const [product] = p.stack.programme.products
    const name = { product_id: product?.id ?? '', name: 'Milvetan', kind: 'alias' }
    await p.stack.db.insertInto('product_name').values(name).execute()
    await refused(r, 'lint.R1')
  })

  test.each([
    ['advice', 'Stop taking it.', 'lint.R2'],
    ['words nobody can see', 'Thank\u200b you.', 'lint.U1'],
    ['more than the platform takes', 'x'.repeat(501), 'lint.R8'],
  ])('%s, however it came to be signed, does not leave', async (_, text, reason) => {
    await refused(await p.one({ text }), reason)
  })
})

test('every sending in the ledger was approved before', async () => {
  await sealLedger(p.stack.db, p.keys)
  const head = await newestCheckpoint(p.stack.db)
  if (!head) throw new Error('no checkpoint')
  const signatures = await readSignatures(p.stack.db, head.size)
  const { checks } = await verifyLog({
    vkey: [p.keys.vkey],
    checkpoint: head.note,
    entries: readLeaves(p.stack.db, 0, head.size),
    leafHashes: readLeafHashes(p.stack.db, 0, head.size),
    signatures: (async function* () {
      yield* signatures
    })(),
  })
  expect(checks.filter((c) => c.outcome === 'fail')).toEqual([])
  expect(checks.find((c) => c.name === 'publications')?.detail).toMatch(/[1-9]\d* sent, each approved before/)
})
