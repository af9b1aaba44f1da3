import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { openGap } from '../ingest/gaps.ts'

/** Of a source to which platforms push and nothing else: it hears nothing while nobody is there. */
export type PushedTo = { id: string; config: Record<string, unknown>; platform: string }

/**
 * Says that the api is there. Where the last time is longer ago than `awaySeconds`, nobody could push meanwhile: each running source
 * that `hearsPushesOnly` then shows a gap. Answers of how many. The database's clock alone counts.
 */
export async function beat(
  db: Db,
  hearsPushesOnly: (source: PushedTo) => boolean,
  awaySeconds: number,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const away = await lastBeat(trx, awaySeconds)
    await sql`insert into service_beat (service, at) values ('api', clock_timestamp())
      on conflict (service) do update set at = clock_timestamp()`.execute(trx)
    if (away === null) return 0
    const deaf = (await listening(trx)).filter(hearsPushesOnly)
    for (const { id, since } of deaf) {
      const from = new Date(Math.max(Date.parse(away.from), Date.parse(since))).toISOString()
      if (from < away.to)
        await openGap(trx, id, { from, to: away.to, reason: 'push.away', state: 'lost', lane: 'push' }, 'api')
    }
    return deaf.length
  })
}

async function lastBeat(trx: Trx, awaySeconds: number): Promise<{ from: string; to: string } | null> {
  const { rows } = await sql<{
    from: Date
    to: Date
  }>`select at as "from", clock_timestamp() as "to" from service_beat
    where service = 'api' and at < clock_timestamp() - make_interval(secs => ${awaySeconds}) for update`.execute(
    trx,
  )
  const [away] = rows
  return away ? { from: new Date(away.from).toISOString(), to: new Date(away.to).toISOString() } : null
}

/** `since`: when its terms were last accepted, before which nothing could be missed. */
async function listening(trx: Trx): Promise<(PushedTo & { since: string })[]> {
  const { rows } = await sql<PushedTo & { since: string }>`
    select id, platform, config, coalesce(acknowledged_at, created_at) as since from source where state = 'running' order by created_at`.execute(
    trx,
  )
  return rows.map((row) => ({ ...row, since: new Date(row.since).toISOString() }))
}
