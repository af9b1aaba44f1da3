import type { Finding } from '@hark/domain'
import { conclude, forwardableConclusion, type Stack, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { batchOf, postOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'
import { claimStages } from './claim.ts'
import { saveJudged } from './save-judged.ts'

const findingOf = (productId: string, priority: Finding['priority']): Finding => ({
  productId,
  score: 0.9,
  threshold: 0.25,
  flagged: true,
  reasons: ['+event.plain'],
  evidence: [],
  criteria: { patient: null, reporter: null, product: null, event: null },
  seriousness: [],
  special: [],
  priority,
  patients: [],
  sentiment: { label: 'negative', score: -0.5 },
  lang: 'en',
  model: 'test-1',
})

/** Stores these versions of one post and saves what is said of them as one batch. */
async function saveVersions(
  stack: Stack,
  externalId: string,
  versions: { text: string; priority: Finding['priority'] }[],
) {
  const { cursor, platform } = await stack.db
    .selectFrom('source')
    .select(['cursor', 'platform'])
    .where('id', '=', stack.programme.sourceId)
    .executeTakeFirstOrThrow()
  const posts = versions.map(({ text }) => postOf({ externalId, text, platform: platform as never }))
  const batch = batchOf(stack.programme, { posts, cursor, cursorBefore: cursor })
  const stored = await storeBatch(stack.dbAs('hark_ingest'), batch, sealing)
  const items = (stored?.postIds ?? []).map((postId) => ({ postId, gen: 0 }))
  const db = stack.dbAs('hark_classifier')
  const claimed = await claimStages(db, items)
  const productId = stack.programme.products.find((p) => p.brand === 'Zolvara')?.id ?? ''
  const priorityOf = (text: string) => versions.find((v) => v.text === text)?.priority ?? []
  return saveJudged(
    db,
    stack.programme,
    claimed.token,
    claimed.posts.map((post) => ({
      post,
      findings: [findingOf(productId, priorityOf(post.text))],
      copy: null,
    })),
  )
}

test('two later versions in one batch raise the case by two, void what was concluded, and bring their priority', async () => {
  await using stack = await startStack()
  const [first, other] = [
    await stack.seedPost({ externalId: 'v' }),
    await stack.seedPost({ externalId: 'w', text: 'Another Zolvara story, my mum (72) and a terrible rash' }),
  ]
  await conclude(await stack.as('ana'), first.caseId, forwardableConclusion(first))
  const caseOf = (id: string) =>
    stack.db
      .selectFrom('pv_case')
      .select(['version', 'state', 'lane', 'priority'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  const [before, untouched] = [await caseOf(first.caseId), await caseOf(other.caseId)]
  expect(before).toMatchObject({ state: 'concluded', lane: 'standard' })

  const saved = await saveVersions(stack, 'v', [
    { text: 'Zolvara: edit, she is in hospital', priority: ['LIFE_THREATENING'] },
    { text: 'Zolvara: edit, she died', priority: ['DEATH'] },
  ])

  expect(saved).toEqual({ done: 2, flagged: 2, opened: 0, joined: 2 })
  const after = await caseOf(first.caseId)
  expect(after).toMatchObject({
    version: before.version + 2,
    state: 'open',
    priority: ['DEATH', 'LIFE_THREATENING'],
  })
  expect(['crisis', 'priority']).toContain(after.lane)
  expect(await caseOf(other.caseId)).toEqual(untouched)
  const decisions = await stack.db
    .selectFrom('decision')
    .select(['state', 'void_reason'])
    .where('case_id', '=', first.caseId)
    .execute()
  expect(decisions).toEqual([{ state: 'voided', void_reason: 'new version of a post' }])
  expect((await stack.auditActions(first.caseId)).filter((a) => a === 'case.followed_up')).toHaveLength(2)
})
