import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expireAttempts } from '@hark/db'
import { PracticePlatform } from '@hark/sources'
import {
  closingConclusion,
  decide,
  forwardableConclusion,
  replyStatus,
  type Stack,
  type Supervisor,
  signReply,
  startStack,
  superviseServices,
  until,
} from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useDurableServer } from './durable-server.ts'
import { handoffPoints, publisherPoints } from './last-mile-points.ts'

/** For a crowded machine; alone, a point takes some three seconds. */
const LONG = 120_000

let server: AsyncDisposable
let stack: Stack
let services: Supervisor
let folder: string
let platform: PracticePlatform

beforeAll(async () => {
  server = await useDurableServer()
  folder = mkdtempSync(join(tmpdir(), 'hark-last-mile-'))
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'practice', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'practice', kind: 'practice' },
  })
  await stack.db.updateTable('source').set({ state: 'paused' }).execute()
  platform = new PracticePlatform(join(folder, 'platform'))
  services = superviseServices({
    url: stack.url,
    env: {
      clock: { HARK_HANDOFF_DIR: join(folder, 'handoff') },
      publisher: { HARK_PRACTICE_PLATFORM: platform.path },
    },
  })
  await Promise.all([services.keep('clock'), services.keep('publisher')])
}, LONG)
afterAll(async () => {
  await services[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
}, LONG)

describe('the clock killed while a signed case leaves for the safety database', () => {
  test.each(handoffPoints)(
    '%s: the case arrives, is acknowledged, and counts once',
    async (point) => {
      const post = await stack.seedPost()
      const death = services.oneLife('clock', { HARK_CRASH_AT: point })
      await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
      expect((await death).signal).toBe('SIGKILL')
      const state = () =>
        stack.db.selectFrom('handoff').select(['id', 'state']).where('case_id', '=', post.caseId).execute()
      await until('the hand-off is acknowledged', async () => (await state())[0]?.state === 'acked', LONG / 2)
      const [handoff, ...others] = await state()
      expect(others).toEqual([])
      expect(readdirSync(join(folder, 'handoff', 'practice'))).toContain(`${handoff?.id}.json`)
      const actions = await stack.auditActions(handoff?.id ?? '')
      expect(actions.filter((a) => a === 'handoff.acked')).toHaveLength(1)
    },
    LONG,
  )
})

describe('the publisher killed around its one call', () => {
  test.each(publisherPoints)(
    '%s: the public sees the reply at most once, and what is uncertain is not sent again',
    async (point) => {
      const death = services.oneLife('publisher', { HARK_CRASH_AT: point })
      const reply = await signedReply()
      expect((await death).signal).toBe('SIGKILL')
      const public_ = async () => (await platform.posts()).filter((p) => p.key === reply.orderId).length
      const arrived = await public_()
      expect(arrived).toBe(['publisher.afterSend', 'publisher.afterOutcome'].includes(point) ? 1 : 0)

      // Nobody knows what became of the attempt until its lease is over; then the platform is asked.
      await expireAttempts(stack.dbAs('hark_publisher'), 0)
      await services.kill('publisher')
      const wanted = arrived === 1 ? 'sent' : 'unknown'
      await until(
        'the order rests',
        async () => (await stateOf(reply.id)) === wanted,
        LONG / 2,
        async () => `it is ${await stateOf(reply.id)}`,
      )
      expect(await public_()).toBe(arrived)
      const actions = await stack.auditActions(reply.id)
      expect(actions.filter((a) => a === 'publication.attempted')).toHaveLength(1)
      expect(actions.filter((a) => a === 'publication.sent')).toHaveLength(arrived)
    },
    LONG,
  )
})

test('nothing ended for another reason than ours', () => {
  expect(services.unexplained()).toEqual([])
  expect(stack.failures).toEqual([])
})

/** On a case decided for it; due at once. */
async function signedReply() {
  const post = await stack.seedPost()
  await decide(await stack.as('ana'), post.caseId, closingConclusion('question_only'))
  return signReply(stack, post)
}

const stateOf = async (id: string) => (await replyStatus(stack, id)).state
