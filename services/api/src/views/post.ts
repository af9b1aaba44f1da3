import { type FindingView, type PostView, StructureView } from '@hark/contract'
import type { CasePost, FindingRow } from '@hark/db'

/** A post with what detection said of it. The author is a pseudonym that stays the same across posts, never the handle. */
export function viewPost(p: CasePost, findings: readonly FindingRow[]): PostView {
  const { authorRef, authorKnown: _, media, ...same } = p
  return {
    ...same,
    media: media.map((m) => ({ kind: m.kind, alt: m.alt ?? null })),
    author: authorRef && `author ${authorRef.slice(0, 8)}`,
    findings: findings.filter((f) => f.postId === p.id).map(viewFinding),
  }
}

export function viewFinding(f: FindingRow): FindingView {
  const detail = f.detail as Pick<FindingView, 'evidence' | 'criteria' | 'patients' | 'reasons'>
  return {
    id: f.id,
    postId: f.postId,
    product: { id: f.productId, brand: f.brand, substance: f.substance, own: f.own },
    score: f.score,
    threshold: f.threshold,
    flagged: f.flagged,
    reasons: detail.reasons,
    evidence: detail.evidence,
    criteria: detail.criteria,
    patients: detail.patients,
    // Of a shape no longer known it is left out: a case is never unreadable for what is only an aid.
    structure: StructureView.safeParse(f.structure).data ?? null,
    seriousness: f.seriousness as FindingView['seriousness'],
    special: f.special as FindingView['special'],
    priority: f.priority as FindingView['priority'],
    sentiment: { label: f.sentiment as FindingView['sentiment']['label'], score: f.sentimentScore },
    lang: f.lang,
    model: f.model,
    at: f.at,
  }
}
