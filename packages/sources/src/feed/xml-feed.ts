import { linksOf } from './attached.ts'
import { entryOf } from './entry.ts'
import type { Feed, FeedEntry } from './feed.ts'
import { htmlText } from './html-text.ts'
import { feedLimits } from './limits.ts'
import { type Context, firstMarkup, firstText, within } from './markup.ts'
import { peopleOf } from './people.ts'
import { childOf, childrenOf, type Element, FeedRefused, parseXml } from './xml.ts'

/** A document as a feed: RSS of any version, RDF, Atom, CDF. Throws `FeedRefused` for what is none of them. */
export function xmlFeed(document: string, base: string | null, language: string | null = null): Feed {
  const root = parseXml(document)
  const found = root === null ? null : shapeOf(root)
  if (root === null || found === null) throw new FeedRefused('feed.not_a_feed')
  const { format, channel } = found
  const context = within(channel, within(root, { base, lang: language, format }))
  const lang = firstText(channel, 'language', 'dc:language') ?? context.lang
  const outer = { ...context, lang }
  const all = found.items.length > 0 ? found.items : childrenOf(channel, 'entry', 'item')
  const items = all.filter((item) => !isCutOff(item))
  if (channel.cut && items.length === 0) throw new FeedRefused('feed.cut_off')
  return {
    format,
    ...about(channel, outer),
    lang,
    entries: entriesOf(items.slice(0, feedLimits.items), outer, channel, document),
    deleted: childrenOf(channel, 'at:deleted-entry').flatMap(({ attributes: { ref, when = null } }) =>
      ref ? [{ ref, when }] : [],
    ),
    rejected: [
      ...items.slice(feedLimits.items).map(() => ({ reason: 'feed.too_many_items' })),
      ...all.flatMap((item) => (isCutOff(item) ? [{ reason: 'item.cut_off' }] : [])),
    ],
    whole: !channel.cut,
  }
}

/** The document ended within it, before it said which item it is: half an id would be another item. */
function isCutOff(item: Element): boolean {
  const id = childOf(item, 'guid', 'id', 'atom:id')
  return item.cut === true && (id === undefined || id.cut === true)
}

type Shape = { format: Context['format']; channel: Element; items: Element[] }

function shapeOf(root: Element): Shape | null {
  const name = root.name.replace(/^.*:/, '')
  if (name === 'feed') return { format: 'atom', channel: root, items: childrenOf(root, 'entry') }
  // A document that is one entry alone, as a publisher pushes it.
  if (name === 'entry') return { format: 'atom', channel: { ...root, children: [root] }, items: [root] }
  if (name === 'rdf') {
    const channel = childOf(root, 'channel') ?? root
    return { format: 'rdf', channel, items: [...childrenOf(root, 'item'), ...childrenOf(channel, 'item')] }
  }
  if (name === 'rss') {
    const channel = childOf(root, 'channel') ?? root
    return {
      format: 'rss',
      channel,
      items: [...childrenOf(channel, 'item', 'entry'), ...(channel === root ? [] : childrenOf(root, 'item'))],
    }
  }
  return name === 'channel' ? { format: 'cdf', channel: root, items: childrenOf(root, 'item') } : null
}

/** The author of a feed, or of what an entry was taken from, answers for entries that name none. */
function entriesOf(items: Element[], outer: Context, channel: Element, document: string): FeedEntry[] {
  const own = peopleOf(channel, outer)
  return items.map((item) => {
    const entry = entryOf(item, outer, document)
    if (entry.authors.length > 0) return entry
    const source = childOf(item, 'source', 'atom:source')
    const quoted = source ? peopleOf(source, outer) : []
    return { ...entry, authors: quoted.length > 0 ? quoted : outer.format === 'atom' ? own : [] }
  })
}

function about(
  channel: Element,
  context: Context,
): Omit<Feed, 'format' | 'lang' | 'entries' | 'deleted' | 'rejected' | 'whole'> {
  const links = linksOf(channel, context)
  const rel = (...names: string[]) => links.find((link) => names.includes(link.rel))?.href ?? null
  const title = firstMarkup(channel, context, 'title', 'dc:title', 'atom:title')
  return {
    title: title && (title.html ? htmlText(title.value).text : title.value),
    link: rel('alternate'),
    hub: rel('hub'),
    self: rel('self'),
    next: rel('next', 'prev-archive'),
    ttlMinutes: ttlOf(channel),
    skipHours: childrenOf(childOf(channel, 'skiphours') ?? emptyElement, 'hour').flatMap((hour) => {
      const number = Number(hour.children.join('').trim())
      return Number.isInteger(number) && number >= 0 && number <= 24 ? [number % 24] : []
    }),
  }
}

const emptyElement: Element = { name: '', tag: '', attributes: {}, children: [], from: 0, to: 0 }

const periods: Record<string, number | undefined> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
}

/** `ttl` in minutes, or the period and frequency of the syndication module. */
function ttlOf(channel: Element): number | null {
  const ttl = Number(firstText(channel, 'ttl') ?? Number.NaN)
  if (Number.isFinite(ttl) && ttl > 0) return ttl
  const period = periods[firstText(channel, 'sy:updateperiod')?.toLowerCase() ?? '']
  const frequency = Number(firstText(channel, 'sy:updatefrequency') ?? 1)
  return period === undefined || !(frequency > 0) ? null : period / frequency
}
