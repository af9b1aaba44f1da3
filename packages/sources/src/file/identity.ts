import { createHash } from 'node:crypto'
import type { Platform } from '@hark/domain'

/**
 * What an address tells of a post: its platform, and the platform's own id where the address can be of this post
 * alone. A video or a thread has one address for all its comments: taken for their id, it would make them one.
 */
export type Native = { platform: Platform; id: string | null }

const hosts: [RegExp, Platform, (url: URL) => string | null][] = [
  [/(^|\.)(twitter|x)\.com$/, 'x', (url) => /\/status(?:es)?\/(\d+)/.exec(url.pathname)?.[1] ?? null],
  [/(^|\.)bsky\.app$/, 'bluesky', blueskyUri],
  [/(^|\.)reddit\.com$/, 'reddit', redditId],
  [/(^|\.)youtube\.com$/, 'youtube', (url) => url.searchParams.get('lc')],
  [/(^|\.)facebook\.com$/, 'facebook', () => null],
  [/(^|\.)instagram\.com$/, 'instagram', () => null],
  [/(^|\.)linkedin\.com$/, 'linkedin', () => null],
]

export function nativeOf(address: string): Native | null {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  for (const [host, platform, id] of hosts) if (host.test(url.hostname)) return { platform, id: id(url) }
  return null
}

/** A handle can change hands, so only an address by DID names a record. */
function blueskyUri(url: URL): string | null {
  const [, did, rkey] =
    /^\/profile\/(did:[a-z]+:[^/]+)\/post\/([^/]+)/.exec(decodeURIComponent(url.pathname)) ?? []
  return did && rkey ? `at://${did}/app.bsky.feed.post/${rkey}` : null
}

function redditId(url: URL): string | null {
  const comment = /\/comments\/[a-z0-9]+\/[^/]*\/([a-z0-9]+)/.exec(url.pathname)?.[1]
  return comment === undefined ? null : `t1_${comment}`
}

/** `1.23E+18`: a spreadsheet kept fifteen digits of the id and lost the rest. */
export function isMangled(id: string): boolean {
  return /^[+-]?\d+(?:[.,]\d+)?E\+?\d+$/i.test(id)
}

/** Whether the long ids of a whole file all end in zeros after the fifteenth digit: rounded, then written out. */
export class RoundingEvidence {
  #long = 0
  #rounded = 0

  note(id: string): void {
    if (!/^\d{17,}$/.test(id)) return
    this.#long += 1
    if (/^0+$/.test(id.slice(15))) this.#rounded += 1
  }

  get rounded(): boolean {
    return this.#long > 1 && this.#long === this.#rounded
  }
}

/** A stable id for a row that has none: the same row, imported again, gets the same one. */
export function derivedId(...parts: (string | null)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `row-${digest.slice(0, 40)}`
}
