import { z } from 'zod'
import type { Lane, Page } from '../poll/lane.ts'
import { Trouble } from '../trouble.ts'
import type { DiscourseConfig } from './config.ts'
import type { Forum } from './forum.ts'
import { DiscoursePost, LatestPosts, TagAnswer } from './shape.ts'

/** `/posts.json` shows at most so many, and on older forums only ids within as many of `before`. */
const step = 50
/** Posts that waited for approval, or whose topic was made public late, turn up behind newer ones. */
const overlapIds = 100

const Mark = z.coerce.number().int().nonnegative()

/**
 * All public posts in the order of their ids. What came since the last one is read upwards in steps of ids, so that nothing is ever out of
 * reach and a reading cut short goes on where it was.
 */
export function latestLane(forum: Forum, config: DiscourseConfig, everyMs: number): Lane {
  const topics = new Set<number>()
  return {
    key: 'posts',
    everyMs,
    async *walk(cursor, signal) {
      if (config.tags.length > 0) await noteTopics(forum, config.tags, topics, signal)
      const pageOf = async (list: readonly unknown[], at: number | null): Promise<Page> => ({
        ...(await forum.itemsOf(list.filter(wantedBy(config, topics)), signal)),
        cursor: at === null ? cursor : String(at),
      })
      const since = markOf(cursor)
      const newest = await listed(forum, null, signal)
      const [low, top] = [Math.min(...newest.map(idOf)), Math.max(since ?? 0, ...newest.map(idOf))]
      const reached = since === null || low <= since + 1
      let done = reached ? top : Math.max(0, since - overlapIds)
      while (done < low - 1 && Number.isFinite(low)) {
        const before = Math.min(done + step, low - 1)
        const list = await listed(forum, before, signal)
        if (list.some((one) => idOf(one) > before)) throw new Trouble('malformed', 'list.loops')
        const fresh = list.filter((one) => idOf(one) > done)
        done = before
        yield await pageOf(fresh, Math.max(done, since ?? 0))
      }
      yield await pageOf(newest, top)
    },
  }
}

async function listed(forum: Forum, before: number | null, signal: AbortSignal): Promise<unknown[]> {
  const target = before === null ? '/posts.json' : `/posts.json?before=${before}`
  const { latest_posts } = await forum.ask(target, LatestPosts, signal)
  if (latest_posts.some((one) => Number.isNaN(idOf(one))))
    throw new Trouble('malformed', 'answer.unknown_shape')
  return latest_posts
}

function idOf(json: unknown): number {
  const id = DiscoursePost.shape.id.safeParse((json as { id?: unknown } | null)?.id)
  return id.success ? id.data : Number.NaN
}

/** Posts do not say how their topic is tagged: topics with a tag are listed by their latest activity, so those with new posts come first. */
async function noteTopics(
  forum: Forum,
  tags: readonly string[],
  topics: Set<number>,
  signal: AbortSignal,
): Promise<void> {
  for (const tag of tags) {
    const { topic_list } = await forum.ask(`/tag/${encodeURIComponent(tag)}.json`, TagAnswer, signal)
    for (const { id } of topic_list.topics) topics.add(id)
  }
}

/** A post that does not say where it stands is not left out for that. */
function wantedBy({ categories, tags }: DiscourseConfig, topics: ReadonlySet<number>) {
  return (json: unknown): boolean => {
    const { category_id, topic_id } = DiscoursePost.safeParse(json).data ?? {}
    const inCategory = categories.length === 0 || category_id == null || categories.includes(category_id)
    return inCategory && (tags.length === 0 || topic_id == null || topics.has(topic_id))
  }
}

function markOf(cursor: string | null): number | null {
  const parsed = Mark.safeParse(cursor ?? undefined)
  return cursor !== null && parsed.success ? parsed.data : null
}
