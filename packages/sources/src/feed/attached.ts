import type { Attached, Link, TranscriptLink } from './feed.ts'
import { type Context, firstText, resolved, within } from './markup.ts'
import { childrenOf, type Element } from './xml.ts'

/** Every link of an item or feed: Atom's, and RSS's one line or enclosure. */
export function linksOf(element: Element, outer: Context): Link[] {
  return childrenOf(element, 'link', 'atom:link', 'xhtml:link', 'a10:link', 'enclosure').flatMap(
    (link): Link[] => {
      const { base } = within(link, outer)
      const { href, url, type = null, length = null, title = null } = link.attributes
      const rel = link.name === 'enclosure' ? 'enclosure' : (link.attributes.rel ?? 'alternate')
      const written = href ?? url ?? link.children.filter((child) => typeof child === 'string').join('')
      const address = resolved(written, base)
      return address === null ? [] : [{ rel: rel.trim().toLowerCase(), href: address, type, length, title }]
    },
  )
}

/** Pictures, sound and films of an item, once each, with the words that describe them. */
export function attachedOf(element: Element, outer: Context, links: readonly Link[]): Attached[] {
  const linked = links.flatMap(({ rel, href, type }) =>
    rel === 'enclosure' ? made(href, type, undefined, null, null) : [],
  )
  const groups = [element, ...childrenOf(element, 'media:group')]
  const media = groups.flatMap((group) =>
    childrenOf(group, 'media:content', 'media:thumbnail').flatMap((one) => mediaOf(one, group, outer)),
  )
  const pictures = childrenOf(element, 'itunes:image', 'image').flatMap((image) =>
    made(image.attributes.href ?? firstText(image, 'url') ?? undefined, null, 'image', null, outer.base),
  )
  return [...new Map([...linked, ...media, ...pictures].map((one) => [one.url, one])).values()]
}

function mediaOf(one: Element, group: Element, { base }: Context): Attached[] {
  const { url, type = null, medium } = one.attributes
  const alt =
    firstText(one, 'media:description', 'media:title', 'media:text') ??
    (group.name === 'media:group' ? firstText(group, 'media:description', 'media:title') : null)
  return made(url, type, one.name === 'media:thumbnail' ? 'image' : medium, alt, base)
}

function made(
  url: string | undefined,
  type: string | null,
  medium: string | undefined,
  alt: string | null,
  base: string | null,
): Attached[] {
  const address = resolved(url, base)
  return address === null ? [] : [{ kind: kindOf(type, medium, address), url: address, type, alt }]
}

export function kindOf(type: string | null, medium: string | undefined, url: string): Attached['kind'] {
  const said = `${medium ?? ''} ${type ?? ''}`.toLowerCase()
  for (const kind of ['image', 'video', 'audio'] as const) if (said.includes(kind)) return kind
  if (/\.(jpe?g|png|gif|webp|avif)(\?|$)/i.test(url)) return 'image'
  if (/\.(mp3|m4a|ogg|opus|wav)(\?|$)/i.test(url)) return 'audio'
  return /\.(mp4|m4v|webm|mov)(\?|$)/i.test(url) ? 'video' : 'link'
}

export function transcriptsOf(element: Element, outer: Context): TranscriptLink[] {
  return childrenOf(element, 'podcast:transcript').flatMap((one): TranscriptLink[] => {
    const url = resolved(one.attributes.url, outer.base)
    const { type = null, language = null, rel = null } = one.attributes
    return url === null ? [] : [{ url, type, lang: language, rel }]
  })
}
