import {
  claimHandoff,
  claimSend,
  markAcked,
  markFailed,
  markSent,
  readBalance,
  recordOutcome,
} from '@hark/db'
import {
  type Client,
  closingConclusion,
  decide,
  forwardableConclusion,
  type LedgerKeys,
  ledgerKeys,
  type Stack,
  sealLedger,
  startStack,
} from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const reason = { reason: 'the author wrote again' }
let stack: Stack
let keys: LedgerKeys
let ana: Client
let ben: Client

beforeAll(async () => {
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'practice', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'practice', kind: 'practice' },
  })
  keys = ledgerKeys()
  ana = await stack.as('ana')
  ben = await stack.as('ben')
})
afterAll(() => stack[Symbol.asyncDispose]())

const reopen = (caseId: string) => ben.post(`/api/cases/${caseId}/reopen`, reason)
const handoffs = (caseId: string) =>
  stack.db
    .selectFrom('handoff')
    .select(['id', 'state', 'withdrawn_at', 'superseded_at', 'superseded_by'])
    .where('case_id', '=', caseId)
    .orderBy('created_at')
    .execute()
const balance = async () => (await readBalance(stack.dbAs('hark_auditor'))).forwarded.difference

async function forwarded() {
  const post = await stack.seedPost()
  await decide(ana, post.caseId, forwardableConclusion(post))
  const [handoff] = await handoffs(post.caseId)
  return { post, caseId: post.caseId, handoff: handoff?.id as string }
}

/** Its case decided, drafted and approved: held, its hold over, due as soon as the ledger is sealed. */
async function approved() {
  const post = await stack.seedPost()
  await decide(ana, post.caseId, closingConclusion('question_only'))
  const draft = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
  const { id, versions } = (await ana.post('/api/responses', draft)).body
  await ana.post(`/api/responses/${id}/submit`)
  const given = { ...ben.both(), contentSha256: versions[0].contentSha256, meaning: 'pv_approve' }
  expect((await ben.post(`/api/responses/${id}/signature`, given)).status).toBe(200)
  await sealLedger(stack.db, keys)
  const { order_id } = await stack.db
    .selectFrom('gate.response_status')
    .select('order_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { caseId: post.caseId, id: id as string, order: order_id as string }
}
const stateOf = async (id: string) => (await ana.get(`/api/responses/${id}`)).body.state

describe('the hand-off of a case that is opened again', () => {
  test('has not left: it is withdrawn with its entry, never sent, and counted', async () => {
    const { caseId, handoff, post } = await forwarded()
    const reply = await reopen(caseId)
    expect(reply.body.what).toContain('stopped before it left')
    expect(await handoffs(caseId)).toMatchObject([{ state: 'withdrawn', superseded_at: null }])
    expect(await stack.auditActions(handoff)).toEqual(['handoff.created', 'handoff.withdrawn'])
    expect(await claimHandoff(stack.dbAs('hark_clock'), handoff)).toBe(false)
    expect(await markAcked(stack.dbAs('hark_clock'), handoff, 'S-1')).toBe('unknown')
    const lea = await stack.as('lea')
    for (const act of ['retry', 'acknowledge'])
      expect(
        (await lea.post(`/api/handoffs/${handoff}/${act}`, { safetyCaseId: 'S-1', ...reason })).status,
      ).not.toBe(200)
    await decide(ana, caseId, forwardableConclusion(post))
    const [, second] = await handoffs(caseId)
    expect(second).toMatchObject({ state: 'pending' })
    const { packet } = await stack.db
      .selectFrom('handoff')
      .select('packet')
      .where('id', '=', second?.id as string)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(packet.toString('utf8')).hark.follows).toBeNull() // the safety database never had the first
    expect(await balance()).toBe(0)
  })

  test('never left and closed now: nothing is forwarded, so nothing is taken back', async () => {
    const { caseId } = await forwarded()
    await reopen(caseId)
    await decide(ana, caseId, closingConclusion('not_our_product'))
    expect(await handoffs(caseId)).toHaveLength(1)
    expect(await balance()).toBe(0)
  })

  test('has left: it stays, says it is superseded, and by which follow-up', async () => {
    const { caseId, handoff, post } = await forwarded()
    const clock = stack.dbAs('hark_clock')
    expect(await claimHandoff(clock, handoff)).toBe(true)
    await markSent(clock, handoff)
    expect((await reopen(caseId)).body.what).toContain('has left')
    expect(await stack.auditActions(handoff)).toEqual([
      'handoff.created',
      'handoff.sent',
      'handoff.superseded',
    ])
    const running = async () =>
      (await ana.get(`/api/cases/${caseId}`)).body.clocks.filter(
        (c: { state: string }) => c.state === 'running',
      ).length
    const before = await running()
    await markAcked(clock, handoff, 'S-2')
    expect(await running()).toBe(before) // what it says is not what will be decided: the clocks run for the follow-up
    await decide(ana, caseId, forwardableConclusion(post))
    const [first, second] = await handoffs(caseId)
    expect(first).toMatchObject({ state: 'acked', superseded_by: second?.id })
    expect((await ana.get('/api/handoffs?state=withdrawn')).status).toBe(200)
    await reopen(caseId)
    expect((await handoffs(caseId))[0]?.superseded_by).toBe(second?.id)
    expect(await balance()).toBe(0)
  })

  test('a delivery that surely failed is still stopped; one that nobody could note is not', async () => {
    const [sure, unsure] = [await forwarded(), await forwarded()]
    const clock = stack.dbAs('hark_clock')
    for (const { handoff } of [sure, unsure]) await claimHandoff(clock, handoff)
    await markFailed(clock, sure.handoff, 'ENOSPC')
    await markFailed(clock, unsure.handoff, '57P01', true)
    await Promise.all([reopen(sure.caseId), reopen(unsure.caseId)])
    expect(await handoffs(sure.caseId)).toMatchObject([{ state: 'withdrawn' }])
    expect(await handoffs(unsure.caseId)).toMatchObject([{ state: 'pending', withdrawn_at: null }])
    expect((await handoffs(unsure.caseId))[0]?.superseded_at).not.toBeNull()
  })

  test('sender and reopening at the same moment: sent or stopped, never both, never neither', async () => {
    const clock = stack.dbAs('hark_clock')
    const seen = new Set<string>()
    for (let n = 0; n < 12; n++) {
      const { caseId, handoff } = await forwarded()
      const send = async () => {
        if (!(await claimHandoff(clock, handoff))) return 'stopped'
        await markSent(clock, handoff)
        return 'sent'
      }
      const first = n % 3 === 0 ? await send() : null
      const [sent, reopened] =
        n % 3 === 1 ? [undefined, await reopen(caseId)] : await Promise.all([first ?? send(), reopen(caseId)])
      expect(reopened.status).toBe(200)
      const said = sent ?? (await send())
      const [now] = await handoffs(caseId)
      expect([said, now?.state, now?.superseded_at !== null]).toEqual(
        said === 'sent' ? ['sent', 'sent', true] : ['stopped', 'withdrawn', false],
      )
      seen.add(said)
    }
    expect([...seen].sort()).toEqual(['sent', 'stopped'])
    expect(stack.failures).toEqual([])
  })

  test('the schema itself refuses to stop what left, to send what was stopped, and to change what was signed', async () => {
    const { caseId, handoff } = await forwarded()
    const attempt = (set: string, as = 'hark_clock') =>
      sql
        .raw(`update handoff set ${set} where id = '${handoff}'`)
        .execute(stack.dbAs(as))
        .then(
          () => 'done',
          (err: { code?: string }) => err.code,
        )
    expect(await attempt("packet = 'x'")).toBe('42501')
    await claimHandoff(stack.dbAs('hark_clock'), handoff)
    const withdraw = "state = 'withdrawn', withdrawn_at = now()"
    expect(await attempt(withdraw, 'hark_api')).toBe('42501')
    await markFailed(stack.dbAs('hark_clock'), handoff, 'ENOSPC')
    await reopen(caseId)
    expect(await attempt("state = 'pending', withdrawn_at = null")).toBe('42501')
    expect(await attempt('delivering_since = now()')).toBe('42501')
  })
})

describe('the approved reply of a case that is opened again', () => {
  test('is held: it is withdrawn in the same act, and never sent', async () => {
    const { caseId, id, order } = await approved()
    expect((await reopen(caseId)).body.what).toContain('reply was withdrawn')
    expect(await stateOf(id)).toBe('withdrawn')
    expect((await stack.auditActions(id)).at(-1)).toBe('response.withdrawn')
    expect(await claimSend(stack.dbAs('hark_publisher'), order)).toBeNull()
  })

  test('is on its way: it stays, and is not sent again if it did not arrive', async () => {
    const { caseId, id, order } = await approved()
    const publisher = stack.dbAs('hark_publisher')
    const attempt = await claimSend(publisher, order)
    expect((await reopen(caseId)).body.what).toContain('may have')
    expect((await stack.auditActions(id)).at(-1)).toBe('response.revoked')
    if (!attempt) throw new Error('not claimed')
    expect(await recordOutcome(publisher, attempt, { outcome: 'not_sent', reason: 'busy' })).toBe('cancelled')
    expect(await claimSend(publisher, order)).toBeNull()
  })

  test('a draft stays, and is approved again only once the case is decided anew', async () => {
    const post = await stack.seedPost()
    await decide(ana, post.caseId, closingConclusion('question_only'))
    const draft = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
    const { id, versions } = (await ana.post('/api/responses', draft)).body
    await ana.post(`/api/responses/${id}/submit`)
    await reopen(post.caseId)
    expect(await stateOf(id)).toBe('in_review')
    const sign = () => {
      const given = { ...ben.both(), contentSha256: versions[0].contentSha256, meaning: 'pv_approve' }
      return ben.post(`/api/responses/${id}/signature`, given)
    }
    expect((await sign()).body.code).toBe('response.no_disposition')
    await decide(ana, post.caseId, closingConclusion('question_only'))
    expect((await sign()).status).toBe(200)
  })

  test('publisher and reopening at the same moment: claimed or stopped, never both', async () => {
    const publisher = stack.dbAs('hark_publisher')
    const seen = new Set<string>()
    for (let n = 0; n < 12; n++) {
      const { caseId, id, order } = await approved()
      const claim = () => claimSend(publisher, order).then((c) => (c ? 'claimed' : 'stopped'))
      const first = n % 3 === 0 ? await claim() : null
      const [said, reopened] =
        n % 3 === 1
          ? [undefined, await reopen(caseId)]
          : await Promise.all([first ?? claim(), reopen(caseId)])
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
