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

const actor = { id: 'ingest', kind: 'service' } as const

/** Shows a gap from now on. One that still lasts is not opened twice: a restart meets the trouble it left. */
export async function openGap(trx: Trx, sourceId: string, gap: GapToOpen): Promise<void> {
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
    actor,
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
  const object = { type: 'source', id: sourceId }
  await appendEntries(
    trx,
    rows.map(({ id }) => ({
      actor,
      action: 'coverage.gap_closed' as const,
      object,
      why: 'filled',
      ref: { gap: id },
    })),
  )
}
