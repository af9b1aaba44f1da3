import { type Reply, type SeededPost, startStack } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsInTheEnd, openReplies, type Replies } from './replies.fixture.ts'

const APPROVED = 'Hello, thank you for telling us. We take safety seriously.'
let at: Replies
beforeAll(async () => {
  at = await openReplies()
})
afterAll(() => at[Symbol.asyncDispose]())

describe('drafting', () => {
  test('fills the template from the programme, lints it, and shows the author what the signer will see', async () => {
    const post = await at.stack.seedPost()
    const r = await at.draft(at.who().cho, post)
    expect(r).toMatchObject({
      state: 'drafted',
      practice: true,
      caseId: post.caseId,
      platform: 'practice',
      lang: 'en',
      account: 'practice-safety-team',
      product: 'Zolvara',
      disposition: null,
      author: { username: 'cho' },
      maySign: { why: expect.stringContaining('PV reviewer') },
    })
    const [version] = r.versions
    expect(version.text.startsWith(APPROVED)).toBe(true)
    expect(version.text).toContain('safety@test-pharma.example')
    expect(version.text).toMatch(/– Test Pharma GmbH$/)
    expect(version.lint).toMatchObject({ blocked: false, length: { limit: 500 } })
    expect(version.escaped).toBe(version.text)
    expect(await at.stack.auditActions(r.id)).toEqual(['response.drafted'])
  })

  test('comms does not read a post that may hold an adverse event before it is decided', async () => {
    const r = await at.draft(at.who().ana)
    expect(r.postText).toMatch(/Zolvara/)
    expect((await at.who().cho.get(`/api/responses/${r.id}`)).body.postText).toBeNull()
  })

  test('one reply a thread: the second is refused, also when both are drafted at the same moment', async () => {
    const first = await at.stack.seedPost({ externalId: 'thread-1' })
    const second = await at.stack.seedPost({ externalId: 'thread-1-reply', rootId: 'thread-1' })
    const both = await Promise.all(
      [first, second, first, second].map((p) =>
        at.who().ana.post('/api/responses', { caseId: p.caseId, postId: p.id, template: 'handoff.en' }),
      ),
    )
    expect(both.map((r) => r.body.code ?? r.status).sort()).toEqual([
      200,
      ...Array(3).fill('response.already_answered'),
    ])
    const live = both.find((r) => r.status === 200) as Reply
    await at.who().ana.post(`/api/responses/${live.body.id}/withdraw`, { reason: 'better not' })
    await at.draft(at.who().ana, second)
  })

  test.each<[string, string, (post: SeededPost) => Promise<unknown>]>([
    [
      'removed at its platform',
      'response.post_gone',
      (p) => at.touch(p, { removed_at: new Date().toISOString() }),
    ],
    ['changed at its platform', 'response.post_gone', (p) => at.changedAtSource(p)],
    [
      'of an author who opted out',
      'response.opted_out',
      (p) => at.who().cho.post('/api/opt-outs', { postId: p.id, reason: 'asked by mail' }),
    ],
    [
      'of a case joined into another',
      'case.not_open',
      async (p) => {
        const into = await at.stack.seedPost()
        await at.stack.db
          .updateTable('pv_case')
          .set({ state: 'joined', joined_into: into.caseId })
          .where('id', '=', p.caseId)
          .execute()
      },
    ],
  ])('a post %s is refused with %s', async (_, code, spoil) => {
    const post = await at.stack.seedPost()
    await spoil(post)
    const reply = await at.who().ana.post('/api/responses', {
      caseId: post.caseId,
      postId: post.id,
      template: 'handoff.en',
    })
    expect([reply.status, reply.body.code]).toEqual([409, code])
  })

  test('a post of a source whose terms allow no reply is refused with response.listen_only', async () => {
    const { platform } = at.stack.programme
    const other = await at.stack.seedProgramme({ platform })
    const terms = { policy: '{"mayReply": false}', acknowledged_at: new Date().toISOString() }
    await at.stack.db.updateTable('source').set(terms).where('id', '=', other.sourceId).execute()
    const { id: postId, caseId } = await at.stack.seedPost({}, other)
    const reply = await at.who().ana.post('/api/responses', { caseId, postId, template: 'handoff.en' })
    expect([reply.status, reply.body.code]).toEqual([409, 'response.listen_only'])
  })

  test.each([
    ['a post of another case', { postId: crypto.randomUUID() }],
    ['a template nobody approved', { template: 'hand-made' }],
  ])('%s is not found', async (_, over) => {
    const post = await at.stack.seedPost()
    const body = { caseId: post.caseId, postId: post.id, template: 'handoff.en', ...over }
    expect((await at.who().ana.post('/api/responses', body)).body.code).toBe('not_found')
  })

  test('without write credentials for the platform, Hark only listens and says so', async () => {
    await using other = await startStack({
      config: { HARK_REPLY_PLATFORMS: 'bluesky' },
      programme: { platform: 'practice', kind: 'practice' },
    })
    const post = await other.seedPost()
    const client = await other.as('ana')
    const reply = await client.post('/api/responses', {
      caseId: post.caseId,
      postId: post.id,
      template: 'handoff.en',
    })
    expect([reply.status, reply.body.code]).toEqual([409, 'response.listen_only'])
  })

  test.each([
    ['no PV contact', { HARK_PV_CONTACT: '' }, {}],
    ['no account that replies', {}, { replyAccount: null }],
  ])('a programme with %s is not ready to reply', async (_, config, programme) => {
    await using other = await startStack({
      config: { HARK_REPLY_PLATFORMS: 'practice', ...config },
      programme: { platform: 'practice', kind: 'practice', ...programme },
    })
    const post = await other.seedPost()
    const client = await other.as('ana')
    const reply = await client.post('/api/responses', {
      caseId: post.caseId,
      postId: post.id,
      template: 'handoff.en',
    })
    expect([reply.status, reply.body.code]).toEqual([422, 'programme.incomplete'])
  })
})

holdsInTheEnd(() => at)
