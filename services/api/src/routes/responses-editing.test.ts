import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsInTheEnd, openReplies, type Replies } from './replies.fixture.ts'

let at: Replies
beforeAll(async () => {
  at = await openReplies()
})
afterAll(() => at[Symbol.asyncDispose]())

describe('editing and submitting', () => {
  test('a new version keeps the old one, starts as a draft, and is refused from behind', async () => {
    const r = await at.inReview()
    const text = `Hi,${r.versions[0].text.slice('Hello,'.length)}`
    const edited = await at.who().ana.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect(edited.body).toMatchObject({
      state: 'drafted',
      versions: [{ version: 1 }, { version: 2, text, author: { username: 'ana' } }],
    })
    const late = await at.who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect([late.status, late.body.code]).toEqual([409, 'response.changed'])
    expect(await at.stack.auditActions(r.id)).toEqual([
      'response.drafted',
      'response.submitted',
      'response.edited',
    ])
  })

  test('two who save at the same moment: one', async () => {
    const r = await at.draft(at.who().cho)
    const { text } = r.versions[0]
    const saved = await Promise.all(
      [at.who().ana, at.who().ben, at.who().lea, at.who().cho].map((c) =>
        c.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text }),
      ),
    )
    expect(saved.map((s) => s.status).sort()).toEqual([200, 409, 409, 409])
  })

  test.each<[string, (text: string) => string, string]>([
    ['naming the product', (t) => t.replace('safety seriously', 'Zolvara seriously'), 'R1'],
    ['free words', (t) => `${t} We will call you tomorrow.`, 'R12'],
    ['a hidden character', (t) => t.replace('safety', 'saf\u200bety'), 'U1'],
  ])('%s may be saved but not submitted; the finding says where', async (_, spoil, rule) => {
    const r = await at.draft(at.who().cho)
    const text = spoil(r.versions[0].text)
    const edited = await at.who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect(edited.body.versions[1].lint.blocked).toBe(true)
    const typed = { caseId: r.caseId, postId: r.postId, template: r.template, text }
    const lint = await at.who().cho.post('/api/responses/lint', typed)
    expect(lint.body.findings.map((f: { rule: string }) => f.rule)).toContain(rule)
    const submitted = await at.who().cho.post(`/api/responses/${r.id}/submit`)
    expect([submitted.status, submitted.body.code]).toEqual([422, 'response.lint_failed'])
    expect(submitted.body.details.findings.map((f: { rule: string }) => f.rule)).toContain(rule)
  })

  test('hidden characters are spelled out for the signer', async () => {
    const typed = { text: 'a\u202eb', template: 'handoff.en' }
    const post = await at.stack.seedPost()
    const lint = await at.who().ana.post('/api/responses/lint', {
      caseId: post.caseId,
      postId: post.id,
      ...typed,
    })
    expect(lint.body.escaped).toBe('a⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩b')
  })

  test('submitted twice, the second is refused', async () => {
    const r = await at.inReview()
    expect((await at.who().cho.post(`/api/responses/${r.id}/submit`)).body.code).toBe('response.not_draft')
  })

  test('the lint looks again at submission: what was clean may not be now', async () => {
    const r = await at.draft(at.who().cho)
    const post = { postId: r.postId, reason: 'asked by mail' }
    expect((await at.who().cho.post('/api/opt-outs', post)).status).toBe(200)
    expect((await at.who().cho.post(`/api/responses/${r.id}/submit`)).body.code).toBe('response.opted_out')
  })
})

holdsInTheEnd(() => at)
