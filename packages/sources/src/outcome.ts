import type { SendOutcome } from './publish.ts'

/** What is known of one attempt to write, whatever the platform. */
export type Failure = { kind: 'failure'; beforeBytes: boolean; code: string }

export type Attempt =
  | {
      kind: 'response'
      status: number
      /** The id the platform gave, null where its answer held none that could be read. */
      remoteId: string | null
      url: string | null
      /** The body was an error as this platform documents it, so the platform itself spoke and not a proxy. */
      knownShape: boolean
      /** The platform's name for the error. */
      code: string | null
      retryAfterMs: number | null
    }
  | Failure

/** A definite refusal by the platform, before it accepted anything. 429 says: not now, the same later. */
const refusals: Record<number, { reason: string; retryable: boolean }> = {
  400: { reason: 'platform.invalid', retryable: false },
  401: { reason: 'platform.credentials', retryable: true },
  413: { reason: 'platform.too_large', retryable: false },
  422: { reason: 'platform.invalid', retryable: false },
  429: { reason: 'platform.rate_limited', retryable: true },
}

/**
 * The one rule of exactly once against platforms that forget: 2xx with an id is sent; a definite refusal before
 * acceptance is not sent; everything else (timeout, reset after write, 5xx, unreadable 2xx, a 403 that may mean
 * "duplicate") is unknown.
 */
export function classifyAttempt(attempt: Attempt): SendOutcome {
  if (attempt.kind === 'failure') {
    if (attempt.beforeBytes)
      return { outcome: 'not_sent', reason: `network.${attempt.code}`, retryable: true }
    return { outcome: 'unknown', reason: `network.${attempt.code}` }
  }
  const { status, remoteId, url, knownShape, code, retryAfterMs } = attempt
  if (status >= 200 && status < 300) {
    return remoteId === null
      ? { outcome: 'unknown', reason: 'response.unreadable' }
      : { outcome: 'sent', remoteId, url }
  }
  const refusal = refusals[status]
  // A proxy's bare 400 says nothing of what the platform did; a 429 of any shape was turned away at the door.
  if (refusal === undefined || !(knownShape || status === 429))
    return { outcome: 'unknown', reason: `http_${status}` }
  const reason = code === null ? refusal.reason : `${refusal.reason}:${code}`
  return {
    outcome: 'not_sent',
    reason,
    retryable: refusal.retryable,
    ...(retryAfterMs !== null && { retryAfterMs }),
  }
}

/** TLS failures that end the handshake, before any byte of a request. */
const tls = /^(ERR_TLS_|CERT_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/

type SystemError = { code?: unknown; syscall?: unknown; cause?: unknown; errors?: unknown; name?: unknown }

/**
 * What a thrown network error proves. Only a failure to resolve, connect or agree on TLS shows that no byte was
 * written; a reset or a timeout shows nothing.
 */
export function attemptOf(error: unknown): Failure {
  const root = rootCause(error)
  const code = typeof root.code === 'string' && /^[A-Z_0-9]{1,60}$/.test(root.code) ? root.code : nameOf(root)
  return { kind: 'failure', beforeBytes: happenedBeforeBytes(root), code }
}

function happenedBeforeBytes(error: SystemError): boolean {
  // Happy eyeballs: every address was tried, and each try must have failed to connect.
  if (Array.isArray(error.errors)) return error.errors.length > 0 && error.errors.every(happenedBeforeBytes)
  const code = String(error.code ?? '')
  if (error.syscall === 'connect' || error.syscall === 'getaddrinfo') return true
  return code === 'UND_ERR_CONNECT_TIMEOUT' || tls.test(code)
}

function rootCause(error: unknown): SystemError {
  let at = (error ?? {}) as SystemError
  for (let depth = 0; depth < 10 && at.cause !== undefined && at.cause !== null; depth += 1)
    at = at.cause as SystemError
  return at
}

function nameOf(error: SystemError): string {
  return typeof error.name === 'string' && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Unnamed'
}
