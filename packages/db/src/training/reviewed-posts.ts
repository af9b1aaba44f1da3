import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** What a signed decision says of the post it rests on, as a label of docs/annotation.md. */
export type ReviewedPost = {
  id: string
  text: string
  lang: string | null
  label: 'A' | 'S' | 'N'
  kind: string
}

/** Close reasons that speak of the case or the product, not of what the text tells. */
const silent = ['not_our_product', 'no_product', 'duplicate_of_case']

type Row = {
  id: string
  text: string
  lang: string | null
  forwards_event: boolean
  close_reason: string | null
}

function labelOf({ forwards_event, close_reason }: Row): Pick<ReviewedPost, 'label' | 'kind'> {
  if (close_reason) return { label: 'N', kind: close_reason }
  return forwards_event ? { label: 'A', kind: 'A' } : { label: 'S', kind: 'S' }
}

/** Signed decisions that stand, with the text of their index post, where the source's terms allow training and nobody took it back. */
export async function reviewedPosts(db: Db): Promise<ReviewedPost[]> {
  const { rows } = await sql<Row>`
    select p.id, p.text, p.lang, d.close_reason,
      jsonb_array_length(convert_from(d.canonical, 'UTF8')::jsonb #> '{conclusion,events}') > 0 as forwards_event
    from hark.decision d
    join hark.case_post c on c.case_id = d.case_id and c.role = 'index'
    join hark.trainable_post p on p.id = c.post_id
    where d.state = 'signed' and d.canonical is not null and (d.close_reason is null or d.close_reason <> all(${silent}))
    order by d.concluded_at, d.id`.execute(db)
  return rows.map((row) => ({ id: row.id, text: row.text, lang: row.lang, ...labelOf(row) }))
}
