import { z } from 'zod'
import { type Graph, type GraphAnswer, nextOf, placed } from '../meta/graph.ts'
import { isMissing } from '../meta/graph-error.ts'
import { type Commented, sweepLane } from '../meta/sweep.ts'
import type { Lane } from '../poll/lane.ts'
import { type Listed, newestFirst } from '../poll/newest-first.ts'
import { Trouble } from '../trouble.ts'
import type { InstagramConfig } from './config.ts'
import { commentPosts, mediaPost, sorted } from './post.ts'
import { InstagramItem } from './shape.ts'

export const mediaFields =
  'id,caption,media_type,permalink,timestamp,username,comments_count,children{media_type}'
export const commentFields =
  'id,text,timestamp,username,from,parent_id,media{id},replies{id,text,timestamp,username,from,parent_id}'
/** Media found by hashtag name no author. */
const foundFields = 'id,caption,media_type,permalink,timestamp,comments_count,children{media_type}'

export type Reading = { graph: Graph; config: InstagramConfig; nowMs: () => number }

/** The account's own media, and the comments under them. */
export function ownLane({ graph, config, nowMs }: Reading): Lane {
  return sweepLane({
    key: `media:${config.account}`,
    everyMs: config.everyMinutes * 60_000,
    nowMs,
    followDays: config.followDays,
    answersStay: true,
    posts: async (next, signal) => {
      const query = { fields: mediaFields, limit: '50', ...placed(next) }
      const answer = await graph.get(`${config.account}/media`, query, signal)
      return { ...mediaListed(answer, nowMs()), commented: (answer.data ?? []).flatMap(commentedOf) }
    },
    comments: async (mediaId, next, signal) => {
      const query = { fields: commentFields, limit: '50', ...placed(next) }
      try {
        return commentsListed(await graph.get(`${mediaId}/comments`, query, signal), mediaId, nowMs())
      } catch (error) {
        if (!isMissing(error)) throw error
        return { posts: [], newestMs: null, oldestMs: null, next: null }
      }
    },
  })
}

/** Media of others that tag the account. */
export function taggedLane({ graph, config, nowMs }: Reading): Lane {
  const page = async (next: string | null, signal: AbortSignal) => {
    const query = { fields: mediaFields, limit: '50', ...placed(next) }
    return mediaListed(await graph.get(`${config.account}/tags`, query, signal), nowMs())
  }
  return {
    key: `tags:${config.account}`,
    everyMs: config.everyMinutes * 60_000,
    walk: (cursor, signal) =>
      newestFirst({ page, maxPages: 20, overlapMs: 3_600_000, nowMs }, cursor, signal),
  }
}

const Kept = z.object({ id: z.string(), mark: z.string().nullable() })

/** Media of the last day under a hashtag. Its id is kept, for looking it up counts. */
export function hashtagLane(tag: string, { graph, config, nowMs }: Reading): Lane {
  const user = { user_id: config.account }
  async function* walk(cursor: string | null, signal: AbortSignal) {
    const kept = keptOf(cursor)
    const id = kept?.id ?? (await idOf(tag, signal))
    const page = async (next: string | null, during: AbortSignal) => {
      const query = { ...user, fields: foundFields, limit: '50', ...placed(next) }
      return mediaListed(await graph.get(`${id}/recent_media`, query, during), nowMs())
    }
    const list = { page, maxPages: 20, overlapMs: 3_600_000, nowMs }
    for await (const one of newestFirst(list, kept?.mark ?? null, signal))
      yield { ...one, cursor: JSON.stringify({ id, mark: one.cursor }) }
  }
  async function idOf(q: string, signal: AbortSignal): Promise<string> {
    const { data } = await graph.get('ig_hashtag_search', { ...user, q }, signal)
    const found = InstagramItem.safeParse(data?.[0])
    if (!found.success) throw new Trouble('refused', 'instagram.hashtag_unknown')
    return found.data.id
  }
  return { key: `hashtag:${tag}`, everyMs: Math.max(config.everyMinutes, 15) * 60_000, walk }
}

function mediaListed(answer: GraphAnswer, nowMs: number): Listed {
  const receivedAt = new Date(nowMs).toISOString()
  const all = sorted((answer.data ?? []).map((item) => mediaPost(item, { receivedAt })))
  return { ...all, ...timesOf(all.posts.map(({ postedAt }) => postedAt)), next: nextOf(answer) }
}

function commentsListed(answer: GraphAnswer, mediaId: string, nowMs: number): Listed {
  const receivedAt = new Date(nowMs).toISOString()
  const all = (answer.data ?? []).map((item) => commentPosts(item, { receivedAt, mediaId }))
  return {
    posts: all.flatMap(({ posts }) => posts),
    rejected: all.flatMap(({ rejected }) => rejected),
    ...timesOf(all.flatMap(({ posts }) => posts[0]?.postedAt ?? null)),
    next: nextOf(answer),
  }
}

function timesOf(times: readonly (string | null)[]) {
  const known = times.flatMap((time) => (time ? [Date.parse(time)] : []))
  return { newestMs: known.length > 0 ? Math.max(...known) : null, oldestMs: known.at(-1) ?? null }
}

function commentedOf(item: unknown): Commented[] {
  const parsed = InstagramItem.safeParse(item)
  if (!parsed.success) return []
  const { id, comments_count: count, timestamp } = parsed.data
  const ms = Date.parse(String(timestamp ?? ''))
  return [{ id, postedMs: Number.isNaN(ms) ? null : ms, count: count ?? null }]
}

function keptOf(cursor: string | null) {
  try {
    return Kept.parse(JSON.parse(cursor ?? ''))
  } catch {
    return null
  }
}
