/** A piece of text as a feed gives it. HTML is kept as such; `htmlText` reads it. */
export type Markup = { value: string; html: boolean; lang: string | null; base: string | null }

export type Person = { name: string | null; email: string | null; uri: string | null }
export type Link = {
  rel: string
  href: string
  type: string | null
  length: string | null
  title: string | null
}
export type Attached = {
  kind: 'image' | 'video' | 'audio' | 'link'
  url: string
  type: string | null
  alt: string | null
}
/** `podcast:transcript`: the words of an episode, in one of several forms. */
export type TranscriptLink = { url: string; type: string | null; lang: string | null; rel: string | null }

/** What a person would read, and the words that describe images. */
export type Words = { text: string; images: (string | null)[] }

/** One item, before anyone judged whether it makes a post. Addresses are absolute where they could be resolved. */
export type FeedEntry = {
  id: string | null
  link: string | null
  links: Link[]
  title: Markup | null
  summary: Markup | null
  content: Markup[]
  authors: Person[]
  /** As written; `feedDate` reads them. */
  published: string | null
  updated: string | null
  created: string | null
  lang: string | null
  tags: string[]
  attached: Attached[]
  /** The page of the comments, and their own feed. */
  comments: string | null
  commentFeed: string | null
  /** `thr:in-reply-to`: the id of what this answers. */
  inReplyTo: string | null
  transcripts: TranscriptLink[]
  /** The item as received. */
  raw: string
  /** Title, summary and content as text. */
  words: Words
}

export type Feed = {
  format: 'rss' | 'rdf' | 'atom' | 'cdf' | 'json'
  title: string | null
  link: string | null
  lang: string | null
  /** WebSub: where to subscribe, and under which name. */
  hub: string | null
  self: string | null
  /** The older part of this feed (RFC 5005, JSON Feed `next_url`). */
  next: string | null
  /** The feed asks to be read no more often than this, minutes. */
  ttlMinutes: number | null
  /** Hours (UTC) and days in which it asks not to be read. */
  skipHours: number[]
  entries: FeedEntry[]
  /** Atom tombstones. */
  deleted: { ref: string; when: string | null }[]
  /** Items of no known shape, or beyond the limit. */
  rejected: { reason: string }[]
  /** False where the document broke off: what it held is read, and it is asked for again. */
  whole: boolean
}
