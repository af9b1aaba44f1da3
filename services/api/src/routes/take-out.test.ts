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
import { claim } from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startByHand } from './by-hand.fixture.ts'

let at: Awaited<ReturnType<typeof startByHand>>
beforeAll(async () => {
  at = await startByHand()
})
afterAll(() => at?.end())

test('signed, held and sealed like any other; then a named person takes out exactly what was signed, once', async () => {
  const r = await at.signed(at.x)
  expect(r).toMatchObject({ state: 'held', byHand: { open: null, taken: null } })
  expect((await at.take(at.people.cho, r.id)).body).toMatchObject({
    code: 'response.not_released_yet',
    message: expect.stringContaining('checkpoint'),
  })
  await at.seal()
  expect(await dueOrders(at.stack.dbAs('hark_publisher'), 100)).toEqual([])
  const both = await Promise.all([at.people.cho, at.people.ana].map((by) => at.take(by, r.id)))
  expect(both.map((b) => b.status).sort()).toEqual([200, 409])
  const [got] = both.filter((b) => b.status === 200)
  expect(got?.body).toMatchObject({ text: r.versions[0].text, open: expect.stringContaining('x.com') })
  const after = await at.read(r.id)
  expect(after).toMatchObject({
    state: 'taken',
    byHand: { open: got?.body.open, taken: { by: { username: expect.stringMatching(/cho|ana/) } } },
  })
  expect((await at.stack.auditActions(r.id)).at(-1)).toBe('response.taken_out')
  const { body } = await at.stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('id', '=', got?.body.receipt.entryId)
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body)).toMatchObject({
    actor: { id: after.byHand.taken.by.id, kind: 'user' },
    ref: { content_sha256: r.versions[0].contentSha256, version: '1' },
  })
  expect(body).not.toContain(r.versions[0].text.slice(0, 20))
  expect(at.stack.failures).toEqual([])
})

test('what nobody signed is not taken out, nor what was revoked, withdrawn or stopped', async () => {
  const draft = await at.drafted()
  expect((await at.take(at.people.cho, draft.id)).body.code).toBe('response.not_signed')
  await at.people.cho.post(`/api/responses/${draft.id}/submit`)
  expect((await at.take(at.people.cho, draft.id)).body.code).toBe('response.not_signed')

  const [revoked, withdrawn, stopped] = [await at.signed(), await at.signed(), await at.signed()]
  await at.seal()
  const reason = { reason: 'better not' }
  expect((await at.people.lea.post(`/api/responses/${revoked.id}/revoke`, reason)).body.answer).toBe(
    'stopped',
  )
  expect((await at.people.cho.post(`/api/responses/${withdrawn.id}/withdraw`, reason)).status).toBe(200)
  for (const r of [revoked, withdrawn])
    expect((await at.take(at.people.cho, r.id)).body.code).toBe('response.not_signed')
  await at.people.cho.post('/api/kill-switch', reason)
  expect((await at.take(at.people.cho, stopped.id)).body.code).toBe('kill_switch.engaged')
  await at.stack.db
    .updateTable('gate.kill_switch')
    .set({ release_asked_by: at.people.lea.person?.id ?? '' })
    .execute()
  await at.stack.db
    .updateTable('gate.kill_switch')
    .set({ engaged: false, by_id: at.people.ana.person?.id ?? '' })
    .execute()
  expect((await at.take(at.people.cho, stopped.id)).status).toBe(200)
})

test('while the STOP file of the publisher is there nothing is taken out; afterwards it can be', async () => {
  const r = await at.signed()
  await at.seal()
  const folder = await mkdtemp(join(tmpdir(), 'hark-stop-'))
  const file = join(folder, 'STOP')
  at.stack.ctx.config = { ...at.stack.ctx.config, HARK_STOP_FILE: file }
  await writeFile(file, '')
  const refused = await at.take(at.people.cho, r.id)
  expect([refused.status, refused.body.code]).toEqual([409, 'kill_switch.engaged'])
  expect(await at.read(r.id)).toMatchObject({ state: 'held', byHand: { taken: null } })
  await rm(folder, { recursive: true })
  expect((await at.take(at.people.cho, r.id)).status).toBe(200)
})

test('taken out it may be public: it is too late to stop it, and no second reply goes to the thread', async () => {
  const r = await at.taken()
  const reason = { reason: 'better not' }
  expect((await at.people.cho.post(`/api/responses/${r.id}/withdraw`, reason)).body.code).toBe(
    'response.too_late',
  )
  expect((await at.people.lea.post(`/api/responses/${r.id}/revoke`, reason)).body.answer).toBe(
    'too_late:taken',
  )
  const again = { caseId: r.caseId, postId: r.postId, template: 'handoff.en' }
  expect((await at.people.cho.post('/api/responses', again)).body.code).toBe('response.already_answered')
})

test('an approval taken back afterwards takes back where to post it; so does opening the case again', async () => {
  const [revoked, reopened] = [await at.signed(), await at.signed()]
  await at.seal()
  const reason = { reason: 'the author wrote again' }
  for (const r of [revoked, reopened]) await at.take(at.people.cho, r.id)
  expect((await at.read(reopened.id)).byHand.open).toEqual(expect.any(String))
  await at.people.lea.post(`/api/responses/${revoked.id}/revoke`, reason)
  const said = await at.people.ben.post(`/api/cases/${reopened.caseId}/reopen`, reason)
  expect([said.status, said.body.what]).toEqual([200, expect.stringContaining('may have')])
  for (const { id } of [revoked, reopened]) {
    const now = await at.read(id)
    expect(now).toMatchObject({ state: 'taken', byHand: { open: null }, signatures: [{ revoked: true }] })
    expect((await at.stack.auditActions(id)).at(-1)).toBe('response.revoked')
  }
})

test('its page is there whatever case its post is in by now', async () => {
  const r = await at.taken()
  expect((await at.people.ben.post(`/api/cases/${r.caseId}/reopen`, { reason: 'two patients' })).status).toBe(
    200,
  )
  const { external_id: externalId } = await at.stack.db
    .selectFrom('post')
    .select('external_id')
    .where('id', '=', r.postId)
    .executeTakeFirstOrThrow()
  await at.stack.seedPost({ externalId, revision: '2', text: 'Zolvara and a rash, and my dad too' })
  const body = { token: await claim(at.people.ana, r.caseId), postIds: [r.postId], patient: 'my dad' }
  expect((await at.people.ana.post(`/api/cases/${r.caseId}/split`, body)).status).toBe(200)
  expect(await at.read(r.id)).toMatchObject({
    state: 'taken',
    byHand: { taken: { by: { username: 'cho' } } },
  })
})

test('the line listing says that it was taken out, and who had signed it', async () => {
  const r = await at.taken()
  await at.seal()
  const [from, to] = ['2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z']
  const as = await asOf(at.stack.db, to)
  if (!as) throw new Error('no checkpoint')
  const decision = at.stack.db.selectFrom('decision').select('id').where('case_id', '=', r.caseId)
  const { id } = await decision.executeTakeFirstOrThrow()
  const told: unknown[] = []
  for await (const row of listDecisions(at.stack.db, { from, to }, { ...as, at: to }))
    if (row.decisionId === id) told.push([row.reply, row.replySignedBy])
  expect(told).toEqual([['taken_out', 'Ben Brandt']])
})

test('an auditor takes nothing out', async () => {
  const r = await at.signed()
  await at.seal()
  expect((await at.take(await at.stack.as('aud'), r.id)).status).toBe(403)
})

test('the offline verifier counts what was taken out, and finds a signature before each', async () => {
  await at.taken()
  await at.seal()
  const head = await newestCheckpoint(at.stack.db)
  if (!head) throw new Error('no checkpoint')
  const signatures = await readSignatures(at.stack.db, head.size)
  const { checks } = await verifyLog({
    vkey: [at.keys.vkey],
    checkpoint: head.note,
    entries: readLeaves(at.stack.db, 0, head.size),
    leafHashes: readLeafHashes(at.stack.db, 0, head.size),
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
