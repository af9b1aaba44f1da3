import type { Lane, Page } from '../poll/lane.ts'
import { Trouble } from '../trouble.ts'
import type { Server } from './instance.ts'
import { itemsOf } from './post.ts'
import { MastodonId, Statuses } from './shape.ts'
import { idAt, isLater, timeOf } from './snowflake.ts'
import type { Told } from './told.ts'

export type Timeline = {
  key: string
  path: string
  query?: Record<string, string>
  feed: 'live_feeds' | 'hashtag_feeds'
  scopes: readonly ('local' | 'remote')[]
}

export const tagTimeline = (tag: string): Timeline => ({
  key: `tag:${tag.toLowerCase()}`,
  path: `/api/v1/timelines/tag/${encodeURIComponent(tag)}`,
  feed: 'hashtag_feeds',
  scopes: ['local', 'remote'],
})

export const publicTimeline = (which: 'local' | 'remote' | 'public'): Timeline => ({
  key: `timeline:${which}`,
  path: '/api/v1/timelines/public',
  ...(which !== 'public' && { query: { [which]: 'true' } }),
  feed: 'live_feeds',
  scopes: which === 'public' ? ['local', 'remote'] : [which],
})

const pageSize = '40'
/** Posts of other instances come late, under the id of when they were written. */
const overlapMs = 600_000

/**
 * A timeline read upwards from the last id (`min_id`), so that however much came meanwhile, nothing is out of reach. Pages may be short
 * without being the last; an empty one is.
 */
export function timelineLane(timeline: Timeline, server: Server, told: Told, everyMs: number): Lane {
  return {
    key: timeline.key,
    everyMs,
    walk: (cursor, signal) => told.new(upwards(timeline, server, cursor, signal)),
  }
}

async function* upwards(
  { path, query = {}, feed, scopes }: Timeline,
  server: Server,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Page, void> {
  let from = cursor === null ? null : behind(cursor)
  let mark = cursor
  for (let first = true; ; first = false) {
    const asked = { ...query, limit: pageSize, ...(from !== null && { min_id: from }) }
    const { data: list, response } = await server.ask(path, asked, Statuses, signal)
    if (list.length === 0) {
      if (first) await server.assertOpen(feed, scopes, signal)
      // An empty list is read through to now: what comes next comes after it.
      if (mark === null) yield { posts: [], cursor: '0' }
      return
    }
    const top = newestOf(list)
    if (top === null) throw new Trouble('malformed', 'answer.unknown_shape')
    if (from !== null && !isLater(top, from)) throw new Trouble('malformed', 'list.loops')
    mark = moved(mark, top, server.nowMs)
    yield { ...itemsOf(list, server.now), cursor: mark }
    if (cursor === null) return
    from = furtherBy(response.headers.get('link'), top)
  }
}

function behind(cursor: string): string {
  const ms = timeOf(cursor)
  return ms === null ? cursor : idAt(ms - overlapMs)
}

/** Never backwards, and never into the future, where an id with an invented date would put it. */
function moved(mark: string | null, top: string, nowMs: number): string {
  const ms = timeOf(top)
  const bounded = ms !== null && ms > nowMs ? idAt(nowMs) : top
  return mark === null || isLater(bounded, mark) ? bounded : mark
}

function newestOf(list: readonly unknown[]): string | null {
  return list.reduce<string | null>((newest, one) => {
    const id = MastodonId.safeParse((one as { id?: unknown } | null)?.id)
    return id.success && (newest === null || isLater(id.data, newest)) ? id.data : newest
  }, null)
}

/** Where the `Link` header says the newer items begin, if that leads on; only its id is used, never its address. */
function furtherBy(link: string | null, top: string): string {
  const previous = /<([^>]*)>\s*;[^,]*rel="?prev"?/i.exec(link ?? '')?.[1] ?? ''
  const id = URL.parse(previous, 'https://link.invalid')?.searchParams.get('min_id')
  return id && !isLater(id, top) && !isLater(top, id) ? id : top
}
