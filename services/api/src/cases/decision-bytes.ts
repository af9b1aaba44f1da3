import { type CaseRow, type Salted, salted } from '@hark/db'
import { type Conclusion, caseNumber, type DecisionDocument, mapWords } from '@hark/domain'
import { canonicalBytes } from '@hark/ledger'

/** A conclusion parted: its words, each salted and committed to, and the bytes that hold the commitments alone. */
export type DecisionBytes = { canonical: Buffer; words: Record<string, Salted> }

/** The bytes a decision is: RFC 8785, so the same conclusion over the same posts and words is the same hash (11.70). */
export function decisionBytes(
  c: CaseRow,
  posts: readonly { id: string; versionSha256: string }[],
  given: Conclusion,
  author: { id: string; printedName: string },
  concludedAt: string,
): DecisionBytes {
  const words: Record<string, Salted> = {}
  const conclusion = mapWords(given, (text, { field }) => {
    words[field] = salted(text)
    return { private: field }
  })
  const document: DecisionDocument = {
    v: 2,
    type: 'decision',
    case: { id: c.id, number: caseNumber(c.number), version: c.version },
    posts: posts
      .map((p) => ({ id: p.id, version_sha256: p.versionSha256 }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    conclusion,
    commit: Object.fromEntries(Object.entries(words).map(([field, w]) => [field, w.commitment])),
    author: { id: author.id, printed_name: author.printedName },
    concluded_at: concludedAt,
  }
  return { canonical: canonicalBytes(document), words }
}
