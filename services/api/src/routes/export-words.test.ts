import { sweepRemovals } from '@hark/db'
import { bytesSource, type Opening, verifyBundle } from '@hark/ledger'
import { closingConclusion, conclude, decide, forwardableConclusion, sealLedger, sign } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { column, download, type ExportStack, exportStack, upToNow } from './export.fixture.ts'

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

async function exported(stack: ExportStack) {
  await sealLedger(stack.db, stack.keys)
  const got = await download(stack, await stack.as('aud'), await upToNow(stack))
  const { status, checks } = await verifyBundle(bytesSource(got.bytes), { vkey: stack.keys.vkey })
  const openings: Opening[] = lines(await got.bundle.text('openings.jsonl'))
  const said = (name: string) => checks.find((c) => c.name === name)?.detail
  return { ...got, status, checks, openings, said, listing: await got.csv('line-listing.csv') }
}

/** Two decided cases of which the first loses its post. */
async function quoted() {
  const stack = await exportStack()
  const ana = await stack.as('ana')
  const [gone, kept] = [
    await stack.seedPost({ text: 'My mum (72): Zolvara, a terrible rash. Not the pills, says her doctor.' }),
    await stack.seedPost(),
  ]
  const { criteria, events } = forwardableConclusion(gone)
  const quote = { postId: gone.id, span: gone.span('Not the pills') }
  const c = closingConclusion('reporter_excluded_causality', { criteria, events, quote })
  const closed = await decide(ana, gone.caseId, c)
  await decide(ana, kept.caseId, forwardableConclusion(kept))
  const erase = async () => {
    await sql`update post set removed_at = clock_timestamp(), removal_reason = 'deleted' where id = ${gone.id}`.execute(
      stack.db,
    )
    expect(await sweepRemovals(stack.dbAs('hark_clock'))).toBe(1)
  }
  return Object.assign(stack, { ana, closed, erase })
}

test('an export shows the words, each checked offline; after the erasure it says when they went, and still verifies', async () => {
  await using stack = await quoted()
  const before = await exported(stack)
  expect(before.status).toBe('valid')
  expect(before.said('signed decisions')).toMatch(/^2 have the bytes that were signed/)
  expect(before.said('openings')).toBe('13 private fields opened')
  expect(column(before.listing, 'event_verbatim')).toEqual(['terrible rash', 'terrible rash'])
  await stack.erase()
  const after = await exported(stack)
  expect(after.status).toBe('valid')
  expect(after.said('erasures')).toBe('7 fields erased, each by an entry')
  expect(after.openings.filter((o) => 'erased_by' in o)).toHaveLength(7)
  expect(column(after.listing, 'event_verbatim')).toEqual([
    expect.stringMatching(/^\[erased \d{4}-\d\d-\d\d\]$/),
    'terrible rash',
  ])
  expect(after.bytes.includes('Not the pills')).toBe(false)
  expect(column(after.listing, 'content_sha256')).toEqual(column(before.listing, 'content_sha256'))
  const signed = async ({ bundle }: typeof after) => lines(await bundle.text('decisions.jsonl'))
  expect(await signed(after)).toEqual(await signed(before))
  const [record] = lines(await after.bundle.text('records.jsonl'))
  const { conclusion } = JSON.parse(record.conclusion)
  expect(conclusion.quote.span.text).toEqual({ erasedAt: expect.stringMatching(/Z$/) })
  expect(record).toMatchObject({ closeReason: 'reporter_excluded_causality', signer: 'Ana Almeida' })
  expect(stack.failures).toEqual([])
})

test('of what lies outside the period, or was erased after it, no words leave', async () => {
  await using stack = await quoted()
  await sealLedger(stack.db, stack.keys)
  const query = await upToNow(stack)
  await stack.erase()
  await sealLedger(stack.db, stack.keys)
  const again = await download(stack, await stack.as('aud'), query)
  const told = await verifyBundle(bytesSource(again.bytes), { vkey: stack.keys.vkey })
  expect(told.status).toBe('incomplete') // the entry that tells of the erasure lies after this checkpoint
  expect(told.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  const nothing = await download(stack, await stack.as('aud'), {
    ...query,
    from: query.to,
    to: '2030-01-01T00:00:00Z',
  })
  const { status, checks } = await verifyBundle(bytesSource(nothing.bytes), { vkey: stack.keys.vkey })
  expect(checks.find(({ name }) => name === 'openings')?.detail).toBe(
    '0 private fields opened, 6 of decisions this bundle does not list',
  )
  expect(status).toBe('valid') // nobody asked for them
  expect(nothing.bytes.includes('terrible rash')).toBe(false)
})

test('other words under a decision are noticed: where it is read, where it is signed, and in the ledger', async () => {
  await using stack = await exportStack()
  const [post, ana] = [await stack.seedPost(), await stack.as('ana')]
  const decision = await conclude(ana, post.caseId, forwardableConclusion(post))
  const swap = (field: string, value: string) =>
    stack.db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx) // past the guards, as only an owner can
      await sql`update ledger_private set sealed = ${stack.ctx.seal(value)} where field = ${field}`.execute(
        trx,
      )
    })
  await swap('events_0_term', 'nothing at all')
  const [shown] = (await ana.get('/api/signing')).body.items
  expect(shown.conclusion.events[0].term).toEqual({ altered: true })
  await expect(sign(ana, [decision])).rejects.toThrow('sign.content_changed')
  await swap('events_0_term', 'rash')
  await sign(ana, [decision])
  await swap('criteria_event', 'a mild itch')
  const after = await exported(stack)
  expect(after.status).toBe('invalid')
  expect(after.said('openings')).toMatch(/^field criteria_event of entry \d+ is not what was recorded$/)
  const now = (await (await stack.as('aud')).post('/api/audit/verify', {})).body
  expect(now).toMatchObject({
    status: 'invalid',
    firstBad: { reason: expect.stringContaining('criteria_event') },
  })
})
