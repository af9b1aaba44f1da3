import type { Post, Removal } from '@hark/domain'
import { decodeHTMLStrict } from 'entities'
import type { Items } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { mediaOf } from './media.ts'
import { Comment, Submission, Thing } from './shape.ts'

export type Read = { post: Post } | { gone: Removal & { kind: 'post' } } | { reason: string }

/** One item of a listing: a post, word that one is gone, or why it is neither. */
export function readThing(json: unknown, receivedAt: string): Read {
  const thing = Thing.safeParse(json)
  if (!thing.success) return { reason: 'item.unknown_shape' }
  const { kind, data } = thing.data
  if (kind === 't1') return readComment(data, receivedAt)
  if (kind === 't3') return readSubmission(data, receivedAt)
  return { reason: 'item.other_kind' }
}

export function itemsOf(list: readonly unknown[], receivedAt: string): Required<Items> {
  const items: Required<Items> = { posts: [], rejected: [], removals: [] }
  for (const json of list) {
    const read = readThing(json, receivedAt)
    if ('post' in read) items.posts.push(read.post)
    else if ('gone' in read) items.removals.push(read.gone)
    else items.rejected.push(read)
  }
  return items
}

function readComment(data: unknown, receivedAt: string): Read {
  const parsed = Comment.safeParse(data)
  const externalId = parsed.success ? fullname('t1', parsed.data) : null
  if (!parsed.success || externalId === null || parsed.data.body == null)
    return { reason: 'item.unknown_shape' }
  const { body, parent_id, link_id, permalink } = parsed.data
  const gone = goneBy(body)
  if (gone) return { gone: { kind: 'post', externalId, reason: gone, at: receivedAt } }
  if (parsed.data.subreddit_type === 'private') return { reason: 'item.not_public' }
  if (body.trim() === '') return { reason: 'text.absent' }
  const under = link_id ? `/comments/${link_id.slice(3)}/_/${externalId.slice(3)}/` : null
  return {
    post: storablePost({
      ...written(parsed.data),
      externalId,
      text: shown(body),
      url: address(permalink ?? under),
      receivedAt,
      parentId: parent_id ?? null,
      rootId: link_id ?? null,
      quotedId: null,
      media: [],
      raw: rawOf('t1', data),
    }),
  }
}

function readSubmission(data: unknown, receivedAt: string): Read {
  const parsed = Submission.safeParse(data)
  const externalId = parsed.success ? fullname('t3', parsed.data) : null
  if (!parsed.success || externalId === null) return { reason: 'item.unknown_shape' }
  const one = parsed.data
  const gone = goneBy(one.selftext) ?? removedBy(one.removed_by_category)
  if (gone) return { gone: { kind: 'post', externalId, reason: gone, at: receivedAt } }
  if (one.promoted) return { reason: 'item.advert' }
  if (one.subreddit_type === 'private') return { reason: 'item.not_public' }
  const options = (one.poll_data?.options ?? []).map(({ text }) => text ?? '')
  const text = [one.title, one.selftext, ...options]
    .map((part) => shown(part ?? ''))
    .filter(Boolean)
    .join('\n')
  const media = mediaOf(one)
  if (text === '' && media.length === 0) return { reason: 'text.absent' }
  return {
    post: storablePost({
      ...written(one),
      externalId,
      text,
      url: address(one.permalink ?? `/comments/${externalId.slice(3)}/`),
      receivedAt,
      parentId: null,
      rootId: null,
      quotedId: one.crosspost_parent ?? null,
      media,
      raw: rawOf('t3', data),
    }),
  }
}

/** What posts and comments say alike. Reddit names no language. */
function written({ author, author_fullname, created_utc, edited }: Comment | Submission) {
  const living = author && author !== '[deleted]' ? author : null
  return {
    platform: 'reddit' as const,
    revision: typeof edited === 'number' ? (instant(edited) ?? 'edited') : edited ? 'edited' : '',
    // Older answers lack the id; names are never given twice.
    authorId: living === null ? null : (author_fullname ?? `u/${living}`),
    authorHandle: living,
    lang: null,
    postedAt: instant(created_utc),
  }
}

function fullname(kind: 't1' | 't3', { name, id }: Comment | Submission): string | null {
  if (name?.startsWith(`${kind}_`)) return name
  return id ? `${kind}_${id}` : null
}

/** Reddit's own words where text was; an author may write about them, but not only them. */
const stub = /^\[\s*(deleted|removed)(?:\s+by\s+(?:user|reddit|moderators?)[^\n]*)?\s*\]$/i

function goneBy(words: string | null | undefined): 'deleted' | 'taken_down' | null {
  const [, how] = stub.exec(words?.trim() ?? '') ?? []
  if (how === undefined) return null
  return how.toLowerCase() === 'deleted' ? 'deleted' : 'taken_down'
}

function removedBy(category: string | null | undefined): 'deleted' | 'taken_down' | null {
  if (!category) return null
  return category === 'deleted' || category === 'author' ? 'deleted' : 'taken_down'
}

/** Markdown shows an entity as its character, whether Reddit escaped it or the author did. */
const shown = (markdown: string) => decodeHTMLStrict(markdown).trim()

/**
 * As received, but for the whole of a cross-posted post: it is fetched under its own id, and must not outlive its own deletion here.
 */
function rawOf(kind: string, data: unknown): string {
  const { crosspost_parent_list: _elsewhere, ...rest } = data as Record<string, unknown>
  return JSON.stringify({ kind, data: rest })
}

function instant(seconds: number | null | undefined): string | null {
  const date = new Date((seconds ?? Number.NaN) * 1000)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

const address = (path: string | null): string | null =>
  path?.startsWith('/') ? `https://www.reddit.com${path}` : null
