import { asOf, databaseNow, listDecisions } from '@hark/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startByHand } from './by-hand.fixture.ts'

let at: Awaited<ReturnType<typeof startByHand>>
beforeAll(async () => {
  at = await startByHand()
})
afterAll(() => at?.end())

const address = 'https://x.com/brand/status/42'
const report = (id: string, said: object, by = at.people.cho) =>
  by.post(`/api/responses/${id}/hand-report`, said)

test('who took it out says where it is; said again, both stand and the later counts', async () => {
  const r = await at.taken(at.x)
  expect((await report(r.id, { posted: true, address })).body.what).toContain('where')
  expect((await report(r.id, { posted: false, reason: 'another reply' }, at.people.ana)).status).toBe(200)
  expect((await at.read(r.id)).byHand.reports).toMatchObject([
    { posted: true, address, reason: null, by: { username: 'cho' } },
    { posted: false, address: null, reason: 'another reply', by: { username: 'ana' } },
  ])
  expect((await at.stack.auditActions(r.id)).slice(-2)).toEqual(Array(2).fill('response.hand_reported'))
  const { body } = await at.stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('action', '=', 'response.hand_reported')
    .orderBy('at')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body).ref).toMatchObject({
    state: 'posted',
    content_sha256: r.versions[0].contentSha256,
  })
  expect(at.stack.failures).toEqual([])
})

test('an address elsewhere than the post, or none, is refused with what to do', async () => {
  const r = await at.taken()
  const { host } = new URL((await at.read(r.id)).byHand.open)
  for (const [wrong, says] of [
    ['https://elsewhere.example/1', `at elsewhere.example, and the post is at ${host}`],
    ['x.com/brand/status/42', 'beginning with https'],
  ] as const) {
    const { status, body } = await report(r.id, { posted: true, address: wrong })
    expect([status, body.code, body.message]).toEqual([400, 'input.invalid', expect.stringContaining(says)])
  }
  expect((await at.read(r.id)).byHand.reports).toEqual([])
})

test('nothing is said of a reply nobody took out, and an auditor says nothing', async () => {
  const waiting = await at.signed()
  const early = await report(waiting.id, { posted: true, address })
  expect([early.status, early.body.code]).toEqual([409, 'response.illegal_transition'])
  const r = await at.taken()
  expect((await report(r.id, { posted: true, address }, await at.stack.as('aud'))).status).toBe(403)
})

test('the line listing says what became of it, as of its moment', async () => {
  const r = await at.taken()
  const { open } = (await at.read(r.id)).byHand
  const before = await databaseNow(at.stack.db)
  await report(r.id, { posted: true, address: open })
  await at.seal()
  const to = '2999-01-01T00:00:00Z'
  expect(await replyIn(r.caseId, before, to)).toBe('taken_out')
  expect(await replyIn(r.caseId, to, to)).toBe('posted_by_hand')
  await report(r.id, { posted: false, reason: 'it was another reply' })
  expect(await replyIn(r.caseId, to, to)).toBe('not_posted')
})

async function replyIn(caseId: string, moment: string, to: string): Promise<string | null | undefined> {
  const as = await asOf(at.stack.db, to)
  if (!as) throw new Error('no checkpoint')
  const decision = at.stack.db.selectFrom('decision').select('id').where('case_id', '=', caseId)
  const { id } = await decision.executeTakeFirstOrThrow()
  const period = { from: '2020-01-01T00:00:00Z', to }
  for await (const row of listDecisions(at.stack.db, period, { ...as, at: moment }))
    if (row.decisionId === id) return row.reply
  return undefined
}
