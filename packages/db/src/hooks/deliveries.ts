import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'

export type HookSource = { id: string; platform: string; state: string; secrets: Record<string, Buffer> }

/** The source a platform pushes to, with the sealed secrets its deliveries are verified by; null where there is none. */
export async function hookSource(db: Db, id: string): Promise<HookSource | null> {
  const source = await db
    .selectFrom('source')
    .select(['id', 'platform', 'state'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!source) return null
  const secrets = await db
    .selectFrom('hook_secret')
    .select(['name', 'sealed'])
    .where('source_id', '=', id)
    .execute()
  return { ...source, secrets: Object.fromEntries(secrets.map(({ name, sealed }) => [name, sealed])) }
}

export type NewDelivery = {
  sourceId: string
  /** The platform's own name for it, or the hash of its bytes. */
  deliveryId: string
  headers: Record<string, string>
  body: Buffer
}

/** Durable once this resolves, and a sign that the platform reaches us. False where the same delivery is here already: platforms repeat what they think was lost. */
export async function storeDelivery(db: Db, d: NewDelivery): Promise<boolean> {
  const { rows } = await sql`
    with pause as (select coalesce(max(extract(epoch from clock_timestamp() - good_at)), 0) as s from source_push where source_id = ${d.sourceId}),
    good as (insert into source_push (source_id, good_at) values (${d.sourceId}, clock_timestamp())
      on conflict (source_id) do update set good_at = excluded.good_at, refused = 0, refused_since = null),
    day as (insert into source_push_day as o (source_id, day, longest_s) select ${d.sourceId}, current_date, s from pause
      on conflict (source_id, day) do update set longest_s = greatest(o.longest_s, excluded.longest_s))
    insert into hook_delivery (id, source_id, delivery_id, headers, body) values (${uuidv7()}, ${d.sourceId}, ${d.deliveryId}, ${JSON.stringify(d.headers)}, ${d.body})
    on conflict (source_id, delivery_id) do nothing returning id`.execute(db)
  return rows.length > 0
}

/** A delivery that did not verify: from a stranger, or under another secret than ours. Nothing of it is kept but that it came. */
export async function noteRefused(db: Db, sourceId: string): Promise<void> {
  await sql`insert into source_push as p (source_id, refused, refused_since) values (${sourceId}, 1, clock_timestamp())
    on conflict (source_id) do update set refused = p.refused + 1, refused_since = coalesce(p.refused_since, excluded.refused_since)`.execute(
    db,
  )
}

export type WaitingDelivery = {
  id: string
  headers: Record<string, string>
  body: Buffer
  receivedAt: string
}

/** Deliveries not yet parsed, in the order they came. */
export async function waitingDeliveries(
  db: Db,
  sourceId: string,
  atMost: number,
): Promise<WaitingDelivery[]> {
  const { rows } = await sql<WaitingDelivery>`
    select id, headers, body, received_at as "receivedAt" from hook_delivery
    where source_id = ${sourceId} and drained_at is null order by received_at, id limit ${atMost}`.execute(db)
  return rows
}

/**
 * Marks deliveries as parsed in the transaction that stores what they held, and lets their bodies go; malformed ones are kept for a
 * person to look at. Throws where another process was faster, so that nothing is counted twice.
 */
export async function settleDeliveries(
  trx: Trx,
  ids: readonly string[],
  malformed: readonly string[],
): Promise<void> {
  const { numAffectedRows } = await sql`
    update hook_delivery d set drained_at = clock_timestamp(),
      outcome = case when d.id = any(${[...malformed]}::uuid[]) then 'malformed' else 'parsed' end,
      body = case when d.id = any(${[...malformed]}::uuid[]) then d.body end
    where d.id = any(${[...ids]}::uuid[]) and d.drained_at is null`.execute(trx)
  if (Number(numAffectedRows ?? 0) !== ids.length)
    throw new Error('deliveries were drained by another process')
}

/** Bodies nobody could parse go after three days; names of deliveries, kept to know repetitions, after thirty. */
export async function expireDeliveries(db: Db): Promise<number> {
  const bodies = await sql`update hook_delivery set body = null
    where drained_at is not null and has_body and received_at < clock_timestamp() - interval '3 days'`.execute(
    db,
  )
  const rows = await sql`delete from hook_delivery
    where drained_at is not null and received_at < clock_timestamp() - interval '30 days'`.execute(db)
  return Number(bodies.numAffectedRows ?? 0n) + Number(rows.numAffectedRows ?? 0n)
}
