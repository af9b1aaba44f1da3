import {
  connect,
  knownThreads,
  loadProgrammes,
  runningSources,
  sealer,
  storeDelivery,
  waitingDeliveries,
} from '@hark/db'
import type { Post } from '@hark/domain'
import { createLogger, createMetrics } from '@hark/runtime'
import { type Items, Trouble } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { drainOnce } from './drain-hooks.ts'
import { Interest } from './interest.ts'

const log = createLogger({ service: 'test', level: 'silent' })
const metrics = createMetrics('ingest')
const KEY = Buffer.alloc(32, 7)
const sealing = { pseudonymKey: KEY, sealHandle: sealer(KEY, 'handle').seal }

/** A platform whose deliveries are lists of `+id text`, `-id` and nonsense. */
function parse({ body, receivedAt }: { body: Buffer; receivedAt: string }): Items {
  const items: Required<Items> = { posts: [], rejected: [], removals: [] }
  for (const line of body.toString().split('\n')) {
    const [, sign, externalId = '', text = ''] = /^([+-])(\w+) ?(.*)$/.exec(line) ?? []
    if (sign === '-') items.removals.push({ kind: 'post', externalId, reason: 'deleted', at: receivedAt })
    else if (sign === '+') items.posts.push(postOf(externalId, text, receivedAt))
    else throw new Trouble('malformed', 'answer.not_json')
  }
  return items
}
const postOf = (externalId: string, text: string, receivedAt: string): Post => ({
  platform: 'bluesky',
  externalId,
  revision: '',
  authorId: 'a',
  authorHandle: 'a',
  text,
  lang: null,
  url: null,
  postedAt: null,
  receivedAt,
  parentId: null,
  rootId: null,
  quotedId: null,
  media: [],
  raw: '{}',
})

async function pushed(bodies: string[]) {
  const base = await createTestDatabase()
  const admin = connect({ url: base.url() })
  const { id } = await seedProgramme(admin)
  const [db, api] = [connect({ url: base.url('hark_ingest') }), connect({ url: base.url('hark_api') })]
  const [source] = await runningSources(db)
  if (!source) throw new Error('no source')
  for (const [n, body] of bodies.entries())
    await storeDelivery(api, {
      sourceId: source.id,
      deliveryId: String(n),
      headers: {},
      body: Buffer.from(body),
    })
  const programme = (await loadProgrammes(db)).get(id)
  if (!programme) throw new Error('no programme')
  const interest = new Interest(programme, await knownThreads(db, id, 1, 1))
  const drain = (using = db) => drainOnce({ db: using, sealing, log, metrics }, source, { parse }, interest)
  const close = async () => {
    await Promise.all([admin, db, api].map((one) => one.destroy()))
    await base[Symbol.asyncDispose]()
  }
  return { admin, db, source, drain, [Symbol.asyncDispose]: close }
}
const counts = async (db: Awaited<ReturnType<typeof pushed>>['admin']) =>
  (
    await sql<
      Record<string, number>
    >`select offered::int, unmatched::int, stored::int, duplicate::int, rejected::int from source_count`.execute(
      db,
    )
  ).rows[0]

test('what was pushed is stored, counted once, and its bytes let go; what nobody understands is kept for a person', async () => {
  await using here = await pushed([
    '+p1 Zolvara gave me a rash\n+p2 nothing of ours',
    'nonsense',
    '+p1 Zolvara gave me a rash',
  ])
  expect(await here.drain()).toBe(3)
  expect(await here.drain()).toBe(0)
  expect(await counts(here.admin)).toEqual({ offered: 4, unmatched: 1, stored: 1, duplicate: 1, rejected: 1 })
  const rows = await here.admin
    .selectFrom('hook_delivery')
    .select(['outcome', 'body'])
    .orderBy('received_at')
    .execute()
  expect(rows.map(({ outcome, body }) => [outcome, body?.toString() ?? null])).toEqual([
    ['parsed', null],
    ['malformed', 'nonsense'],
    ['parsed', null],
  ])
})

test('a deletion takes away what came before it, and not what came after', async () => {
  await using here = await pushed(['+p1 Zolvara one', '-p1', '+p1 Zolvara again'])
  await here.drain()
  const { rows } = await sql<{
    text: string
    removed: boolean
  }>`select text, removed_at is not null as removed from post order by stored_at, id`.execute(here.admin)
  expect(rows).toEqual([
    { text: 'Zolvara one', removed: true },
    { text: 'Zolvara again', removed: false },
  ])
})

test('of two processes that drain at once one stores, and nothing is counted twice', async () => {
  await using here = await pushed(Array.from({ length: 20 }, (_, n) => `+p${n} Zolvara ${n}`))
  await Promise.allSettled([here.drain(), here.drain(), here.drain()])
  expect(await here.drain()).toBe(0)
  expect(await counts(here.admin)).toEqual({
    offered: 20,
    unmatched: 0,
    stored: 20,
    duplicate: 0,
    rejected: 0,
  })
  expect(await waitingDeliveries(here.db, here.source.id, 5)).toEqual([])
})
