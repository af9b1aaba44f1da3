import { claimHandoff, markAcked, markFailed, markSent, readBalance } from '@hark/db'
import { closingConclusion, decide, forwardableConclusion } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReopeningStack, reason, reopen, reopeningStack } from './reopen.fixture.ts'

/** A dozen cases are decided and opened again in turn. */
const ROUNDS = { timeout: 90_000 }
let stack: ReopeningStack

beforeAll(async () => {
  stack = await reopeningStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

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
  await decide(stack.ana, post.caseId, forwardableConclusion(post))
  const [handoff] = await handoffs(post.caseId)
  return { post, caseId: post.caseId, handoff: handoff?.id as string }
}

describe('the hand-off of a case that is opened again', () => {
  test('has not left: it is withdrawn with its entry, never sent, and counted', async () => {
    const { caseId, handoff, post } = await forwarded()
    const reply = await reopen(stack, caseId)
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
    await decide(stack.ana, caseId, forwardableConclusion(post))
    const [, second] = await handoffs(caseId)
    expect(second).toMatchObject({ state: 'pending' })
    const { packet } = await stack.db
      .selectFrom('handoff')
      .select('packet')
      .where('id', '=', second?.id as string)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(String(packet)).hark.follows).toBeNull() // the safety database never had the first
    expect(await balance()).toBe(0)
  })

  test('never left and closed now: nothing is forwarded, so nothing is taken back', async () => {
    const { caseId } = await forwarded()
    await reopen(stack, caseId)
    await decide(stack.ana, caseId, closingConclusion('not_our_product'))
    expect(await handoffs(caseId)).toHaveLength(1)
    expect(await balance()).toBe(0)
  })

  test('has left: it stays, says it is superseded, and by which follow-up', async () => {
    const { caseId, handoff, post } = await forwarded()
    const clock = stack.dbAs('hark_clock')
    expect(await claimHandoff(clock, handoff)).toBe(true)
    await markSent(clock, handoff)
    expect((await reopen(stack, caseId)).body.what).toContain('has left')
    expect(await stack.auditActions(handoff)).toEqual([
      'handoff.created',
      'handoff.sent',
      'handoff.superseded',
    ])
    const running = async () =>
      (await stack.ana.get(`/api/cases/${caseId}`)).body.clocks.filter(
        (c: { state: string }) => c.state === 'running',
      ).length
    const before = await running()
    await markAcked(clock, handoff, 'S-2')
    expect(await running()).toBe(before) // what it says is not what will be decided: the clocks run for the follow-up
    await decide(stack.ana, caseId, forwardableConclusion(post))
    const [first, second] = await handoffs(caseId)
    expect(first).toMatchObject({ state: 'acked', superseded_by: second?.id })
    expect((await stack.ana.get('/api/handoffs?state=withdrawn')).status).toBe(200)
    await reopen(stack, caseId)
    expect((await handoffs(caseId))[0]?.superseded_by).toBe(second?.id)
    expect(await balance()).toBe(0)
  })

  test('a delivery that surely failed is still stopped; one that nobody could note is not', async () => {
    const [sure, unsure] = [await forwarded(), await forwarded()]
    const clock = stack.dbAs('hark_clock')
    for (const { handoff } of [sure, unsure]) await claimHandoff(clock, handoff)
    await markFailed(clock, sure.handoff, 'ENOSPC')
    await markFailed(clock, unsure.handoff, '57P01', true)
    await Promise.all([reopen(stack, sure.caseId), reopen(stack, unsure.caseId)])
    expect(await handoffs(sure.caseId)).toMatchObject([{ state: 'withdrawn' }])
    expect(await handoffs(unsure.caseId)).toMatchObject([{ state: 'pending', withdrawn_at: null }])
    expect((await handoffs(unsure.caseId))[0]?.superseded_at).not.toBeNull()
  })

  test(
    'sender and reopening at the same moment: sent or stopped, never both, never neither',
    ROUNDS,
    async () => {
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
          n % 3 === 1
            ? [undefined, await reopen(stack, caseId)]
            : await Promise.all([first ?? send(), reopen(stack, caseId)])
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
    },
  )

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
    await reopen(stack, caseId)
    expect(await attempt("state = 'pending', withdrawn_at = null")).toBe('42501')
    expect(await attempt('delivering_since = now()')).toBe('42501')
  })
})
