import { closingConclusion, decide, forwardableConclusion, type SeededPost, type Stack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { postsOf } from '../cases/posts.ts'
import { dueChecks, enrolForChecks, noteChecked } from './checks.ts'
import { removalProof } from './proof.ts'
import { under } from './sweep.fixture.ts'
import { expediteDeleted, sweepRemovals } from './sweep.ts'

const close = async (stack: Stack, post: SeededPost) =>
  decide(await stack.as('ana'), post.caseId, closingConclusion())
const forward = async (stack: Stack, post: SeededPost) =>
  decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))

test('held while somebody reviews it; gone once it is closed', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ externalId: 'at://1' })
  await stack.remove('at://1')
  await stack.later(1_000)
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([0, 'held'])
  await close(stack, post)
  expect([await sweepRemovals(stack.clock), await sweepRemovals(stack.clock)]).toEqual([1, 0])
  expect(await stack.state(post)).toBe('erased')
  const [proof] = await removalProof(stack.dbAs('hark_auditor'), 'at://1')
  expect(proof?.steps.map(({ act, why, ground }) => [act, why, ground])).toEqual([
    ['marked', 'deleted', null],
    ['erased', 'deleted', null],
  ])
  expect(proof?.copies).toEqual({
    content: false,
    words: false,
    author: false,
    raw: false,
    searchWords: false,
    quotes: 0,
    nearCopies: 0,
    deliveries: 0,
    drafts: 0,
    packets: 0,
    signedWords: 0,
  })
})

test('a forwarded case keeps its words under the legal duty, and nothing else of the post', async () => {
  await using stack = await under()
  const media = [{ kind: 'image' as const, alt: 'Zolvara on my kitchen table, Elm Street 4' }]
  const post = await stack.seedPost({ externalId: 'at://1', media })
  await forward(stack, post)
  await stack.remove('at://1')
  expect([await sweepRemovals(stack.clock), await sweepRemovals(stack.clock)]).toEqual([1, 0])
  const row = await stack.db
    .selectFrom('post')
    .selectAll()
    .where('id', '=', post.id)
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ text: post.text, raw: null, author_sealed: null, url: null, erased_at: null })
  expect(row).toMatchObject({ media: [], author_ref: null, author_withheld: true })
  const [kept] = await postsOf(stack.db, post.caseId)
  expect(kept).toMatchObject({ authorRef: null, authorKnown: true })
  const [proof] = await removalProof(stack.db, post.id)
  expect(proof?.copies).toMatchObject({ words: true, author: false, raw: false })
  expect(proof?.steps.at(-1)).toMatchObject({ act: 'reduced', why: 'deleted', ground: 'legal_duty' })
})

test.each<[string, string | null, string]>([
  ['with_permission', 'contract 7/2026', 'reduced'],
  ['with_permission', null, 'erased'],
  ['never', 'contract 7/2026', 'erased'],
])(
  'terms that say %s with the permission %s: a forwarded post is %s',
  async (holdForSafety, permission, expected) => {
    await using stack = await under({ holdForSafety }, permission)
    const post = await stack.seedPost({ externalId: 'at://1' })
    await forward(stack, post)
    await stack.remove('at://1')
    await sweepRemovals(stack.clock)
    expect(await stack.state(post)).toBe(expected)
    const [proof] = await removalProof(stack.db, post.id)
    if (expected === 'reduced')
      expect(proof?.steps.at(-1)).toMatchObject({
        ground: 'with_permission',
        permissionReference: permission,
      })
  },
)

test('where nothing may be held the case comes first in line, and stays open when its post goes at the deadline', async () => {
  await using stack = await under({ holdForSafety: 'never', deletionSlaHours: 24 })
  const post = await stack.seedPost({ externalId: 'at://1' })
  await sql`update pv_case set lane = 'standard'`.execute(stack.db)
  await stack.remove('at://1')
  expect([await expediteDeleted(stack.clock), await expediteDeleted(stack.clock)]).toEqual([1, 0])
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([0, 'held'])
  await stack.later(24)
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([1, 'erased'])
  const kase = await stack.db
    .selectFrom('pv_case')
    .selectAll()
    .where('id', '=', post.caseId)
    .executeTakeFirstOrThrow()
  expect(kase).toMatchObject({ state: 'open', lane: 'priority' })
  expect(await stack.auditActions(post.caseId)).toContain('case.escalated')
  expect((await removalProof(stack.db, post.id))[0]?.copies).toMatchObject({
    content: false,
    searchWords: false,
    quotes: 0,
  })
})

test('what can be taken back is hidden, and goes when the time for it has passed', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ finding: { flagged: false }, externalId: 'at://1' })
  await stack.remove('at://1', 'taken_down')
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([0, 'held'])
  await stack.later(24)
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([1, 'erased'])
})

test('a deleted post that nobody could judge goes at the deadline, and is not judged afterwards', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ finding: { flagged: false }, externalId: 'at://1' })
  await sql`update post_stage set state = 'quarantined', outcome = null`.execute(stack.db)
  await stack.remove('at://1')
  expect(await sweepRemovals(stack.clock)).toBe(0)
  await stack.later(24)
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([1, 'erased'])
  const { state } = await stack.db.selectFrom('post_stage').select('state').executeTakeFirstOrThrow()
  expect(state).toBe('done')
})

test('a deletion learnt a day late leaves the classifier its minute, and no more', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ finding: { flagged: false }, externalId: 'at://1' })
  await sql`update post_stage set state = 'quarantined', outcome = null`.execute(stack.db)
  await stack.remove('at://1')
  await sql`update post set removed_at = removed_at - interval '30 hours'`.execute(stack.db)
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([0, 'held'])
  await stack.later(46 / 3600)
  expect([await sweepRemovals(stack.clock), await stack.state(post)]).toEqual([1, 'erased'])
})

test('an edit makes the version before it go, unless a review holds it', async () => {
  await using stack = await under()
  const [calm, flagged] = [
    await stack.seedPost({ finding: { flagged: false }, externalId: 'at://1' }),
    await stack.seedPost({ externalId: 'at://2' }),
  ]
  await stack.seedPost({
    finding: { flagged: false },
    externalId: 'at://1',
    revision: '2',
    text: 'Zolvara, rewritten',
  })
  await stack.seedPost({
    finding: { flagged: false },
    externalId: 'at://2',
    revision: '2',
    text: 'Zolvara, rewritten',
  })
  expect([await stack.state(calm), await stack.state(flagged)]).toEqual(['erased', 'held'])
  expect((await removalProof(stack.db, calm.id))[0]?.steps.map(({ why }) => why)).toEqual([
    'edited',
    'edited',
  ])
})

test('a display copy goes when the terms end it, unless the platform showed it again', async () => {
  await using stack = await under({ retentionDays: 30, recheckHours: 600 })
  const old = new Date(Date.now() - 31 * 86_400_000).toISOString()
  const [stale, fresh, kept] = [
    await stack.seedPost({
      finding: { flagged: false },
      externalId: 'at://1',
      receivedAt: old,
      text: 'Zolvara one',
    }),
    await stack.seedPost({
      finding: { flagged: false },
      externalId: 'at://2',
      receivedAt: old,
      text: 'Zolvara two',
    }),
    await stack.seedPost({ externalId: 'at://3', receivedAt: old, text: 'Zolvara three' }),
  ]
  expect([await enrolForChecks(stack.clock), await enrolForChecks(stack.clock)]).toEqual([3, 0])
  const due = await dueChecks(stack.ingest, stack.programme.sourceId, 600, 10)
  expect(due.map(({ externalId }) => externalId).sort()).toEqual(['at://1', 'at://2', 'at://3'])
  await noteChecked(stack.ingest, stack.programme.sourceId, ['at://2'])
  await sweepRemovals(stack.clock)
  expect([await stack.state(stale), await stack.state(fresh), await stack.state(kept)]).toEqual([
    'erased',
    'there',
    'there',
  ])
})

test('of two clocks that sweep at once each post is swept by one', async () => {
  await using stack = await under()
  for (let n = 0; n < 10; n += 1)
    await stack.seedPost({ finding: { flagged: false }, externalId: `at://${n}`, text: `Zolvara ${n}` })
  await sql`update post set removed_at = now(), removal_reason = 'deleted'`.execute(stack.db)
  const swept = await Promise.all([sweepRemovals(stack.clock), sweepRemovals(stack.dbAs('hark_clock'))])
  expect(swept[0] + swept[1]).toBe(10)
  const { rows } = await sql`select post_id from post_removal where act = 'erased'`.execute(stack.db)
  expect(rows).toHaveLength(10)
})

test('the proof is append-only, and what is gone is not taken back', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ finding: { flagged: false }, externalId: 'at://1' })
  await stack.remove('at://1')
  const refused = { code: '42501' }
  await expect(sql`delete from post_removal`.execute(stack.db)).rejects.toMatchObject(refused)
  await expect(
    sql`update post set erased_at = null where id = ${post.id}`.execute(stack.db),
  ).rejects.toMatchObject(refused)
  await expect(
    sql`update post set text = 'x', erased_at = null where id = ${post.id}`.execute(stack.db),
  ).rejects.toMatchObject(refused)
})
