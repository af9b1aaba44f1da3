import { isIP } from 'node:net'
import { isPublicAddress } from './address.ts'
import { FetchError } from './fetch-error.ts'

export type Rules = {
  /** `host:port` the operator trusts although it is local or on another port: an intranet forum, a test server. */
  allow: readonly string[]
  /** Nothing but what is allowed by name is reached. */
  offline: boolean
}

const ports: Record<string, string> = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443' }
export const requests = ['http:', 'https:'] as const
export const sockets = ['ws:', 'wss:'] as const

export function hostPort(url: URL): string {
  return `${url.hostname}:${url.port || ports[url.protocol]}`
}

export function isAllowedByName(url: URL, rules: Rules): boolean {
  return rules.allow.includes(hostPort(url))
}

/**
 * Refuses an address before any packet is sent. `URL` has by then turned decimal, octal, hexadecimal and full-width spellings of
 * an IP into the plain one, and a literal is checked here because no name look-up ever sees it.
 */
export function checkDestination(
  text: string | URL,
  rules: Rules,
  schemes: typeof requests | typeof sockets = requests,
): URL {
  const url = typeof text === 'string' ? URL.parse(text) : text
  if (url === null || !schemes.some((scheme) => scheme === url.protocol))
    throw new FetchError('fetch.scheme_refused')
  if (url.username !== '' || url.password !== '') throw new FetchError('fetch.credentials_in_address')
  if (isAllowedByName(url, rules)) return url
  if (rules.offline) throw new FetchError('fetch.offline')
  if (url.port !== '' && !Object.values(ports).includes(url.port)) throw new FetchError('fetch.port_refused')
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw new FetchError('fetch.address_refused')
  return url
}
