import { commitBatch } from '@hark/ledger'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { appendEntry, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { documentsOf, type FindingDocuments, findingLeaf, type Judged } from './judged.ts'

type Found = { postId: string; f: Judged['findings'][number]; documents: FindingDocuments }

/** Column by column: every post has a finding, and Postgres reads arrays at half the cost of one JSON document. */
async function insertFindingRows(trx: Trx, all: readonly Found[], entryId: string): Promise<void> {
  const column = <T>(of: (f: Found['f']) => T): T[] => all.map(({ f }) => of(f))
  const codes = (of: (f: Found['f']) => readonly string[]) => column((f) => of(f).join(' '))
  await sql`
    insert into finding (id, post_id, product_id, model, score, threshold, flagged, detail, seriousness, special, priority, sentiment, sentiment_score, lang, structure, entry_id)
    select r.id, r.post_id, r.product_id, r.model, r.score, r.threshold, r.flagged, r.detail, string_to_array(r.seriousness, ' '), string_to_array(r.special, ' '),
      string_to_array(r.priority, ' '), r.sentiment, r.sentiment_score, r.lang, r.structure, ${entryId}::uuid
    from unnest(${all.map(() => uuidv7())}::uuid[], ${all.map((a) => a.postId)}::uuid[], ${column((f) => f.productId)}::uuid[], ${column((f) => f.model)}::text[],
      ${column((f) => f.score)}::real[], ${column((f) => f.threshold)}::real[], ${column((f) => f.flagged)}::boolean[], ${all.map((a) => a.documents.detail)}::jsonb[],
      ${codes((f) => f.seriousness)}::text[], ${codes((f) => f.special)}::text[], ${codes((f) => f.priority)}::text[],
      ${column((f) => f.sentiment.label)}::text[], ${column((f) => f.sentiment.score)}::real[], ${column((f) => f.lang)}::text[], ${all.map((a) => a.documents.structure)}::jsonb[])
      as r(id, post_id, product_id, model, score, threshold, flagged, detail, seriousness, special, priority, sentiment, sentiment_score, lang, structure)
    on conflict do nothing`.execute(trx)
}

/** All findings of a batch, and the one entry that commits to them. */
export async function insertFindings(
  trx: Trx,
  programmeId: string,
  judged: readonly Judged[],
): Promise<void> {
  const all = judged.flatMap((j) =>
    j.findings.map((f) => ({ postId: j.post.id, f, documents: documentsOf(f) })),
  )
  if (all.length === 0) return
  const entryId = newEntryId()
  await insertFindingRows(trx, all, entryId)
  const leaves = all.map(({ postId, f, documents }) => findingLeaf(postId, f, documents))
  const model = all[0]?.f.model ?? ''
  await appendEntry(
    trx,
    {
      actor: { id: 'classifier', kind: 'service' },
      action: 'posts.classified',
      object: { type: 'programme', id: programmeId },
      ref: { model, posts: String(judged.length) },
      batch: commitBatch(leaves),
    },
    { id: entryId },
  )
}
