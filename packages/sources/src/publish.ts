import { DomainError, type Platform, platforms } from '@hark/domain'
import { z } from 'zod'

/** A post one answers, as exactly as its platform can name it: `cid` pins its version where there is one. */
const Target = z.strictObject({ id: z.string().min(1), cid: z.string().min(1).nullable() })

const Facet = z.strictObject({
  index: z.strictObject({ byteStart: z.int().nonnegative(), byteEnd: z.int().positive() }),
  features: z.array(z.record(z.string(), z.unknown())).min(1),
})

/**
 * Everything of a publication the public would see, and nothing else: what a reviewer signs (RFC 8785 bytes of it)
 * is what is sent. Unknown fields are refused, for an adapter would drop them in silence.
 */
export const PublishContent = z.strictObject({
  platform: z.enum(platforms),
  /** Our own account, by its stable id (a DID at Bluesky). */
  account: z.string().min(1),
  in_reply_to: z.strictObject({ parent: Target, root: Target }).nullable(),
  text: z.string().min(1),
  /** Signed with the text: the same order sent twice is the same record. */
  createdAt: z.iso.datetime(),
  langs: z.array(z.string()).max(3).optional(),
  facets: z.array(Facet).optional(),
  /** Signed to be posted by a person: no machine sends it (migrations/028). */
  byHand: z.literal(true).optional(),
})
export type PublishContent = z.infer<typeof PublishContent>

export type ReplyTarget = NonNullable<PublishContent['in_reply_to']>

export type PublishOrder = { orderId: string; content: PublishContent }

/** `not_sent` is certain. `unknown` may be public: it is reconciled, and never sent again by a machine that guesses. */
export type SendOutcome =
  | { outcome: 'sent'; remoteId: string; url: string | null }
  | { outcome: 'not_sent'; reason: string; retryable: boolean; retryAfterMs?: number }
  | { outcome: 'unknown'; reason: string }

/** `evidence` is the platform's own answer as JSON, to be kept with the order. */
export type Reconciliation =
  | { result: 'found'; remoteId: string; url: string | null; evidence: string }
  | { result: 'absent' }
  | { result: 'cannot_tell'; reason: string }

export type Publisher = {
  readonly platform: Platform
  readonly account: string
  /** Sending one order twice can never show two posts, so an `absent` order may be sent again. */
  readonly idempotent: boolean
  /** One attempt: at most one call that writes, no retry of any kind. Never rejects. */
  send(order: PublishOrder, signal: AbortSignal): Promise<SendOutcome>
  /** Looks whether the order is public. Reads only; never rejects. */
  reconcile(order: PublishOrder, signal: AbortSignal): Promise<Reconciliation>
}

/** The content of signed bytes; `input.invalid` where they are not of a publication this code knows in full. */
export function parseContent(canonical: Uint8Array): PublishContent {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(canonical))
  } catch {
    throw new DomainError('input.invalid', 'The signed bytes are not JSON in UTF-8.')
  }
  const parsed = PublishContent.safeParse(json)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path }) => path.join('.'))
  throw new DomainError('input.invalid', 'The signed bytes are not a publication.', { fields })
}
