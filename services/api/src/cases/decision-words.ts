import type { DecisionRow, StoredWords } from '@hark/db'
import {
  type Conclusion,
  type ConclusionOf,
  type DecisionDocument,
  DomainError,
  mapWords,
  type PrivateWords,
} from '@hark/domain'
import { opensCommitment, SIGNED_BYTES } from '@hark/ledger'

/** Words as they can be shown: what was signed, or when they were erased, or that what is stored is not what was committed to. */
export type ShownWords = string | { erasedAt: string } | { altered: true }

type Open = (sealed: Buffer) => string
/** Bytes, or the text they are. */
type Stored = { canonical: Buffer | string | null; words: StoredWords }

/** The conclusion a decision's bytes commit to, with the words kept beside them; null once the bytes themselves are erased. */
export function openConclusion({ canonical, words }: Stored, open: Open): ConclusionOf<ShownWords> | null {
  if (canonical === null) return null
  const document = JSON.parse(String(canonical)) as DecisionDocument
  if (document.v !== 2) return document.conclusion
  const held = new Map(words.held.map((w) => [w.field, w]))
  return mapWords(document.conclusion, ({ private: field }: PrivateWords): ShownWords => {
    const stored = held.get(field)
    const erasedAt = words.erased[field]
    if (!stored) return erasedAt ? { erasedAt } : { altered: true }
    const text = opened(stored.sealed, open)
    const salt = Buffer.from(stored.salt, 'hex').toString('base64')
    const fits = text !== null && opensCommitment(document.commit[field] ?? '', text, salt)
    return fits ? text : { altered: true }
  })
}

/** Null for what this deployment's key did not seal. */
function opened(sealed: string, open: Open): string | null {
  try {
    return open(Buffer.from(sealed, 'hex'))
  } catch {
    return null
  }
}

/** When the whole bytes were erased; null while they are held. */
export const bytesErasedAt = ({ words }: Stored): string | null => words.erased[SIGNED_BYTES] ?? null

/** What a signer was shown, whole: the words are those the bytes commit to, and every one is still there. */
export function wordsToSign(d: DecisionRow, open: Open): Conclusion {
  const of = { decisionId: d.id }
  const shown = openConclusion(d, open)
  if (!shown) throw gone(of)
  return mapWords(shown, (words) => {
    if (typeof words === 'string') return words
    if ('erasedAt' in words) throw gone(of)
    throw new DomainError('sign.content_changed', 'This is not the text that was concluded on.', of)
  })
}

const gone = (of: Record<string, unknown>) =>
  new DomainError(
    'decision.void',
    'The words it rests on were erased with their post; conclude it again.',
    of,
  )
