import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { appendEntries, appendEntry } from '../entries.ts'
import { uuidv7 } from '../ids.ts'

/** A stretch a source could not hand over. `to` null while it lasts; `lost` where the platform has it no more. */
export type GapToOpen = {
  from: string
  to: string | null
  reason: string
  state?: 'open' | 'lost'
  lane?: string
}

/** What became of the open gap of a lane that is read back by other means. */
export type GapNews = { lane: string; now: 'waiting' | 'filled' | 'lost'; reason: string }

const actor = { id: 'ingest', kind: 'service' } as const

/** Shows a gap from now on. One that still lasts is not opened twice: a restart meets the trouble it left. */
export async function openGap(
  trx: Trx,
  sourceId: string,
  gap: GapToOpen,
  by: 'ingest' | 'api' = 'ingest',
): Promise<void> {
  const { from, to, reason, state = 'open', lane = '' } = gap
  const id = uuidv7()
  const { rows } = await sql<{ id: string }>`
    insert into coverage_gap (id, source_id, lane, from_at, to_at, reason, state, closed_at)
    values (${id}, ${sourceId}, ${lane}, ${from}, ${to}, ${reason}, ${state}, case when ${state} = 'lost' then clock_timestamp() end)
    on conflict (source_id, lane, reason) where state = 'open' and to_at is null do nothing returning id`.execute(
    trx,
  )
  if (rows.length === 0) return
  await appendEntry(trx, {
    actor: { id: by, kind: 'service' },
    action: 'coverage.gap_opened',
    object: { type: 'source', id: sourceId },
    ref: { gap: id, from, to: to ?? '' },
  })
}

/** What was missing has been read: the gaps of these lanes that still lasted end now, as filled. */
export async function fillGaps(trx: Trx, sourceId: string, lanes: readonly string[]): Promise<void> {
  if (lanes.length === 0) return
  const { rows } = await sql<{ id: string; lane: string }>`
    update coverage_gap set state = 'filled', closed_at = clock_timestamp(), to_at = coalesce(to_at, clock_timestamp())
    where source_id = ${sourceId} and state = 'open' and to_at is null and lane = any(${[...lanes]}::text[]) and lane <> ''
    returning id, lane`.execute(trx)
  await tellClosed(
    trx,
    sourceId,
    rows.map(({ id }) => ({ id, now: 'filled' })),
  )
}

/** News of gaps that are read back: what they wait for, or their end. Only open ones have news; a repeat tells nothing new. */
export async function noteGapNews(trx: Trx, sourceId: string, news: readonly GapNews[]): Promise<void> {
  if (news.length === 0) return
  const column = <K extends keyof GapNews>(k: K) => news.map((one) => one[k])
  const { rows } = await sql<{ id: string; now: GapNews['now'] }>`
    update coverage_gap g set reason = case n.now when 'filled' then g.reason else n.reason end,
      state = case n.now when 'waiting' then g.state else n.now end, closed_at = case when n.now <> 'waiting' then clock_timestamp() end
    from unnest(${column('lane')}::text[], ${column('now')}::text[], ${column('reason')}::text[]) as n(lane, now, reason)
    where g.source_id = ${sourceId} and g.state = 'open' and g.lane = n.lane and n.lane <> ''
    returning g.id, n.now`.execute(trx)
  await tellClosed(
    trx,
    sourceId,
    rows.filter(({ now }) => now !== 'waiting'),
  )
}

async function tellClosed(
  trx: Trx,
  sourceId: string,
  closed: readonly { id: string; now: string }[],
): Promise<void> {
  const object = { type: 'source', id: sourceId }
  await appendEntries(
    trx,
    closed.map(({ id, now }) => ({
      actor,
      action: 'coverage.gap_closed' as const,
      object,
      why: now,
      ref: { gap: id },
    })),
  )
}
