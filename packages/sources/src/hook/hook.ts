import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** A request to `/api/hooks/:sourceId`, its bytes untouched. Header names in lower case. */
export type HookRequest = {
  method: 'GET' | 'POST'
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
  nowMs: number
}

/** What is shared with the platform: signing keys and verify tokens, by the names the adapter asks for. */
export type HookSecrets = Readonly<Record<string, string>>

export type HookReply = { status: number; contentType: string; body: string }

/**
 * How a platform pushes. A delivery that verifies is stored as it came before it is answered, and parsed later by `Source.parse`;
 * what does not verify leaves no trace but a count.
 */
export type Hook = {
  /** Secrets without which nothing can be verified, by name, with what a person is asked for. */
  secrets: Record<string, string>
  /** Those of them that the platform issues; any other is of our own choosing. */
  issued?: readonly string[]
  /** The platform's handshake, answered at once; null when this request is none. A wrong token is answered 403. */
  handshake?(request: HookRequest, secrets: HookSecrets): HookReply | null
  /** Whether these bytes come from the platform, unaltered and not long ago. */
  verify(request: HookRequest, secrets: HookSecrets): boolean
  /** What a repeated delivery has in common with the first; the hash of the body unless given. */
  deliveryId?(request: HookRequest): string | null
  /** What the platform must hear; 200 without a body unless given. */
  accepted?: HookReply
}

/** Compares without telling by its time how much was right. */
export function sameSecret(given: string | undefined, expected: string): boolean {
  if (given === undefined || expected === '') return false
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest()) as [
    Buffer,
    Buffer,
  ]
  return timingSafeEqual(a, b)
}

/** The HMAC-SHA256 of bytes, as hex or base64. */
export function hmacSha256(
  key: string,
  bytes: string | Uint8Array,
  encoding: 'hex' | 'base64' = 'hex',
): string {
  return createHmac('sha256', key).update(bytes).digest(encoding)
}

export function bodyId(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url')
}

export const plainReply = (body: string, status = 200): HookReply => ({
  status,
  contentType: 'text/plain',
  body,
})
export const jsonReply = (value: unknown, status = 200): HookReply => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
})
