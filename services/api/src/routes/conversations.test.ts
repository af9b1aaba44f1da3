import { type Client, releaseForReply, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('under one video each first comment gets its reply, an answer below one that has it gets none, and the list of what waits agrees', async () => {
  await using stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'bluesky' },
    programme: { platform: 'youtube', kind: 'live', replyAccount: `youtube:UC${'a'.repeat(22)}` },
  })
  const ana = (await stack.as('ana')) as Client
  const cho = (await stack.as('cho')) as Client
  const comment = async (externalId: string, parentId: string) => {
    const url = `https://www.youtube.com/watch?v=vid&lc=${externalId}`
    const text = `Zolvara and a rash, says ${externalId}`
    const post = await stack.seedPost({ externalId, parentId, rootId: 'vid', url, text })
    await releaseForReply(ana, post)
    return post
  }
  const posts = [
    await comment('UgOne', 'vid'),
    await comment('UgTwo', 'vid'),
    await comment('UgOne.a', 'UgOne'),
  ]
  const waiting = async () =>
    (await cho.get('/api/releases')).body.items.map((r: { postId: string }) => r.postId)
  const draft = (post: { id: string; caseId: string }) =>
    ana.post('/api/responses', { caseId: post.caseId, postId: post.id, template: 'handoff.en' })
  const [one, two, answer] = posts as [(typeof posts)[0], (typeof posts)[0], (typeof posts)[0]]
  expect((await waiting()).sort()).toEqual(posts.map((p) => p.id).sort())

  expect((await draft(one)).status).toBe(200)
  expect(await waiting()).toEqual([two.id])
  const second = await draft(two)
  expect([second.status, second.body.versions?.[0].lint.findings]).toEqual([200, []])
  expect((await draft(answer)).body.code).toBe('response.already_answered')
  expect(await waiting()).toEqual([])
})
