import type { Json } from '../canonical.ts'
import { LedgerError } from '../errors.ts'
import { anyString, exactly, identifier, sha256HexRule, shape } from '../shape.ts'

/** The signed bytes of the decisions a bundle tells of, one canonical JSON line each. */
export const DECISIONS = 'decisions.jsonl'

/** What an erasure calls the whole of bytes that were signed with the words in them. */
export const SIGNED_BYTES = 'signed_bytes'

/** UUID of a decision and the hash that was signed; the bytes as text, or that they were erased, or are withheld from this reader. */
export type DecisionRecord = { id: string; content_sha256: string } & (
  | { bytes: string }
  | { erased: true }
  | { withheld: true }
)

const of = { id: identifier, content_sha256: sha256HexRule }
const shown = shape({ ...of, bytes: anyString })
const erased = shape({ ...of, erased: exactly(true) })
const withheld = shape({ ...of, withheld: exactly(true) })

/** Reads one parsed line of decisions.jsonl. Throws `bundle.malformed`. */
export function toDecisionRecord(value: Json): DecisionRecord {
  if (!shown(value) && !erased(value) && !withheld(value))
    throw new LedgerError('bundle.malformed', 'not a decision record')
  return value as unknown as DecisionRecord
}
