import { createHash } from 'node:crypto'
import { estimateSample, stratumKey } from '@hark/domain'
import { closingConclusion, conclude, decide, forwardableConclusion, type Stack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { under } from '../removal/sweep.fixture.ts'
import { sweepRemovals } from '../removal/sweep.ts'
import { drawSamples, rankOf } from './draw.ts'
import { listSamples } from './read.ts'

/** As if the week of today were over. */
const NEXT_WEEK = new Date(Date.now() + 8 * 86_400_000).toISOString()
const negative = (score = 0.01, lang = 'en') => ({ finding: { flagged: false, score, lang } })

async function caseOf(stack: Stack, postId: string) {
  const { rows } = await sql<{ id: string; state: string; lane: string; flagged_at: string | null }>`
    select k.id, k.state, k.lane, k.flagged_at from case_post p join pv_case k on k.id = p.case_id where p.post_id = ${postId}`.execute(
    stack.db,
  )
  return rows
}
const clocksIn = async (stack: Stack, caseId: string) =>
  stack.db.selectFrom('case_clock').select('kind').where('case_id', '=', caseId).execute()

test('what was not flagged is drawn, once, with cases that no clock runs on', async () => {
  await using stack = await under()
  const [far, near, german] = [
    await stack.seedPost(negative()),
    await stack.seedPost(negative(0.3)),
    await stack.seedPost(negative(0.05, 'de')),
  ]
  const flagged = await stack.seedPost({ text: 'Zolvara and a rash' })
  expect(await drawSamples(stack.clock, new Date().toISOString())).toBe(0) // the week runs
  const twoClocks = [stack.clock, stack.dbAs('hark_clock')].map((db) => drawSamples(db, NEXT_WEEK))
  expect((await Promise.all(twoClocks)).toSorted()).toEqual([0, 1])
  expect(await drawSamples(stack.clock, NEXT_WEEK)).toBe(0)
  for (const post of [far, near, german]) {
    const [made] = await caseOf(stack, post.id)
    expect(made).toMatchObject({ state: 'open', lane: 'sample', flagged_at: null })
    expect(await clocksIn(stack, made?.id as string)).toEqual([])
  }
  expect(await caseOf(stack, flagged.id)).toMatchObject([{ lane: 'standard' }])
  const [sample, ...more] = await listSamples(stack.db)
  expect(more).toEqual([])
  expect(sample).toMatchObject({ model: 'test-1', gone: 0, confirmed: 0, undecided: 1 })
  expect(sample?.strata.map((s) => [stratumKey(s), s.posts, s.drawn, s.pending])).toEqual([
    ['en far', 1, 1, 1],
    ['en near', 1, 1, 1],
    ['six low', 1, 1, 1],
  ])
})

test('what the ledger says of a draw is enough to draw again', async () => {
  await using stack = await under()
  for (let n = 0; n < 40; n++) await stack.seedPost({ ...negative(), text: `Zolvara ${n}` })
  await sql`update programme set kind = 'practice'`.execute(stack.db) // small samples
  await drawSamples(stack.clock, new Date(Date.now() + 20 * 60_000).toISOString())
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('action', '=', 'sample.drawn')
    .executeTakeFirstOrThrow()
  const { ref, actor } = JSON.parse(body)
  expect(actor).toEqual({ id: 'clock', kind: 'service' })
  expect(ref).toMatchObject({ frame: '40', drawn: '19', gone: '0', strata: 'en far 19/40' })
  const { frame } = await stack.db.selectFrom('sample').select('frame').executeTakeFirstOrThrow()
  expect(createHash('sha256').update(frame).digest('hex')).toBe(ref.frame_sha256)
  const ids = frame
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] as string)
  const rank = rankOf(ref.seed)
  const again = ids.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, 19)
  const drawn = await stack.db.selectFrom('sample_post').select('post_id').execute()
  expect(drawn.map((d) => d.post_id).sort()).toEqual(again.sort())
})

test('every drawn post is pending, read or withdrawn; what was missed is counted', async () => {
  await using stack = await under()
  const posts = []
  for (let n = 0; n < 4; n++) posts.push(await stack.seedPost({ ...negative(), externalId: `at://${n}` }))
  const gone = await stack.seedPost({ ...negative(), externalId: 'at://gone' })
  await sql`update post set removed_at = clock_timestamp(), removal_reason = 'suspended' where id = ${gone.id}`.execute(
    stack.db,
  )
  const confirmed = await stack.seedPost({ text: `${gone.text} Again.` })
  const ana = await stack.as('ana')
  await decide(ana, confirmed.caseId, { ...forwardableConclusion(confirmed) })
  await drawSamples(stack.clock, NEXT_WEEK)
  const [clear, missed, deleted, pending] = await Promise.all(
    posts.map(async (p) => ({ ...p, caseId: (await caseOf(stack, p.id))[0]?.id as string })),
  )
  if (!clear || !missed || !deleted || !pending) throw new Error('not drawn')
  await decide(ana, clear.caseId, closingConclusion())
  await decide(ana, missed.caseId, forwardableConclusion(missed))
  await stack.remove('at://2')
  expect(await sweepRemovals(stack.clock)).toBe(1)
  expect(await stack.state(deleted)).toBe('erased')
  expect(await caseOf(stack, deleted.id)).toMatchObject([{ state: 'withdrawn', lane: 'sample' }])
  expect(await stack.auditActions(deleted.caseId)).toEqual(['case.opened', 'case.withdrawn'])
  const [sample] = await listSamples(stack.db)
  if (!sample) throw new Error('no sample')
  expect(sample).toMatchObject({ gone: 1, confirmed: 1, undecided: 0 })
  expect(sample.strata).toMatchObject([{ posts: 4, drawn: 4, clear: 1, missed: 1, pending: 1, withdrawn: 1 }])
  const estimate = estimateSample(sample.strata, sample.confirmed)
  expect(estimate.elusion?.value).toBeCloseTo(0.5, 9)
  expect(estimate.recall?.value).toBeCloseTo(1 / 3, 9)
})

test('a conclusion that waits for its signature holds its post; so does who has it in hand', async () => {
  await using stack = await under()
  const posts = [
    await stack.seedPost({ ...negative(), externalId: 'at://1' }),
    await stack.seedPost({ ...negative(), externalId: 'at://2', text: 'Zolvara, two' }),
  ]
  await drawSamples(stack.clock, NEXT_WEEK)
  const [concluded, claimed] = await Promise.all(
    posts.map(async (p) => (await caseOf(stack, p.id))[0]?.id as string),
  )
  const ana = await stack.as('ana')
  await conclude(ana, concluded as string, closingConclusion())
  await ana.post(`/api/cases/${claimed}/claim`, { tab: crypto.randomUUID() })
  await stack.remove('at://1')
  await stack.remove('at://2')
  expect(await sweepRemovals(stack.clock)).toBe(0)
  await sql`update pv_case set lease_until = clock_timestamp() - interval '1 second' where id = ${claimed}`.execute(
    stack.db,
  )
  expect(await sweepRemovals(stack.clock)).toBe(1)
  const [sample] = await listSamples(stack.db)
  expect(sample?.strata).toMatchObject([{ drawn: 2, pending: 1, withdrawn: 1 }])
})

test('a flagged edit of a sampled post is a case of its own, with its clocks', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ ...negative(), externalId: 'at://1' })
  await drawSamples(stack.clock, NEXT_WEEK)
  const edit = await stack.seedPost({
    externalId: 'at://1',
    revision: '2',
    text: 'Zolvara: my hair fell out',
  })
  const [sampled] = await caseOf(stack, post.id)
  expect(edit.caseIds).toHaveLength(1)
  expect(edit.caseId).not.toBe(sampled?.id)
  expect(await clocksIn(stack, edit.caseId)).toHaveLength(3)
})

test('posts that wait for detection put a draw off; an empty period has none', async () => {
  await using stack = await under()
  expect(await drawSamples(stack.clock, NEXT_WEEK)).toBe(0)
  const post = await stack.seedPost(negative())
  await sql`update post_stage set state = 'pending', outcome = null where post_id = ${post.id}`.execute(
    stack.db,
  )
  expect(await drawSamples(stack.clock, NEXT_WEEK)).toBe(0)
  await sql`update post_stage set state = 'done', outcome = 'negative'`.execute(stack.db)
  expect(await drawSamples(stack.clock, NEXT_WEEK)).toBe(1)
})
