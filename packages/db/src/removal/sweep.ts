import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntries, newEntryId } from '../entries.ts'
import { endStages, erasePosts, reducePosts } from './erase.ts'
import { recordRemovals } from './record.ts'

type Due = {
  id: string
  why: string
  verdict: 'erase' | 'reduce' | 'expedite'
  ground: string
  permissionReference: string | null
}

const clock = { id: 'clock', kind: 'service' } as const

/**
 * Carries out what is due by now: posts whose deletion, reversible removal or retention has run its time, as far as no safety review
 * holds them. The rule is the view `post_due`. Answers how many posts it touched.
 */
export async function sweepRemovals(db: Db, atMost = 1000): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Due>`
      select d.id, d.why, d.verdict, d.ground, d.permission_reference as "permissionReference" from post_due d
      where d.verdict in ('erase', 'reduce') order by d.id limit ${atMost}`.execute(trx)
    const locked = await lockPosts(trx, rows)
    const ids = (verdict: string) => locked.filter((r) => r.verdict === verdict).map(({ id }) => id)
    await endStages(trx, ids('erase'))
    await erasePosts(trx, ids('erase'))
    await reducePosts(trx, ids('reduce'))
    const befallen = locked.map(({ id, why, verdict, ground, permissionReference }) =>
      verdict === 'reduce'
        ? { postId: id, act: 'reduced' as const, why, ground, permissionReference }
        : { postId: id, act: 'erased' as const, why },
    )
    await recordRemovals(trx, befallen, { actor: clock, object: { type: 'retention', id: 'due' } })
    return locked.length
  })
}

/** What another process has in hand just now is passed over, not waited for. */
async function lockPosts(trx: Trx, due: Due[]): Promise<Due[]> {
  const { rows } = await sql<{ id: string }>`
    select id from post where id = any(${due.map(({ id }) => id)}::uuid[]) and erased_at is null order by id for update skip locked`.execute(
    trx,
  )
  const free = new Set(rows.map(({ id }) => id))
  return due.filter(({ id }) => free.has(id))
}

/**
 * Where the terms let nothing be held, the case comes first in line: its facts are transcribed before its post goes. A deletion is
 * no reason to close a case, and none is closed here.
 */
export async function expediteDeleted(db: Db): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      select k.id from pv_case k where k.state in ('open', 'held', 'concluded') and k.lane in ('standard', 'sample')
        and k.id in (select c.case_id from post_due d join case_post c on c.post_id = d.id where d.verdict = 'expedite')
      order by k.id for update skip locked`.execute(trx)
    const entries = rows.map(({ id }) => ({
      id: newEntryId(),
      actor: clock,
      action: 'case.escalated' as const,
      object: { type: 'case', id },
      why: 'post_to_be_erased',
    }))
    await sql`update pv_case k set lane = 'priority', last_entry = w.entry
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${entries.map(({ id }) => id)}::uuid[]) as w(id, entry) where k.id = w.id`.execute(
      trx,
    )
    await appendEntries(trx, entries)
    return rows.length
  })
}
