import type { Post } from '@hark/domain'
import type { SourceDeps } from '../adapter.ts'
import { recheckById } from '../meta/by-id.ts'
import { type Graph, type GraphAnswer, graphOf, nextOf, placed } from '../meta/graph.ts'
import { isMissing } from '../meta/graph-error.ts'
import { type Commented, sweepLane } from '../meta/sweep.ts'
import type { Listed } from '../poll/newest-first.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import type { FacebookConfig } from './config.ts'
import { facebookPost } from './post.ts'
import { parsePush } from './push.ts'
import { FacebookItem } from './shape.ts'

const postFields =
  'id,message,created_time,from,permalink_url,is_published,attachments{media_type,type,title,description}'
const counted = 'comments.filter(stream).limit(0).summary(true)'
const commentFields =
  'id,message,created_time,from,permalink_url,parent{id},is_private,can_comment,attachment{type,title,description}'

/** A page of one's own: pushed by webhook, and gone over by polling, which repairs what a push missed. */
export function facebookSource(config: FacebookConfig, deps: SourceDeps = {}): Source {
  const { nowMs = Date.now } = deps
  const { page, everyMinutes, followDays } = config
  const graph = graphOf(deps, config)
  const lane = sweepLane({
    key: `page:${page}`,
    everyMs: everyMinutes * 60_000,
    nowMs,
    followDays,
    posts: async (next, signal) => {
      const query = { fields: `${postFields},${counted}`, limit: '50', ...placed(next) }
      const answer = await graph.get(`${page}/feed`, query, signal)
      return { ...listed(answer, nowMs()), commented: (answer.data ?? []).flatMap(commentedOf) }
    },
    comments: async (postId, next, signal) => {
      const query = {
        fields: commentFields,
        filter: 'stream',
        order: 'reverse_chronological',
        limit: '100',
        ...placed(next),
      }
      try {
        return listed(await graph.get(`${postId}/comments`, query, signal), nowMs(), postId)
      } catch (error) {
        // The post went while we read it: its comments went with it.
        if (!isMissing(error)) throw error
        return { posts: [], newestMs: null, oldestMs: null, next: null }
      }
    },
  })
  return {
    ...pollSource({ platform: 'facebook', lanes: () => [lane] }, deps),
    parse: parsePush,
    recheck: (ids, signal) => recheckById(graph, { ids, anchor: page }, signal),
    context: (post, signal) => contextOf(graph, post, nowMs(), signal),
  }
}

/** Items in the order Meta gave them: posts by when they were made, newest first. */
function listed(answer: GraphAnswer, nowMs: number, postId: string | null = null): Listed {
  const receivedAt = new Date(nowMs).toISOString()
  const made = (answer.data ?? []).map((item) => facebookPost(item, { receivedAt, postId }))
  const posts = made.filter((one): one is Post => typeof one !== 'string')
  const times = posts.flatMap(({ postedAt }) => (postedAt ? [Date.parse(postedAt)] : []))
  return {
    posts,
    rejected: made.filter((one) => typeof one === 'string').map((reason) => ({ reason })),
    newestMs: times.length > 0 ? Math.max(...times) : null,
    oldestMs: times.at(-1) ?? null,
    next: nextOf(answer),
  }
}

function commentedOf(item: unknown): Commented[] {
  const parsed = FacebookItem.safeParse(item)
  if (!parsed.success) return []
  const { id, comments } = parsed.data
  const post = facebookPost(item, { receivedAt: '' })
  const postedAt = typeof post === 'string' ? null : post.postedAt
  return [
    {
      id,
      postedMs: postedAt === null ? null : Date.parse(postedAt),
      count: comments?.summary?.total_count ?? null,
    },
  ]
}

/** The post a comment stands under, and the comment it answers. */
async function contextOf(
  graph: Graph,
  { externalId, parentId, rootId }: Pick<Post, 'externalId' | 'parentId' | 'rootId'>,
  nowMs: number,
  signal: AbortSignal,
): Promise<Post[]> {
  const receivedAt = new Date(nowMs).toISOString()
  const asked = [
    ...(rootId && rootId !== externalId ? [[rootId, postFields] as const] : []),
    ...(parentId && parentId !== rootId ? [[parentId, commentFields] as const] : []),
  ]
  const found: Post[] = []
  for (const [id, fields] of asked) {
    const item = await graph.get(id, { fields }, signal).catch((error) => {
      if (!isMissing(error)) throw error
      return null
    })
    const post = item && facebookPost(item, { receivedAt, postId: id === rootId ? null : rootId })
    if (post && typeof post !== 'string') found.push(post)
  }
  return found
}
