import { createHash } from 'node:crypto'
import type { Lane } from '../poll/lane.ts'
import { type Listed, newestFirst } from '../poll/newest-first.ts'
import type { Server } from './instance.ts'
import { itemsOf } from './post.ts'
import { SearchAnswer } from './shape.ts'
import type { Told } from './told.ts'

const pageSize = 40

/** Full-text search, newest first, paged by `max_id`; as far as the instance runs it, and over authors who agreed to be found. */
export function searchLane(words: string, server: Server, told: Told, everyMs: number): Lane {
  const page = async (next: string | null, signal: AbortSignal): Promise<Listed> => {
    const asked = {
      q: words,
      type: 'statuses',
      limit: String(pageSize),
      ...(next !== null && { max_id: next }),
    }
    const { data } = await server.ask('/api/v2/search', asked, SearchAnswer, signal)
    const found = data.statuses as { id?: unknown; created_at?: unknown }[]
    const times = found.map((one) => Date.parse(String(one?.created_at))).filter((ms) => !Number.isNaN(ms))
    const last = found.at(-1)?.id
    return {
      ...itemsOf(found, server.now),
      newestMs: times.length > 0 ? Math.max(...times) : null,
      oldestMs: times.length > 0 ? Math.min(...times) : null,
      next: found.length < pageSize || last === undefined ? null : String(last),
    }
  }
  const nowMs = () => server.nowMs
  return {
    key: `search:${createHash('sha256').update(words).digest('hex').slice(0, 12)}`,
    everyMs,
    walk: (cursor, signal) =>
      told.new(newestFirst({ page, maxPages: 25, overlapMs: 600_000, nowMs }, cursor, signal)),
  }
}
