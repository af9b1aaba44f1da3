import { parseEnv } from '@hark/runtime'
import { type Http, safeFetch } from '@hark/sources'
import { z } from 'zod'

/** As the services read them; what is neither yes nor no is refused, for it may have been meant as yes. */
const Env = z.object({
  HARK_OFFLINE: z.stringbool().default(false),
  HARK_FETCH_ALLOW: z.string().default(''),
})

/**
 * The way outside for a person at the keyboard. An address they typed may be on this machine, which is theirs already; where it leads
 * from there, and every other address inside, is refused unless `HARK_FETCH_ALLOW` names it.
 */
export function outside(env: NodeJS.ProcessEnv, typed: string | undefined): Http {
  const { HARK_OFFLINE: offline, HARK_FETCH_ALLOW: named } = parseEnv(Env, env)
  const allow = [...named.split(',').map((host) => host.trim()), loopbackHost(typed ?? '') ?? '']
  return safeFetch({ offline, allow: allow.filter(Boolean) })
}

/** The `host:port` of an address on this machine, as the allow-list of `safeFetch` names it; null for any other. */
export function loopbackHost(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) return null
  const { hostname, port, protocol } = url
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  return here ? `${hostname}:${port || (/^(https|wss):$/.test(protocol) ? '443' : '80')}` : null
}
