import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntries, newEntryId } from '../entries.ts'
import { withdrawSampled } from '../sample/withdraw.ts'
import { endStages, erasePosts, reducePosts } from './erase.ts'
import { forgetDrafts, forgetPackets, forgetPatients } from './forget-typed.ts'
import { forgetWords } from './forget-words.ts'
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
 * holds them. The rule is the view `post_due`, read under the locks. Answers how many posts it touched.
 */
export async function sweepRemovals(db: Db, atMost = 1000): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const due = await readDue(trx, await lockPosts(trx, await dueIds(trx, atMost)))
    const ids = (verdict: string) => due.filter((r) => r.verdict === verdict).map(({ id }) => id)
    const [gone, reduced] = [ids('erase'), ids('reduce')]
    await endStages(trx, gone)
    await erasePosts(trx, gone)
    await reducePosts(trx, reduced)
    await forgetDrafts(trx, gone)
    await forgetPackets(trx, gone)
    const befallen = due.map(({ id, why, verdict, ground, permissionReference }) =>
      verdict === 'reduce'
        ? { postId: id, act: 'reduced' as const, why, ground, permissionReference }
        : { postId: id, act: 'erased' as const, why },
    )
    await recordRemovals(trx, befallen, { actor: clock, object: { type: 'retention', id: 'due' } })
    await forgetWords(trx, gone, clock)
    await forgetWords(trx, reduced, clock, { butForwarded: true })
    await forgetPatients(trx, gone, clock)
    await withdrawSampled(trx, gone)
    return due.length
  })
}

const isDue = sql`d.verdict in ('erase', 'reduce')`

async function dueIds(trx: Trx, atMost: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from post_due d where ${isDue} order by d.id limit ${atMost}`.execute(trx)
  return rows.map(({ id }) => id)
}

/**
 * What another process has in hand just now, the post or a case of it, is passed over and not waited for: who concludes on the words
 * holds the case. Cases before posts, as everywhere.
 */
async function lockPosts(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const { rows: cases } = await sql<{ id: string }>`
    select id from pv_case where id in (select case_id from case_post where post_id = any(${[...ids]}::uuid[]))
    order by id for no key update skip locked`.execute(trx)
  const { rows } = await sql<{ id: string }>`
    select id from post p where id = any(${[...ids]}::uuid[]) and erased_at is null
      and not exists (select from case_post c where c.post_id = p.id and c.case_id <> all(${cases.map(({ id }) => id)}::uuid[]))
    order by id for update skip locked`.execute(trx)
  return rows.map(({ id }) => id)
}

async function readDue(trx: Trx, ids: readonly string[]): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select d.id, d.why, d.verdict, d.ground, d.permission_reference as "permissionReference" from post_due d
    where d.id = any(${[...ids]}::uuid[]) and ${isDue} order by d.id`.execute(trx)
  return rows
}

/**
 * Where the terms let nothing be held, the case comes first in line: its facts are transcribed before its post goes. A deletion is
 * no reason to close a case, and none is closed here.
 */
export async function expediteDeleted(db: Db): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      select k.id from pv_case k where k.state in ('open', 'held', 'concluded') and k.lane = 'standard'
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
