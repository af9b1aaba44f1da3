import { caseNumber, type DecisionDocument, fieldsQuoting } from '@hark/domain'
import { SIGNED_BYTES } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** Words a decision quotes of a post: still held, erased under an entry of the ledger, or gone with no entry telling of it. */
export type QuotedWords = {
  decisionId: string
  caseNumber: string
  field: string
  state: 'held' | 'erased' | 'missing'
  erasedAt: string | null
  entryId: string | null
  leafIndex: number | null
}

type Row = {
  postId: string
  decisionId: string
  caseNumber: number
  canonical: Buffer | null
  entry: string
  held: string[]
  erasures: { entryId: string; leafIndex: number | null; at: string; erased: string }[]
}

/** By post. */
export async function quotedWords(db: Db, postIds: readonly string[]): Promise<Map<string, QuotedWords[]>> {
  const { rows } = await sql<Row>`
    select p.id as "postId", d.id as "decisionId", k.number as "caseNumber", d.canonical, d.concluded_entry as entry,
      array(select field from ledger_private r where r.entry_id = d.concluded_entry) as held,
      coalesce((select jsonb_agg(jsonb_build_object('entryId', e.id, 'leafIndex', e.leaf_index, 'at', e.at, 'erased', e.body::jsonb #>> '{ref,erased}') order by e.staged_no)
        from ledger_entry e where e.object_type = 'decision' and e.object_id = d.id::text and e.action = 'erasure.executed'), '[]') as erasures
    from unnest(${[...postIds]}::uuid[]) as p(id) join decision d on d.post_ids @> array[p.id] join pv_case k on k.id = d.case_id
    order by d.concluded_at, d.id`.execute(db)
  const words = rows.flatMap((row) =>
    fieldsOf(row).map((field) => ({ postId: row.postId, ...told(row, field) })),
  )
  return new Map(
    [...Map.groupBy(words, ({ postId }) => postId)].map(([id, of]) => [
      id,
      of.map(({ postId: _, ...word }) => word),
    ]),
  )
}

function fieldsOf({ canonical, postId }: Row): string[] {
  const document = canonical && (JSON.parse(canonical.toString('utf8')) as DecisionDocument)
  return document?.v === 2 ? fieldsQuoting(document.conclusion, new Set([postId])) : [SIGNED_BYTES]
}

function told(row: Row, field: string): QuotedWords {
  const of = { decisionId: row.decisionId, caseNumber: caseNumber(row.caseNumber), field }
  const held = field === SIGNED_BYTES ? row.canonical !== null : row.held.includes(field)
  const entry = row.erasures.find((e) => e.erased.split(' ').includes(`${row.entry}:${field}`))
  if (held || !entry)
    return { ...of, state: held ? 'held' : 'missing', erasedAt: null, entryId: null, leafIndex: null }
  return {
    ...of,
    state: 'erased',
    erasedAt: entry.at,
    entryId: entry.entryId,
    leafIndex: entry.leafIndex,
  }
}
