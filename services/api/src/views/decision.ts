import type { DecisionView } from '@hark/contract'
import type { DecisionRow } from '@hark/db'
import { caseNumber } from '@hark/domain'
import { readDecision } from '../cases/decision-bytes.ts'

/** A decision as signed: read back from its very bytes, not from columns beside them. */
export function viewDecision(d: DecisionRow): DecisionView {
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
    conclusion: readDecision(d.canonical).conclusion,
    signature: d.signature,
  }
}
