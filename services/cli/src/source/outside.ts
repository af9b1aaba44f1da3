import { type Http, safeFetch } from '@hark/sources'

/** The way outside for a person at the keyboard: what they typed may be on this machine; where it leads from there is checked. */
export function outside(env: NodeJS.ProcessEnv, typed: string | undefined): Http {
  const allow = [...(env.HARK_FETCH_ALLOW ?? '').split(','), hostOf(typed ?? '') ?? ''].filter(Boolean)
  return safeFetch({ offline: env.HARK_OFFLINE === '1', allow })
}

/** The host of an address, as the allow-list of `safeFetch` names it; null where it is none. */
export function hostOf(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}
