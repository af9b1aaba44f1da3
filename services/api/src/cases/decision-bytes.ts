import type { CaseRow } from '@hark/db'
import { type Conclusion, caseNumber } from '@hark/domain'
import { canonicalBytes } from '@hark/ledger'

export type DecisionDocument = {
  v: 1
  type: 'decision'
  case: { id: string; number: string; version: number }
  /** The exact versions of the posts the conclusion rests on, by id. */
  posts: { id: string; version_sha256: string }[]
  conclusion: Conclusion
  author: { id: string; printed_name: string }
  concluded_at: string
}

/** The bytes a decision is: RFC 8785, so the same conclusion over the same posts is the same hash (11.70). */
export function decisionBytes(
  c: CaseRow,
  posts: readonly { id: string; versionSha256: string }[],
  conclusion: Conclusion,
  author: { id: string; printedName: string },
  concludedAt: string,
): Buffer {
  const document: DecisionDocument = {
    v: 1,
    type: 'decision',
    case: { id: c.id, number: caseNumber(c.number), version: c.version },
    posts: posts
      .map((p) => ({ id: p.id, version_sha256: p.versionSha256 }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    conclusion,
    author: { id: author.id, printed_name: author.printedName },
    concluded_at: concludedAt,
  }
  return canonicalBytes(document)
}

export const readDecision = (bytes: Buffer): DecisionDocument =>
  JSON.parse(bytes.toString('utf8')) as DecisionDocument
