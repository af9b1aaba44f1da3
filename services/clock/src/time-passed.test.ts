import { endLapsedLeases, resumeHeld, sweepRemovals } from '@hark/db'
import { claim, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clockOf } from './clock.fixture.ts'
import { escalateOnce } from './deadlines.ts'

test('each share of a clock that passed is recorded once, also by two clocks at once', async () => {
  await using stack = await startStack()
  const [ctx, other] = [clockOf(stack), clockOf(stack)]
  const { caseId } = await stack.seedPost()
  const at = async (hours: number) => {
    await sql`set session_replication_role = replica; update case_clock set anchor_at = clock_timestamp() - make_interval(hours => ${sql.raw(String(hours))}),
      due_at = clock_timestamp() + make_interval(hours => ${sql.raw(String(24 - hours))}) where kind = 'forward_24h'; reset session_replication_role`.execute(
      stack.db,
    )
    const recorded = await Promise.all([escalateOnce(ctx), escalateOnce(other)])
    return (recorded[0] ?? 0) + (recorded[1] ?? 0)
  }
  expect([
    await at(11),
    await at(13),
    await at(13),
    await at(19),
    await at(22),
    await at(25),
    await at(30),
  ]).toEqual([0, 1, 0, 1, 1, 1, 0])
  const levels = await stack.db.selectFrom('escalation').select('percent').orderBy('percent').execute()
  expect(levels.map((l) => l.percent)).toEqual([50, 75, 90, 100])
  expect((await stack.auditActions(caseId)).filter((a) => a === 'case.escalated')).toHaveLength(4)
})

test('a clock that slept records what it missed at once; a met or stopped one is left', async () => {
  await using stack = await startStack()
  await stack.seedPost()
  const late = (kind: string) =>
    sql.raw(
      `set session_replication_role = replica; update case_clock set anchor_at = '2026-01-01Z', due_at = '2026-01-02Z' where kind = '${kind}'; reset session_replication_role`,
    )
  await late('forward_24h').execute(stack.db)
  await late('serious_15d').execute(stack.db)
  await sql`update case_clock set met_at = clock_timestamp() where kind = 'serious_15d'`.execute(stack.db)
  expect(await escalateOnce(clockOf(stack))).toBe(4)
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('action', '=', 'case.escalated')
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body).ref).toMatchObject({ clock: 'forward_24h', percent: '100' })
})

test('a lease whose browser went away ends; a living one stays', async () => {
  await using stack = await startStack()
  const [gone, here] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara, two' })]
  const ana = await stack.as('ana')
  for (const p of [gone, here]) await claim(ana, p.caseId)
  await sql`update pv_case set lease_until = clock_timestamp() - interval '1 second' where id = ${gone.caseId}`.execute(
    stack.db,
  )
  const { db } = clockOf(stack)
  expect([await endLapsedLeases(db), await endLapsedLeases(db)]).toEqual([1, 0])
  const held = await stack.db.selectFrom('pv_case').select('id').where('lease_by', 'is not', null).execute()
  expect(held).toEqual([{ id: here.caseId }])
})

test('a held case comes back when its time has come, once, and its row names the entry', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const { caseId } = await stack.seedPost()
  const token = await claim(ana, caseId)
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await ana.post(`/api/cases/${caseId}/hold`, { token, reason: 'asking the vendor', until })
  const { db } = clockOf(stack)
  expect(await resumeHeld(db)).toBe(0)
  await sql`update pv_case set hold_until = clock_timestamp()`.execute(stack.db)
  const both = await Promise.all([resumeHeld(db), resumeHeld(clockOf(stack).db)])
  expect(both.toSorted()).toEqual([0, 1])
  const row = await stack.db
    .selectFrom('pv_case')
    .selectAll()
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ state: 'open', hold_reason: null, hold_until: null })
  const { action } = await stack.db
    .selectFrom('ledger_entry')
    .select('action')
    .where('id', '=', row.last_entry)
    .executeTakeFirstOrThrow()
  expect(action).toBe('case.resumed')
})

test('deleted before it was judged: erased once it turns out negative, kept when flagged', async () => {
  await using stack = await startStack()
  const [negative, flagged, kept] = [
    await stack.seedPost({ finding: { flagged: false } }),
    await stack.seedPost({ text: 'Zolvara and a rash' }),
    await stack.seedPost({ finding: { flagged: false }, text: 'Zolvara, still there' }),
  ]
  await sql`update post set removed_at = clock_timestamp(), removal_reason = 'deleted' where id = any(${[negative.id, flagged.id]}::uuid[])`.execute(
    stack.db,
  )
  const { db } = clockOf(stack)
  expect([await sweepRemovals(db), await sweepRemovals(db)]).toEqual([1, 0])
  const rows = await stack.db
    .selectFrom('post')
    .select(['id', 'text', 'raw', 'author_ref', 'author_sealed', 'url', 'erased_at'])
    .execute()
  const text = Object.fromEntries(rows.map((r) => [r.id, r.text]))
  expect(text).toEqual({ [negative.id]: null, [flagged.id]: flagged.text, [kept.id]: kept.text })
  expect(rows.find((r) => r.id === negative.id)).toMatchObject({
    raw: null,
    author_ref: null,
    author_sealed: null,
    url: null,
  })
  expect(
    await stack.db.selectFrom('finding').select('id').where('post_id', '=', negative.id).execute(),
  ).toEqual([])
  expect(await stack.auditActions('due')).toEqual(['posts.removed'])
})
