import { type Draw, UNNAMED_PATIENT } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { type NewEntry, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'

type About = {
  post_id: string
  posted_at: string | null
  ingested_at: string
  product_group: string
}

/**
 * A case for each drawn post, in the lane of samples: nobody flagged it, so no clock runs. It is of the product detection thought
 * likeliest; a post that names none came by a feed of the programme all the same.
 */
export async function openSampleCases(
  trx: Trx,
  programme: { id: string; kind: 'live' | 'practice' },
  { posts }: Draw,
  sampleId: string,
): Promise<NewEntry[]> {
  const { rows } = await sql<About>`
    select p.id as post_id, p.posted_at, p.stored_at as ingested_at, coalesce(
        (select d.product_group from finding f join product d on d.id = f.product_id where f.post_id = p.id order by f.score desc, d.product_group limit 1),
        (select min(d.product_group) from product d where d.programme_id = p.programme_id)) as product_group
    from unnest(${posts.map((p) => p.postId)}::uuid[]) with ordinality as w(id, place) join post p on p.id = w.id order by w.place`.execute(
    trx,
  )
  const made = rows.map((row) => ({ ...row, id: uuidv7(), entryId: newEntryId() }))
  await insertRows(
    trx,
    'pv_case',
    made.map(({ id, entryId, post_id: _, ...row }) => ({
      id,
      programme_id: programme.id,
      practice: programme.kind === 'practice',
      patient: UNNAMED_PATIENT,
      lane: 'sample',
      ...row,
      last_entry: entryId,
    })),
  )
  await insertRows(
    trx,
    'case_post',
    made.map(({ id, post_id }) => ({ case_id: id, post_id, role: 'index' })),
  )
  return made.map(({ id, entryId, post_id }) => ({
    id: entryId,
    actor: { id: 'clock', kind: 'service' },
    action: 'case.opened',
    object: { type: 'case', id },
    ref: { post: post_id, lane: 'sample', sample: sampleId },
  }))
}
