import { attachedOf, linksOf, transcriptsOf } from './attached.ts'
import type { FeedEntry, Link, Markup } from './feed.ts'
import { type Context, firstMarkup, firstText, markupOf, resolved, within } from './markup.ts'
import { peopleOf } from './people.ts'
import { wordsOf } from './words.ts'
import { childOf, childrenOf, type Element } from './xml.ts'

const contentNames = [
  'content:encoded',
  'content',
  'atom:content',
  'xhtml:body',
  'body',
  'xhtml:div',
  'fullitem',
]

/** One item of any XML feed. `document` is the text it was cut from. */
export function entryOf(element: Element, outer: Context, document: string): FeedEntry {
  const context = within(element, outer)
  const links = linksOf(element, context)
  const guid = childOf(element, 'guid')
  const id = firstText(element, 'guid', 'id', 'atom:id') ?? element.attributes['rdf:about']?.trim() ?? null
  const text = (...names: string[]) => firstText(element, ...names)
  const entry = {
    id: id || null,
    link: linkOf(element, links, guid, context),
    links,
    title: firstMarkup(element, context, 'title', 'dc:title', 'atom:title', 'media:title', 'itunes:title'),
    ...bodyOf(element, context),
    authors: peopleOf(element, context),
    published: text('pubdate', 'published', 'issued', 'dcterms:issued', 'atom:published'),
    updated:
      text('updated', 'modified', 'dcterms:modified', 'dc:date', 'atom:updated', 'lastbuilddate') ??
      element.attributes.lastmod ??
      null,
    created: text('created', 'dcterms:created'),
    lang: text('language', 'dc:language') ?? context.lang,
    tags: childrenOf(element, 'category', 'dc:subject').map((one) => one.attributes.term ?? firstTextOf(one)),
    attached: attachedOf(element, context, links),
    comments: resolved(text('comments'), context.base),
    commentFeed: resolved(text('wfw:commentrss'), context.base) ?? repliesOf(links),
    inReplyTo: childOf(element, 'thr:in-reply-to')?.attributes.ref ?? null,
    transcripts: transcriptsOf(element, context),
    raw: document.slice(element.from, element.to),
  }
  return { ...entry, words: wordsOf(entry) }
}

const firstTextOf = (element: Element) =>
  element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim()

/** The summary and the full text. A second description is text too: it is not thrown away. */
function bodyOf(element: Element, context: Context): { summary: Markup | null; content: Markup[] } {
  const given = (...names: string[]) =>
    childrenOf(element, ...names).flatMap((child) => markupOf(child, within(element, context)) ?? [])
  const [summary = null, ...others] = inOrder(element, ['description', 'summary', 'abstract']).flatMap(
    (child) => markupOf(child, context) ?? [],
  )
  const spare = given(
    'dc:description',
    'atom:summary',
    'itunes:summary',
    'media:description',
    'itunes:subtitle',
    'dcterms:abstract',
  )
  const grouped = childrenOf(element, 'media:group').flatMap(
    (group) => firstMarkup(group, context, 'media:description') ?? [],
  )
  const content = [...given(...contentNames), ...others]
  return { summary: summary ?? spare[0] ?? grouped[0] ?? null, content }
}

const inOrder = (element: Element, names: string[]): Element[] =>
  element.children.filter((child) => typeof child !== 'string').filter(({ name }) => names.includes(name))

/** The page of the item: its link, or a guid that says it is one. */
function linkOf(
  element: Element,
  links: readonly Link[],
  guid: Element | undefined,
  context: Context,
): string | null {
  const pages = links.filter(({ rel }) => rel === 'alternate')
  const page = pages.find(({ type }) => type === null || /html/.test(type)) ?? pages[0]
  if (page) return page.href
  const permanent = guid && guid.attributes.ispermalink?.toLowerCase() !== 'false' ? firstTextOf(guid) : ''
  if (/^https?:/i.test(permanent)) return permanent
  if (element.attributes.href) return resolved(element.attributes.href, context.base)
  return resolved(element.attributes['rdf:about'], context.base)
}

const repliesOf = (links: readonly Link[]) =>
  links.find(({ rel, type }) => rel === 'replies' && /atom|rss|xml/.test(type ?? ''))?.href ?? null
