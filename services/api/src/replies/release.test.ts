import {
  type Client,
  closingConclusion,
  decide,
  forwardableConclusion,
  releaseForReply,
  type SeededPost,
  type Stack,
  startStack,
} from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
let ana: Client
let cho: Client

beforeAll(async () => {
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'practice' },
    programme: { platform: 'practice', kind: 'practice' },
  })
  ana = await stack.as('ana')
  cho = await stack.as('cho')
})
afterAll(() => stack[Symbol.asyncDispose]())

const waiting = async (who = cho) => (await who.get('/api/releases')).body.items
const releaseOf = async (post: SeededPost) =>
  (await waiting()).find((r: { postId: string }) => r.postId === post.id)
const draft = (who: Client, post: SeededPost) =>
  who.post('/api/responses', { caseId: post.caseId, postId: post.id, template: 'handoff.en' })
const end = (post: SeededPost) =>
  ana.post(`/api/cases/${post.caseId}/reply-release/end`, { postId: post.id, reason: 'better not' })

test('released, triaged, read and drafted from there; every reading is an entry', async () => {
  const post = await stack.seedPost()
  const released = await ana.post(`/api/cases/${post.caseId}/reply-release`, {
    postId: post.id,
    note: 'Ask which batch.',
  })
  expect(released.status).toBe(200)
  const listed = await releaseOf(post)
  expect(listed).toMatchObject({
    product: 'Zolvara',
    note: 'Ask which batch.',
    masked: 'awaiting triage',
    releasedBy: { username: 'ana' },
  })
  expect(JSON.stringify(listed)).not.toContain('terrible rash')
  const before = await cho.get(`/api/releases/${listed.id}`)
  expect(before.body).toMatchObject({ text: null, author: null, masked: 'awaiting triage' })

  await decide(ana, post.caseId, forwardableConclusion(post))
  const after = await cho.get(`/api/releases/${listed.id}`)
  expect(after.body).toMatchObject({ text: post.text, masked: null })
  expect(after.body.author).toMatch(/^author-[0-9a-f]{8}$/)
  expect(JSON.stringify(after.body)).not.toMatch(/@writer|did:|example\.org/)

  const reply = await draft(cho, post)
  expect([reply.status, reply.body.postText]).toEqual([200, post.text])
  expect(await releaseOf(post)).toBeUndefined() // it has its draft
  const told = (await stack.auditActions(post.caseId)).filter((a) => a.includes('release'))
  expect(told).toEqual(['case.reply_released', 'case.released_post_read', 'case.released_post_read'])
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('object_id', '=', post.caseId)
    .where('action', '=', 'case.released_post_read')
    .orderBy('staged_no', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body)).toMatchObject({
    actor: { id: cho.person?.id },
    ref: { post: post.id, shown: 'text' },
  })
  expect((await ana.get(`/api/cases/${post.caseId}`)).body.replyReleases).toMatchObject([
    { postId: post.id, note: 'Ask which batch.', releasedBy: { username: 'ana' } },
  ])
  expect(stack.failures).toEqual([])
})

test('a post of two cases stays masked while one of them is not decided, and again when one is reopened', async () => {
  const patients = ['me', 'my son'].map((label) => ({ label, age: null, sex: null, span: null }))
  const post = await stack.seedPost({ finding: { patients } })
  expect(post.caseIds).toHaveLength(2)
  await releaseForReply(ana, post)
  const { id } = await releaseOf(post)
  const shown = async () => (await cho.get(`/api/releases/${id}`)).body.text
  await decide(ana, post.caseIds[0] as string, closingConclusion('question_only'))
  expect(await shown()).toBeNull()
  await decide(ana, post.caseIds[1] as string, closingConclusion('question_only'))
  expect(await shown()).toBe(post.text)
  await ana.post(`/api/cases/${post.caseIds[1]}/reopen`, { reason: 'once more' })
  expect(await shown()).toBeNull()
})

test('nothing that is not released is seen, linted, drafted or edited by communications; and whether there is such a case is not told', async () => {
  const post = await stack.seedPost()
  await decide(ana, post.caseId, closingConclusion('question_only'))
  const strangers = [post, { ...post, caseId: crypto.randomUUID() }]
  for (const p of strangers) {
    const typed = { caseId: p.caseId, postId: p.id, template: 'handoff.en', text: 'Hello' }
    for (const reply of [await draft(cho, p), await cho.post('/api/responses/lint', typed)])
      expect([reply.status, reply.body.code]).toEqual([403, 'response.not_released'])
  }
  expect(await releaseOf(post)).toBeUndefined()
  const made = await draft(ana, post)
  expect(made.status).toBe(200)
  const seen = await cho.get(`/api/responses/${made.body.id}`)
  expect(seen.body.postText).toBeNull()
  const edit = { basedOn: 1, text: made.body.versions[0].text }
  expect((await cho.post(`/api/responses/${made.body.id}/versions`, edit)).body.code).toBe(
    'response.not_released',
  )
  expect((await cho.post(`/api/responses/${made.body.id}/submit`)).body.code).toBe('response.not_released')
})

test('taken back, it is gone from communications at once; what they wrote waits for PV', async () => {
  const post = await stack.seedPost()
  await decide(ana, post.caseId, closingConclusion('question_only'))
  await releaseForReply(ana, post)
  const { id } = await releaseOf(post)
  const made = (await draft(cho, post)).body
  expect((await end(post)).status).toBe(200)
  expect((await cho.get(`/api/releases/${id}`)).body.code).toBe('not_found')
  expect((await cho.get(`/api/responses/${made.id}`)).body.postText).toBeNull()
  const edit = { basedOn: 1, text: 'Hello again' }
  expect((await cho.post(`/api/responses/${made.id}/versions`, edit)).body.code).toBe('response.not_released')
  expect((await ana.post(`/api/responses/${made.id}/submit`)).status).toBe(200)
  expect((await end(post)).body.code).toBe('not_found')
})

test('who may not release does not, and only a post of that case is released, once', async () => {
  const [post, other] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara elsewhere' })]
  const release = (who: Client, body: object) => who.post(`/api/cases/${post.caseId}/reply-release`, body)
  for (const who of ['cho', 'aud', 'oli'])
    expect((await release(await stack.as(who), { postId: post.id })).body.code).toBe('auth.forbidden')
  expect((await release(ana, { postId: other.id })).body.code).toBe('not_found')
  const both = await Promise.all([ana, await stack.as('ben')].map((who) => release(who, { postId: post.id })))
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect((await stack.auditActions(post.caseId)).filter((a) => a === 'case.reply_released')).toHaveLength(1)
  const aud = await stack.as('aud')
  expect((await waiting(aud)).length).toBeGreaterThan(0)
  expect((await aud.get(`/api/releases/${(await releaseOf(post)).id}`)).body.code).toBe('auth.forbidden')
  expect(stack.failures).toEqual([])
})

test('taking back and drafting at the same moment: whichever is first, nothing is written afterwards', async () => {
  const seen = new Set<number>()
  for (let n = 0; n < 8; n++) {
    const post = await stack.seedPost()
    await releaseForReply(ana, post)
    const [made, ended] = await Promise.all(
      n % 2 ? [draft(cho, post), end(post)] : [draft(cho, post), end(post)].reverse(),
    )
    const drafted = n % 2 ? made : ended
    expect([200, 403]).toContain(drafted?.status)
    seen.add(drafted?.status ?? 0)
    if (drafted?.status === 200)
      expect(
        (await cho.post(`/api/responses/${drafted.body.id}/versions`, { basedOn: 1, text: 'x' })).body.code,
      ).toBe('response.not_released')
  }
  expect(stack.failures.filter((e) => !/not released/.test(e.message))).toEqual([])
})

test('the schema refuses a release by anybody but PV, a changed one, and one that comes back', async () => {
  const post = await stack.seedPost()
  const other = await stack.seedPost()
  await releaseForReply(ana, post)
  await end(post)
  const api = stack.dbAs('hark_api')
  const attempt = (text: string) =>
    sql
      .raw(text)
      .execute(api)
      .then(
        () => 'done',
        (err: { code?: string }) => err.code,
      )
  const insert = (by: string, of: SeededPost, to = other) =>
    attempt(`insert into reply_release (id, case_id, post_id, released_by, last_entry)
      select gen_random_uuid(), '${to.caseId}', '${of.id}', '${by}', (select id from ledger_entry limit 1)`)
  expect(await insert(cho.person?.id ?? '', other)).toBe('42501')
  expect(await insert(ana.person?.id ?? '', post)).toBe('42501')
  const where = `where post_id = '${post.id}'`
  expect(await attempt(`update reply_release set ended_at = null, ended_by = null ${where}`)).toBe('42501')
  expect(await attempt(`update reply_release set note = 'x' ${where}`)).toBe('42501')
  expect(await attempt(`delete from reply_release ${where}`)).toBe('42501')
})
