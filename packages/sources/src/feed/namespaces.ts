/** Prefixes we know the elements of, by the addresses feeds declare them with, in lower case and without a final slash. */
const byAddress: Record<string, string | undefined> = {
  __proto__: null as unknown as undefined,
  'http://www.w3.org/xml/1998/namespace': 'xml',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/math/mathml': 'math',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns#': 'atom',
  'http://purl.org/atom': 'atom',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/slash': 'slash',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://purl.org/syndication/thread/1.0': 'thr',
  'http://purl.org/atompub/tombstones/1.0': 'at',
  'http://search.yahoo.com/mrss': 'media',
  'http://search.yahoo.com/rss': 'media',
  'http://wellformedweb.org/commentapi': 'wfw',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes',
  'https://podcastindex.org/namespace/1.0': 'podcast',
  'https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md': 'podcast',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
}

/** Vocabularies a feed itself is written in: their elements bear no prefix here. */
const core = new Set([
  'http://purl.org/rss/1.0',
  'http://my.netscape.com/rdf/simple/0.9',
  'http://channel.netscape.com/rdf/simple/0.9',
  'http://my.netscape.com/publish/formats/rss-0.91.dtd',
  'http://backend.userland.com/rss',
  'http://backend.userland.com/rss2',
  'http://backend.userland.com/rss091',
  'http://backend.userland.com/rss092',
  'http://backend.userland.com/rss093',
  'http://blogs.law.harvard.edu/tech/rss',
  'http://www.rssboard.org/rss-specification',
])

const prefixes = new Set(Object.values(byAddress))

/** The addresses in force at one element, by prefix; '' is the default. */
export type Scope = ReadonlyMap<string, string>

/**
 * The name an element is known by here: without a prefix where it belongs to the vocabulary of the feed, `dc:creator` where to one we
 * know, `?svg:title` where to any other, so that it is never taken for the feed's own title.
 */
export function knownName(written: string, scope: Scope, rootAddress: string | null): string {
  const colon = written.indexOf(':')
  const prefix = colon < 0 ? '' : written.slice(0, colon)
  const local = written.slice(colon + 1).toLowerCase()
  const address = scope.get(prefix)
  // A prefix nobody declared is what everyone means by it.
  if (address === undefined) return prefix === '' ? local : named(prefix.toLowerCase(), local)
  const plain = addressOf(address)
  const known = byAddress[plain]
  if (known !== undefined) return known === 'atom' && isAtom(rootAddress) ? local : `${known}:${local}`
  if (core.has(plain) || plain === rootAddress) return local
  return `?${prefix}:${local}`
}

export const addressOf = (declared: string) => declared.trim().toLowerCase().replace(/\/$/, '')

const isAtom = (address: string | null) => address !== null && byAddress[address] === 'atom'

const named = (prefix: string, local: string) => {
  if (prefix === 'rss') return local
  return prefixes.has(prefix) ? `${prefix}:${local}` : `?${prefix}:${local}`
}
