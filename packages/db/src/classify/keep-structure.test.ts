import { compileMatcher, detect, loadResources } from '@hark/detection'
import type { Finding } from '@hark/domain'
import { closingConclusion, decide } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { findingsOf } from '../cases/posts.ts'
import { removalProof } from '../removal/proof.ts'
import { under } from '../removal/sweep.fixture.ts'
import { sweepRemovals } from '../removal/sweep.ts'
import { documentsOf, findingLeaf } from './judged.ts'

const text =
  'My mum (72) took 0.5 mg Zolvara twice daily for two weeks and got a terrible rash, gone since she stopped.'
const zolvara = {
  id: '018f0000-0000-7000-8000-000000000001',
  group: 'zolvara',
  brand: 'Zolvara',
  substance: 'zolvaretine',
  own: true,
  names: [],
}
const [found] = detect({ text, lang: 'en' }, compileMatcher([zolvara]), loadResources())
const { productId: _, ...said } = found as Finding

const structureOf = async (stack: Awaited<ReturnType<typeof under>>, postId: string) =>
  (await findingsOf(stack.db, [postId]))[0]?.structure

test('what a flagged post says in parts is kept as detection read it, and committed to with the finding', async () => {
  expect(said.structure).toMatchObject({
    patients: [{ age: { text: '72', value: 72, unit: 'a' }, sex: 'female' }],
    reporter: { kind: 'consumer' },
  })
  expect(said.structure?.doses.map((d) => d.quantity?.value ?? d.times)).toEqual(
    expect.arrayContaining([0.5, 2]),
  )
  await using stack = await under()
  const post = await stack.seedPost({ text, finding: said })
  expect(await structureOf(stack, post.id)).toEqual(said.structure)
  const whole = found as Finding
  const { structure: __, ...without } = whole
  expect(findingLeaf(post.id, whole).equals(findingLeaf(post.id, without))).toBe(false)
})

test('a post that is not flagged has none, whatever was said, and the database takes none', async () => {
  expect(documentsOf({ ...(found as Finding), flagged: false }).structure).toBeNull()
  await using stack = await under()
  const post = await stack.seedPost({ text, finding: { ...said, flagged: false } })
  expect(await structureOf(stack, post.id)).toBeNull()
  const write = sql`insert into finding (id, post_id, product_id, model, score, threshold, flagged, detail, sentiment, sentiment_score, lang, structure, entry_id)
    select gen_random_uuid(), post_id, product_id, 'other', score, threshold, false, detail, sentiment, sentiment_score, lang, '{}', entry_id from finding`
  await expect(write.execute(stack.dbAs('hark_classifier'))).rejects.toMatchObject({ code: '23514' })
})

test('it goes with the words of the post, and the proof counts it until then', async () => {
  await using stack = await under()
  const post = await stack.seedPost({ text, externalId: 'at://1', finding: said })
  await stack.remove('at://1')
  expect(await structureOf(stack, post.id)).toEqual(said.structure) // held for the safety review, as the evidence is
  await decide(await stack.as('ana'), post.caseId, closingConclusion())
  expect((await removalProof(stack.db, 'at://1'))[0]?.copies.quotes).toBe(1)
  expect(await sweepRemovals(stack.clock)).toBe(1)
  expect(await structureOf(stack, post.id)).toBeNull()
  expect((await removalProof(stack.db, 'at://1'))[0]?.copies.quotes).toBe(0)
  const { rows } = await sql<{
    left: number
  }>`select count(*)::int as left from finding where structure::text like '%rash%' or detail::text like '%rash%'`.execute(
    stack.db,
  )
  expect(rows[0]?.left).toBe(0)
})

test('nobody forgets the quotes and keeps the structure, rewrites it, or clears it without being the one who erases', async () => {
  await using stack = await under()
  await stack.seedPost({ text, finding: said })
  await expect(
    sql`update finding set detail = without_quotes(detail)`.execute(stack.clock),
  ).rejects.toMatchObject({ code: '23514' })
  for (const db of [stack.clock, stack.ingest, stack.db])
    await expect(sql`update finding set structure = '{"patients": []}'`.execute(db)).rejects.toMatchObject({
      code: '42501',
    })
  for (const role of ['hark_api', 'hark_classifier', 'hark_auditor', 'hark_publisher'])
    await expect(sql`update finding set structure = null`.execute(stack.dbAs(role))).rejects.toMatchObject({
      code: '42501',
    })
  await expect(
    sql`select structure from finding`.execute(stack.dbAs('hark_publisher')),
  ).rejects.toMatchObject({ code: '42501' })
})
