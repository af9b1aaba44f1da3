import { fileURLToPath } from 'node:url'
import type { Fault, Publisher } from '@hark/sources'
import { startProcess } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishDue, reconcileUnknown } from './publish-due.ts'
import { ACCOUNT, Publishing, signal } from './publishing.fixture.ts'

let p: Publishing
beforeAll(async () => {
  p = await Publishing.open()
})
afterAll(() => p[Symbol.asyncDispose]())

describe('an unknown outcome', () => {
  const lost: Publisher = {
    platform: 'practice',
    account: ACCOUNT,
    idempotent: false,
    send: async () => ({ outcome: 'unknown', reason: 'http_403' }),
    reconcile: async () => ({ result: 'absent' }),
  }

  test('is never sent again by a machine, however often it looks and finds nothing', async () => {
    const r = await p.one()
    const { ctx } = p.publisher([], p.newFile(), { publisherOf: () => lost })
    await publishDue(ctx, signal)
    for (let i = 0; i < 3; i++) {
      await reconcileUnknown(ctx, 0)
      expect(await publishDue(ctx, signal)).toBe(0)
    }
    expect(await p.stateOf(r)).toEqual({ state: 'unknown', attempts: 1 })
    expect(await p.twoAgree(r, 'cancel')).toEqual(['second_person_required', 'cancel'])
    expect(await p.stateOf(r)).toEqual({ state: 'failed', attempts: 1 })
  })

  test('a reply that shows only later is found, and is not sent again', async () => {
    const r = await p.one()
    let visible = false
    const late: Publisher = {
      ...lost,
      reconcile: async () =>
        visible
          ? { result: 'found', remoteId: 'late-1', url: null, evidence: '{}' }
          : { result: 'cannot_tell', reason: 'not yet' },
    }
    const { ctx } = p.publisher([], p.newFile(), { publisherOf: () => late })
    await publishDue(ctx, signal)
    expect(await reconcileUnknown(ctx)).toBe(0)
    visible = true
    expect(await reconcileUnknown(ctx)).toBe(1)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
  })

  test('is looked for at every turn at first, and rarely once it is old: a look costs quota', async () => {
    const r = await p.one()
    let looks = 0
    const counting: Publisher = {
      ...lost,
      reconcile: async () => {
        looks += 1
        return { result: 'absent' }
      },
    }
    const { ctx } = p.publisher([], p.newFile(), { publisherOf: () => counting })
    await publishDue(ctx, signal)
    for (let i = 0; i < 2; i++) await reconcileUnknown(ctx)
    expect(looks).toBe(2)
    await p.later(r)
    for (let i = 0; i < 3; i++) await reconcileUnknown(ctx)
    expect(looks).toBe(3)
    await p.twoAgree(r, 'cancel')
  })

  test('two people send it again, and it is public once', async () => {
    const r = await p.one()
    const lostFirst = p.publisher([], p.newFile(), { publisherOf: () => lost })
    await publishDue(lostFirst.ctx, signal)
    expect(await p.twoAgree(r, 'resend')).toEqual(['second_person_required', 'resend'])
    await p.later(r)
    const { ctx, platform } = p.publisher()
    await publishDue(ctx, signal)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    expect(await platform.posts()).toHaveLength(1)
  })
})

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
    const r = await p.one()
    const { ctx, platform, path } = p.publisher()
    const child = startProcess(main, [path, fault === 'none' ? '' : fault, p.roleUrl], {
      HARK_CRASH_AT: point,
    })
    expect(await child.ended, child.output()).toMatchObject({ signal: 'SIGKILL' })
    expect(await platform.posts()).toHaveLength(published)

    // Another publisher starts: what was under way is not touched until its time is over.
    expect(await publishDue(ctx, signal)).toBe(0)
    await reconcileUnknown(ctx, 0)
    const now = await p.stateOf(r)
    if (published === 1) expect(now).toEqual({ state: 'sent', attempts: 1 })
    if (now?.state === 'unknown') {
      expect(await p.twoAgree(r, 'resend')).toEqual(['second_person_required', 'resend'])
      await p.later(r)
      await publishDue(ctx, signal)
      expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    }
    expect((await platform.posts()).length).toBeLessThanOrEqual(1)
    await p.stop(r)
  })
})
