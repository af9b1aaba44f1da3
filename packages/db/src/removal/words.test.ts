import { conclude, decide, forwardableConclusion, sign } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { markAcked } from '../handoff/deliver.ts'
import { uuidv7 } from '../ids.ts'
import { sweepRemovals } from './sweep.ts'
import { concludedAsBefore, OWN_WORDS, placesOf, quoting, split, TOLD, unrelated } from './words.fixture.ts'

const refused = { code: '42501' }
const asked = { text: TOLD, externalId: 'at://1' }

test('signed on its words, then the post is deleted: the words are nowhere, the signature stands', async () => {
  await using stack = await quoting()
  const post = await stack.seedPost(asked)
  const decision = await decide(await stack.as('ana'), post.caseId, unrelated(post))
  const bytes = async () =>
    (await stack.db.selectFrom('decision').select(['canonical', 'content_sha256']).executeTakeFirst()) ?? {}
  const signed = await bytes()
  expect(await placesOf(stack.db, OWN_WORDS)).toContain('post.text')
  expect(await placesOf(stack.db, OWN_WORDS)).not.toContain('decision.canonical')
  expect(await stack.verified()).toMatchObject({ status: 'valid' })
  await stack.remove('at://1')
  expect(await stack.sweep(post)).toBe('erased')
  expect(await placesOf(stack.db, OWN_WORDS)).toEqual([])
  expect(await stack.db.selectFrom('ledger_private').select('field').execute()).toEqual([])
  expect(await bytes()).toEqual(signed)
  const told = await stack.verified()
  expect(told.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  expect(told.checks).toContainEqual({
    name: 'erasures',
    outcome: 'ok',
    detail: '8 fields erased, each by an entry',
  })
  const proof = await stack.proof(post)
  const of = { decisionId: decision.id, state: 'erased', leafIndex: expect.any(Number) }
  expect(proof?.words).toEqual(
    [
      'criteria_patient',
      'criteria_reporter',
      'criteria_product',
      'criteria_event',
      'events_0',
      'events_0_term',
      'quote',
      'note',
    ].map((field) => expect.objectContaining({ ...of, field })),
  )
  expect(proof?.copies.signedWords).toBe(0)
  expect(await stack.auditActions(decision.id)).toEqual([
    'decision.concluded',
    'decision.signed',
    'erasure.executed',
  ])
})

test('a case somebody has in hand is passed over, and its post goes in the next round', async () => {
  await using stack = await quoting()
  const post = await stack.seedPost(asked)
  await decide(await stack.as('ana'), post.caseId, unrelated(post))
  await stack.remove('at://1')
  await stack.db.transaction().execute(async (trx) => {
    await sql`select from pv_case where id = ${post.caseId} for no key update`.execute(trx)
    expect(await stack.sweep(post)).toBe('held')
  })
  expect(await stack.sweep(post)).toBe('erased')
})

test('what a forwarded case rests on is held by law, and the proof says so', async () => {
  await using stack = await quoting()
  const post = await stack.seedPost({ externalId: 'at://1' })
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
  await stack.remove('at://1')
  expect(await stack.sweep(post)).toBe('reduced')
  const proof = await stack.proof(post)
  expect(proof?.steps.at(-1)).toMatchObject({ act: 'reduced', ground: 'legal_duty' })
  expect(new Set(proof?.words.map(({ state }) => state))).toEqual(new Set(['held']))
  expect(proof?.copies.signedWords).toBe(proof?.words.length)
  expect(await stack.verified()).toMatchObject({ status: 'valid' })
})

test('two patients of one post: the forwarded case keeps its words, the closed one does not', async () => {
  await using stack = await quoting()
  const [post, ana] = [await stack.seedPost(asked), await stack.as('ana')]
  const sister = await split(stack, post)
  const c = unrelated(post)
  const forward = { forwardable: true, closeReason: null, quote: null, note: '', validNow: false }
  const kept = await decide(ana, post.caseId, { ...c, ...forward })
  const closed = await decide(ana, sister, c)
  await stack.remove('at://1')
  expect(await stack.sweep(post)).toBe('reduced')
  const words = (await stack.proof(post))?.words ?? []
  const states = (id: string) => [
    ...new Set(words.filter((w) => w.decisionId === id).map(({ state }) => state)),
  ]
  expect([states(kept.id), states(closed.id)]).toEqual([['held'], ['erased']])
  expect(await stack.verified()).toMatchObject({ status: 'valid' })
})

test('whom the post spoke of goes with it, in both cases and in what the ledger was told of the split', async () => {
  await using stack = await quoting()
  const [post, ana] = [await stack.seedPost(asked), await stack.as('ana')]
  const sister = await split(stack, post)
  for (const id of [post.caseId, sister]) await decide(ana, id, unrelated(post))
  expect(await placesOf(stack.db, OWN_WORDS)).toContain('pv_case.patient')
  await stack.remove('at://1')
  expect(await stack.sweep(post)).toBe('erased')
  expect(await placesOf(stack.db, OWN_WORDS)).toEqual([])
  expect(await stack.db.selectFrom('ledger_private').select('field').execute()).toEqual([])
  expect(await stack.verified()).toMatchObject({ status: 'valid' })
})

test('where the terms let nothing be kept, the packet goes too, once the safety database has it', async () => {
  await using stack = await quoting({ holdForSafety: 'never' })
  const post = await stack.seedPost(asked)
  const c = { ...unrelated(post), forwardable: true, closeReason: null, quote: null, note: '' }
  await decide(await stack.as('ana'), post.caseId, c)
  await stack.remove('at://1')
  expect(await stack.sweep(post)).toBe('erased')
  expect(await placesOf(stack.db, OWN_WORDS)).toEqual(['handoff.packet'])
  expect((await stack.proof(post))?.copies).toMatchObject({ packets: 1, signedWords: 0 })
  const { id } = await stack.db.selectFrom('handoff').select('id').executeTakeFirstOrThrow()
  expect(await markAcked(stack.clock, id, 'S-1')).toBe('acked')
  await sweepRemovals(stack.clock)
  expect(await placesOf(stack.db, OWN_WORDS)).toEqual([])
  expect((await stack.proof(post))?.copies.packets).toBe(0)
})

test('words that went before they were signed are not signed, and what was typed went with them', async () => {
  await using stack = await quoting({ holdForSafety: 'never', deletionSlaHours: 24 })
  const [post, ana] = [await stack.seedPost(asked), await stack.as('ana')]
  await ana.put(`/api/cases/${post.caseId}/draft`, { body: JSON.stringify(unrelated(post)) })
  const decision = await conclude(ana, post.caseId, unrelated(post))
  expect(await placesOf(stack.db, OWN_WORDS)).toContain('case_draft.body')
  await stack.remove('at://1')
  await stack.later(24)
  expect(await stack.sweep(post)).toBe('erased')
  expect(await placesOf(stack.db, OWN_WORDS)).toEqual([])
  const [shown] = (await ana.get('/api/signing')).body.items
  expect(shown.conclusion.note).toEqual({ erasedAt: expect.stringMatching(/Z$/) })
  await expect(sign(ana, [decision])).rejects.toThrow('decision.void')
})

test('bytes that were signed with the words in them go whole: their hash, which was signed, stays', async () => {
  await using stack = await quoting()
  const post = await stack.seedPost(asked)
  const ana = await stack.as('ana')
  await sign(ana, [await concludedAsBefore(stack, post)])
  expect(await stack.verified()).toMatchObject({ status: 'valid' })
  const read = () =>
    stack.db.selectFrom('decision').select(['canonical', 'content_sha256']).executeTakeFirstOrThrow()
  const { content_sha256 } = await read()
  expect(await placesOf(stack.db, OWN_WORDS)).toContain('decision.canonical')
  await stack.remove('at://1')
  expect(await stack.sweep(post)).toBe('erased')
  expect(await placesOf(stack.db, OWN_WORDS)).toEqual([])
  expect(await read()).toEqual({ canonical: null, content_sha256 })
  expect((await stack.proof(post))?.words).toMatchObject([{ field: 'signed_bytes', state: 'erased' }])
  const seen = (await ana.get(`/api/cases/${post.caseId}`)).body.decision
  expect(seen).toMatchObject({ conclusion: null, bytesErasedAt: expect.stringMatching(/Z$/) })
  expect(seen.signature).toMatchObject({ printedName: 'Ana Almeida', sealed: true })
  expect(await stack.verified()).toMatchObject({ status: 'valid' })
})

test('nothing that was committed to goes, or changes, unless the ledger is told', async () => {
  await using stack = await quoting()
  const [post, ana] = [await stack.seedPost(asked), await stack.as('ana')]
  const decision = await decide(ana, post.caseId, unrelated(post))
  for (const act of [
    sql`delete from ledger_private where field = 'quote'`,
    sql`update ledger_private set salt = sha256(salt)`,
    sql`update decision set canonical = null`,
  ]) {
    await expect(act.execute(stack.clock)).rejects.toMatchObject(refused)
    await expect(act.execute(stack.db)).rejects.toMatchObject(refused)
  }
  await expect(sql`delete from ledger_private`.execute(stack.dbAs('hark_api'))).rejects.toMatchObject(refused)
  const words = (c: object) =>
    sql`insert into decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, close_reason, last_entry)
      select ${uuidv7()}, case_id, 2, author_id, ${Buffer.from(JSON.stringify({ v: 2, posts: [], conclusion: c }))}, false, false, false, 'no_event', last_entry
      from decision where id = ${decision.id}`.execute(stack.dbAs('hark_api'))
  for (const said of [
    { note: 'quinceberry' },
    { events: [{ term: 'quinceberry' }] },
    { quote: { span: { text: 'quinceberry' } } },
    { criteria: { event: { missing: 'quinceberry' } } },
  ])
    await expect(words(said)).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching('no words'),
    })
})
