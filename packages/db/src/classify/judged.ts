import { hash } from 'node:crypto'
import type { Signature } from '@hark/detection'
import type { Finding } from '@hark/domain'
import { canonicalJson } from '@hark/ledger'
import type { ClaimedPost } from './claim.ts'

/** One post with what detection said of it: what the classifier hands over to be saved. */
export type Judged = {
  post: ClaimedPost
  findings: Finding[]
  /** Near-copy signature of a flagged post; null for a negative one, which nobody reads. */
  copy: Signature | null
}

export const isFlagged = (j: Judged): boolean => j.findings.some((f) => f.flagged)

/** The two documents of one finding, in canonical form. Only a flagged one has a structure: nobody reads the rest for it. */
export type FindingDocuments = { detail: string; structure: string | null }

export const documentsOf = (f: Finding): FindingDocuments => ({
  detail: canonicalJson(detailOf(f)),
  structure: f.flagged && f.structure ? canonicalJson(f.structure) : null,
})

/** The leaf of one finding in its batch's Merkle root: over everything detection said, in canonical form. */
export function findingLeaf(
  postId: string,
  f: Finding,
  { detail, structure }: FindingDocuments = documentsOf(f),
): Buffer {
  const read = structure === null ? '' : `\0${hash('sha256', structure)}`
  return Buffer.from(`finding\0${postId}\0${f.productId}\0${f.model}\0${hash('sha256', detail)}${read}`)
}

/** The part of a finding kept as one document. Numbers become text: the ledger hashes no floats. */
export function detailOf(f: Finding): Record<string, unknown> {
  const { evidence, criteria, patients, reasons, seriousness, special, priority } = f
  return {
    evidence,
    criteria,
    patients,
    reasons,
    seriousness,
    special,
    priority,
    score: f.score.toFixed(6),
    threshold: f.threshold.toFixed(6),
    flagged: f.flagged,
  }
}
