import { closingConclusion, conclude, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('what waits to be signed says which of it is practice', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const invented = await stack.seedProgramme({ kind: 'practice', platform: 'practice' })
  const real = await stack.seedPost({ text: 'Zolvara?' })
  const practice = await stack.seedPost({ text: 'Ondavra?' }, invented)
  for (const { caseId } of [real, practice]) await conclude(ana, caseId, closingConclusion('question_only'))
  const { items } = (await ana.get('/api/signing')).body
  const told = items.map((d: { caseId: string; practice: boolean }) => [d.caseId, d.practice])
  expect(new Map(told)).toEqual(
    new Map([
      [real.caseId, false],
      [practice.caseId, true],
    ]),
  )
})
