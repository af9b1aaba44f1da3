import { z } from 'zod'
import type { Items } from '../source.ts'
import { Circle, keysOf } from './circle.ts'
import type { Page } from './lane.ts'

/** One answer of a list that begins with the newest. `next` asks for what is older; null where the list ends. */
export type Listed = Items & {
  /** When the newest and the oldest item of this answer came to be, by the platform's clock, ms; null for an empty answer. */
  newestMs: number | null
  oldestMs: number | null
  next: string | null
}

export type NewestFirst = {
  page: (next: string | null, signal: AbortSignal) => Promise<Listed>
  /** Walks this far behind what it has seen: platforms list late. */
  overlapMs?: number
  /** Pages of the first walk of all, when there is nothing to reach yet. */
  firstPages?: number
  /** The platform lists no further than this many pages, or we do not. */
  maxPages: number
  nowMs?: () => number
}

const Mark = z.object({ markMs: z.number() })

/**
 * Walks a list from its newest item back to where the last walk began. The mark moves only when that is reached, so a walk cut
 * short is walked again; where the platform's horizon comes first, the stretch between is a gap, and lost.
 */
export async function* newestFirst(
  list: NewestFirst,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Page, void> {
  const { overlapMs = 60_000, firstPages = 1, maxPages, nowMs = Date.now } = list
  const mark = markOf(cursor)
  const circle = new Circle()
  let [top, oldest, next]: [number | null, number | null, string | null] = [null, null, null]
  for (let pages = 1; ; pages += 1) {
    const listed = await list.page(next, signal)
    top ??= listed.newestMs
    oldest = listed.oldestMs ?? oldest
    next = listed.next
    const reached = mark !== null && oldest !== null && oldest < mark - overlapMs
    const listEnds = next === null
    const patienceEnds = pages >= (mark === null ? firstPages : maxPages)
    const done = reached || listEnds || patienceEnds
    // A list longer than its horizon simply ends there: only a short one has been read whole.
    const lost = mark !== null && !reached && oldest !== null && oldest > mark && pages >= maxPages
    yield {
      ...itemsOf(listed),
      cursor: done ? format(mark, top, nowMs()) : cursor,
      ...(done && lost && { gap: lostBetween(mark, oldest as number) }),
    }
    if (done) return
    circle.assertLeadsOn(next as string, keysOf(listed.posts))
  }
}

const itemsOf = ({ posts, rejected, removals }: Listed): Items => ({
  posts,
  ...(rejected && { rejected }),
  ...(removals && { removals }),
})

function lostBetween(fromMs: number, toMs: number) {
  const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString()) as [string, string]
  return { from, to, reason: 'list.horizon', state: 'lost' as const }
}

/** Our clock may be ahead of theirs by so much. */
export const clockSkewMs = 3_600_000

/** Never backwards, and never into the future, where an item with an invented date would put it. An empty list is read to now, by any clock. */
function format(mark: number | null, top: number | null, nowMs: number): string {
  return JSON.stringify({ markMs: Math.max(mark ?? 0, Math.min(top ?? mark ?? nowMs - clockSkewMs, nowMs)) })
}

function markOf(cursor: string | null): number | null {
  if (cursor === null) return null
  try {
    return Mark.parse(JSON.parse(cursor)).markMs
  } catch {
    return null
  }
}
