import { fileURLToPath } from 'node:url'
import type { Publisher } from '@hark/sources'
import { seedProgramme, startProcess } from '@hark/testkit'
import { type CassettePlayer, playCassettes } from '@hark/testkit/cassettes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishDue, reconcileUnknown } from './publish-due.ts'
import { Publishing, signal } from './publishing.fixture.ts'
import { redditAccount, redditAt, redditOf } from './reddit.fixture.ts'

let p: Publishing
let programme: Awaited<ReturnType<typeof seedProgramme>>
let posts = 0
beforeAll(async () => {
  p = await Publishing.open()
  programme = await seedProgramme(p.stack.db, { platform: 'reddit' })
})
afterAll(() => p[Symbol.asyncDispose]())

const text = 'Thank you for telling us. Our safety team: 0800 1'

/** A reply due on Reddit, and a Reddit that lists the account's comments so. */
async function onReddit(...lists: ('empty' | 'replied')[]) {
  posts += 1
  const externalId = `t1_p${posts}`
  const r = await p.one({ programme, text, account: redditAccount, post: { externalId } })
  const player = await playCassettes(redditOf(externalId, text, lists))
  const ctx = p.publisher([], p.newFile(), { publisherOf: () => redditAt(player.origin) }).ctx
  return { r, player, ctx }
}
const written = ({ asked }: CassettePlayer) => asked.filter(({ path }) => path === '/api/comment').length

describe('on a platform that knows no idempotency', () => {
  test('a reply is sent once', async () => {
    const { r, player, ctx } = await onReddit('empty')
    await using _ = player
    expect(await publishDue(ctx, signal)).toBe(1)
    expect(await publishDue(ctx, signal)).toBe(0)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
    expect(written(player)).toBe(1)
  })

  test.each([
    ['a reset after it was taken', { cutAfter: 0 }],
    ['a 500', { status: 500 }],
  ])('after %s it is unknown, no machine sends it again, and it is found', async (_, fault) => {
    const { r, player, ctx } = await onReddit('empty', 'empty', 'replied')
    await using __ = player
    player.fail([fault], '/api/comment')
    await publishDue(ctx, signal)
    expect(await p.stateOf(r)).toEqual({ state: 'unknown', attempts: 1 })
    expect(await reconcileUnknown(ctx)).toBe(0)
    expect(await publishDue(ctx, signal)).toBe(0)
    expect(await reconcileUnknown(ctx)).toBe(1)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
    expect(written(player)).toBe(1)
  })

  test('sent again by two people although it had shown meanwhile, it is public once', async () => {
    const { r, player, ctx } = await onReddit('empty', 'replied')
    await using _ = player
    player.fail([{ status: 502 }], '/api/comment')
    await publishDue(ctx, signal)
    expect(await p.twoAgree(r, 'resend')).toEqual(['second_person_required', 'resend'])
    await p.later(r)
    await publishDue(ctx, signal)
    expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 2 })
    expect(written(player)).toBe(1)
  })

  test.each([
    ['publisher.afterClaim', 0, 'unknown'],
    ['publisher.beforeSend', 0, 'unknown'],
    ['publisher.afterSend', 1, 'sent'],
    ['publisher.afterOutcome', 1, 'sent'],
  ])('killed at %s: written %i times, then %s', { timeout: 60_000 }, async (point, times, state) => {
    const { r, player, ctx } = await onReddit('empty', times === 1 ? 'replied' : 'empty')
    await using _ = player
    const main = fileURLToPath(new URL('./publish-once.fixture.ts', import.meta.url))
    const child = startProcess(main, [player.origin, '', p.roleUrl], { HARK_CRASH_AT: point })
    expect(await child.ended, child.output()).toMatchObject({ signal: 'SIGKILL' })
    expect(await publishDue(ctx, signal)).toBe(0)
    await reconcileUnknown(ctx, 0)
    expect(await publishDue(ctx, signal)).toBe(0)
    expect(await p.stateOf(r)).toEqual({ state, attempts: 1 })
    expect(written(player)).toBe(times)
  })
})

test('a platform that asks for patience holds up no other', async () => {
  const elsewhere = await seedProgramme(p.stack.db, { platform: 'mastodon' })
  const busy = await p.due(2, { programme, account: redditAccount })
  const other = await p.due(2, { programme: elsewhere })
  const sent: string[] = []
  const publisherOf = (platform: string): Publisher => ({
    platform: platform as Publisher['platform'],
    account: 'any',
    idempotent: false,
    send: async () => {
      sent.push(platform)
      return platform === 'reddit'
        ? { outcome: 'not_sent', reason: 'read.budget.spent', retryable: true, retryAfterMs: 3_600_000 }
        : { outcome: 'sent', remoteId: `m${sent.length}`, url: null }
    },
    reconcile: async () => ({ result: 'absent' }),
  })
  const { ctx } = p.publisher([], p.newFile(), { publisherOf })
  for (let pass = 0; pass < 3; pass += 1) await publishDue(ctx, signal)
  expect(sent.filter((one) => one === 'reddit')).toHaveLength(1)
  for (const r of other) expect(await p.stateOf(r)).toEqual({ state: 'sent', attempts: 1 })
  ctx.patience.set('reddit', Date.now() - 1)
  await publishDue(ctx, signal)
  expect(sent.filter((one) => one === 'reddit')).toHaveLength(2)
  for (const r of busy) await p.stop(r)
})
