import { DomainError, type Lane, lanes } from '@hark/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'

export type QueueFilter = {
  state: 'open' | 'held' | 'concluded' | 'decided' | 'waiting'
  lane?: Lane | undefined
  product?: string | undefined
  lang?: string | undefined
  market?: string | undefined
  age?: 'hour' | 'day' | 'three_days' | 'older' | undefined
  programme?: string | undefined
  /** Practice cases, or real ones; both where not said. */
  practice?: boolean | undefined
  /** Cases this person holds. */
  heldBy?: string | undefined
  search?: string | undefined
}
type Key = { id: string; rank: number; due: string; opened: string }

/** Ids of one page in the order of the queue (lane, nearest clock, age), and the cursor of the next; null at the end. */
export async function queuePage(
  db: Db,
  filter: QueueFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ ids: string[]; next: string | null }> {
  const where = conditions(filter)
  if (page.cursor) where.push(after(readCursor(page.cursor)))
  if (filter.search?.trim()) where.push(await matching(db, filter.search))
  const { rows } = await sql<Key>`
    select k.id, k.lane_rank as rank, k.next_due_at::text as due, k.opened_at::text as opened from pv_case k
    where ${sql.join(where, sql` and `)}
    order by k.lane_rank, k.next_due_at, k.opened_at, k.id limit ${page.limit + 1}`.execute(db)
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { ids: shown.map((r) => r.id), next: rows.length > page.limit && last ? writeCursor(last) : null }
}

/** A person's own cases are shown wherever they rest; otherwise what waits is what is open. */
function conditions(f: QueueFilter): RawBuilder<unknown>[] {
  const mine = f.heldBy !== undefined
  const all = [sql`k.state = ${f.state === 'waiting' ? 'open' : f.state}`]
  const where = mine && f.state === 'waiting' ? [sql`k.state in ('open', 'held', 'concluded')`] : all
  if (f.lane) where.push(sql`k.lane_rank = ${lanes.indexOf(f.lane) + 1}`)
  if (f.lang) where.push(sql`k.lang = ${f.lang}`)
  if (f.programme) where.push(sql`k.programme_id = ${f.programme}`)
  if (f.practice !== undefined && !mine && !f.search) where.push(sql`k.practice = ${f.practice}`)
  if (mine) where.push(sql`k.lease_by = ${f.heldBy} and k.lease_until > clock_timestamp()`)
  if (f.market) where.push(sql`k.programme_id in (select id from programme where ${f.market} = any(markets))`)
  if (f.age) where.push(received[f.age])
  if (f.product) where.push(ofProduct(f.product))
  return where
}

const ago = (hours: number) => sql`clock_timestamp() - make_interval(hours => ${hours})`
/** By when we received the post: its own date is what the author says. */
const received = {
  hour: sql`k.ingested_at > ${ago(1)}`,
  day: sql`k.ingested_at > ${ago(24)}`,
  three_days: sql`k.ingested_at between ${ago(72)} and ${ago(24)}`,
  older: sql`k.ingested_at < ${ago(72)}`,
}

/** By the label the queue shows, a single brand, or the group itself. */
const ofProduct = (name: string) => sql`k.product_group in (
  select product_group from product group by programme_id, product_group
  having product_group = ${name} or bool_or(brand = ${name}) or string_agg(brand, ' / ' order by brand) = ${name})`

const FEW = 2_000

/**
 * A case number, or words of the index post, each matched from its beginning. The planner cannot guess how common a prefix is:
 * few hits are listed and looked up, many are met soon enough by walking the queue (`offset 0`: or it would list all of them first).
 */
async function matching(db: Db, search: string): Promise<RawBuilder<unknown>> {
  const words = search.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return sql`false`
  const query = sql`to_tsquery('simple', ${words.map((w) => `'${w}':*`).join(' & ')})`
  const { rows } = await sql<{ id: string }>`
    select post_id as id from case_text where words @@ ${query} limit ${FEW + 1}`.execute(db)
  const number = /^\s*(?:hk-?)?0*(\d{1,15})\s*$/i.exec(search)?.[1]
  const numbered = number ? sql`k.number = ${Number(number)}` : sql`false`
  if (rows.length <= FEW) return sql`(k.index_post_id = any(${rows.map((r) => r.id)}::uuid[]) or ${numbered})`
  return sql`(exists (select from case_text t where t.post_id = k.index_post_id and t.words @@ ${query} offset 0) or ${numbered})`
}

const after = (c: Key) =>
  sql`(k.lane_rank, k.next_due_at, k.opened_at, k.id) > (${c.rank}, ${c.due}::timestamptz, ${c.opened}::timestamptz, ${c.id}::uuid)`

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const writeCursor = (k: Key): string =>
  Buffer.from(JSON.stringify([k.rank, k.due, k.opened, k.id])).toString('base64url')

function readCursor(cursor: string): Key {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString('utf8'))
  const [rank, due, opened, id] = Array.isArray(parts) ? parts : []
  const sound = Number.isInteger(rank) && INSTANT.test(due) && INSTANT.test(opened) && UUID.test(id)
  if (!sound)
    throw new DomainError('input.invalid', 'This page of the queue is gone; start again at the top.')
  return { rank, due, opened, id }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
