import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  closingConclusion,
  decide,
  forwardableConclusion,
  type LocalForum,
  replyStatus,
  type Stack,
  type Supervisor,
  signReply,
  startLocalForum,
  startStack,
  superviseServices,
  until,
} from '@hark/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useDurableServer } from './durable-server.ts'

/** For a crowded machine; alone, each takes some seconds. */
const LONG = 120_000

let server: AsyncDisposable
let stack: Stack
let services: Supervisor
let folder: string
let forum: LocalForum
let posts = 0

beforeAll(async () => {
  server = await useDurableServer()
  folder = mkdtempSync(join(tmpdir(), 'hark-reply-apart-'))
  forum = await startLocalForum()
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'discourse', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'discourse', kind: 'practice', replyAccount: forum.account },
  })
  await stack.db.updateTable('source').set({ state: 'paused' }).execute()
  const clock = { HARK_HANDOFF_DIR: join(folder, 'handoff') }
  services = superviseServices({ url: stack.url, env: { clock, publisher: forum.env } })
  await services.keep('clock')
}, LONG)
beforeEach(() => services.rest('publisher'))
afterAll(async () => {
  await services[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
  await forum[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
}, LONG)

test(
  'with the publisher down a case is decided, handed off and acknowledged while a signed reply waits; then the reply leaves once',
  async () => {
    const reply = await dueReply()
    await forwardOne()
    expect(await reply.state()).toBe('held')
    expect(reply.public()).toBe(0)

    await services.keep('publisher')
    await leavesOnce(reply)
  },
  LONG,
)

test(
  'with the platform hanging in the middle of a sending, likewise; the reply that hung is public once',
  async () => {
    const answerAgain = forum.hang()
    const reply = await dueReply()
    await services.keep('publisher')
    await until('the forum was given the reply', () => reply.public() === 1, LONG / 2)
    await forwardOne()
    expect(await reply.state()).toBe('sending')

    answerAgain()
    await leavesOnce(reply)
  },
  LONG,
)

type Reply = { id: string; state: () => Promise<string | null>; public: () => number }

/** Signed, its hold over, so that nothing but the publisher is missing. */
async function dueReply(): Promise<Reply> {
  posts += 1
  const n = posts
  const post = await stack.seedPost(forum.post(n))
  await decide(await stack.as('ana'), post.caseId, closingConclusion('question_only'))
  const { id } = await signReply(stack, post)
  return {
    id,
    state: async () => (await replyStatus(stack, id)).state,
    public: () => forum.repliesTo(n).length,
  }
}

/** From open to acknowledged by the safety database. */
async function forwardOne(): Promise<void> {
  const post = await stack.seedPost()
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
  const handoffs = () =>
    stack.db.selectFrom('handoff').select('state').where('case_id', '=', post.caseId).execute()
  await until('it is acknowledged', async () => (await handoffs())[0]?.state === 'acked', LONG / 2)
  expect(await handoffs()).toHaveLength(1)
}

async function leavesOnce(reply: Reply): Promise<void> {
  await until('the reply is sent', async () => (await reply.state()) === 'sent', LONG / 2, services.outputs)
  expect(reply.public()).toBe(1)
  const actions = await stack.auditActions(reply.id)
  for (const action of ['publication.attempted', 'publication.sent'])
    expect(actions.filter((a) => a === action)).toHaveLength(1)
}
