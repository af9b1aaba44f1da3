import { statementHash } from '@hark/ledger'
import { closingConclusion, decide, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

const reason = 'the vendor knew since Monday'

test('a lead sets a clock anew, earlier or later, by a signature over old and new', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const lea = await stack.as('lea')
  const set = (anchorAt: string, shown = lea.both()) =>
    lea.post(`/api/cases/${caseId}/clocks`, { ...shown, kind: 'serious_15d', anchorAt, reason })
  const earlier = new Date(Date.now() - 5 * 86_400_000).toISOString()
  expect((await set(earlier)).status).toBe(200)
  const later = new Date(Date.now() - 3_600_000).toISOString()
  expect((await set(later)).status).toBe(200)
  const clocks = (await lea.get(`/api/cases/${caseId}`)).body.clocks
  expect(clocks).toHaveLength(3)
  expect(clocks.find((c: { kind: string }) => c.kind === 'serious_15d')).toMatchObject({
    anchorAt: later,
    reason,
  })
  const signatures = await stack.db.selectFrom('signature').selectAll().orderBy('signed_at').execute()
  expect(signatures.map((s) => s.meaning)).toEqual(['clock_recompute', 'clock_recompute'])
  const statement = JSON.parse(signatures[1]?.statement.toString('utf8') ?? '')
  const entry = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('id', '=', signatures[1]?.last_entry ?? '')
    .executeTakeFirstOrThrow()
  const { ref } = JSON.parse(entry.body)
  expect(ref).toMatchObject({
    sig: statementHash(statement),
    content_sha256: statement.records[0].content_sha256,
  })
  expect(statement.records).toMatchObject([{ type: 'case', id: caseId, version: 1 }])
  expect(entry.body).not.toContain('Monday')
  expect(await stack.auditActions(caseId)).toEqual([
    'case.opened',
    'case.clock_set',
    'case.clock_set',
    'case.viewed',
  ])
  expect(stack.failures).toEqual([])
})

test('a reviewer may not, nor a lead without showing who they are, nor into the future', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, lea] = [await stack.as('ana'), await stack.as('lea')]
  const body = { kind: 'serious_15d', anchorAt: new Date(Date.now() - 60_000).toISOString(), reason }
  const url = `/api/cases/${caseId}/clocks`
  expect((await ana.post(url, { ...ana.both(), ...body })).body.code).toBe('auth.forbidden')
  expect((await lea.post(url, { password: 'wrong', ...body })).body.code).toBe('auth.failed')
  const { password } = lea.both()
  expect((await lea.post(url, { password, ...body })).body.code).toBe('sign.second_factor_required')
  const ahead = { ...body, anchorAt: new Date(Date.now() + 86_400_000).toISOString() }
  expect((await lea.post(url, { ...lea.both(), ...ahead })).body.code).toBe('clock.instant_invalid')
  expect((await lea.post(url, { ...lea.both(), ...body, reason: '' })).body.code).toBe('input.invalid')
  expect(await stack.auditActions(caseId)).toEqual(['case.opened'])
})

test('two leads at once: both are signed, one clock is in force', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const leads = [await stack.as('lea'), await stack.as('luc')]
  const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const both = await Promise.all(
    leads.map((lead, i) =>
      lead.post(`/api/cases/${caseId}/clocks`, {
        ...lead.both(),
        kind: 'forward_24h',
        anchorAt: at(i + 2),
        reason,
      }),
    ),
  )
  expect(both.map((r) => r.status)).toEqual([200, 200])
  const active = await stack.db
    .selectFrom('case_clock')
    .select('due_at')
    .where('kind', '=', 'forward_24h')
    .where('superseded_at', 'is', null)
    .execute()
  expect(active).toHaveLength(1)
  const { next_due_at } = await stack.db.selectFrom('pv_case').select('next_due_at').executeTakeFirstOrThrow()
  expect(next_due_at).toBe(active[0]?.due_at)
})

test('a clock that no longer runs is not set', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  await decide(await stack.as('ana'), caseId, closingConclusion())
  const lea = await stack.as('lea')
  const body = {
    ...lea.both(),
    kind: 'serious_15d',
    anchorAt: new Date(Date.now() - 60_000).toISOString(),
    reason,
  }
  expect((await lea.post(`/api/cases/${caseId}/clocks`, body)).body.code).toBe('case.not_open')
})
