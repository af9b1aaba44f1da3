import {
  claimSend,
  newestCheckpoint,
  readLeafHashes,
  readLeaves,
  readSignatures,
  recordOutcome,
} from '@hark/db'
import { verifyLog } from '@hark/ledger'
import {
  type Client,
  closingConclusion,
  decide,
  ledgerKeys,
  type Reply,
  releaseForReply,
  type SeededPost,
  sealLedger,
  startStack,
} from '@hark/testkit'
import { expect, test } from 'vitest'

type Name = 'ana' | 'ben' | 'lea' | 'luc' | 'cho'
export type Replies = Awaited<ReturnType<typeof openReplies>>

export const signed = (c: Client, r: Reply['body'], over: object = {}) =>
  c.post(`/api/responses/${r.id}/signature`, {
    ...c.both(),
    contentSha256: r.versions.at(-1).contentSha256,
    meaning: 'pv_approve',
    ...over,
  })

/** An api with a practice programme whose replies are held for no time, its people signed in, and replies in the states tests begin from. */
export async function openReplies() {
  const stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'practice', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'practice', kind: 'practice' },
  })
  const keys = ledgerKeys()
  const names: Name[] = ['ana', 'ben', 'lea', 'luc', 'cho']
  const clients = await Promise.all(names.map(stack.as))
  const people = Object.fromEntries(names.map((name, at) => [name, clients[at]])) as Record<Name, Client>
  const who = () => people

  async function draft(by: Client, post?: SeededPost, template = 'handoff.en') {
    const to = post ?? (await stack.seedPost())
    if (by === who().cho) await releaseForReply(who().ana, to)
    const reply = await by.post('/api/responses', { caseId: to.caseId, postId: to.id, template })
    if (reply.status !== 200) throw new Error(`${reply.body.code} ${stack.failures.at(-1)?.message}`)
    return reply.body
  }

  /** Drafted by comms, submitted, its case decided. */
  async function inReview() {
    const post = await stack.seedPost()
    await decide(who().ana, post.caseId, closingConclusion('question_only'))
    const r = await draft(who().cho, post)
    expect((await who().cho.post(`/api/responses/${r.id}/submit`)).status).toBe(200)
    return r
  }

  async function held() {
    const r = await inReview()
    const reply = await signed(who().ben, r)
    expect([reply.status, reply.body.code]).toEqual([200, undefined])
    return reply.body.response
  }

  const stateOf = async (id: string) => (await who().lea.get(`/api/responses/${id}`)).body.state

  /** Claims as the publisher would; the attempt that is then on its way. */
  async function claimed(id: string) {
    await sealLedger(stack.db, keys)
    const { order_id } = await stack.db
      .selectFrom('gate.response_status')
      .select('order_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const got = await claimSend(stack.dbAs('hark_publisher'), order_id as string)
    if (!got) throw new Error('not claimed')
    return got
  }

  const touch = (post: SeededPost, set: object) =>
    stack.db.updateTable('post').set(set).where('id', '=', post.id).execute()

  async function changedAtSource(post: SeededPost) {
    const { external_id } = await stack.db
      .selectFrom('post')
      .select('external_id')
      .where('id', '=', post.id)
      .executeTakeFirstOrThrow()
    await stack.seedPost({
      externalId: external_id,
      revision: '2',
      text: 'Never mind Zolvara, it was something else.',
      finding: false,
    })
  }

  async function verified(): ReturnType<typeof verifyLog> {
    const head = await newestCheckpoint(stack.db)
    if (!head) throw new Error('no checkpoint')
    const signatures = await readSignatures(stack.db, head.size)
    return verifyLog({
      vkey: [keys.vkey],
      checkpoint: head.note,
      entries: readLeaves(stack.db, 0, head.size),
      leafHashes: readLeafHashes(stack.db, 0, head.size),
      signatures: (async function* () {
        yield* signatures
      })(),
    })
  }

  return {
    stack,
    keys,
    who,
    draft,
    inReview,
    held,
    stateOf,
    claimed,
    touch,
    changedAtSource,
    verified,
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}

/** Closes a file of tests: what they wrote is whole, and no handler failed in a way nobody foresaw. */
export function holdsInTheEnd(at: () => Replies): void {
  test('what all this wrote verifies: every approval by another than the author, every sending approved before', async () => {
    const r = await at().held()
    const attempt = await at().claimed(r.id)
    await recordOutcome(at().stack.dbAs('hark_publisher'), attempt, {
      outcome: 'sent',
      remoteId: 'p9',
      url: null,
    })
    await sealLedger(at().stack.db, at().keys)
    const result = await at().verified()
    expect(result.checks.filter((c) => c.outcome === 'fail')).toEqual([])
    expect(result.checks.find((c) => c.name === 'publications')).toMatchObject({ outcome: 'ok' })
    expect(result.checks.find((c) => c.name === 'separation of author and signer')).toMatchObject({
      outcome: 'ok',
    })
  })

  test('no handler failed in a way nobody foresaw', () => {
    expect(at().stack.failures.map((f) => f.message)).toEqual([])
  })
}
