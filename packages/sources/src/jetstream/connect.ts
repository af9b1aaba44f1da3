import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import { FetchError } from '../fetch/fetch-error.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import { postCollection } from './event.ts'
import { Inbox, type InboxOptions } from './inbox.ts'

export type Wire = 'v1' | 'v2'

const paths: Record<Wire, string> = {
  v1: '/subscribe',
  v2: '/xrpc/network.bsky.jetstream.subscribeEvents',
}

/** A record is at most 1 MiB in a repository; nothing honest is larger than this as JSON. */
const maxMessageBytes = 4 * 1024 * 1024

export type Connected = { inbox: Inbox } | { refused: string }

/** The address to subscribe at: posts and account events only, from `cursor` (a sequence number or microseconds). */
export function subscribeUrl(base: string, wire: Wire, cursor: number | null): URL {
  const url = new URL(base)
  if (url.pathname === '/' || url.pathname === '') url.pathname = paths[wire]
  const query = url.searchParams
  if (wire === 'v1') {
    query.set('wantedCollections', postCollection)
  } else {
    query.set('kinds', 'commit')
    query.append('kinds', 'account')
    query.set('collections', postCollection)
  }
  query.set('maxMessageSizeBytes', String(maxMessageBytes))
  if (cursor !== null) query.set('cursor', String(cursor))
  return url
}

/** Which wire an address speaks: told by its path, else v1. */
export function wireOf(base: string): Wire {
  return new URL(base).pathname.includes('subscribeEvents') ? 'v2' : 'v1'
}

/** Opens the socket. A refusal is a value (`CursorTooOld`, `http_503`, `fetch.address_refused` …), never an exception. */
export async function connect(
  http: Http,
  url: URL,
  options: InboxOptions,
  signal: AbortSignal,
): Promise<Connected> {
  try {
    return await opened(http.socket(url, { maxMessageBytes }), options, signal)
  } catch (error) {
    if (error instanceof FetchError) return { refused: error.code }
    throw error
  }
}

function opened(socket: WebSocket, options: InboxOptions, signal: AbortSignal): Promise<Connected> {
  return new Promise((resolve) => {
    // Listening before the socket opens: the first frame can come in the packet that opens it.
    const inbox = new Inbox(socket, options)
    const settle = (connected: Connected) => {
      signal.removeEventListener('abort', abort)
      if ('refused' in connected) inbox.close()
      resolve(connected)
    }
    const abort = () => settle({ refused: 'aborted' })
    signal.addEventListener('abort', abort)
    socket.once('open', () => settle({ inbox }))
    socket.once('error', (error: NodeJS.ErrnoException) => settle({ refused: error.code ?? 'socket.error' }))
    socket.once('unexpected-response', (_request, response) => {
      void refusalName(response).then((refused) => settle({ refused }))
    })
    if (signal.aborted) abort()
  })
}

/** The XRPC error name in the body of a refused upgrade, e.g. `CursorTooOld`; else its status. */
async function refusalName(response: IncomingMessage): Promise<string> {
  let body = ''
  try {
    for await (const chunk of response) {
      body += String(chunk)
      if (body.length > 4096) break
    }
    const name: unknown = JSON.parse(body).error
    if (typeof name === 'string' && /^[A-Za-z]{1,40}$/.test(name)) return name
  } catch {
    // A refusal without a readable body is named by its status.
  }
  return `http_${response.statusCode}`
}
