import { compileMatcher, detect, loadResources } from '@hark/detection'
import type { Finding } from '@hark/domain'
import { decide, forwardableConclusion, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

const text = 'My mum (72) took 0.5 mg Zolvara twice daily for two weeks and got a terrible rash.'

test('what was read from the text goes out as unconfirmed, with its words', async () => {
  await using stack = await startStack()
  const [found] = detect({ text, lang: 'en' }, compileMatcher(stack.programme.products), loadResources())
  const post = await stack.seedPost({ text, finding: found as Finding })
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
  const { packet } = await stack.db.selectFrom('handoff').select('packet').executeTakeFirstOrThrow()
  const read = JSON.parse(String(packet))
  expect(read).toMatchObject({
    'D.2.2a': 72,
    'D.2.2b': 'a',
    'D.5': '2',
    'G.k': [{ 'G.k.4.r': [{ 'G.k.4.r.8': '“0.5 mg”, “twice daily”' }] }],
    hark: {
      from_text_unconfirmed: {
        elements: ['D.2.2a', 'D.2.2b', 'D.5', 'G.k.4.r.8'],
        age: '72',
        times: ['two weeks'],
      },
    },
  })
  expect(read['H.1']).toContain(
    'Read from the text by a machine, unconfirmed: age 72 years (“72”); sex female;',
  )
})
