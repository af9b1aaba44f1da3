import { claimSend, recordOutcome } from '@hark/db'
import { closingConclusion, decide, type LedgerKeys, ledgerKeys, sealLedger } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReopeningStack, reopen, reopeningStack } from './reopen.fixture.ts'

/** A dozen cases are decided and opened again in turn. */
const ROUNDS = { timeout: 90_000 }
let stack: ReopeningStack
let keys: LedgerKeys

beforeAll(async () => {
  stack = await reopeningStack()
  keys = ledgerKeys()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** Its case decided, drafted and approved: held, its hold over, due as soon as the ledger is sealed. */
async function approved() {
  const post = await stack.seedPost()
  await decide(stack.ana, post.caseId, closingConclusion('question_only'))
  const draft = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
  const { id, versions } = (await stack.ana.post('/api/responses', draft)).body
  await stack.ana.post(`/api/responses/${id}/submit`)
  const given = { ...stack.ben.both(), contentSha256: versions[0].contentSha256, meaning: 'pv_approve' }
  expect((await stack.ben.post(`/api/responses/${id}/signature`, given)).status).toBe(200)
  await sealLedger(stack.db, keys)
  const { order_id } = await stack.db
    .selectFrom('gate.response_status')
    .select('order_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { caseId: post.caseId, id: id as string, order: order_id as string }
}
const stateOf = async (id: string) => (await stack.ana.get(`/api/responses/${id}`)).body.state

describe('the approved reply of a case that is opened again', () => {
  test('is held: it is withdrawn in the same act, and never sent', async () => {
    const { caseId, id, order } = await approved()
    expect((await reopen(stack, caseId)).body.what).toContain('reply was withdrawn')
    expect(await stateOf(id)).toBe('withdrawn')
    expect((await stack.auditActions(id)).at(-1)).toBe('response.withdrawn')
    expect(await claimSend(stack.dbAs('hark_publisher'), order)).toBeNull()
  })

  test('is on its way: it stays, and is not sent again if it did not arrive', async () => {
    const { caseId, id, order } = await approved()
    const publisher = stack.dbAs('hark_publisher')
    const attempt = await claimSend(publisher, order)
    expect((await reopen(stack, caseId)).body.what).toContain('may have')
    expect((await stack.auditActions(id)).at(-1)).toBe('response.revoked')
    if (!attempt) throw new Error('not claimed')
    expect(await recordOutcome(publisher, attempt, { outcome: 'not_sent', reason: 'busy' })).toBe('cancelled')
    expect(await claimSend(publisher, order)).toBeNull()
  })

  test('a draft stays, and is approved again only once the case is decided anew', async () => {
    const post = await stack.seedPost()
    await decide(stack.ana, post.caseId, closingConclusion('question_only'))
    const draft = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
    const { id, versions } = (await stack.ana.post('/api/responses', draft)).body
    await stack.ana.post(`/api/responses/${id}/submit`)
    await reopen(stack, post.caseId)
    expect(await stateOf(id)).toBe('in_review')
    const sign = () => {
      const given = { ...stack.ben.both(), contentSha256: versions[0].contentSha256, meaning: 'pv_approve' }
      return stack.ben.post(`/api/responses/${id}/signature`, given)
    }
    expect((await sign()).body.code).toBe('response.no_disposition')
    await decide(stack.ana, post.caseId, closingConclusion('question_only'))
    expect((await sign()).status).toBe(200)
  })

  test('publisher and reopening at the same moment: claimed or stopped, never both', ROUNDS, async () => {
    const publisher = stack.dbAs('hark_publisher')
    const seen = new Set<string>()
    for (let n = 0; n < 12; n++) {
      const { caseId, id, order } = await approved()
      const claim = () => claimSend(publisher, order).then((c) => (c ? 'claimed' : 'stopped'))
      const first = n % 3 === 0 ? await claim() : null
      const [said, reopened] =
        n % 3 === 1
          ? [undefined, await reopen(stack, caseId)]
          : await Promise.all([first ?? claim(), reopen(stack, caseId)])
      expect(reopened.status).toBe(200)
      const claimed = said ?? (await claim())
      expect([claimed, await stateOf(id)]).toEqual(
        claimed === 'claimed' ? ['claimed', 'sending'] : ['stopped', 'withdrawn'],
      )
      seen.add(claimed)
    }
    expect([...seen].sort()).toEqual(['claimed', 'stopped'])
    expect(stack.failures).toEqual([])
  })
})
