import { bytesSource, verifyBundle } from '@hark/ledger'
import { decide, forwardableConclusion, sealLedger } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { column, download, exportStack, upToNow } from './export.fixture.ts'

test('of a source whose terms let only ids be passed on, no words leave', async () => {
  await using stack = await exportStack()
  await sql`update source set policy = '{"exportAllowed": "ids"}', acknowledged_at = now()`.execute(stack.db)
  const [ana, aud] = [await stack.as('ana'), await stack.as('aud')]
  const post = await stack.seedPost()
  const { events, ...rest } = forwardableConclusion(post)
  const asTyped = { ...rest, events: events.map((e) => ({ ...e, term: e.span.text })) }
  const signed = await decide(ana, post.caseId, asTyped)
  await sealLedger(stack.db, stack.keys)
  const { bytes, csv } = await download(stack, aud, await upToNow(stack))
  const listing = await csv('line-listing.csv')
  expect(column(listing, 'record_id')).toEqual([signed.id])
  expect(column(listing, 'platform_id')).not.toEqual([''])
  expect(column(listing, 'event_verbatim')).toEqual([''])
  for (const words of ['terrible rash', 'My mum (72)']) expect(bytes.includes(words)).toBe(false)
  const { status, checks } = await verifyBundle(bytesSource(bytes), { vkey: stack.keys.vkey })
  expect(status).toBe('incomplete') // valid as far as it goes: the bytes that were signed are checked, the words are withheld
  expect(checks.find(({ name }) => name === 'signed decisions')?.outcome).toBe('ok')
  expect(checks.find(({ name }) => name === 'openings')?.detail).toBe('6 private fields withheld, 0 opened')
})
