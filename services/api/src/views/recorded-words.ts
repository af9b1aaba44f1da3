import type { ListingRow, OpenValue, SignedBytes } from '@hark/db'
import { type ConclusionOf, type DecisionDocument, mapWords } from '@hark/domain'
import { canonicalJson, type DecisionRecord } from '@hark/ledger'
import { openConclusion, type ShownWords } from '../cases/decision-words.ts'

/** Words as an export tells them; withheld where the terms of a source let only ids be passed on. */
type RecordedWords = ShownWords | { withheld: true }

/** The conclusion of a record, as far as its words are held and may be passed on; null once its bytes were erased. */
export function recordedConclusion(r: ListingRow, open: OpenValue): ConclusionOf<RecordedWords> | null {
  const shown = openConclusion({ canonical: r.bytes, words: r.words }, open)
  return shown && r.idsOnly ? mapWords(shown, () => ({ withheld: true })) : shown
}

/** Words as a cell of a table says them. */
export function verbatim(words: RecordedWords): string[] {
  if (typeof words === 'string') return [words]
  if ('erasedAt' in words) return [`[erased ${words.erasedAt.slice(0, 10)}]`]
  return 'altered' in words ? ['[not what was signed]'] : []
}

/** The same decision complete, its words put where the signed bytes commit to them: one JSON line, for reading. */
export function recordLine(r: ListingRow, open: OpenValue): string {
  const { bytes, words: _, idsOnly: __, ...columns } = r
  const document = bytes && { ...JSON.parse(bytes), conclusion: recordedConclusion(r, open) }
  return `${JSON.stringify({ ...columns, conclusion: document && JSON.stringify(document) })}\n`
}

/** The exact bytes that were signed, for checking: one line of decisions.jsonl. Those that hold the words go out only where words do. */
export function signedLine({ id, contentSha256, bytes, erased, idsOnly }: SignedBytes): string {
  const of = { id, content_sha256: contentSha256 }
  const mayShow = bytes !== null && (!idsOnly || (JSON.parse(bytes) as DecisionDocument).v === 2)
  const state = erased ? { erased: true as const } : { withheld: true as const }
  const record: DecisionRecord = mayShow ? { ...of, bytes } : { ...of, ...state }
  return `${canonicalJson(record)}\n`
}
