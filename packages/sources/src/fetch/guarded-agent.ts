import { lookup as systemLookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { isPublicAddress } from './address.ts'
import { FetchError } from './fetch-error.ts'

export type Lookup = typeof systemLookup

/** Resolves a name once and connects to that very answer, so a name cannot mean another machine at the second look. */
export function guardedLookup(lookup: Lookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = found ?? []
      const refusal = error
        ? new FetchError('fetch.unresolved', { cause: error })
        : addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))
          ? new FetchError('fetch.address_refused')
          : null
      if (refusal) return callback(refusal, [], 0)
      if (options.all) return callback(null, addresses, 0)
      const [first] = addresses
      return callback(null, first?.address ?? '', first?.family ?? 0)
    })
  }
}

/** Connections of one kind, kept for some seconds between requests to the same host. */
export type Agents = { http: http.Agent; https: https.Agent }

const settings = {
  keepAlive: true,
  maxSockets: 16,
  maxFreeSockets: 4,
  timeout: 30_000,
  scheduling: 'lifo',
} as const

/** Agents that reach the public internet only; also for a client library that brings its own requests. */
export function guardedAgents(lookup?: Lookup): Agents {
  const guarded = { ...settings, lookup: guardedLookup(lookup) }
  return { http: watch(new http.Agent(guarded)), https: watch(new https.Agent(guarded)) }
}

/** Agents for hosts the operator allowed by name. */
export function plainAgents(): Agents {
  return { http: new http.Agent(settings), https: new https.Agent(settings) }
}

/** The second line: whatever led there, a socket that ends up at a private address carries no request. */
function watch<A extends http.Agent>(agent: A): A {
  const create = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const socket = create(options, callback) as Socket
    socket.once('connect', () => {
      if (!isPublicAddress(socket.remoteAddress ?? ''))
        socket.destroy(new FetchError('fetch.address_refused'))
    })
    return socket
  }
  return agent
}
