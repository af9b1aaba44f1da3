import { claim, closingConclusion, decide, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const reason = 'told by the vendor by telephone'
const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString()
type Clock = { kind: string; anchor: string; anchorAt: string; dueAt: string; zone: string; state: string }

test('earlier than the flag: every running clock follows it, dated in the vendor’s zone, under one signature', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  const before: Clock[] = (await ana.get(`/api/cases/${caseId}`)).body.clocks
  const at = daysAgo(2)
  const url = `/api/cases/${caseId}/vendor-awareness`
  const reply = await ana.post(url, { ...ana.both(), at, zone: 'Asia/Tokyo', reason })
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  const seen = (await ana.get(`/api/cases/${caseId}`)).body
  expect(seen.awareness).toMatchObject({ vendorAwareAt: at, vendorZone: 'Asia/Tokyo' })
  for (const clock of seen.clocks as Clock[]) {
    expect(clock).toMatchObject({
      anchorAt: at,
      zone: 'Asia/Tokyo',
      anchor: expect.stringContaining('vendor'),
    })
    const was = before.find((b) => b.kind === clock.kind)
    expect(Date.parse(clock.dueAt)).toBeLessThan(Date.parse(was?.dueAt ?? ''))
  }
  const signatures = await stack.db.selectFrom('signature').selectAll().execute()
  expect(signatures.map((s) => s.meaning)).toEqual(['clock_recompute'])
  expect((await stack.auditActions(caseId)).at(-1)).toBe('case.vendor_aware')
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('action', '=', 'case.vendor_aware')
    .executeTakeFirstOrThrow()
  expect(body).not.toContain('telephone')
  const again = await ana.post(url, { ...ana.both(), at: daysAgo(3), zone: 'UTC', reason })
  expect(again.body.code).toBe('case.changed')
  expect(stack.failures).toEqual([])
})

test('later than the flag: recorded, and no clock moves', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  const before = (await ana.get(`/api/cases/${caseId}`)).body.clocks
  const at = new Date().toISOString()
  const reply = await ana.post(`/api/cases/${caseId}/vendor-awareness`, {
    ...ana.both(),
    at,
    zone: 'UTC',
    reason,
  })
  expect(reply.body.what).toContain('no clock')
  const seen = (await ana.get(`/api/cases/${caseId}`)).body
  expect(seen.clocks).toEqual(before)
  expect(seen.awareness.vendorAwareAt).toBe(at)
})

test('two at once: one of them', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const both = await Promise.all(
    ['ana', 'ben'].map(async (name, n) => {
      const who = await stack.as(name)
      const given = { ...who.both(), at: daysAgo(n + 1), zone: 'UTC', reason }
      return who.post(`/api/cases/${caseId}/vendor-awareness`, given)
    }),
  )
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(await stack.db.selectFrom('signature').select('id').execute()).toHaveLength(1)
  expect(stack.failures).toEqual([])
})

test('nobody without the role, the components, a reason; nothing in the future or in no zone', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const url = `/api/cases/${caseId}/vendor-awareness`
  const body = { at: daysAgo(1), zone: 'Europe/Berlin', reason }
  for (const name of ['cho', 'aud', 'oli']) {
    const who = await stack.as(name)
    expect((await who.post(url, { ...who.both(), ...body })).body.code).toBe('auth.forbidden')
  }
  const ana = await stack.as('ana')
  const code = async (over: object, shown: object = ana.both()) =>
    (await ana.post(url, { ...shown, ...body, ...over })).body.code
  expect(await code({}, { password: 'wrong' })).toBe('auth.failed')
  expect(await code({}, { password: ana.both().password })).toBe('sign.second_factor_required')
  expect(await code({ reason: ' ' })).toBe('input.invalid')
  expect(await code({ at: new Date(Date.now() + 3_600_000).toISOString() })).toBe('clock.instant_invalid')
  expect(await code({ zone: 'Nowhere/Town' })).toBe('clock.instant_invalid')
  expect(await stack.auditActions(caseId)).toEqual(['case.opened'])
  const api = stack.dbAs('hark_api')
  const future =
    sql`update pv_case set vendor_aware_at = now() + interval '1 hour', vendor_zone = 'UTC'`.execute(api)
  await expect(future).rejects.toMatchObject({ code: '42501' })
})

test('after the decision it is recorded all the same, and what has stopped stays stopped; a split keeps it', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  await decide(ana, caseId, closingConclusion())
  const record = (id: string) =>
    ana.post(`/api/cases/${id}/vendor-awareness`, { ...ana.both(), at: daysAgo(1), zone: 'UTC', reason })
  expect((await record(caseId)).status).toBe(200)
  const { clocks } = (await ana.get(`/api/cases/${caseId}`)).body
  expect(clocks.filter((c: Clock) => c.state === 'running')).toEqual([])

  const other = await stack.seedPost({ text: 'Zolvara gave my son and me a rash' })
  await record(other.caseId)
  const token = await claim(ana, other.caseId)
  const split = await ana.post(`/api/cases/${other.caseId}/split`, {
    token,
    postIds: [other.id],
    patient: 'my son',
  })
  expect(split.status).toBe(200)
  const made = (await ana.get(`/api/cases/${split.body.caseId}`)).body
  expect(made.awareness).toMatchObject({ vendorZone: 'UTC', vendorAwareAt: expect.any(String) })
  expect(stack.failures).toEqual([])
})
