import { platforms } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { type QuotedWords, quotedWords } from './quoted-words.ts'

export type RemovalStep = {
  act: string
  why: string
  ground: string | null
  permissionReference: string | null
  at: string
  /** When the word that it is gone reached Hark, and how long after that this was done; null where no word came. */
  seenAt: string | null
  afterSeconds: number | null
  entryId: string
  /** Place in the ledger; null until the entry is sealed. */
  leafIndex: number | null
}

/** One version of a removed post: what was done, when, on what ground, and what is left in each place a copy could be. */
export type RemovalProof = {
  postId: string
  platform: string
  source: string
  storedAt: string
  removedAt: string | null
  erasedAt: string | null
  reducedAt: string | null
  steps: RemovalStep[]
  /** What signed decisions quoted of it, each word by the field that is committed to. */
  words: QuotedWords[]
  /** Copies found just now, by place; an erased post has none. */
  copies: {
    content: boolean
    words: boolean
    author: boolean
    raw: boolean
    searchWords: boolean
    quotes: number
    nearCopies: number
    deliveries: number
    drafts: number
    packets: number
    signedWords: number
  }
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The report of a deletion, by Hark's id or the platform's own: every version, in the order stored. */
export async function removalProof(db: Db, id: string): Promise<RemovalProof[]> {
  const { rows } = await sql<Omit<RemovalProof, 'words'>>`
    select p.id as "postId", p.platform, s.name as source, p.stored_at as "storedAt", p.removed_at as "removedAt", p.erased_at as "erasedAt", p.reduced_at as "reducedAt",
      coalesce((select jsonb_agg(jsonb_build_object('act', r.act, 'why', r.why, 'ground', r.ground, 'permissionReference', r.permission_reference,
        'at', r.at, 'seenAt', r.seen_at, 'afterSeconds', extract(epoch from r.at - r.seen_at), 'entryId', r.entry_id, 'leafIndex', e.leaf_index) order by r.id)
        from post_removal r join ledger_entry e on e.id = r.entry_id where r.post_id = p.id), '[]') as steps,
      jsonb_build_object('content', p.text is not null or p.raw is not null or p.media <> '[]', 'words', p.text is not null, 'author', p.author_sealed is not null or p.author_ref is not null, 'raw', p.raw is not null,
        'searchWords', exists (select from case_text t where t.post_id = p.id),
        'quotes', (select count(*) from finding f where f.post_id = p.id and (f.detail -> 'erased' is null or f.structure is not null)),
        'nearCopies', (select count(*) from near_copy_band b where b.post_id = p.id),
        'deliveries', (select count(*) from hook_delivery d where d.source_id = p.source_id and d.has_body and d.drained_at is null),
        'drafts', (select count(*) from case_draft t join case_post c on c.case_id = t.case_id where c.post_id = p.id),
        'packets', (select count(*) from handoff h join decision n on n.id = h.decision_id where n.post_ids @> array[p.id] and h.packet is not null)) as copies
    from post p join source s on s.id = p.source_id
    where ${isUuid.test(id) ? sql`p.id = ${id}::uuid` : sql`p.platform = any(${[...platforms]}::text[]) and p.external_id = ${id}`}
    order by p.stored_at, p.id`.execute(db)
  const quoted = await quotedWords(
    db,
    rows.map(({ postId }) => postId),
  )
  return rows.map((row) => {
    const words = quoted.get(row.postId) ?? []
    const signedWords = words.filter(({ state }) => state === 'held').length
    return { ...row, words, copies: { ...row.copies, signedWords } }
  })
}
