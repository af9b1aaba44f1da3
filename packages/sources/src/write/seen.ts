import { createHash } from 'node:crypto'
import type { PublishContent, Reconciliation, ReplyTarget } from '../publish.ts'

/** What is signed for a platform that takes replies only. */
export type Reply = PublishContent & { in_reply_to: ReplyTarget }

/** Something of our own account that may be the reply: as its platform lists it. */
export type Seen = {
  id: string
  url: string | null
  text: string
  /** When the platform says it was written, ms; null where it does not say. */
  atMs: number | null
  json: unknown
}

/** Clocks differ; what is older than this before the signed time is another reply. */
const skewMs = 10 * 60_000

/**
 * Whether the reply is among what our account wrote. `complete`: the list reaches back to the signing, so what is not in it is not
 * public. `exact`: all of it answers the target itself, and not somebody else in its thread; then other words are for a person to look at.
 */
export function judged(
  seen: readonly Seen[],
  reply: Reply,
  { complete, exact }: { complete: boolean; exact: boolean },
): Reconciliation {
  const since = Date.parse(reply.createdAt) - skewMs
  const fresh = seen.filter(({ atMs }) => atMs === null || atMs >= since)
  const found = fresh.find(({ text }) => sameWords(text, reply.text))
  if (found) {
    const { id, url, json } = found
    return { result: 'found', remoteId: id, url, evidence: JSON.stringify(json) }
  }
  if (exact && fresh.length > 0) return { result: 'cannot_tell', reason: 'remote.differs' }
  return complete ? { result: 'absent' } : { result: 'cannot_tell', reason: 'list.too_short' }
}

/** Platforms trim, compose letters and break lines anew; they change no word. */
export const sameWords = (a: string, b: string): boolean => plain(a) === plain(b)
const plain = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

/** Pins a target's words where its platform names no version: signed with the reply, compared before it is sent. */
export const wordsPin = (text: string): string =>
  `words:${createHash('sha256').update('hark-target-v1\0').update(plain(text)).digest('hex').slice(0, 32)}`
