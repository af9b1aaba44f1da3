import { block, type LintRule, warn } from './lint-input.ts'
import { tokensOf } from './plain-text.ts'

/** From this many copies of one text on, a platform calls it bulk. */
const MANY = 25

/**
 * A short name for a text, the same for texts that differ in case, accents, blanks or punctuation alone: FNV-1a of
 * 64 bits; a name it begins with is apart. It finds repeats and protects nothing; a collision costs a needless warning.
 */
export function replyFingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(
    tokensOf(text.replace(/^@\S+\s+/, ''))
      .map((t) => t.word)
      .join(' '),
  ))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}

/** R13: one reply to a conversation, and never one text en masse; X forbids even a second copy. */
export const repeatRule: LintRule = (c) => {
  if (c.previousReplies.some((r) => r.answeredBefore))
    return [
      block(
        'R13',
        'This author was already answered, or somebody in this conversation.',
        'Continue on the PV contact, not in public.',
      ),
    ]
  const own = replyFingerprint(c.text)
  const copies = c.previousReplies.filter((r) => r.fingerprint === own).length
  if (c.platform === 'x' && copies > 0)
    return [block('R13', 'X forbids the same text twice.', 'Choose another greeting.')]
  if (copies < MANY) return []
  return [
    warn(
      'R13',
      `The same text was sent ${copies} times.`,
      'Choose another greeting; platforms treat copies as spam.',
    ),
  ]
}

/** R14: whoever asked not to be contacted is not contacted. */
export const optOutRule: LintRule = (c) =>
  c.optedOut ? [block('R14', 'The author is on the opt-out list.', 'Send nothing.')] : []
