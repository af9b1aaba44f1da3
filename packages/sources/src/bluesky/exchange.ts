import { type Attempt, attemptOf } from '../outcome.ts'
import { type Answer, callOnce } from './fresh-connection.ts'

/** One HTTP call as it went, kept apart from the client library, which rounds statuses and swallows bodies. */
export type Exchange = {
  connected: boolean
  status: number | null
  body: unknown
  retryAfterMs: number | null
  error: unknown
}

export type FetchHandler = (path: string, init: RequestInit) => Promise<Response>

/**
 * A fetch for one call to one server, and the record of it. A second call is refused, for a library that retries
 * would send twice.
 */
export function singleCall(
  server: string,
  token: string | null,
): { handler: FetchHandler; exchange: Exchange } {
  const exchange: Exchange = { connected: false, status: null, body: null, retryAfterMs: null, error: null }
  let called = false
  const handler: FetchHandler = async (path, init) => {
    if (called) throw new Error('one call only')
    called = true
    try {
      return toResponse(await call(new URL(path, server), init, token, exchange))
    } catch (error) {
      exchange.error = error
      throw error
    }
  }
  return { handler, exchange }
}

async function call(url: URL, init: RequestInit, token: string | null, exchange: Exchange): Promise<Answer> {
  const request = new Request(url, init)
  const headers = Object.fromEntries(request.headers)
  if (token !== null) headers.authorization = `Bearer ${token}`
  const body = Buffer.from(await request.arrayBuffer())
  const { method, signal } = request
  const answer = await callOnce(url, { method, headers, body, signal }, () => {
    exchange.connected = true
  })
  exchange.status = answer.status
  exchange.body = parseJson(answer.body)
  exchange.retryAfterMs = retryAfterMs(answer, Date.now())
  return answer
}

/** The XRPC name of the error in an answer, fit to be logged; null where the body is no XRPC error. */
export function errorName({ body }: Exchange): string | null {
  const name = (body as { error?: unknown } | null)?.error
  return typeof name === 'string' && /^[A-Za-z]{1,60}$/.test(name) ? name : null
}

/** Expired tokens come as 400; an occupied key is no mere bad request: something of ours may be public under it. */
const trueStatus: Record<string, number> = { ExpiredToken: 401, InvalidToken: 401, InvalidSwap: 409 }

/** What a write that ended this way amounts to. `remoteId` is the uri of the answer, if it could be read. */
export function attemptFrom(exchange: Exchange, remoteId: string | null, url: string | null): Attempt {
  const { status, retryAfterMs } = exchange
  if (status === null) {
    // The connection was ours alone, so what it shows is surer than what the error's name suggests.
    return { ...attemptOf(exchange.error), beforeBytes: !exchange.connected }
  }
  const code = errorName(exchange)
  const meant = (code && trueStatus[code]) || status
  return { kind: 'response', status: meant, remoteId, url, knownShape: code !== null, code, retryAfterMs }
}

function retryAfterMs({ header }: Answer, nowMs: number): number | null {
  const after = Number(header('retry-after') ?? Number.NaN)
  if (Number.isFinite(after)) return Math.max(0, after * 1000)
  const reset = Number(header('ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - nowMs) : null
}

function toResponse({ status, header, body }: Answer): Response {
  const contentType = header('content-type') ?? 'application/json'
  const bodiless = status === 204 || status === 205 || status === 304
  return new Response(bodiless ? null : body, { status, headers: { 'content-type': contentType } })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
