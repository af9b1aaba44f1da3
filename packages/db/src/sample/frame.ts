import { languageGroupOf, type Period, scoreBandOf, type Unflagged } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

export type Frame = { posts: Unflagged[]; models: string; gone: number }

const stored = (programmeId: string, p: Period) =>
  sql`p.programme_id = ${programmeId} and p.stored_at >= ${p.from} and p.stored_at < ${p.to}`

/** Posts of the period that still wait for detection: until they are judged nobody knows what the frame is. */
export async function isSettled(db: Db, programmeId: string, period: Period): Promise<boolean> {
  const { rows } = await sql`
    select from post p join post_stage g on g.post_id = p.id and g.stage = 'classify'
    where ${stored(programmeId, period)} and g.state in ('pending', 'running') limit 1`.execute(db)
  return rows.length === 0
}

/**
 * What was judged in the period, not flagged, and is still there. A post of which detection said nothing (it names no product) is as far
 * from the threshold as one can be.
 */
export async function readFrame(trx: Trx, programmeId: string, period: Period): Promise<Frame> {
  const { rows } = await sql<{ postId: string; lang: string; ratio: number; models: string; there: boolean }>`
    select p.id as "postId", coalesce(f.lang, p.lang, 'und') as lang, coalesce(f.ratio, 0) as ratio, coalesce(f.models, '') as models,
      p.removed_at is null and p.erased_at is null as there
    from post p join post_stage g on g.post_id = p.id and g.stage = 'classify' and g.state = 'done' and g.outcome = 'negative'
    left join lateral (select max(x.score / nullif(x.threshold, 0))::float8 as ratio, (array_agg(x.lang order by x.score desc))[1] as lang,
      string_agg(distinct x.model, ', ' order by x.model) as models from finding x where x.post_id = p.id) f on true
    where ${stored(programmeId, period)} and not exists (select from case_post c where c.post_id = p.id)`.execute(
    trx,
  )
  const there = rows.filter((r) => r.there)
  return {
    posts: there.map(({ postId, lang, ratio }) => ({
      postId,
      language: languageGroupOf(lang),
      band: scoreBandOf(ratio),
    })),
    models: [...new Set(there.map((r) => r.models).filter((m) => m !== ''))].sort().join(', ') || 'none',
    gone: rows.length - there.length,
  }
}
