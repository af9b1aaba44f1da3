import type { Removal } from '@hark/domain'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { batchOf, sealing } from '../ingest/batch.fixture.ts'
import { heldPayloads, sourcesToAskAfter } from '../ingest/sources.ts'
import { storeBatch } from '../ingest/store-batch.ts'
import { dueChecks, enrolForChecks, gapEnds, hearsNothing, noteChecked } from './checks.ts'
import { under } from './sweep.fixture.ts'

const calm = { finding: { flagged: false } }
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

/** Posts named by how many hours ago they were heard. */
async function heardAgo(hours: readonly number[], terms = {}) {
  const stack = await under(terms)
  for (const n of hours) {
    const receivedAt = hoursAgo(n).toISOString()
    await stack.seedPost({ ...calm, externalId: `${n}h`, receivedAt, text: `Zolvara ${n}` })
  }
  await enrolForChecks(stack.ingest, [stack.programme.platform])
  const due = async (gapEnd: Date | null = null, atMost = 10) =>
    (await dueChecks(stack.ingest, stack.programme.sourceId, 24, atMost, gapEnd)).map((d) => d.externalId)
  return Object.assign(stack, { due })
}

test('a platform that is asked after is so whatever was acknowledged, listened to or not', async () => {
  await using stack = await heardAgo([30], { recheckHours: null })
  const { platform, sourceId } = stack.programme
  expect(await stack.due()).toEqual(['30h'])
  const asked = async () =>
    (await sourcesToAskAfter(stack.ingest, [platform])).map(({ id, running }) => [id, running])
  for (const state of ['running', 'paused', 'ended']) {
    await sql`update source set state = ${state}`.execute(stack.db)
    expect(await asked()).toEqual([[sourceId, state === 'running']])
  }
  expect(await sourcesToAskAfter(stack.ingest)).toEqual([])
})

test('after a gap what was held before its end is due once, the newest first, and the longest unchecked beside it', async () => {
  await using stack = await heardAgo([50, 40, 30, 5, 4, 3, 1])
  expect(await stack.due()).toEqual(['50h', '40h', '30h'])
  const gapEnd = hoursAgo(2)
  expect((await stack.due(gapEnd, 4)).sort()).toEqual(['3h', '40h', '4h', '50h'])
  expect((await stack.due(gapEnd)).sort()).toEqual(['30h', '3h', '40h', '4h', '50h', '5h'])
  await noteChecked(stack.ingest, stack.programme.sourceId, ['3h', '50h'])
  expect((await stack.due(gapEnd)).sort()).toEqual(['30h', '40h', '4h', '5h'])
})

test('what nobody answers is asked again after an hour, and stands in no one’s way', async () => {
  await using stack = await heardAgo([50, 40, 30])
  await noteChecked(stack.ingest, stack.programme.sourceId, ['40h'], ['50h', '40h'])
  expect(await stack.due(null, 1)).toEqual(['30h'])
  await sql`update post_check set asked_at = asked_at - interval '61 minutes'`.execute(stack.db)
  expect(await stack.due()).toEqual(['50h', '30h'])
})

test('a gap counts from its end: filled or lost, or read back for an hour without an end', async () => {
  await using stack = await under()
  const gap = (lane: string, state: string, ended: number | null) =>
    sql`insert into coverage_gap (id, source_id, lane, from_at, to_at, reason, state) values (gen_random_uuid(),
      ${stack.programme.sourceId}, ${lane}, ${hoursAgo(9)}, ${ended === null ? null : hoursAgo(ended)}, 'r', ${state})`.execute(
      stack.db,
    )
  await gap('a', 'filled', 0.1)
  await gap('a', 'lost', 0.5)
  await gap('b', 'open', 0.5)
  await gap('c', 'open', 1.5)
  await gap('d', 'filled', 0)
  expect(await hearsNothing(stack.ingest, stack.programme.sourceId)).toBe(false)
  await gap('e', 'open', null)
  expect(await hearsNothing(stack.ingest, stack.programme.sourceId)).toBe(true)
  const ends = await gapEnds(stack.ingest, stack.programme.sourceId)
  expect(
    ends.map(({ lane, end }) => [lane, Math.round((Date.now() - end.getTime()) / 60_000)]).sort(),
  ).toEqual([
    ['a', 6],
    ['c', 90],
  ])
})

test('what is hidden is still asked after: shown again it is back, but no moderator’s label is lifted by that', async () => {
  await using stack = await heardAgo([50, 49, 48])
  const at = new Date().toISOString()
  const tell = (...removals: Removal[]) =>
    storeBatch(stack.ingest, batchOf(stack.programme, { removals }), sealing)
  await tell(
    { kind: 'post', externalId: '50h', reason: 'taken_down', at },
    { kind: 'post', externalId: '49h', reason: 'hidden', at },
    { kind: 'post', externalId: '48h', reason: 'deleted', at },
  )
  // Who is asked may know it later than we.
  expect(await stack.due()).toEqual([])
  await stack.later(2)
  const due = await dueChecks(stack.ingest, stack.programme.sourceId, 24, 10)
  expect(due.map(({ externalId, away }) => [externalId, away])).toEqual([
    ['50h', true],
    ['49h', false],
  ])
  await tell(
    { kind: 'post_restored', externalId: '50h', at, of: 'account' },
    { kind: 'post_restored', externalId: '49h', at, of: 'account' },
  )
  const { rows } = await sql`select external_id as id, removal_reason as why from post order by 1`.execute(
    stack.db,
  )
  expect(rows).toEqual([
    { id: '48h', why: 'deleted' },
    { id: '49h', why: 'hidden' },
    { id: '50h', why: null },
  ])
})

test('the payload of a post is that of its latest version', async () => {
  await using stack = await under()
  const { id, platform } = stack.programme
  await stack.seedPost({ ...calm, externalId: 'p', text: 'Zolvara, one' })
  const first = await heldPayloads(stack.ingest, id, platform, ['p', 'unknown'])
  await stack.seedPost({ ...calm, externalId: 'p', revision: '2', text: 'Zolvara, two' })
  const { rows } = await sql<{ raw: string }>`select raw from post where revision = '2'`.execute(stack.db)
  expect([...first.keys()]).toEqual(['p'])
  expect(await heldPayloads(stack.ingest, id, platform, ['p'])).toEqual(new Map([['p', rows[0]?.raw]]))
})
