import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import WebSocket from 'ws'
import { acceptedEncodings, decoded } from './body.ts'
import { checkDestination, isAllowedByName, type Rules, sockets } from './destination.ts'
import { FetchError } from './fetch-error.ts'
import { type Agents, guardedAgents, type Lookup, plainAgents } from './guarded-agent.ts'

export type HttpRequest = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  signal?: AbortSignal
  /** Largest body taken, bytes, counted before and after decompression; 2 MB unless given. */
  maxBytes?: number
  /** The whole exchange, redirects included; 30 s unless given. */
  totalMs?: number
}
export type HttpResponse = {
  status: number
  headers: Headers
  url: string
  body: Buffer
  /** Where what was asked for has moved for good (301, 308): ask there from now on. */
  movedTo?: string
}
export type HttpStream = Omit<HttpResponse, 'body' | 'movedTo'> & { body: AsyncIterable<Buffer> }

/** How adapters reach the outside; there is no other way. */
export type Http = {
  /** Any status is an answer; rejects with `FetchError` when there is none, or it may not be had. */
  fetch(url: string, request?: HttpRequest): Promise<HttpResponse>
  /** An answer without end (server-sent events): no limit on its time and size, but silence for `idleMs` ends it. */
  stream(url: string, request?: HttpRequest & { idleMs?: number }): Promise<HttpStream>
  /** A WebSocket on its way to open, uncompressed and never led elsewhere. Throws `FetchError` where the address may not be reached. */
  socket(url: string | URL, limits: SocketLimits): WebSocket
}
export type SocketLimits = { maxMessageBytes: number }

export type SafeFetchOptions = Partial<Rules> & {
  userAgent?: string
  headersMs?: number
  idleMs?: number
  maxRedirects?: number
  lookup?: Lookup
}

const defaults = {
  userAgent: 'Hark/0.1 (+https://hark.invalid/about)',
  headersMs: 10_000,
  idleMs: 10_000,
  maxRedirects: 3,
}
type Settings = typeof defaults & Rules

/**
 * Fetches addresses that strangers may have chosen (trust.md §4): public addresses only, checked at every redirect and pinned
 * for the connection; no credentials in addresses, no cookies, no proxy from the environment; bytes and time are bounded.
 */
export function safeFetch(options: SafeFetchOptions = {}): Http {
  const settings: Settings = { ...defaults, allow: [], offline: false, ...withoutUndefined(options) }
  const guarded = guardedAgents(options.lookup)
  const plain = plainAgents()
  const agentsFor = (url: URL) => (isAllowedByName(url, settings) ? plain : guarded)

  return {
    async fetch(address, request = {}) {
      using clock = deadline(request.totalMs ?? 30_000, request.signal)
      const { response, url, movedTo } = await follow(address, request, settings, agentsFor, clock.signal)
      const chunks: Buffer[] = []
      for await (const chunk of reading(response, request.maxBytes ?? 2_000_000, clock.signal))
        chunks.push(chunk)
      return {
        status: response.statusCode ?? 0,
        headers: headersOf(response),
        url,
        body: Buffer.concat(chunks),
        ...(movedTo !== null && { movedTo }),
      }
    },
    async stream(address, request = {}) {
      const signal = request.signal ?? new AbortController().signal
      const idle = { ...settings, idleMs: request.idleMs ?? 90_000 }
      const { response, url } = await follow(address, request, idle, agentsFor, signal)
      const body = reading(response, Number.POSITIVE_INFINITY, signal)
      return { status: response.statusCode ?? 0, headers: headersOf(response), url, body }
    },
    socket(address, { maxMessageBytes }) {
      const url = checkDestination(address, settings, sockets)
      const agents = agentsFor(url)
      return new WebSocket(url, {
        agent: url.protocol === 'wss:' ? agents.https : agents.http,
        headers: { 'user-agent': settings.userAgent },
        handshakeTimeout: settings.headersMs,
        maxPayload: maxMessageBytes,
        perMessageDeflate: false,
        followRedirects: false,
      })
    },
  }
}

type Reached = { response: IncomingMessage; url: string; movedTo: string | null }

async function follow(
  address: string,
  request: HttpRequest,
  settings: Settings,
  agentsFor: (url: URL) => Agents,
  signal: AbortSignal,
): Promise<Reached> {
  let url = checkDestination(address, settings)
  let headers = request.headers ?? {}
  // For good only as far as every redirect from the first on says so.
  let [movedTo, forGood] = [null as string | null, true]
  for (let hop = 0; ; hop += 1) {
    const response = await send(url, { ...request, headers }, settings, agentsFor(url), signal)
    const target = redirectOf(response, url, request)
    if (target === null) return { response, url: url.href, movedTo }
    response.destroy()
    if (hop >= settings.maxRedirects) throw new FetchError('fetch.too_many_redirects')
    const next = checkDestination(target, settings)
    if (url.protocol === 'https:' && next.protocol === 'http:')
      throw new FetchError('fetch.downgrade_refused')
    if (next.origin !== url.origin) headers = withoutCredentials(headers)
    url = next
    forGood &&= response.statusCode === 301 || response.statusCode === 308
    if (forGood) movedTo = url.href
  }
}

/** Only a question is asked again elsewhere; what changes something there is left to the caller. */
function redirectOf(response: IncomingMessage, from: URL, { method = 'GET' }: HttpRequest): URL | null {
  const { statusCode = 0, headers } = response
  if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) return null
  if (method !== 'GET' && method !== 'HEAD') return null
  const target = URL.parse(headers.location, from.href)
  if (target === null) throw new FetchError('fetch.scheme_refused')
  return target
}

function send(
  url: URL,
  { method = 'GET', headers = {}, body }: HttpRequest,
  settings: Settings,
  agents: Agents,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const secure = url.protocol === 'https:'
  const request = (secure ? https : http).request(url, {
    method,
    headers: { 'user-agent': settings.userAgent, 'accept-encoding': acceptedEncodings, ...headers },
    agent: secure ? agents.https : agents.http,
    signal,
  })
  const late = setTimeout(() => request.destroy(new FetchError('fetch.timeout')), settings.headersMs)
  request.once('response', (response) => {
    clearTimeout(late)
    response.setTimeout(settings.idleMs, () => response.destroy(new FetchError('fetch.timeout')))
    resolve(response)
  })
  request.once('error', (error) => reject(errorOf(error, signal)))
  request.once('close', () => clearTimeout(late))
  request.end(body)
  return promise
}

async function* reading(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of decoded(response, maxBytes)) yield chunk as Buffer
  } catch (error) {
    throw errorOf(error as Error, signal, 'fetch.broken_off')
  } finally {
    response.destroy()
  }
}

function errorOf(
  error: Error,
  signal: AbortSignal,
  otherwise: 'fetch.connection_failed' | 'fetch.broken_off' = 'fetch.connection_failed',
): FetchError {
  if (signal.aborted) {
    return signal.reason instanceof FetchError
      ? signal.reason
      : new FetchError('fetch.aborted', { cause: error })
  }
  return error instanceof FetchError ? error : new FetchError(otherwise, { cause: error })
}

/** Ends with `fetch.timeout` after `ms`, or with the caller's own abort. */
function deadline(ms: number, outer: AbortSignal | undefined) {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new FetchError('fetch.timeout')), ms)
  const signal = outer ? AbortSignal.any([outer, late.signal]) : late.signal
  return { signal, [Symbol.dispose]: () => clearTimeout(timer) }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] as string, rawHeaders[at + 1] as string)
  }
  return headers
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(authorization|cookie|.*(key|token).*)$/i.test(name),
  )
  return Object.fromEntries(kept)
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T
}
