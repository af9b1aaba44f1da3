import type { DecisionView } from '@hark/contract'
import type { DecisionRow } from '@hark/db'
import { caseNumber } from '@hark/domain'
import { bytesErasedAt, openConclusion } from '../cases/decision-words.ts'

/** A decision as signed: read back from its very bytes, and words that open what they commit to, not from columns beside them. */
export function viewDecision(d: DecisionRow, open: (sealed: Buffer) => string): DecisionView {
  return {
    id: d.id,
    caseId: d.caseId,
    caseNumber: caseNumber(d.caseNumber),
    caseVersion: d.caseVersion,
    practice: d.practice,
    author: { id: d.authorId, username: d.authorUsername, printedName: d.authorName },
    concludedAt: d.concludedAt,
    contentSha256: d.contentSha256,
    state: d.state,
    voidReason: d.voidReason,
    serious: d.serious,
    conclusion: openConclusion(d, open),
    bytesErasedAt: bytesErasedAt(d),
    signature: d.signature,
  }
}
