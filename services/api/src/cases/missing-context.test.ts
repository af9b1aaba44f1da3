import { noteContextTry } from '@hark/db'
import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('a case says why what its post answers is not here, until it is', async () => {
  await using stack = await startStack()
  const { caseId, id } = await stack.seedPost({
    externalId: 'answer',
    parentId: 'question',
    rootId: 'question',
  })
  const alone = await stack.seedPost({ text: 'Zolvara gave me a rash.' })
  const ana = await stack.as('ana')
  const missing = async (of = caseId) => (await ana.get(`/api/cases/${of}`)).body.missingContext
  const told = (says: RegExp) => [{ postId: id, says: expect.stringMatching(says) }]
  expect(await missing()).toEqual(told(/is not here\.$/))
  expect(await missing(alone.caseId)).toEqual([])
  const ingest = stack.dbAs('hark_ingest')
  await noteContextTry(ingest, id, { next: new Date(), reason: 'http.500' })
  expect(await missing()).toEqual(told(/not here yet: .*\(http\.500\)/))
  await noteContextTry(ingest, id, { next: null, reason: 'http.500' })
  expect(await missing()).toEqual(told(/not available: .*tried 2 times/))
  await stack.seedPost({ externalId: 'question', finding: false })
  expect(await missing()).toEqual([])
})
