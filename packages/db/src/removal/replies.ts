import type { Removal } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { appendEntries, newEntryId } from '../entries.ts'
import { storable } from '../ingest/post-row.ts'

type Gone = { attemptId: string; responseId: string; reason: string; at: string; content: string }

const ingest = { id: 'ingest', kind: 'service' } as const

/** Which of these removals are of replies we sent: noted beside the sending, once, and in the trail of the reply. */
export async function noteReplies(
  trx: Trx,
  removals: readonly Removal[],
  { platform, seenAgoMs }: { platform: string; seenAgoMs: number },
): Promise<void> {
  const told = removals
    .filter((r) => r.kind === 'post')
    .map((r) => ({ ...r, externalId: storable(r.externalId) }))
  if (told.length === 0) return
  const column = <K extends 'externalId' | 'reason' | 'at'>(k: K) => told.map((r) => r[k])
  const { rows } = await sql<Gone>`
    select distinct on (n.attempt_id) n.attempt_id as "attemptId", n.response_id as "responseId", g.reason, g.at, encode(n.content_hash, 'hex') as content
    from unnest(${column('externalId')}::text[], ${column('reason')}::text[], ${column('at')}::timestamptz[]) as g(id, reason, at)
    join replies_public_as(${platform}, ${column('externalId')}::text[]) n on n.remote_id = g.id order by n.attempt_id, g.at`.execute(
    trx,
  )
  const noted = rows.map((row) => ({ ...row, entryId: newEntryId() }))
  if (noted.length === 0) return
  const of = (k: keyof (typeof noted)[number]) => noted.map((n) => n[k])
  await sql`
    insert into reply_removal (attempt_id, reason, told_at, seen_at, entry_id)
    select n.id, n.reason, n.at, now() - make_interval(secs => ${Math.max(0, seenAgoMs) / 1000}), n.entry
    from unnest(${of('attemptId')}::uuid[], ${of('reason')}::text[], ${of('at')}::timestamptz[], ${of('entryId')}::uuid[]) as n(id, reason, at, entry)`.execute(
    trx,
  )
  await appendEntries(
    trx,
    noted.map(({ entryId: id, attemptId: attempt, responseId, reason, content }) => {
      const object = { type: 'response', id: responseId }
      return {
        id,
        actor: ingest,
        action: 'publication.removed' as const,
        object,
        why: reason,
        ref: { attempt, content_sha256: content },
      }
    }),
  )
}
