import { type Http, safeFetch } from '@hark/sources'

/**
 * The way outside for a person at the keyboard. An address they typed may be on this machine, which is theirs already; where it leads
 * from there, and every other address inside, is refused unless `HARK_FETCH_ALLOW` names it.
 */
export function outside(env: NodeJS.ProcessEnv, typed: string | undefined): Http {
  const allow = [...(env.HARK_FETCH_ALLOW ?? '').split(','), loopbackHost(typed ?? '') ?? ''].filter(Boolean)
  return safeFetch({ offline: env.HARK_OFFLINE === '1', allow })
}

/** The `host:port` of an address on this machine, as the allow-list of `safeFetch` names it; null for any other. */
export function loopbackHost(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null
  const { hostname, port, protocol } = url
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  return here ? `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}` : null
}
