import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  asOf,
  dueOrders,
  listDecisions,
  newestCheckpoint,
  readLeafHashes,
  readLeaves,
  readSignatures,
} from '@hark/db'
import { verifyLog } from '@hark/ledger'
import {
  type Client,
  claim,
  closingConclusion,
  decide,
  type LedgerKeys,
  ledgerKeys,
  releaseForReply,
  type SeededProgramme,
  type Stack,
  sealLedger,
  startStack,
} from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: Stack
let keys: LedgerKeys
let x: SeededProgramme
let [ana, ben, lea, cho]: Client[] = []

beforeAll(async () => {
  stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'bluesky', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'mastodon', kind: 'live', replyAccount: 'brand@social.example' },
  })
  keys = ledgerKeys()
  x = await stack.seedProgramme({ platform: 'x', kind: 'live', replyAccount: '1234567890' })
  ;[ana, ben, lea, cho] = await Promise.all(['ana', 'ben', 'lea', 'cho'].map(stack.as))
})
afterAll(() => stack[Symbol.asyncDispose]())

const who = () => ({ ana, ben, lea, cho }) as Record<'ana' | 'ben' | 'lea' | 'cho', Client>
const take = (by: Client, id: string) => by.post(`/api/responses/${id}/take-out`)
const read = async (id: string) => (await who().cho.get(`/api/responses/${id}`)).body

let posts = 0
async function drafted(programme = stack.programme) {
  posts += 1
  const post = await stack.seedPost(
    { externalId: `19912345678901${posts}`, text: `Zolvara and a rash, ${posts}` },
    programme,
  )
  await decide(who().ana, post.caseId, closingConclusion('question_only'))
  await releaseForReply(who().ana, post)
  const body = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
  const reply = await who().cho.post('/api/responses', body)
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  return reply.body
}

async function signed(programme = stack.programme) {
  const r = await drafted(programme)
  expect((await who().cho.post(`/api/responses/${r.id}/submit`)).status).toBe(200)
  const shown = { ...who().ben.both(), contentSha256: r.versions[0].contentSha256, meaning: 'pv_approve' }
  const reply = await who().ben.post(`/api/responses/${r.id}/signature`, shown)
  expect([reply.status, reply.body.code]).toEqual([200, undefined])
  return reply.body.response
}

test('signed, held and sealed like any other; then a named person takes out exactly what was signed, once', async () => {
  const r = await signed(x)
  expect(r).toMatchObject({ state: 'held', byHand: { open: null, taken: null } })
  expect((await take(who().cho, r.id)).body).toMatchObject({
    code: 'response.not_released_yet',
    message: expect.stringContaining('checkpoint'),
  })
  await sealLedger(stack.db, keys)
  expect(await dueOrders(stack.dbAs('hark_publisher'), 100)).toEqual([])
  const both = await Promise.all([who().cho, who().ana].map((by) => take(by, r.id)))
  expect(both.map((b) => b.status).sort()).toEqual([200, 409])
  const [got] = both.filter((b) => b.status === 200)
  expect(got?.body).toMatchObject({ text: r.versions[0].text, open: expect.stringContaining('x.com') })
  const after = await read(r.id)
  expect(after).toMatchObject({
    state: 'taken',
    byHand: { open: got?.body.open, taken: { by: { username: expect.stringMatching(/cho|ana/) } } },
  })
  expect((await stack.auditActions(r.id)).at(-1)).toBe('response.taken_out')
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('id', '=', got?.body.receipt.entryId)
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body)).toMatchObject({
    actor: { id: after.byHand.taken.by.id, kind: 'user' },
    ref: { content_sha256: r.versions[0].contentSha256, version: '1' },
  })
  expect(body).not.toContain(r.versions[0].text.slice(0, 20))
  expect(stack.failures).toEqual([])
})

test('what nobody signed is not taken out, nor what was revoked, withdrawn or stopped', async () => {
  const draft = await drafted()
  expect((await take(who().cho, draft.id)).body.code).toBe('response.not_signed')
  await who().cho.post(`/api/responses/${draft.id}/submit`)
  expect((await take(who().cho, draft.id)).body.code).toBe('response.not_signed')

  const [revoked, withdrawn, stopped] = [await signed(), await signed(), await signed()]
  await sealLedger(stack.db, keys)
  const reason = { reason: 'better not' }
  expect((await who().lea.post(`/api/responses/${revoked.id}/revoke`, reason)).body.answer).toBe('stopped')
  expect((await who().cho.post(`/api/responses/${withdrawn.id}/withdraw`, reason)).status).toBe(200)
  for (const r of [revoked, withdrawn])
    expect((await take(who().cho, r.id)).body.code).toBe('response.not_signed')
  await who().cho.post('/api/kill-switch', reason)
  expect((await take(who().cho, stopped.id)).body.code).toBe('kill_switch.engaged')
  await stack.db
    .updateTable('gate.kill_switch')
    .set({ release_asked_by: who().lea.person?.id ?? '' })
    .execute()
  await stack.db
    .updateTable('gate.kill_switch')
    .set({ engaged: false, by_id: who().ana.person?.id ?? '' })
    .execute()
  expect((await take(who().cho, stopped.id)).status).toBe(200)
})

test('while the STOP file of the publisher is there nothing is taken out; afterwards it can be', async () => {
  const r = await signed()
  await sealLedger(stack.db, keys)
  const folder = await mkdtemp(join(tmpdir(), 'hark-stop-'))
  const file = join(folder, 'STOP')
  stack.ctx.config = { ...stack.ctx.config, HARK_STOP_FILE: file }
  await writeFile(file, '')
  const refused = await take(who().cho, r.id)
  expect([refused.status, refused.body.code]).toEqual([409, 'kill_switch.engaged'])
  expect(await read(r.id)).toMatchObject({ state: 'held', byHand: { taken: null } })
  await rm(folder, { recursive: true })
  expect((await take(who().cho, r.id)).status).toBe(200)
})

test('taken out it may be public: it is too late to stop it, and no second reply goes to the thread', async () => {
  const r = await signed()
  await sealLedger(stack.db, keys)
  expect((await take(who().cho, r.id)).status).toBe(200)
  const reason = { reason: 'better not' }
  expect((await who().cho.post(`/api/responses/${r.id}/withdraw`, reason)).body.code).toBe(
    'response.too_late',
  )
  expect((await who().lea.post(`/api/responses/${r.id}/revoke`, reason)).body.answer).toBe('too_late:taken')
  const again = { caseId: r.caseId, postId: r.postId, template: 'handoff.en' }
  expect((await who().cho.post('/api/responses', again)).body.code).toBe('response.already_answered')
})

test('an approval taken back afterwards takes back where to post it; so does opening the case again', async () => {
  const [revoked, reopened] = [await signed(), await signed()]
  await sealLedger(stack.db, keys)
  const reason = { reason: 'the author wrote again' }
  for (const r of [revoked, reopened]) await take(who().cho, r.id)
  expect((await read(reopened.id)).byHand.open).toEqual(expect.any(String))
  await who().lea.post(`/api/responses/${revoked.id}/revoke`, reason)
  const said = await who().ben.post(`/api/cases/${reopened.caseId}/reopen`, reason)
  expect([said.status, said.body.what]).toEqual([200, expect.stringContaining('may have')])
  for (const { id } of [revoked, reopened]) {
    const now = await read(id)
    expect(now).toMatchObject({ state: 'taken', byHand: { open: null }, signatures: [{ revoked: true }] })
    expect((await stack.auditActions(id)).at(-1)).toBe('response.revoked')
  }
})

test('its page is there whatever case its post is in by now', async () => {
  const r = await signed()
  await sealLedger(stack.db, keys)
  await take(who().cho, r.id)
  expect((await who().ben.post(`/api/cases/${r.caseId}/reopen`, { reason: 'two patients' })).status).toBe(200)
  const { external_id: externalId } = await stack.db
    .selectFrom('post')
    .select('external_id')
    .where('id', '=', r.postId)
    .executeTakeFirstOrThrow()
  await stack.seedPost({ externalId, revision: '2', text: 'Zolvara and a rash, and my dad too' })
  const body = { token: await claim(who().ana, r.caseId), postIds: [r.postId], patient: 'my dad' }
  expect((await who().ana.post(`/api/cases/${r.caseId}/split`, body)).status).toBe(200)
  expect(await read(r.id)).toMatchObject({ state: 'taken', byHand: { taken: { by: { username: 'cho' } } } })
})

test('the line listing says that it was taken out, and who had signed it', async () => {
  const r = await signed()
  await sealLedger(stack.db, keys)
  await take(who().cho, r.id)
  await sealLedger(stack.db, keys)
  const [from, to] = ['2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z']
  const as = await asOf(stack.db, to)
  if (!as) throw new Error('no checkpoint')
  const decision = stack.db.selectFrom('decision').select('id').where('case_id', '=', r.caseId)
  const { id } = await decision.executeTakeFirstOrThrow()
  const told: unknown[] = []
  for await (const row of listDecisions(stack.db, { from, to }, { ...as, at: to }))
    if (row.decisionId === id) told.push([row.reply, row.replySignedBy])
  expect(told).toEqual([['taken_out', 'Ben Brandt']])
})

test('an auditor takes nothing out', async () => {
  const r = await signed()
  await sealLedger(stack.db, keys)
  expect((await take(await stack.as('aud'), r.id)).status).toBe(403)
})

test('the offline verifier counts what was taken out, and finds a signature before each', async () => {
  const r = await signed()
  await sealLedger(stack.db, keys)
  await take(who().cho, r.id)
  await sealLedger(stack.db, keys)
  const head = await newestCheckpoint(stack.db)
  if (!head) throw new Error('no checkpoint')
  const signatures = await readSignatures(stack.db, head.size)
  const { checks } = await verifyLog({
    vkey: [keys.vkey],
    checkpoint: head.note,
    entries: readLeaves(stack.db, 0, head.size),
    leafHashes: readLeafHashes(stack.db, 0, head.size),
    signatures: (async function* () {
      yield* signatures
    })(),
  })
  expect(checks.filter((c) => c.outcome === 'fail')).toEqual([])
  expect(checks.find((c) => c.name === 'publications')).toMatchObject({
    outcome: 'ok',
    detail: expect.stringContaining('taken out by hand'),
  })
})
