import { z } from 'zod'
import { losslessJson } from '../lossless-json.ts'
import { kindOf } from './attached.ts'
import type { Feed, FeedEntry } from './feed.ts'
import { feedLimits } from './limits.ts'
import { resolved } from './markup.ts'
import { wordsOf } from './words.ts'
import { FeedRefused } from './xml.ts'

const Word = z.string().nullish().catch(null)
const Author = z.object({ name: Word, url: Word })
const Authors = { author: Author.nullish().catch(null), authors: z.array(Author).nullish().catch(null) }
/** An id may be a number, against the standard; a long one is taken in its written digits. */
const Item = z.object({
  id: z.union([z.string(), z.number().transform(String)]).nullish(),
  url: Word,
  external_url: Word,
  title: Word,
  summary: Word,
  content_text: Word,
  content_html: Word,
  date_published: Word,
  date_modified: Word,
  language: Word,
  image: Word,
  tags: z.array(z.string()).nullish().catch(null),
  attachments: z
    .array(z.object({ url: z.string(), mime_type: Word, title: Word }))
    .nullish()
    .catch(null),
  ...Authors,
})
const JsonFeed = z.object({
  version: z.string(),
  title: Word,
  home_page_url: Word,
  feed_url: Word,
  next_url: Word,
  language: Word,
  hubs: z
    .array(z.object({ type: z.string(), url: z.string() }))
    .nullish()
    .catch(null),
  items: z.array(z.unknown()),
  ...Authors,
})
type Authored = Pick<z.infer<typeof Item>, 'author' | 'authors'>

/** JSON Feed 1.0 and 1.1. An item of another shape is rejected, the others are read. */
export function jsonFeed(text: string, base: string | null): Feed {
  const feed = JsonFeed.safeParse(parsed(text)).data
  if (!feed || !/jsonfeed/i.test(feed.version)) throw new FeedRefused('feed.not_a_feed')
  const items = feed.items
    .slice(0, feedLimits.items)
    .map((item) => ({ item, read: Item.safeParse(item).data }))
  const over = feed.items.slice(feedLimits.items).map(() => ({ reason: 'feed.too_many_items' }))
  const broken = items.flatMap(({ read }) => (read ? [] : [{ reason: 'item.unknown_shape' }]))
  return {
    format: 'json',
    title: feed.title ?? null,
    link: resolved(feed.home_page_url, base),
    lang: feed.language ?? null,
    hub: feed.hubs?.find(({ type }) => /websub/i.test(type))?.url ?? null,
    self: feed.feed_url ?? null,
    next: resolved(feed.next_url, base),
    ttlMinutes: null,
    skipHours: [],
    entries: items.flatMap(({ item, read }) =>
      read ? [entryOf(read, feed, base, JSON.stringify(item))] : [],
    ),
    deleted: [],
    rejected: [...broken, ...over],
    whole: true,
  }
}

function entryOf(
  item: z.infer<typeof Item>,
  feed: z.infer<typeof JsonFeed>,
  base: string | null,
  raw: string,
): FeedEntry {
  const lang = item.language ?? feed.language ?? null
  const markup = (value: string | null | undefined, html: boolean) =>
    value?.trim() ? { value: value.trim(), html, lang, base } : null
  const content = markup(item.content_html, true) ?? markup(item.content_text, false)
  const own = peopleOf(item)
  const entry = {
    id: item.id?.trim() || null,
    link: resolved(item.url, base) ?? resolved(item.external_url, base),
    links: [],
    title: markup(item.title, false),
    summary: markup(item.summary, false),
    content: content ? [content] : [],
    authors: own.length > 0 ? own : peopleOf(feed),
    published: item.date_published ?? null,
    updated: item.date_modified ?? null,
    created: null,
    lang,
    tags: item.tags ?? [],
    attached: attachedOf(item, base),
    comments: null,
    commentFeed: null,
    inReplyTo: null,
    transcripts: [],
    raw,
  }
  return { ...entry, words: wordsOf(entry) }
}

function peopleOf({ authors, author }: Authored): FeedEntry['authors'] {
  const people = authors?.length ? authors : author ? [author] : []
  return people
    .filter(({ name, url }) => name || url)
    .map(({ name, url }) => ({ name: name ?? null, email: null, uri: url ?? null }))
}

function attachedOf(item: z.infer<typeof Item>, base: string | null): FeedEntry['attached'] {
  const files = (item.attachments ?? []).map(({ url, mime_type, title }) => ({
    url,
    type: mime_type ?? null,
    alt: title ?? null,
  }))
  const image = item.image ? [{ url: item.image, type: 'image/*', alt: null }] : []
  return [...files, ...image].flatMap(({ url, type, alt }) => {
    const address = resolved(url, base)
    return address === null ? [] : [{ kind: kindOf(type, undefined, address), url: address, type, alt }]
  })
}

function parsed(text: string): unknown {
  try {
    return losslessJson(text)
  } catch {
    throw new FeedRefused('feed.not_a_feed')
  }
}
