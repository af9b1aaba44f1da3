import { type ComparableText, comparable, nearCopySimilarity } from '@hark/detection'
import type { Kin } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { isFlagged, type Judged } from './judged.ts'

export type Candidate = { postId: string; clusterId: string; text: string; bands: string[] }
type CaseOf = { postId: string; caseId: string; group: string; patient: string; decided: boolean }
type Version = { postId: string; platform: string; externalId: string }

/** What is already known that a batch's posts may copy or follow; grows as the batch itself opens clusters and cases. */
export class KinBook {
  private readonly byBand = new Map<string, Candidate[]>()
  private readonly versions = new Map<string, string[]>()
  private readonly cases = new Map<string, CaseOf[]>()

  addCandidate(c: Candidate): void {
    for (const band of c.bands) this.byBand.set(band, [...(this.byBand.get(band) ?? []), c])
  }
  addVersion(v: Version): void {
    const key = versionKey(v)
    this.versions.set(key, [...(this.versions.get(key) ?? []), v.postId])
  }
  addCase(c: CaseOf): void {
    this.cases.set(c.postId, [...(this.cases.get(c.postId) ?? []), c])
  }

  /** The most similar earlier post of which this one is a near-copy, or null. */
  copyOf(j: Judged): { candidate: Candidate; similarity: number } | null {
    if (!j.copy) return null
    const mine = { text: j.post.text, minhash: j.copy.minhash }
    recent.keep(j.post.id, mine.minhash)
    let best: { candidate: Candidate; similarity: number } | null = null
    for (const candidate of new Set(j.copy.bands.flatMap((b) => this.byBand.get(b) ?? []))) {
      const similarity = nearCopySimilarity(recent.of(candidate), mine)
      if (similarity !== null && (best === null || similarity > best.similarity))
        best = { candidate, similarity }
    }
    return best
  }

  /** Cases of earlier versions of the post and of the post it copies. */
  kinOf(j: Judged, copyOf: string | null): Kin[] {
    const earlier = this.versions.get(versionKey(j.post)) ?? []
    const follow = earlier
      .flatMap((id) => this.cases.get(id) ?? [])
      .map((c) => ({ ...c, role: 'follow_up' as const }))
    const copies = (copyOf ? (this.cases.get(copyOf) ?? []) : []).map((c) => ({
      ...c,
      role: 'copy' as const,
    }))
    return [...follow, ...copies]
  }
}

/**
 * A post is a candidate again and again, and the programme's lock is held meanwhile. The text of a stored post never changes, so its
 * MinHash is kept; the text itself is not, for it may be erased.
 */
class RecentMinhashes {
  private readonly known = new Map<string, readonly number[]>()

  of({ postId, text }: Candidate): ComparableText {
    return { text, minhash: this.known.get(postId) ?? this.keep(postId, comparable(text).minhash) }
  }
  keep(postId: string, minhash: readonly number[]): readonly number[] {
    this.known.set(postId, minhash)
    if (this.known.size > MOST_REMEMBERED) this.known.delete(this.known.keys().next().value as string)
    return minhash
  }
}
const MOST_REMEMBERED = 10_000
const recent = new RecentMinhashes()

const versionKey = (v: { platform: string; externalId: string }): string => `${v.platform}\0${v.externalId}`

/** Reads what the batch may be kin to. Call under the programme's lock: two batches with copies of one post follow one another. */
export async function loadKin(trx: Trx, programmeId: string, batch: readonly Judged[]): Promise<KinBook> {
  const book = new KinBook()
  const flagged = batch.filter(isFlagged)
  const bands = [...new Set(flagged.flatMap((j) => j.copy?.bands ?? []))]
  const candidates = await sql<Candidate>`
    select b.post_id as "postId", c.cluster_id as "clusterId", p.text, array_agg(b.band::text) as bands
    from near_copy_band b join cluster_post c using (post_id) join post p on p.id = b.post_id
    where b.programme_id = ${programmeId} and b.band = any(${bands}::bigint[]) and p.text is not null
    group by b.post_id, c.cluster_id, p.text order by b.post_id limit 2000`.execute(trx)
  for (const c of candidates.rows) book.addCandidate(c)
  const ids = batch.map((j) => j.post.id)
  const distinct = (values: string[]) => [...new Set(values)]
  const versions = await sql<Version>`
    select id as "postId", platform, external_id as "externalId" from post
    where programme_id = ${programmeId} and platform = any(${distinct(batch.map((j) => j.post.platform))}::text[])
      and external_id = any(${distinct(batch.map((j) => j.post.externalId))}::text[]) and id <> all(${ids}::uuid[])`.execute(
    trx,
  )
  for (const v of versions.rows) book.addVersion(v)
  await loadCases(
    trx,
    book,
    [...candidates.rows, ...versions.rows].map((r) => r.postId),
  )
  return book
}

/** A sample's case takes no flagged post: a flag has clocks, and what is read blind has none. */
async function loadCases(trx: Trx, book: KinBook, postIds: readonly string[]): Promise<void> {
  const { rows } = await sql<CaseOf>`
    select cp.post_id as "postId", k.id as "caseId", k.product_group as "group", k.patient, k.state = 'decided' as decided
    from case_post cp join pv_case k on k.id = cp.case_id
    where cp.post_id = any(${[...postIds]}::uuid[]) and k.state <> 'joined' and k.lane <> 'sample' order by k.opened_at`.execute(
    trx,
  )
  for (const c of rows) book.addCase(c)
}
