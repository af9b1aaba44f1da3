import {
  type Client,
  closingConclusion,
  decide,
  releaseForReply,
  type Stack,
  startStack,
} from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
let [ana, ben, cho]: Client[] = []
const who = () => ({ ana, ben, cho }) as Record<'ana' | 'ben' | 'cho', Client>

beforeAll(async () => {
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'mastodon', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'mastodon', kind: 'live', replyAccount: 'brand@social.example' },
  })
  await stack.db
    .updateTable('source')
    .set({ config: JSON.stringify({ server: 'https://social.example' }) })
    .where('id', '=', stack.programme.sourceId)
    .execute()
  ;[ana, ben, cho] = await Promise.all(['ana', 'ben', 'cho'].map(stack.as))
})
afterAll(() => stack[Symbol.asyncDispose]())

let posts = 0
async function drafted(acct: string) {
  posts += 1
  const text = `Zolvara and a rash, ${posts}`
  const raw = JSON.stringify({ id: `${posts}`, content: `<p>${text}</p>`, account: { id: '9', acct } })
  const authorId = `writer-${posts}`
  const post = await stack.seedPost({ externalId: `${posts}`, text, raw, authorId })
  await decide(who().ana, post.caseId, closingConclusion('question_only'))
  await releaseForReply(who().ana, post)
  const body = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
  const reply = await who().cho.post('/api/responses', body)
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  return reply.body
}

/** What the ledger holds of a reply's versions. */
async function entriesOf(id: string) {
  const rows = await stack.db
    .selectFrom('ledger_entry')
    .select(['action', 'body'])
    .where('object_id', '=', id)
    .where('action', 'in', ['response.drafted', 'response.edited'])
    .orderBy('staged_no')
    .execute()
  for (const { body } of rows) expect(body).not.toMatch(/ana@far|bea/)
  return rows.map(({ action, body }) => ({ action, author: JSON.parse(body).ref.author ?? null }))
}

const rules = (lint: { findings: { rule: string }[] }) => lint.findings.map(({ rule }) => rule)
const sign = (r: { id: string }, contentSha256: string) =>
  who().ben.post(`/api/responses/${r.id}/signature`, {
    ...who().ben.both(),
    contentSha256,
    meaning: 'pv_approve',
  })

test('a draft begins with the author’s name, in the very bytes that are signed, and the receipts say that they are told', async () => {
  const r = await drafted('ana@far.example')
  expect(r.versions[0].text).toMatch(/^@ana@far\.example Hello/)
  expect([r.versions[0].lint.blocked, rules(r.versions[0].lint)]).toEqual([false, []])
  expect(await entriesOf(r.id)).toEqual([{ action: 'response.drafted', author: 'named' }])
  const submitted = await who().cho.post(`/api/responses/${r.id}/submit`)
  expect(submitted.body.what).toMatch(/The author is named, so the platform tells them\.$/)
  const signed = await sign(r, r.versions[0].contentSha256)
  expect(signed.body.receipt.what).toMatch(/The author is named, so the platform tells them\.$/)
})

test('without the name the lint says that nobody is told, as you type and as saved, and so do the receipts', async () => {
  const r = await drafted('bea')
  const text = r.versions[0].text.replace('@bea ', '')
  const typed = await who().cho.post('/api/responses/lint', {
    caseId: r.caseId,
    postId: r.postId,
    template: 'handoff.en',
    text,
  })
  expect([typed.body.blocked, rules(typed.body)]).toEqual([false, ['N1']])
  const edited = await who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
  const newest = edited.body.versions.at(-1)
  expect([newest.text, rules(newest.lint)]).toEqual([text, ['N1']])
  expect(JSON.stringify(newest.lint)).not.toContain('bea')
  expect((await entriesOf(r.id)).map(({ author }) => author)).toEqual(['named', null])
  expect((await who().cho.post(`/api/responses/${r.id}/submit`)).body.what).toMatch(
    /not named, so the platform does not tell them\.$/,
  )
  expect((await sign(r, newest.contentSha256)).body.receipt.what).toMatch(/does not tell them\.$/)
})
