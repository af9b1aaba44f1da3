import { claimSend, recordOutcome } from '@hark/db'
import { verifyLog } from '@hark/ledger'
import {
  type Client,
  closingConclusion,
  decide,
  type LedgerKeys,
  ledgerKeys,
  type Reply,
  releaseForReply,
  type SeededPost,
  type Stack,
  sealLedger,
  startStack,
} from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const APPROVED = 'Hello, thank you for telling us. We take safety seriously.'
let stack: Stack
let keys: LedgerKeys
let [ana, ben, lea, luc, cho]: Client[] = []

beforeAll(async () => {
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'practice', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'practice', kind: 'practice' },
  })
  keys = ledgerKeys()
  ;[ana, ben, lea, luc, cho] = await Promise.all(['ana', 'ben', 'lea', 'luc', 'cho'].map(stack.as))
})
afterAll(() => stack[Symbol.asyncDispose]())

const who = () => ({ ana, ben, lea, luc, cho }) as Record<'ana' | 'ben' | 'lea' | 'luc' | 'cho', Client>
const signed = (c: Client, r: Reply['body'], over: object = {}) =>
  c.post(`/api/responses/${r.id}/signature`, {
    ...c.both(),
    contentSha256: r.versions.at(-1).contentSha256,
    meaning: 'pv_approve',
    ...over,
  })

async function draft(by: Client, post?: SeededPost, template = 'handoff.en') {
  const to = post ?? (await stack.seedPost())
  if (by === who().cho) await releaseForReply(who().ana, to)
  const reply = await by.post('/api/responses', { caseId: to.caseId, postId: to.id, template })
  if (reply.status !== 200) throw new Error(`${reply.body.code} ${stack.failures.at(-1)?.message}`)
  return reply.body
}

/** Drafted by comms, submitted, its case decided. */
async function inReview() {
  const post = await stack.seedPost()
  await decide(who().ana, post.caseId, closingConclusion('question_only'))
  const r = await draft(who().cho, post)
  expect((await who().cho.post(`/api/responses/${r.id}/submit`)).status).toBe(200)
  return r
}

async function held() {
  const r = await inReview()
  const reply = await signed(who().ben, r)
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  return reply.body.response
}

const stateOf = async (id: string) => (await who().lea.get(`/api/responses/${id}`)).body.state

/** Claims as the publisher would; the attempt that is then on its way. */
async function claimed(id: string) {
  await sealLedger(stack.db, keys)
  const { order_id } = await stack.db
    .selectFrom('gate.response_status')
    .select('order_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const got = await claimSend(stack.dbAs('hark_publisher'), order_id as string)
  if (!got) throw new Error('not claimed')
  return got
}

describe('drafting', () => {
  test('fills the template from the programme, lints it, and shows the author what the signer will see', async () => {
    const post = await stack.seedPost()
    const r = await draft(who().cho, post)
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
    expect(await stack.auditActions(r.id)).toEqual(['response.drafted'])
  })

  test('comms does not read a post that may hold an adverse event before it is decided', async () => {
    const r = await draft(who().ana)
    expect(r.postText).toMatch(/Zolvara/)
    expect((await who().cho.get(`/api/responses/${r.id}`)).body.postText).toBeNull()
  })

  test('one reply a thread: the second is refused, also when both are drafted at the same moment', async () => {
    const first = await stack.seedPost({ externalId: 'thread-1' })
    const second = await stack.seedPost({ externalId: 'thread-1-reply', rootId: 'thread-1' })
    const both = await Promise.all(
      [first, second, first, second].map((p) =>
        who().ana.post('/api/responses', { caseId: p.caseId, postId: p.id, template: 'handoff.en' }),
      ),
    )
    expect(both.map((r) => r.body.code ?? r.status).sort()).toEqual([
      200,
      ...Array(3).fill('response.already_answered'),
    ])
    const live = both.find((r) => r.status === 200) as Reply
    await who().ana.post(`/api/responses/${live.body.id}/withdraw`, { reason: 'better not' })
    await draft(who().ana, second)
  })

  test.each<[string, string, (post: SeededPost) => Promise<unknown>]>([
    [
      'removed at its platform',
      'response.post_gone',
      (p) => touch(p, { removed_at: new Date().toISOString() }),
    ],
    ['changed at its platform', 'response.post_gone', (p) => changedAtSource(p)],
    [
      'of an author who opted out',
      'response.opted_out',
      (p) => who().cho.post('/api/opt-outs', { postId: p.id, reason: 'asked by mail' }),
    ],
    [
      'of a case joined into another',
      'case.not_open',
      async (p) => {
        const into = await stack.seedPost()
        await stack.db
          .updateTable('pv_case')
          .set({ state: 'joined', joined_into: into.caseId })
          .where('id', '=', p.caseId)
          .execute()
      },
    ],
  ])('a post %s is refused with %s', async (_, code, spoil) => {
    const post = await stack.seedPost()
    await spoil(post)
    const reply = await who().ana.post('/api/responses', {
      caseId: post.caseId,
      postId: post.id,
      template: 'handoff.en',
    })
    expect([reply.status, reply.body.code]).toEqual([409, code])
  })

  test('a post of a source whose terms allow no reply is refused with response.listen_only', async () => {
    const { platform } = stack.programme
    const other = await stack.seedProgramme({ platform })
    const terms = { policy: '{"mayReply": false}', acknowledged_at: new Date().toISOString() }
    await stack.db.updateTable('source').set(terms).where('id', '=', other.sourceId).execute()
    const { id: postId, caseId } = await stack.seedPost({}, other)
    const reply = await who().ana.post('/api/responses', { caseId, postId, template: 'handoff.en' })
    expect([reply.status, reply.body.code]).toEqual([409, 'response.listen_only'])
  })

  test.each([
    ['a post of another case', { postId: crypto.randomUUID() }],
    ['a template nobody approved', { template: 'hand-made' }],
  ])('%s is not found', async (_, over) => {
    const post = await stack.seedPost()
    const body = { caseId: post.caseId, postId: post.id, template: 'handoff.en', ...over }
    expect((await who().ana.post('/api/responses', body)).body.code).toBe('not_found')
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

const touch = (post: SeededPost, set: object) =>
  stack.db.updateTable('post').set(set).where('id', '=', post.id).execute()

async function changedAtSource(post: SeededPost) {
  const { external_id } = await stack.db
    .selectFrom('post')
    .select('external_id')
    .where('id', '=', post.id)
    .executeTakeFirstOrThrow()
  await stack.seedPost({
    externalId: external_id,
    revision: '2',
    text: 'Never mind Zolvara, it was something else.',
    finding: false,
  })
}

describe('editing and submitting', () => {
  test('a new version keeps the old one, starts as a draft, and is refused from behind', async () => {
    const r = await inReview()
    const text = `Hi,${r.versions[0].text.slice('Hello,'.length)}`
    const edited = await who().ana.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect(edited.body).toMatchObject({
      state: 'drafted',
      versions: [{ version: 1 }, { version: 2, text, author: { username: 'ana' } }],
    })
    const late = await who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect([late.status, late.body.code]).toEqual([409, 'response.changed'])
    expect(await stack.auditActions(r.id)).toEqual([
      'response.drafted',
      'response.submitted',
      'response.edited',
    ])
  })

  test('two who save at the same moment: one', async () => {
    const r = await draft(who().cho)
    const { text } = r.versions[0]
    const saved = await Promise.all(
      [who().ana, who().ben, who().lea, who().cho].map((c) =>
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
    const r = await draft(who().cho)
    const text = spoil(r.versions[0].text)
    const edited = await who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect(edited.body.versions[1].lint.blocked).toBe(true)
    const typed = { caseId: r.caseId, postId: r.postId, template: r.template, text }
    const lint = await who().cho.post('/api/responses/lint', typed)
    expect(lint.body.findings.map((f: { rule: string }) => f.rule)).toContain(rule)
    const submitted = await who().cho.post(`/api/responses/${r.id}/submit`)
    expect([submitted.status, submitted.body.code]).toEqual([422, 'response.lint_failed'])
    expect(submitted.body.details.findings.map((f: { rule: string }) => f.rule)).toContain(rule)
  })

  test('hidden characters are spelled out for the signer', async () => {
    const typed = { text: 'a\u202eb', template: 'handoff.en' }
    const post = await stack.seedPost()
    const lint = await who().ana.post('/api/responses/lint', {
      caseId: post.caseId,
      postId: post.id,
      ...typed,
    })
    expect(lint.body.escaped).toBe('a⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩b')
  })

  test('submitted twice, the second is refused', async () => {
    const r = await inReview()
    expect((await who().cho.post(`/api/responses/${r.id}/submit`)).body.code).toBe('response.not_draft')
  })

  test('the lint looks again at submission: what was clean may not be now', async () => {
    const r = await draft(who().cho)
    const post = { postId: r.postId, reason: 'asked by mail' }
    expect((await who().cho.post('/api/opt-outs', post)).status).toBe(200)
    expect((await who().cho.post(`/api/responses/${r.id}/submit`)).body.code).toBe('response.opted_out')
  })
})

describe('signing', () => {
  test('an approval orders one sending, held first, with both entries', async () => {
    const r = await held()
    expect(r).toMatchObject({
      state: 'held',
      holdUntil: expect.any(String),
      disposition: expect.stringMatching(/^Closed/),
      signatures: [
        {
          meaning: 'pv_approve',
          version: 1,
          printedName: 'Ben Brandt',
          factors: ['password', 'totp'],
          revoked: false,
          sealed: false,
        },
      ],
    })
    expect(await stack.auditActions(r.id)).toEqual([
      'response.drafted',
      'response.submitted',
      'response.signed',
      'response.held',
    ])
  })

  test('four eyes: neither drafter nor any editor signs', async () => {
    const post = await stack.seedPost()
    await decide(who().ana, post.caseId, closingConclusion('question_only'))
    const r = await draft(who().lea, post)
    const text = `Hi,${r.versions[0].text.slice('Hello,'.length)}`
    const { body } = await who().luc.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    await who().ana.post(`/api/responses/${r.id}/submit`)
    for (const author of [who().lea, who().luc]) {
      const reply = await signed(author, body)
      expect([reply.status, reply.body.code]).toEqual([409, 'response.own_draft'])
    }
    expect((await who().luc.get(`/api/responses/${r.id}`)).body.maySign.why).toMatch(/wrote part/)
    expect((await signed(who().ben, body)).status).toBe(200)
  })

  test.each<[string, (r: Reply['body']) => Promise<Reply>, number, string]>([
    [
      'other bytes than shown',
      (r) => signed(who().ben, r, { contentSha256: '0'.repeat(64) }),
      409,
      'sign.content_changed',
    ],
    ['a wrong password', (r) => signed(who().ben, r, { password: 'no' }), 401, 'auth.failed'],
    [
      'a rejection without a reason',
      (r) => signed(who().ben, r, { meaning: 'pv_reject' }),
      400,
      'input.invalid',
    ],
    ['comms', (r) => signed(who().cho, r), 403, 'auth.forbidden'],
  ])('%s is refused and nothing is signed', async (_, act, status, code) => {
    const r = await inReview()
    const reply = await act(r)
    expect([reply.status, reply.body.code]).toEqual([status, code])
    expect(await stateOf(r.id)).toBe('in_review')
  })

  test('not before the case decision is signed', async () => {
    const r = await draft(who().cho)
    await who().cho.post(`/api/responses/${r.id}/submit`)
    expect((await signed(who().ben, r)).body.code).toBe('response.no_disposition')
  })

  test('two who sign at the same moment: one order', async () => {
    const r = await inReview()
    const both = await Promise.all([who().ben, who().lea, who().luc].map((c) => signed(c, r)))
    expect(both.map((b) => b.body.code ?? b.status).sort()).toEqual([
      200,
      'response.not_reviewable',
      'response.not_reviewable',
    ])
  })

  test('a code works once', async () => {
    const [r, s] = [await inReview(), await inReview()]
    const shown = who().ben.both()
    expect((await signed(who().ben, r, shown)).status).toBe(200)
    expect((await signed(who().ben, s, shown)).body.code).toBe('auth.failed')
  })

  test('a rejection says why, and the next version begins again', async () => {
    const r = await inReview()
    const reply = await signed(who().ben, r, { meaning: 'pv_reject', reason: 'Wrong greeting.' })
    expect(reply.body.response).toMatchObject({
      state: 'rejected',
      signatures: [{ meaning: 'pv_reject', reason: 'Wrong greeting.' }],
    })
    const { text } = r.versions[0]
    const next = await who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect(next.body.state).toBe('drafted')
  })
})

describe('stopping', () => {
  test('withdrawn in time: nothing can be sent any more, by anyone', async () => {
    const r = await held()
    const reply = await who().cho.post(`/api/responses/${r.id}/withdraw`, { reason: 'the family asked' })
    expect([reply.status, await stateOf(r.id)]).toEqual([200, 'withdrawn'])
    await expect(claimed(r.id)).rejects.toThrow('not claimed')
    expect((await who().cho.post(`/api/responses/${r.id}/withdraw`, { reason: 'again' })).body.code).toBe(
      'response.illegal_transition',
    )
  })

  test('revoked in time answers stopped; the reply may be written again', async () => {
    const r = await held()
    const reply = await who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'second thoughts' })
    expect([reply.body.answer, await stateOf(r.id)]).toEqual(['stopped', 'revoked'])
    expect((await who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'again' })).body.code).toBe(
      'response.illegal_transition',
    )
    expect(
      (await who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text: r.versions[0].text }))
        .status,
    ).toBe(200)
  })

  test('too late is an answer, and recorded', async () => {
    const r = await held()
    const attempt = await claimed(r.id)
    expect((await who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'stop' })).body.answer).toBe(
      'too_late:sending',
    )
    const withdrawn = await who().cho.post(`/api/responses/${r.id}/withdraw`, { reason: 'stop' })
    expect([withdrawn.status, withdrawn.body.code]).toEqual([409, 'response.too_late'])
    await recordOutcome(stack.dbAs('hark_publisher'), attempt, {
      outcome: 'sent',
      remoteId: 'p1',
      url: 'https://x.example/p1',
    })
    expect((await who().lea.get(`/api/responses/${r.id}`)).body).toMatchObject({
      state: 'sent',
      url: 'https://x.example/p1',
      attempts: [{ outcome: 'sent' }],
    })
    expect((await stack.auditActions(r.id)).slice(-3)).toEqual([
      'publication.attempted',
      'response.revoked',
      'publication.sent',
    ])
  })

  test('what carries no approval has none to take back', async () => {
    const r = await inReview()
    expect((await who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'stop' })).body.code).toBe(
      'response.not_signed',
    )
  })

  test('one person stops everything, two let go', async () => {
    const r = await held()
    await sealLedger(stack.db, keys)
    expect((await who().cho.post('/api/kill-switch', { reason: 'wrong account' })).status).toBe(200)
    const { order_id } = await stack.db
      .selectFrom('gate.response_status')
      .select('order_id')
      .where('id', '=', r.id)
      .executeTakeFirstOrThrow()
    await expect(claimSend(stack.dbAs('hark_publisher'), order_id as string)).rejects.toMatchObject({
      code: '42501',
    })
    expect((await who().cho.post('/api/kill-switch/release')).body.code).toBe('auth.forbidden')
    expect((await who().lea.post('/api/kill-switch/release')).body.answer).toBe('second_person_required')
    expect((await who().lea.post('/api/kill-switch/release')).body.code).toBe(
      'kill_switch.second_person_required',
    )
    const list = await who().cho.get('/api/responses')
    expect(list.body.killSwitches).toMatchObject([
      {
        engaged: true,
        by: { username: 'cho' },
        reason: 'wrong account',
        releaseAskedBy: { username: 'lea' },
      },
    ])
    expect((await who().luc.post('/api/kill-switch/release')).body.answer).toBe('released')
    expect((await who().luc.post('/api/kill-switch/release')).body.code).toBe('kill_switch.not_engaged')
    expect((await claimed(r.id)).responseId).toBe(r.id)
  })
})

describe('an unknown outcome', () => {
  async function unknown() {
    const r = await held()
    const attempt = await claimed(r.id)
    await recordOutcome(stack.dbAs('hark_publisher'), attempt, {
      outcome: 'unknown',
      reason: 'network.Timeout',
    })
    return { r, attempt }
  }
  const say = (c: Client, attempt: { attemptId: string }, verdict: string) =>
    c.post(`/api/publications/${attempt.attemptId}/verdict`, { verdict, reason: 'looked at the account' })

  test('two people who agree decide; one person twice does not', async () => {
    const { r, attempt } = await unknown()
    for (const _ of [1, 2])
      expect((await say(who().lea, attempt, 'resend')).body.answer).toBe('second_person_required')
    expect(await stateOf(r.id)).toBe('unknown')
    expect((await say(who().luc, attempt, 'cancel')).body.answer).toBe('second_person_required')
    expect((await say(who().luc, attempt, 'resend')).body.answer).toBe('resend')
    expect(await stateOf(r.id)).toBe('held')
    expect((await say(who().luc, attempt, 'resend')).body.code).toBe('response.illegal_transition')
    const { body } = await who().lea.get(`/api/responses/${r.id}`)
    expect(
      body.attempts[0].verdicts.map(
        (v: { by: { username: string }; verdict: string }) => `${v.by.username} ${v.verdict}`,
      ),
    ).toEqual(['lea resend', 'lea resend', 'luc cancel', 'luc resend'])
  })

  test('given up by two: what a person reads then is that it failed', async () => {
    const { r, attempt } = await unknown()
    await say(who().lea, attempt, 'cancel')
    expect((await say(who().luc, attempt, 'cancel')).body.answer).toBe('cancel')
    expect(await stateOf(r.id)).toBe('failed')
  })

  test('not for a reviewer to say, and not of a sending nobody made', async () => {
    const { attempt } = await unknown()
    expect((await say(who().ana, attempt, 'resend')).body.code).toBe('auth.forbidden')
    expect((await say(who().lea, { attemptId: crypto.randomUUID() }, 'resend')).body.code).toBe('not_found')
  })
})

test('replies are listed by state and case', async () => {
  const r = await inReview()
  const list = await who().cho.get(`/api/responses?state=in_review&caseId=${r.caseId}`)
  expect(list.body).toMatchObject({
    listenOnly: false,
    items: [{ id: r.id, state: 'in_review', caseNumber: expect.stringMatching(/^HK-/) }],
  })
  expect((await who().cho.get(`/api/responses?state=sent&caseId=${r.caseId}`)).body.items).toEqual([])
  expect((await who().cho.get(`/api/responses/${crypto.randomUUID()}`)).body.code).toBe('not_found')
})

test('templates in force, by language', async () => {
  const { body } = await who().cho.get('/api/templates?lang=de-AT')
  expect(body.items.map((t: { id: string }) => t.id)).toEqual(['handoff.de', 'emergency.de'])
  expect(body.items[0].slots).toContain('pv_contact')
})

test.each(['aud', 'oli'])('%s changes nothing', async (name) => {
  const client = await stack.as(name)
  const r = await inReview()
  for (const path of ['submit', 'withdraw', 'revoke', 'signature', 'versions'])
    expect((await client.post(`/api/responses/${r.id}/${path}`, { reason: 'because' })).body.code).toBe(
      'auth.forbidden',
    )
})

test('what all this wrote verifies: every approval by another than the author, every sending approved before', async () => {
  const r = await held()
  const attempt = await claimed(r.id)
  await recordOutcome(stack.dbAs('hark_publisher'), attempt, { outcome: 'sent', remoteId: 'p9', url: null })
  await sealLedger(stack.db, keys)
  const result = await verified()
  expect(result.checks.filter((c) => c.outcome === 'fail')).toEqual([])
  expect(result.checks.find((c) => c.name === 'publications')).toMatchObject({ outcome: 'ok' })
  expect(result.checks.find((c) => c.name === 'separation of author and signer')).toMatchObject({
    outcome: 'ok',
  })
})

async function verified(): ReturnType<typeof verifyLog> {
  const { newestCheckpoint, readLeaves, readLeafHashes, readSignatures } = await import('@hark/db')
  const head = await newestCheckpoint(stack.db)
  if (!head) throw new Error('no checkpoint')
  const signatures = await readSignatures(stack.db, head.size)
  return verifyLog({
    vkey: [keys.vkey],
    checkpoint: head.note,
    entries: readLeaves(stack.db, 0, head.size),
    leafHashes: readLeafHashes(stack.db, 0, head.size),
    signatures: (async function* () {
      yield* signatures
    })(),
  })
}

test('no handler failed in a way nobody foresaw', () => {
  expect(stack.failures.map((f) => f.message)).toEqual([])
})
